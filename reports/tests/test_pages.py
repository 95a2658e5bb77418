"""The year page and the documents asked for on it."""

import pytest
from django.test import TestCase

from mobilities.models import Mobility
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.common.school_year import SchoolYear
from portal.jobs import services as jobs
from portal.jobs.models import Job, State
from reports.demo.load import Demo
from reports.enums import DocumentKind
from reports.models import Document
from reports.services import request_document


class TestYearPage(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.school = Demo().load()
        cls.director = User.objects.get(email="director@example.org")

    def setUp(self) -> None:
        self.client.force_login(self.director, backend="django.contrib.auth.backends.ModelBackend")

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_year_detail_shows_the_figures_and_the_year_before(self) -> None:
        page = self.page("/reports/?sy=2021")
        for text in (
            "2021./2022.",
            ">54<",
            ">30<",
            ">24<",
            "pērn 22",
            "Islande",
            "Francija",
            "pirmo reizi",
            "Ilgs un sarežģīts ceļš",
            "2020-1-LV01-KA116-077195",
        ):
            assert text in page, text

    def test_year_detail_takes_a_fixed_number_of_queries(self) -> None:
        self.page("/reports/?sy=2021")
        with self.assertNumQueries(30):
            self.page("/reports/")
        row = Mobility.objects.in_school_year(SchoolYear(2021)).first()
        for _copy in range(3):
            row.pk = None
            row.save()
        with self.assertNumQueries(30):
            self.page("/reports/")

    def test_year_without_anything_says_so(self) -> None:
        assert "vēl nekas nav ievadīts" in self.page("/reports/?sy=2001")

    @pytest.mark.printing
    def test_document_request_is_queued_once_and_listed_with_its_maker(self) -> None:
        for _click in range(2):
            self.client.post("/reports/documents/request/?sy=2021", {"kind": "annual", "language": "lv"})
        document = Document.objects.get()
        assert document.job.state == State.QUEUED
        assert "Gada kopsavilkums" in self.page("/reports/?sy=2021")
        jobs.run(document.job_id)
        document.refresh_from_db()
        assert document.made_at and document.pages >= 10
        for address in ("/reports/?sy=2021", "/reports/documents/"):
            page = self.page(address)
            assert f"/reports/documents/{document.pk}/" in page
            assert str(self.director) in page

    @pytest.mark.printing
    def test_document_download_is_a_pdf_for_this_school_only(self) -> None:
        document = request_document(self.director, self.school, DocumentKind.CONFERENCE, SchoolYear(2021), "en")
        jobs.run(document.job_id)
        answer = self.client.get(f"/reports/documents/{document.pk}/")
        assert answer["Content-Type"] == "application/pdf"
        assert "attachment" in answer["Content-Disposition"]
        assert answer.getvalue().startswith(b"%PDF")
        assert Entry.objects.filter(verb="download", user=self.director).count() == 1
        outsider = User.objects.get(email="outsider@example.org")
        self.client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
        assert self.client.get(f"/reports/documents/{document.pk}/").status_code == 404

    def test_a_year_without_anything_to_tell_is_refused_with_a_sentence(self) -> None:
        for kind, year in (("conference", 2019), ("annual", 2005)):
            answer = self.client.post(
                f"/reports/documents/request/?sy={year}", {"kind": kind, "language": "lv"}, follow=True
            )
            assert f"{year}./{year + 1}. mācību gadā" in answer.content.decode()
        assert not Document.objects.exists()

    def test_a_conference_deleted_meanwhile_fails_with_a_sentence(self) -> None:
        document = request_document(self.director, self.school, DocumentKind.CONFERENCE, SchoolYear(2021), "lv")
        Document.objects.update(year=2019)
        jobs.run(document.job_id)
        job = Job.objects.get(pk=document.job_id)
        assert job.state == State.FAILED
        assert "2019./2020." in job.error
        assert "Mēģināt vēlreiz" in self.page("/reports/?sy=2019")

    def test_nonsense_in_the_request_is_answered_with_a_sentence(self) -> None:
        answer = self.client.post("/reports/documents/request/", {"kind": "poem", "language": "xx"}, follow=True)
        assert answer.status_code == 200
        assert not Document.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coordinator", "teacher", "administrator"])
def test_only_those_who_order_documents_may_ask(request, client_of, who):
    user = request.getfixturevalue(who)
    answer = client_of(user).post("/reports/documents/request/", {"kind": "annual", "language": "lv"})
    assert answer.status_code == (302 if who == "coordinator" else 403)
