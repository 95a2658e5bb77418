"""The demonstration year on paper, printed once: what the school published stands in its PDFs; they are PDF/UA-1."""

import io
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from django.test import TestCase

from mobilities.documents import render_report
from mobilities.models import Conference, ExperienceReport
from portal.accounts.models import School
from portal.common.school_year import SchoolYear
from portal.testing.verapdf import broken_rules
from projects.models import Project
from reports import project_report
from reports.agenda import render_agenda
from reports.documents import render_project
from reports.models import Document
from reports.statistics import year_statistics

pytestmark = pytest.mark.printing

YEAR = SchoolYear(2021)
SIX_CODES = [
    "2020-1-LV01-KA116-077195",
    "2021-1-LV01-KA121-VET-000009189",
    "2021-1-LV01-KA121-SCH-000009173",
    "2021-1-LV01-KA122-ADU-000019713",
    "2020-1-DE02-KA226-VET-008138",
    "2021-1-DE02-KA220-VET-000033093",
]
FINDINGS = [
    "Uzņēmumi ļoti uzticējās mūsu izglītojamajiem",
    "Izglītojamajiem uzticēja nopietnus darba uzdevumus",
    "Ilgs un sarežģīts ceļš līdz vairākiem uzņēmumiem",
]
FIRST_TIMES = ["norīkošana mācīšanai", "Francijā", "Islandē", "Īrijā", "Maltā"]
OFFERS = ["Nordkai Logistik", "Darbs noliktavā pēc mācību beigām"]
DECISIONS = ["Loģistikas grupām piedāvāt 40 stundu vācu valodas kursu", "Valodu metodiskā apvienība", "01.10.2022."]


def flat(text: str) -> str:
    """Line breaks, hyphens at line ends and non-breaking spaces do not matter for finding a sentence."""
    text = text.replace("\u00ad", "").replace("\u2011", "-")
    return re.sub(r"\s+", " ", re.sub(r"\u2010\s*\n?", "", text))


@cache
def text_of(pdf: Path) -> str:
    """As poppler reads it: many times faster than in Python."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True)
    return flat(done.stdout)


class TestPrintedYear(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        call_command("load_demo", stdout=io.StringIO())
        cls.school = School.objects.get(memberships__user__email="coordinator@example.org")
        for kind in ("annual", "conference"):
            for language in ("lv", "en"):
                wanted = ["--school-year", str(YEAR), "--language", language, "--output", cls.pdf(kind, language)]
                call_command("make_document", kind, *wanted, stdout=io.StringIO())

    @classmethod
    def pdf(cls, kind: str, language: str) -> Path:
        return cls.folder / f"{kind}-{language}.pdf"

    def printed(self, kind: str, language: str) -> tuple[str, Document]:
        document = Document.objects.get(kind=kind, language=language)
        assert document.made_at, document.job.error
        pdf = self.pdf(kind, language)
        assert pdf.read_bytes() == document.file.open("rb").read()
        self.check_tags(pdf, language)
        return text_of(pdf), document

    def check_tags(self, pdf: Path, language: str) -> None:
        with pikepdf.open(pdf) as content:
            assert content.Root.MarkInfo.Marked
            assert str(content.Root.Lang).startswith(language)
            assert "/StructTreeRoot" in content.Root

    def test_all_of_them_are_accessible(self) -> None:
        """Judged by veraPDF, with the agenda, reports and the dissemination of one project."""
        conference = Conference.objects.get(school=self.school, year=YEAR.start)
        for language in ("lv", "en"):
            self.pdf("agenda", language).write_bytes(render_agenda(conference, language, None))
            told = project_report.compose(Project.objects.get(code=SIX_CODES[0]), language)
            self.pdf("project", language).write_bytes(render_project(told.document, language, told.files))
        shown = ExperienceReport.objects.filter(attachments__isnull=False, questionnaire__number=2).first()
        for report, language in ((shown, "lv"), (ExperienceReport.objects.filter(mobility=None).first(), "en")):
            self.pdf("report", language).write_bytes(render_report(report, language))
        documents = sorted(self.folder.glob("*.pdf"))
        assert len(documents) == 10
        assert broken_rules(*documents) == ""

    def test_annual_summary_in_latvian(self) -> None:
        text, document = self.printed("annual", "lv")
        for part in [
            *SIX_CODES, *FINDINGS, *FIRST_TIMES, *OFFERS, *DECISIONS, "Nordplus", "31. maij", "1. jūnij",
            "Mendeļejeva ielas korpuss", "53 cilvēki", "54 mobilitātes", "30 izglītojamie",
            "Līdzfinansē Eiropas Savienība", "Skolotāju iknedēļas sapulces",
        ]:  # fmt: skip
            assert part in text, part
        self.check_totals(document)

    def check_totals(self, document: Document) -> None:
        totals = year_statistics(self.school, YEAR).totals
        kept = document.snapshot["totals"]
        assert (kept["mobilities"], kept["learners"], kept["staff"]) == (
            totals.mobilities,
            totals.learners,
            totals.staff,
        )
        assert document.snapshot["conference"]["people"] == 53
        codes = {row["code"] for row in document.snapshot["projects"]}
        assert set(SIX_CODES) <= codes
        assert document.pages >= 12 and len(document.sha256) == 64

    def test_annual_summary_in_english(self) -> None:
        text, _document = self.printed("annual", "en")
        for part in [*SIX_CODES, "54 mobilities", "New experience changes lives", "Transport and logistics clerk",
                     "Co-funded by the European Union", "53 people", "Daugavpils Technical School"]:  # fmt: skip
            assert part in text, part

    def test_conference_report_in_both_languages(self) -> None:
        latvian, document = self.printed("conference", "lv")
        for part in [*SIX_CODES, *FINDINGS, *FIRST_TIMES, *OFFERS, *DECISIONS, "53 cilvēki", "31. maij", "1. jūnij",
                     "Līdzfinansē Eiropas Savienība"]:  # fmt: skip
            assert part in latvian, part
        english, _document = self.printed("conference", "en")
        assert "53 people" in english and "Co-funded by the European Union" in english
        assert 4 <= document.pages <= 14

    def test_no_learner_is_named_in_print(self) -> None:
        text, _document = self.printed("annual", "lv")
        learners = Project.objects.get(code=SIX_CODES[0]).mobilities.filter(participant__kind="learner")
        for row in learners.select_related("participant"):
            assert str(row.participant) not in text
