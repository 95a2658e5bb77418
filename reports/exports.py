"""A comparison as a table."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from statistics import fmean

from django.utils.translation import gettext as _

from mobilities.host_record import LABELS
from mobilities.models.experience import RATINGS
from portal.common.charts import is_enough
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from reports.comparing import Experience


def comparison_rows(places: Iterable[Experience]) -> Iterator[list[Cell]]:
    """Every place; of few marks each by itself and no mean, as on the page."""
    measures = [_("Rating"), *(str(LABELS[name]) for name in RATINGS), _("Way to work, minutes")]
    columns = [_("Host"), _("Country"), _("Learners"), _("Reports")]
    for measure in measures:
        columns += [measure, f"{measure}, n", _("%(measure)s, each by itself") % {"measure": measure}]
    yield [*columns, _("Job offers"), _("Invited to come again"), _("Would recommend"), _("Pluses"), _("Minuses")]
    for place in places:
        cells: list[Cell] = [place.name if place.host else "", country_name(place.country)]
        cells += [place.learners, place.reports]
        for values in (place.overall, *(place.marks[name] for name in RATINGS), place.commutes):
            cells += [rounded(values), len(values), "; ".join(f"{value:g}" for value in sorted(values))]
        cells += [place.job_offers, place.return_invitations, place.recommended[0]]
        yield [*cells, "; ".join(place.pluses), "; ".join(place.minuses)]


def rounded(values: list[float]) -> Cell:
    return round(Decimal(fmean(values)), 2) if is_enough(values) else ""
