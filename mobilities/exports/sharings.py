"""Where experience was shown to others, as a table."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import Sharing
from portal.common.csv_lines import Cell


def sharing_rows(sharings: Iterable[Sharing], seen: Collection[int]) -> Iterator[list[Cell]]:
    """`seen`: keys of the mobilities whose people the reader may know by name."""
    yield [_("What was shown"), _("Where"), _("Date"), _("People reached"), _("Mobilities")]
    for row in sharings:
        who = (str(trip.participant if trip.pk in seen else trip.host or "") for trip in row.mobilities.all())
        yield [row.title, row.get_kind_display(), row.date, row.audience, "; ".join(filter(None, who))]
