"""What a row of a file changes, with the value before and after."""

from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.text import day
from portal.imports.sentences import sentence

LONGEST = 40
CHANGES = gettext_lazy("Changes: %(fields)s.")


def told_changes(
    model: type[Model],
    changes: dict[str, Sequence[object]],
    parts: Sequence[object] = (),
    label_of: Callable[[str], object] | None = None,
) -> str:
    """`changes`: field > [before, after]; `parts`: what else is changed, only named."""

    def words() -> str:
        labels = label_of or (lambda name: model._meta.get_field(name).verbose_name)
        named = (named_change(model, name, str(labels(name)), pair) for name, pair in changes.items())
        return ", ".join([*named, *map(str, parts)])

    return sentence(CHANGES, fields=words)


def named_change(model: type[Model], name: str, label: str, pair: Sequence[object]) -> str:
    before, after = (in_words(model, name, value) for value in pair)
    return label if before == after else f"{label} ({before} → {after})"


def in_words(model: type[Model], name: str, value: object) -> str:
    """`value` may be written as journals keep it."""
    try:
        field = model._meta.get_field(name)
        value = value if field.is_relation or value in (None, "") else field.to_python(value)
    except (FieldDoesNotExist, ValidationError):
        field = None
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day(value)
    choices = dict(getattr(field, "choices", None) or ())
    return Truncator(str(choices.get(value, value))).chars(LONGEST)
