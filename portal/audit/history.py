"""The history of one row, in words for its page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.audit.models import Entry, Verb
from portal.common.text import active_language, day, number

SHOWN = 20
SCHOOL_YEAR = re.compile(r" \d{4}/")
LAST_DAY = re.compile(r"(?<=, )(\d\d)\.(\d\d)\.(\d{4})\.?$")  # a label ends with the day that tells it from others
LAST_AMOUNT = re.compile(r"(?<=: )-?\d+\.\d\d$")
# What is no field of the row itself; apps above add theirs.
NAMES: dict[str, object] = {
    "attendance": _("attendance"),
    "itinerary": _("itinerary"),
    "other_attendees": _("others present"),
    "targets": _("targets"),
}


@dataclass(frozen=True)
class Line:
    """`fields` are the names of what was changed; empty when something was added or the whole row is meant. `through`:
    how somebody who is not signed in did it, see Through. `since`: of several changes in a row, when the first was."""

    at: datetime
    who: str
    verb: str
    fields: str
    through: str = ""
    since: datetime | None = None


def history_of(row: Model, user, limit: int = SHOWN) -> list[Line]:
    """The newest entries about `row` that `user` may see, newest first."""
    entries = Entry.objects.visible_to(user).about(row).select_related("user")[:limit]
    return [line_of(entry, row) for entry in entries]


def together(lines: Iterable[Line]) -> list[Line]:
    """What one person changed, added or deleted one after the other as one line, newest first: a page that saves by
    itself makes many, and they would hide what was done."""
    gathered = {verb.label for verb in (Verb.CHANGE, Verb.ADD, Verb.DELETE)}
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        same = last and (last.who, last.verb, last.through) == (line.who, line.verb, line.through)
        if same and line.verb in gathered and last.fields and line.fields:
            names = dict.fromkeys(f"{line.fields}, {last.fields}".split(", "))
            found[-1] = replace(last, since=line.since or line.at, fields=", ".join(names))
        else:
            found.append(line)
    return found


def line_of(entry: Entry, row: Model) -> Line:
    return Line(entry.at, entry.who, entry.get_verb_display(), field_names(entry, type(row)), entry.through)


def model_of(entry: Entry) -> type[Model] | None:
    """What the entry is about; None where a later release no longer has it."""
    try:
        return apps.get_model(entry.object_type)
    except (LookupError, ValueError):
        return None


def label_of(entry: Entry) -> str:
    """The journal is in one language; where a label begins with a word of the portal's own, such as the kind of a
    paper, the word is said in the reader's, whether or not the row is still there. So are its day and its amount."""
    label = LAST_AMOUNT.sub(lambda found: number(Decimal(found[0]), 2), LAST_DAY.sub(day_read_back, entry.label))
    if active_language() == settings.LANGUAGE_CODE:
        return label
    words = words_of(entry.object_type)
    found = next((word for word in words if label.startswith(word) and ends(label[len(word) :])), "")
    return f"{words[found]}{label[len(found) :]}" if found else label


def day_read_back(found: re.Match[str]) -> str:
    try:
        return day(date(*map(int, reversed(found.groups()))))
    except ValueError:  # no day: somebody's words
        return found[0]


@cache
def words_of(object_type: str) -> dict[str, object]:
    """Labels of the choices of a kind of row as the journal writes them > as they are translated; longest first."""
    model = model_of(Entry(object_type=object_type))
    fields = model._meta.fields if model else ()
    labels = [label for field in fields for _value, label in field.flatchoices if isinstance(label, Promise)]
    with override(settings.LANGUAGE_CODE):
        return {str(label): label for label in sorted(labels, key=lambda label: -len(str(label)))}


def ends(rest: str) -> bool:
    """Whether a label is over, or goes on with a name, an amount or a school year."""
    return not rest or rest.startswith((",", ":")) or bool(SCHOOL_YEAR.match(rest))


def kind_of(entry: Entry) -> str:
    model = model_of(entry)
    return str(model._meta.verbose_name) if model else entry.object_type


def field_names(entry: Entry, model: type[Model] | None) -> str:
    if entry.verb != Verb.CHANGE or model is None:
        return ""
    return ", ".join(field_name(model, name) for name in entry.changes)


def field_name(model: type[Model], name: str) -> str:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(NAMES.get(name, name))
    if field.is_relation and field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    if field.is_relation and field.verbose_name == name.replace("_", " "):  # nobody gave it another
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)
