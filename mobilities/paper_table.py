"""People x papers of one project: for its page, its file and the matching of signed copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from mobilities.checklist_record import dress, place
from mobilities.models import Mobility, Paper
from portal.common.csv_lines import Cell
from portal.common.text import day


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass
class PersonRow:
    """The papers of one person on one mobility; `along`: the name of somebody who accompanies."""

    mobility: Mobility
    along: str = ""
    papers: dict[str, Paper] = field(default_factory=dict)
    columns: Sequence[Column] = ()

    @property
    def name(self) -> str:
        return self.along or str(self.mobility.participant)

    @property
    def key(self) -> str:
        """Tells the rows of a table apart."""
        return f"{self.mobility.pk}-{self.along}"

    @property
    def cells(self) -> list[tuple[Column, Paper | None]]:
        return [(column, self.papers.get(column.key)) for column in self.columns]


def column_key(paper: Paper) -> str:
    return paper.key.partition("@")[0]


def columns_of(papers: Iterable[Paper]) -> list[Column]:
    """In the order of a checklist."""
    found: dict[str, str] = {}
    for paper in sorted(papers, key=lambda paper: place(paper)[::2]):
        found.setdefault(column_key(paper), paper.what)
    return [Column(key, label) for key, label in found.items()]


def person_rows(mobilities: Sequence[Mobility], today: date | None = None) -> list[PersonRow]:
    """A row for each, and one for everybody who travels along; two queries."""
    papers = Paper.objects.filter(mobility__in=[row.pk for row in mobilities], is_needed=True)
    lines: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers.select_related("item", "accompanying__person").prefetch_related("files"):
        lines[paper.mobility_id].append(paper)
    columns = columns_of(paper for found in lines.values() for paper in found)
    rows = []
    for mobility in mobilities:
        people: dict[str, PersonRow] = {"": PersonRow(mobility, columns=columns)}
        for paper in lines[mobility.pk]:
            dress(paper, mobility, today)
            along = str(paper.accompanying or "")
            people.setdefault(along, PersonRow(mobility, along, columns=columns)).papers[column_key(paper)] = paper
        rows += people.values()
    return rows


def state_in_words(paper: Paper | None) -> str:
    """Where it stands and, apart from that, whether it is late."""
    if paper is None:
        return ""
    state = str(paper.get_state_display())
    if paper.is_missing and paper.due:
        due = _("late, due %(day)s") if paper.is_late else _("due %(day)s")
        return f"{state}; {due % {'day': day(paper.due)}}"
    if paper.done_on:
        return f"{state} {day(paper.done_on)}"
    return f"{state}: {paper.reason}" if paper.reason else state


def table_rows(rows: Sequence[PersonRow]) -> Iterator[list[Cell]]:
    columns = rows[0].columns if rows else ()
    yield [_("Person"), _("Travels along"), _("Group"), _("Starts"), _("Ends"), *(column.label for column in columns)]
    for row in rows:
        mobility = row.mobility
        yield [
            row.name, _("Yes") if row.along else "", mobility.participant.group if not row.along else "",
            mobility.start, mobility.end, *(state_in_words(paper) for _column, paper in row.cells),
        ]  # fmt: skip
