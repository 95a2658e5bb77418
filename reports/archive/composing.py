"""Everything of a project, put together in the order an auditor reads it: agreement and money, then person by person
the signed papers and the experience report, dissemination, data; and a page of contents that says of every paper where
it is, or why it is not here, with the checksums of all files beside it.

What was made and is not signed yet is printed anew, into a folder of its own, so that nobody takes it for a proof.
Whoever reads the archive may not see bank accounts, so papers that hold one are named and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO

from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from mobilities.checklist_record import dress, place
from mobilities.documents import render_report
from mobilities.enums import REPORT_HANDED_IN, MobilityState, PaperState
from mobilities.models import Attachment, ExperienceReport, HostDocument, Mobility, Paper
from mobilities.paper_table import state_in_words
from portal.common.pdf import Press
from portal.common.refused import Refused
from portal.common.text import active_language
from portal.common.uploads import AttachmentKind
from projects.models import Project
from reports.archive.tables import (
    MONEY,
    TABLES,
    json_pieces,
    mobilities_of,
    write_workbook,
)
from reports.archive.writing import Archive, Entry
from reports.papers.composing import SHEET, Composed, compose, print_paper
from reports.papers.kinds import PRINTABLE
from reports.papers.naming import safe_name
from reports.papers.ordering import Item, Order

Progress = Callable[[int, int, str], None]
COPY, ON_PAPER, SET_ASIDE, MADE, MISSING, LATE = "copy", "on_paper", "set_aside", "made", "missing", "late"


@dataclass(frozen=True)
class PaperLine:
    """A paper of one person as the contents name it."""

    name: str
    state: str
    entries: list[Entry]


@dataclass
class Person:
    """The folder of one mobility; whoever travels along has the papers in the folder of the trip."""

    mobility: Mobility
    path: str
    lines: list[PaperLine] = field(default_factory=list)
    report: list[Entry] = field(default_factory=list)
    report_state: str = ""

    @property
    def has_folder(self) -> bool:
        """What was printed once for a group lies in the folder of one of them."""
        entries = [*self.report, *(entry for line in self.lines for entry in line.entries)]
        return any(f"/{self.path}/" in entry.path for entry in entries)


@dataclass
class Section:
    """One folder of the archive: its files, whose they are, and what should be there and is not: of whom or what."""

    title: str
    folder: str
    entries: list[Entry] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)

    def lacks(self, cause: str, whose: object) -> None:
        self.missing.setdefault(cause, []).append(str(whose))


@dataclass
class Contents:
    sections: list[Section] = field(default_factory=list)
    papers: Counter = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(len(section.entries) for section in self.sections)

    @property
    def people(self) -> list[Person]:
        return [person for section in self.sections for person in section.people]


def write_archive(project: Project, path: Path, progress: Progress) -> Contents:
    """Write the ZIP to `path`. Nothing is held in memory but names, checksums and a person's lines at a time."""
    with Archive(path) as archive:
        return Composer(archive, project, progress).compose()


