"""The demonstration year on paper: what the school published stands in the text of its PDFs."""

import io
import re

import pikepdf
import pypdf
import pytest
from django.test import TestCase

from portal.common.school_year import SchoolYear
from portal.jobs import services as jobs
from projects.models import Project
from reports.demo.load import Demo
from reports.models import Document
from reports.services import request_document
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


class TestPrintedYear(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.school = Demo().load()

    def printed(self, kind: str, language: str) -> tuple[str, Document]:
        document = request_document(None, self.school, kind, YEAR, language)
        jobs.run(document.job_id)
        document.refresh_from_db()
        assert document.made_at, document.job.error
        content = document.file.open("rb").read()
        self.check_tags(content, language)
        return flat("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)), document

    def check_tags(self, content: bytes, language: str) -> None:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith(language)
            assert "/StructTreeRoot" in pdf.Root

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
