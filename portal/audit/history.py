"""The history of one row, in words for its page."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Entry, Verb

SHOWN = 20


@dataclass(frozen=True)
class Line:
    """`fields` are the names of what was changed; empty when something was added or the whole row is meant."""

    at: datetime
    who: str
    verb: str
    fields: str


def history_of(row: Model, user, limit: int = SHOWN) -> list[Line]:
    """The newest entries about `row` that `user` may see, newest first."""
    entries = Entry.objects.visible_to(user).about(row).select_related("user")[:limit]
    return [line_of(entry, row) for entry in entries]


def line_of(entry: Entry, row: Model) -> Line:
    names = [field_name(row, name) for name in entry.changes] if entry.verb == Verb.CHANGE else []
    return Line(entry.at, str(entry.user or _("The portal")), entry.get_verb_display(), ", ".join(names))


def field_name(row: Model, name: str) -> str:
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if field.is_relation and field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)
