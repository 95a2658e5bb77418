"""The qualifications of the school as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import Qualification
from portal.common.csv_lines import Cell


def qualification_rows(rows: Iterable[Qualification], *, with_learners: bool) -> Iterator[list[Cell]]:
    header = [_("Qualification"), _("In English"), _("ISCED-F field"), _("EQF level")]
    yield [*header, _("Learners")] if with_learners else header
    for row in rows:
        cells: list[Cell] = [row.name_lv, row.name_en, str(row.isced_f_name or ""), row.eqf_level]
        yield [*cells, row.learners] if with_learners else cells
