"""What a cell of the grid may hold, as one types: texts by which the rows are known again."""

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
from mobilities.importers.register import Hosts, People, Teachers
from mobilities.importers.register.namesakes import called, namesakes
from mobilities.models import Host, Participant
from portal.accounts.models import School, User
from portal.common.countries import country_name
from portal.common.ordering import Latvian
from portal.common.refused import Refused
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
    alike = namesakes(school, found)
    return [(called(row, alike[name_of_person(str(row))]), note_of(row)) for row in found]


def in_a_cell(person: Participant) -> str:
    return called(person, namesakes(person.school_id, [person])[name_of_person(str(person))])


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
    try:
        register = People(school, {person})
        goes = register.rows[register.find(person)]
    except Refused:
        return []
    wish = wish_of([goes], day_typed(start), day_typed(end))
    found = suggest(school, wish, AT_MOST) if wish else []
    register = Hosts(school, {row.host.name for row in found})
    return [(register.in_a_cell(row.host.pk), "; ".join([*row.warnings, *row.reasons])) for row in found]


def day_typed(text: str) -> date | None:
    with suppress(ValidationError):
        return DateField(required=False, localize=True).clean(text)
    return None


def hosts(text: str, school: School) -> list[Suggestion]:
    rows = with_words(Host.objects.filter(school=school), text, "name", "city", "oid")
    found = list(with_problems(with_mark(rows)).order_by(Latvian("name"), "pk")[:AT_MOST])
    say_marks(found)
    register = Hosts(school, {row.name for row in found})
    return [
        (
            register.in_a_cell(row.pk),
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
    found = list(rows.order_by(Latvian("last_name"), "pk")[:AT_MOST])
    register = Teachers(school)
    return [(register.in_a_cell(row), row.email) for row in found]


def unique(found: Iterable[Suggestion]) -> list[Suggestion]:
    return list(dict(found).items())
