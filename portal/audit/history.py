"""The history of one row, in words for its page."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Entry, Verb

SHOWN = 20
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
    how somebody who is not signed in did it, see Through."""

    at: datetime
    who: str
    verb: str
    fields: str
    through: str = ""


def history_of(row: Model, user, limit: int = SHOWN) -> list[Line]:
    """The newest entries about `row` that `user` may see, newest first."""
    entries = Entry.objects.visible_to(user).about(row).select_related("user")[:limit]
    return [line_of(entry, row) for entry in entries]


def line_of(entry: Entry, row: Model) -> Line:
    return Line(entry.at, entry.who, entry.get_verb_display(), field_names(entry, type(row)), entry.through)


def model_of(entry: Entry) -> type[Model] | None:
    """What the entry is about; None where a later release no longer has it."""
    try:
        return apps.get_model(entry.object_type)
    except (LookupError, ValueError):
        return None


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