class Composer:
    """One archive while it is put together."""

    def __init__(self, archive: Archive, project: Project, progress: Progress) -> None:
        self.archive, self.project, self.progress = archive, project, progress
        self.contents, self.press = Contents(), Press()
        self.unsigned = Unsigned(project)
        self.done, self.steps = 0, mobilities_of(project).count() + 4

    def compose(self) -> Contents:
        parts = (
            (gettext_noop("Agreement and money"), self.add_money),
            (gettext_noop("Participants"), self.add_participants),
            (gettext_noop("Dissemination"), self.add_dissemination),
            (gettext_noop("Data"), self.add_data),
        )
        for number, (words, add) in enumerate(parts, start=1):
            title = _(words)
            section = Section(f"{number}. {title}", f"{number} {safe_name(title)}")
            self.contents.sections.append(section)
            self.step(words)
            add(section)
        self.progress(self.steps, self.steps, gettext_noop("Contents"))
        self.add_contents()
        return self.contents

    def step(self, words: str) -> None:
        """Told in the language of whoever looks, not in that of the archive: see portal.jobs.steps."""
        self.progress(self.done, self.steps, words)
        self.done += 1

    def keep(self, section: Section, path: str, file: FieldFile) -> list[Entry]:
        """A stored file; that it is gone from the disk is said, not hidden."""
        try:
            with file.open("rb") as stored:
                return self.added(section, self.archive.add_file(f"{section.folder}/{path}", stored))
        except (FileNotFoundError, ValueError):
            section.lacks(_("The file is not in the portal's storage."), path)
            return []

    def make(self, section: Section, path: str, write: Callable[[IO[bytes]], None]) -> None:
        self.added(section, self.archive.add_made(f"{section.folder}/{path}", write))

    def added(self, section: Section, entry: Entry) -> list[Entry]:
        section.entries.append(entry)
        return [entry]

    def add_money(self, section: Section) -> None:
        name = safe_name(_("Money"))
        self.make(section, f"{name}.xlsx", lambda file: write_workbook(file, self.project, ("project", *MONEY)))
        hosts = Mobility.objects.filter(project=self.project).standing().values("host")
        documents = HostDocument.objects.filter(host__in=hosts).select_related("host").order_by("host__name", "pk")
        for document in documents.iterator():
            folder = f"{safe_name(_('Hosts'))}/{safe_name(document.host.name)}"
            self.keep(section, f"{folder}/{named(document.title, document.name)}", document.file)

    def add_participants(self, section: Section) -> None:
        """A folder for each who has files: papers in the order of the checklist, copies numbered by it, the report."""
        for mobility in mobilities_of(self.project).iterator():
            rows = mobility.papers.select_related("item", "accompanying__person").prefetch_related("files")
            lines = sorted((dress(row, mobility) for row in rows), key=place)
            self.step(str(mobility.participant))
            if mobility.state == MobilityState.CANCELLED and not lines:
                continue
            person = Person(mobility, folder_of(mobility))
            section.people.append(person)
            for number, line in enumerate(lines, start=1):
                self.add_paper(section, person, number, line)
            self.add_report(section, person)
        self.add_reports_along(section)

    def add_paper(self, section: Section, person: Person, number: int, line: Paper) -> None:
        entries: list[Entry] = []
        for copy in line.files.all():
            entries += self.keep(section, f"{person.path}/{number:02} {named(line.name, copy.name)}", copy.file)
        standing, words = standing_of(line), words_of(line)
        if standing == MADE:
            entries, left_out = self.print_unsigned(section, person, line)
            words = "; ".join(filter(None, [words, left_out]))
        if standing == COPY and not entries:
            words = _("%(state)s; the file is not in the portal's storage") % {"state": words}
        person.lines.append(PaperLine(line.name, words, entries))
        if not line.is_needed or (line.is_open and line.is_voluntary):
            return
        self.contents.papers[standing] += 1
        self.contents.papers[LATE] += bool(line.is_late)
        if standing != COPY:
            cause = without_copy(line, line.get_state_display())
            section.lacks(f"{line.name}: {cause}", person.mobility.participant)

    def print_unsigned(self, section: Section, person: Person, line: Paper) -> tuple[list[Entry], str]:
        """The paper as it is today, or why it is not here. What is made for a group is printed once."""
        item = self.unsigned.item_of(line)
        if item is None:
            return [], _("not made by the portal")
        if self.unsigned.has_account(item):
            return [], _("left out because it holds a bank account")
        if id(item) not in self.unsigned.printed:
            try:
                printed = print_paper(self.unsigned.compose(item), self.unsigned.press)
            except Refused as refusal:
                return [], str(refusal)
            unsigned = safe_name(_("Not signed"))
            path = f"{section.folder}/{person.path}/{unsigned}/{safe_name(line.name)}.pdf"
            self.unsigned.printed[id(item)] = self.added(section, self.archive.add(path, [printed]))
        return self.unsigned.printed[id(item)], ""

    def add_report(self, section: Section, person: Person) -> None:
        """The report that was handed in, with its files. Photos somebody did not agree to stay out."""
        mobility = person.mobility
        if not mobility.has_report_handed_in():
            if mobility.is_report_awaited(timezone.localdate()):
                person.report_state = _("not handed in")
                section.lacks(_("No experience report is handed in."), mobility.participant)
            return
        person.report_state = str(mobility.report.get_state_display())
        person.report += self.print_report(section, mobility.report, person.path)

    def add_reports_along(self, section: Section) -> None:
        """Of those who travelled along."""
        rows = ExperienceReport.objects.filter(accompanying__project=self.project, state__in=REPORT_HANDED_IN)
        for report in rows.select_related("accompanying__person").order_by("accompanying__start", "pk"):
            person = report.journey.participant
            name = safe_name(f"{person.last_name} {person.first_name} {report.journey.pk}")
            self.print_report(section, report, f"{safe_name(_('Accompanying persons'))}/{name}")

    def print_report(self, section: Section, report: ExperienceReport, folder: str) -> list[Entry]:
        path = f"{folder}/{safe_name(_('Experience report'))}"
        printed = render_report(report, active_language(), self.press)
        entries = self.added(section, self.archive.add(f"{section.folder}/{path}.pdf", [printed]))
        for attachment in attachments_of(report):
            entries += self.keep(section, f"{path}/{safe_name(attachment.name)}", attachment.file)
        return entries

    def add_dissemination(self, section: Section) -> None:
        name = f"{safe_name(_('Dissemination'))}.xlsx"
        self.make(section, name, lambda file: write_workbook(file, self.project, ("dissemination",)))
        for row in self.project.dissemination.order_by("day", "pk"):
            if row.evidence:
                self.keep(section, f"{row.day:%Y-%m-%d} {named(row.title, row.evidence_name)}", row.evidence)
            else:
                section.lacks(_("No evidence is kept."), row.title)

    def add_data(self, section: Section) -> None:
        keys = [table.key for table in TABLES]
        self.make(section, f"{safe_name(_('Data'))}.xlsx", lambda file: write_workbook(file, self.project, keys))
        path = f"{section.folder}/{safe_name(_('Data'))}.json"
        self.added(section, self.archive.add(path, json_pieces(self.project)))

    def add_contents(self) -> None:
        """Both come last, when all is known, and first in a list of names."""
        sums_name = safe_name(_("Checksums"))
        sums_path = f"0 {sums_name} (SHA-256).txt"
        context = {"project": self.project, "contents": self.contents, "language": get_language(), "sums": sums_path}
        page = render_to_string("reports/archive/contents.html", context | {"today": timezone.localdate()})
        self.archive.add(f"0 {safe_name(_('Contents'))}.html", [page.encode()])
        sums = "".join(f"{entry.sha256}  {entry.path}\n" for entry in self.archive.entries)
        self.archive.add(sums_path, [sums.encode()])


