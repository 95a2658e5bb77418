"""What a cell of the grid may hold, as one types: texts by which the rows are known again."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import DateField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import PersonKind
from mobilities.host_memory import say_marks, with_mark, with_problems
from mobilities.host_suggestions import suggest, wish_of
from mobilities.importers.names import name_of_person
from mobilities.models import Host, Participant
from portal.accounts.models import School, User
from portal.common.countries import country_name
from portal.common.ordering import Latvian
from portal.common.text import day
from projects.models import ActivityType, Project

AT_MOST = 8
Suggestion = tuple[str, str]  # the cell, what else there is to know


def suggestions(column: str, text: str, school: School, project: Project | None) -> list[Suggestion]:
    ways = {
        "participant": people,
        "accompanying": staff,
        "project": projects,
        "host": hosts,
        "responsible": teachers,
    }
    if column == "activity_type":
        return types(text, school, project)
    return ways[column](text, school)


def with_words(rows, text: str, *names: str):
    for word in text.replace(",", " ").split()[:6]:
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__has": word})
        rows = rows.filter(anywhere)
    return rows


def people(text: str, school: School, **narrowed: str) -> list[Suggestion]:
    rows = Participant.objects.filter(school=school, is_active=True, **narrowed)
    rows = with_words(rows, text, "first_name", "last_name", "group", "email")
    found = list(rows.order_by(Latvian("last_name"), Latvian("first_name"), "pk")[:AT_MOST])
    called = called_alike(school, found)
    named = (told_apart(row) if called[name_of_person(str(row))] > 1 else str(row) for row in found)
    return [(name, note_of(row)) for name, row in zip(named, found, strict=True)]


def called_alike(school: School | int, people: Iterable[Participant]) -> Counter[str]:
    """How many are called as each of `people`, by name_of_person()."""
    first_names = {row.first_name for row in people}
    alike = Participant.objects.filter(school=school, last_name__in={row.last_name for row in people})
    names = alike.values_list("first_name", "last_name")
    return Counter(name_of_person(f"{first} {last}") for first, last in names if first in first_names)


def in_a_cell(person: Participant) -> str:
    alike = called_alike(person.school_id, [person])[name_of_person(str(person))]
    return told_apart(person) if alike > 1 else str(person)


def told_apart(person: Participant) -> str:
    """As a cell calls one of several of that name, so that it is known again."""
    hint = person.email or (day(person.birth_date, "lv") if person.birth_date else person.group)
    return f"{person} ({hint})" if hint else str(person)


def note_of(person: Participant) -> str:
    return ", ".join(part for part in (person.group or person.work_field, day(person.birth_date)) if part)


def staff(text: str, school: School) -> list[Suggestion]:
    """The last of several names is being typed; those before it stay."""
    before, mark, last = text.rpartition(";")
    start = f"{before}{mark} ".lstrip() if mark else ""
    return [(start + name, note) for name, note in people(last, school, kind=PersonKind.STAFF)]


def projects(text: str, school: School) -> list[Suggestion]:
    rows = with_words(Project.objects.filter(school=school).taking_mobilities(), text, "code", "title", "title_en")
    return [(row.code or row.title, row.shown_title if row.code else "") for row in rows.order_by("-start")[:AT_MOST]]


def types(text: str, school: School, project: Project | None) -> list[Suggestion]:
    rows = ActivityType.objects.for_project(project, project.call_year if project else None, school)
    rows = with_words(rows.for_field(project.field_of_types if project else ""), text, "code", "name_lv", "name_en")
    return unique((row.code, str(row)) for row in rows.order_by("order", "code"))[: 2 * AT_MOST]


def hosts_that_fit(school: School, person: str, start: str, end: str) -> list[Suggestion]:
    """Before a name is typed: hosts for the person of that line, the reasons beside each. Nothing where the person is
    not known for sure."""
    rows = with_words(Participant.objects.filter(school=school, is_active=True), person, "first_name", "last_name")
    people = list(rows.select_related("qualification")[:2]) if person.strip() else []
    if len(people) != 1:
        return []
    wish = wish_of(people, day_typed(start), day_typed(end))
    found = suggest(school, wish, AT_MOST) if wish else []
    return [(row.host.name, "; ".join([*row.warnings, *row.reasons])) for row in found]


def day_typed(text: str) -> date | None:
    with suppress(ValidationError):
        return DateField(required=False, localize=True).clean(text)
    return None


def hosts(text: str, school: School) -> list[Suggestion]:
    rows = with_words(Host.objects.filter(school=school), text, "name", "city", "oid")
    found = list(with_problems(with_mark(rows)).order_by(Latvian("name"), "pk")[:AT_MOST])
    say_marks(found)
    names = [row.name for row in found]
    called = Counter(Host.objects.filter(school=school, name__in=names).values_list("name", flat=True))
    return [
        (
            f"{row.name}, {row.city} ({row.country})" if called[row.name] > 1 else row.name,
            "; ".join([f"{row.city}, {country_name(row.country)}", *remembered_of(row)]),
        )
        for row in found
    ]


def remembered_of(host: Host) -> list[str]:
    """A host with its mark and problems, in words."""
    words = []
    if host.problems:
        words.append(ngettext("%(n)s open problem", "%(n)s open problems", host.problems) % {"n": host.problems})
    if host.rated:
        words.append(_("rated %(mark)s, n = %(n)s") % {"mark": host.mark_words, "n": host.rated})
    return words


def teachers(text: str, school: School) -> list[Suggestion]:
    rows = User.objects.filter(memberships__school=school, memberships__is_active=True)
    rows = with_words(rows, text, "first_name", "last_name", "email")
    return [(str(row), row.email) for row in rows.order_by(Latvian("last_name"), "pk")[:AT_MOST]]


def unique(found: Iterable[Suggestion]) -> list[Suggestion]:
    return list(dict(found).items())
