"""Papers to be signed against PDF/UA-1, judged by veraPDF; documents of a year: reports/tests/test_printed_year.py."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from weasyprint import HTML

from portal.common.pdf import Press
from portal.common.uploads import judge
from portal.testing.verapdf import broken_rules
from portal.tests.rows.single import PIXEL
from reports.papers.composing import SHEET, compose, print_paper
from reports.papers.example import example
from reports.papers.kinds import COMPANION, PRINTABLE
from reports.papers.wording import words

pytestmark = pytest.mark.printing


@pytest.mark.django_db
def test_papers_are_accessible(tmp_path, school):
    """Every kind with both languages beside each other; two in one language with lines left blank. With a logo."""
    picture = judge(PIXEL, "logo.png")
    school.logo.save("logo", ContentFile(picture.content))
    invented = example(school)
    unknown = replace(invented, bank=None, plan=None, person_contacts=(), days=())
    wanted = [(kind, "lv-en", invented) for kind in PRINTABLE]
    wanted += [("learning_agreement", "lv", unknown), ("shadowing_programme", "en", unknown)]
    press, papers = Press(SHEET), []
    for kind, language, facts in wanted:
        known = facts.of_companion(facts.companions[0]) if PRINTABLE[kind].per == COMPANION else facts
        papers.append(tmp_path / f"{kind}.{language}.pdf")
        papers[-1].write_bytes(print_paper(compose(kind, known, language, words(kind)), press))
    assert broken_rules(*papers) == ""


def test_the_checker_finds_fault(tmp_path):
    untagged = tmp_path / "untagged.pdf"
    HTML(string="<h1>Untagged</h1>").write_pdf(untagged)
    assert "7.1-3" in broken_rules(untagged)
