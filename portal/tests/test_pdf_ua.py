"""The documents of the demonstration year against PDF/UA-1, judged by veraPDF."""

import io

import pytest
from django.core.management import call_command
from weasyprint import HTML

from portal.testing.verapdf import broken_rules

pytestmark = pytest.mark.printing


@pytest.mark.django_db
def test_documents_are_accessible(tmp_path):
    call_command("load_demo", stdout=io.StringIO())
    documents = []
    for kind in ("annual", "conference"):
        for language in ("lv", "en"):
            documents.append(tmp_path / f"{kind}-{language}.pdf")
            arguments = ["--school-year", "2021/2022", "--language", language, "--output", str(documents[-1])]
            call_command("make_document", kind, *arguments)
    assert broken_rules(*documents) == ""


def test_the_checker_finds_fault(tmp_path):
    untagged = tmp_path / "untagged.pdf"
    HTML(string="<h1>Untagged</h1>").write_pdf(untagged)
    assert "7.1-3" in broken_rules(untagged)