class Unsigned:
    """Papers that the portal made and nobody signed yet, to be printed anew."""

    def __init__(self, project: Project) -> None:
        self.project, self.press = project, Press(SHEET)
        self.printed: dict[int, list[Entry]] = {}  # by the id of the item

    @cached_property
    def order(self) -> Order:
        mobilities = Mobility.objects.filter(project=self.project).values_list("pk", flat=True)
        kinds = Paper.objects.filter(mobility__project=self.project, state=PaperState.MADE).values_list("kind")
        return Order(self.project.school, list(mobilities), sorted({kind for (kind,) in kinds}))

    @cached_property
    def items(self) -> dict[tuple[int | None, int | None, str], Item]:
        """By whoever travels along, or else the mobility, and the kind."""
        found = {}
        for item in self.order.items:
            if item.facts.accompanying:
                found[None, item.facts.accompanying.pk, item.kind] = item
            else:
                for row in item.facts.group or (item.facts.mobility,):
                    found[row.pk, None, item.kind] = item
        return found

    def item_of(self, line: Paper) -> Item | None:
        if line.kind not in PRINTABLE:
            return None
        mobility = None if line.accompanying_id else line.mobility_id
        return self.items.get((mobility, line.accompanying_id, line.kind))

    def has_account(self, item: Item) -> bool:
        return self.order.words[item.kind].has_account()

    def compose(self, item: Item) -> Composed:
        return compose(item.kind, item.facts, active_language(), self.order.words[item.kind])


def named(title: str, name: str) -> str:
    """What a file is called here: its title with the ending it was uploaded with."""
    return safe_name(title) + Path(name).suffix.lower()[:10]


def folder_of(mobility: Mobility) -> str:
    """By the numbers of the Commission's module; before there are any, by name."""
    person = mobility.participant
    name = f"{person.last_name} {person.first_name}"
    return safe_name(f"{mobility.module_id} {name}" if mobility.module_id else f"{name} {mobility.pk}")


def standing_of(line: Paper) -> str:
    """What an auditor counts: only a copy can be looked at here."""
    if line.files.all():
        return COPY
    ways = {PaperState.DONE: ON_PAPER, PaperState.SET_ASIDE: SET_ASIDE, PaperState.MADE: MADE}
    return ways.get(line.state, MISSING)


def without_copy(line: Paper, words: str) -> str:
    return _("%(state)s, without a copy") % {"state": words} if standing_of(line) == ON_PAPER else words


def words_of(line: Paper) -> str:
    words = without_copy(line, state_in_words(line))
    return words if line.is_needed else _("%(state)s; not asked for any more") % {"state": words}


def attachments_of(report: ExperienceReport) -> Iterator[Attachment]:
    shown = set(report.attachments.publishable().values_list("pk", flat=True))
    for attachment in report.attachments.order_by("pk"):
        if attachment.kind == AttachmentKind.DOCUMENT or attachment.pk in shown:
            yield attachment
