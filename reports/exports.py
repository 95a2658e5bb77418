"""What reports list, as tables: a comparison, documents, news texts, papers made."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mobilities.host_record import LABELS
from mobilities.models.experience import RATINGS
from portal.common.charts import middle_of, plain
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from portal.common.text import half_up
from reports.comparing import Experience
from reports.models import Bundle, Document, NewsText


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
            cells += [rounded(values), len(values), "; ".join(plain(value) for value in sorted(values))]
        cells += [place.job_offers, place.return_invitations, place.recommended[0]]
        yield [*cells, "; ".join(place.pluses), "; ".join(place.minuses)]


def rounded(values: list[float]) -> Cell:
    middle = middle_of(values)
    return "" if middle is None else half_up(middle, 2)


def document_rows(documents: Iterable[Document]) -> Iterator[list[Cell]]:
    yield [
        _("Document"), _("School year"), _("Project"), _("Language"), _("Requested by"), _("Requested"), _("Made"),
        _("Pages"), _("Size, bytes"),
    ]  # fmt: skip
    for row in documents:
        who = str(row.requested_by) if row.requested_by else _("the portal itself")
        project = str(row.project) if row.project else ""
        names = [str(row.get_kind_display()), str(row.school_year), project, str(row.get_language_display()), who]
        yield [*names, row.requested_at, row.made_at, row.pages or None, row.size or None]


def news_rows(texts: Iterable[NewsText]) -> Iterator[list[Cell]]:
    yield [_("Title in Latvian"), _("Title in English"), _("About"), _("Saved"), _("State"), _("Why it is withheld")]
    for row in texts:
        yield [row.title_lv, row.title_en, row.occasion, row.updated_at, state_of(row), " ".join(row.withheld)]


def state_of(text: NewsText) -> str:
    """Of a text that is judged (reports.news.withheld)."""
    if text.withheld:
        return pgettext("news text", "Withheld")
    return pgettext("news text", "Approved") if text.approved_at else _("Being written")


def bundle_rows(bundles: Iterable[Bundle]) -> Iterator[list[Cell]]:
    yield [
        _("File"), _("Kind"), _("Language"), _("Requested by"), _("Requested"), _("Made"), _("Papers"),
        _("Size, bytes"),
    ]  # fmt: skip
    for row in bundles:
        who = str(row.requested_by) if row.requested_by else _("the portal itself")
        names = [row.name, str(row.get_kind_display()), str(row.get_language_display()), who]
        yield [*names, row.requested_at, row.made_at, row.count or None, row.size or None]
