"""Everything of a project, put together in the order an auditor reads it: agreement and money, participants, reports,
dissemination, data; and a page of contents with the checksum of every file and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mobilities.checklist_record import dress, place
from mobilities.models import Attachment, ExperienceReport, HostDocument, Mobility, Paper
from mobilities.paper_table import state_in_words
from portal.common.uploads import AttachmentKind
from projects.models import Project
from reports.archive.tables import (
    MONEY,
    TABLES,
    json_pieces,
    mobilities_of,
    number_of,
    reports_of,
    write_workbook,
)
from reports.archive.writing import Archive, Entry, safe

Progress = Callable[[int, int, str], None]
STEPS = 6


@dataclass
class Section:
    """One folder of the archive: its files, and what should be there and is not."""

    title: str
    folder: str
    entries: list[Entry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass
class Contents:
    sections: list[Section] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [sentence for section in self.sections for sentence in section.missing]

    @property
    def count(self) -> int:
        return sum(len(section.entries) for section in self.sections)


def write_archive(project: Project, path: Path, progress: Progress) -> Contents:
    """Write the ZIP to `path`. Nothing is held in memory but names, checksums and a person's lines at a time."""
    contents = Contents()
    parts = (
        (_("Agreement and money"), add_money),
        (_("Participants"), add_participants),
        (_("Experience reports"), add_reports),
        (_("Dissemination"), add_dissemination),
        (_("Data"), add_data),
    )
    with Archive(path) as archive:
        for number, (title, add) in enumerate(parts, start=1):
            progress(number, STEPS, title)
            section = Section(f"{number}. {title}", f"{number} {safe(title)}")
            contents.sections.append(section)
            add(archive, section, project)
        progress(STEPS, STEPS, _("Contents"))
        context = {"project": project, "contents": contents, "language": get_language()}
        page = render_to_string("reports/archive/contents.html", context)
        archive.add(f"0 {safe(_('Contents'))}.html", [page.encode()])
    return contents


def keep(archive: Archive, section: Section, path: str, file: FieldFile) -> None:
    """A stored file; that it is gone from the disk is said, not hidden."""
    try:
        with file.open("rb") as stored:
            section.entries.append(archive.add_file(f"{section.folder}/{path}", stored))
    except (FileNotFoundError, ValueError):
        section.missing.append(_("%(file)s: the file is not in the portal's storage.") % {"file": path})


def make(archive: Archive, section: Section, path: str, write: Callable[[IO[bytes]], None]) -> None:
    section.entries.append(archive.add_made(f"{section.folder}/{path}", write))


def add_money(archive: Archive, section: Section, project: Project) -> None:
    name = safe(_("Money"))
    make(archive, section, f"{name}.xlsx", lambda file: write_workbook(file, project, ("project", *MONEY)))
    hosts = Mobility.objects.filter(project=project).standing().values("host")
    documents = HostDocument.objects.filter(host__in=hosts).select_related("host").order_by("host__name", "pk")
    for document in documents.iterator():
        folder = f"{safe(_('Hosts'))}/{safe(document.host.name)}"
        keep(archive, section, f"{folder}/{named(document.title, document.name)}", document.file)


def named(title: str, name: str) -> str:
    """What a file is called here: its title with the ending it was uploaded with."""
    return safe(title) + Path(name).suffix.lower()[:10]


def folder_of(mobility: Mobility) -> str:
    person = mobility.participant
    return safe(f"{number_of(mobility)} {person.last_name} {person.first_name}")


def add_participants(archive: Archive, section: Section, project: Project) -> None:
    """A folder for each, its papers in the order of the checklist, copies numbered by it."""
    for mobility in mobilities_of(project).iterator():
        rows = mobility.papers.select_related("item", "accompanying__person").prefetch_related("files")
        lines = sorted((dress(row, mobility) for row in rows), key=place)
        for number, line in enumerate(lines, start=1):
            for copy in line.files.all():
                path = f"{folder_of(mobility)}/{number:02} {named(line.name, copy.name)}"
                keep(archive, section, path, copy.file)
            if line.is_open or (line.is_needed and not line.files.all()):
                section.missing.append(said(mobility, line))


def said(mobility: Mobility, line: Paper) -> str:
    """Why there is no copy of it here."""
    state = _("here on paper, without a copy") if line.state == "done" else state_in_words(line)
    words = {"id": number_of(mobility), "person": mobility.participant, "paper": line.name, "state": state}
    return _("%(id)s %(person)s: %(paper)s – %(state)s") % words


def add_reports(archive: Archive, section: Section, project: Project) -> None:
    """Handed-in reports as pages with their files. Photos somebody did not agree to stay out."""
    for report in reports_of(project).iterator():
        folder = folder_of(report.mobility)
        page = render_to_string("reports/archive/report.html", {"report": report, "language": get_language()})
        section.entries.append(
            archive.add(f"{section.folder}/{folder}/{safe(_('Experience report'))}.html", [page.encode()])
        )
        for attachment in attachments_of(report):
            keep(archive, section, f"{folder}/{safe(attachment.name)}", attachment.file)
    for mobility in Mobility.objects.filter(project=project).awaiting_report().select_related("participant"):
        words = {"id": number_of(mobility), "person": mobility.participant}
        section.missing.append(_("%(id)s %(person)s: no experience report is handed in.") % words)


def attachments_of(report: ExperienceReport) -> Iterator[Attachment]:
    shown = set(report.attachments.publishable().values_list("pk", flat=True))
    for attachment in report.attachments.order_by("pk"):
        if attachment.kind == AttachmentKind.DOCUMENT or attachment.pk in shown:
            yield attachment


def add_dissemination(archive: Archive, section: Section, project: Project) -> None:
    name = f"{safe(_('Dissemination'))}.xlsx"
    make(archive, section, name, lambda file: write_workbook(file, project, ("dissemination",)))
    for row in project.dissemination.order_by("day", "pk"):
        if row.evidence:
            keep(archive, section, f"{row.day:%Y-%m-%d} {named(row.title, row.evidence_name)}", row.evidence)
        else:
            section.missing.append(_("%(title)s: no evidence is kept.") % {"title": row.title})


def add_data(archive: Archive, section: Section, project: Project) -> None:
    keys = [table.key for table in TABLES]
    make(archive, section, f"{safe(_('Data'))}.xlsx", lambda file: write_workbook(file, project, keys))
    path = f"{section.folder}/{safe(_('Data'))}.json"
    section.entries.append(archive.add(path, json_pieces(project)))
