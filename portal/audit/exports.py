"""The journal as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.audit.history import field_names, kind_of, label_of, model_of
from portal.audit.models import Entry
from portal.common.csv_lines import Cell


def entry_rows(entries: Iterable[Entry]) -> Iterator[list[Cell]]:
    yield [_("When"), _("Who"), _("What was done"), _("Kind"), _("With what"), _("Fields changed")]
    for entry in entries:
        yield [
            entry.at,
            entry.who,
            str(entry.get_verb_display()),
            kind_of(entry),
            label_of(entry),
            field_names(entry, model_of(entry)),
        ]
