"""An approved news text that names somebody who took a consent back goes out no more, until it is put right."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from mobilities.models import Consent, ConsentText, Participant
from projects.models import Project
from reports.composition.conference import news_of
from reports.models import NewsText
from reports.news import services as news
from reports.news.withheld import judged
from reports.project_report import nothing_to_tell

pytestmark = pytest.mark.django_db
NAME = "Ūdrim Krastiņam"


@pytest.fixture
def person(school) -> Participant:
    return Participant.objects.create(school=school, kind="learner", first_name="Ūdris", last_name="Krastiņš")


@pytest.fixture
def wording(school) -> ConsentText:
    return ConsentText.objects.create(school=school, kind="image", number=1, text_lv="Piekrītu.")


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, title="Stabila profesionālā dzīve",
        start=date(2021, 9, 1), end=date(2022, 11, 30),
    )  # fmt: skip


@pytest.fixture
def text(project, person, coordinator) -> NewsText:
    made = news.make_news(project, coordinator)
    made.sentences.create(order=99, origin="written", body_lv=f"Paldies {NAME}!", body_en="Thanks to Ū. Krastiņš!")
    news.approve(made, coordinator, checked=["Ūdris Krastiņš"])
    return NewsText.objects.get(pk=made.pk)


@pytest.fixture
def taken_back(text, person, wording) -> Consent:
    return Consent.objects.create(
        person=person, kind="image", text=wording, given_on=date(2022, 1, 1), revoked_on=date(2022, 6, 1)
    )  # fmt: skip


def page(client, user, text) -> str:
    client.force_login(user)
    return client.get(reverse("reports:news-detail", args=[text.pk])).content.decode()


def test_page_and_list_say_so_and_why(client, coordinator, text, taken_back):
    told = page(client, coordinator, text)
    assert "Paldies" in told and "Aizturēts" in told and "Ūdris Krastiņš" in told
    listed = client.get(reverse("reports:news-list")).content.decode()
    assert "Aizturēts" in listed and "Ūdris Krastiņš" in listed
    answer = client.get(reverse("reports:news-export"), {"format": "csv"})
    exported = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Aizturēts" in exported and "Ūdris Krastiņš" in exported


@pytest.mark.parametrize(("state", "count"), [("approved", 0), ("withheld", 1), ("draft", 0), ("", 1)])
def test_the_list_is_narrowed_to_what_is_withheld(client, coordinator, taken_back, state, count):
    client.force_login(coordinator)
    assert client.get(reverse("reports:news-list"), {"state": state}).context["page"].paginator.count == count


def test_its_files_are_drafts(client, coordinator, text, taken_back):
    client.force_login(coordinator)
    answers = {
        form: client.get(reverse("reports:news-download", args=[text.pk, "lv", form])) for form in ("docx", "html")
    }
    assert all('filename="melnraksts-' in answer["Content-Disposition"] for answer in answers.values())
    first = Document(io.BytesIO(answers["docx"].content)).paragraphs[0].text
    assert first.startswith("Melnraksts") and first in answers["html"].content.decode()
    assert "nav apstiprināts" not in first


def test_a_pdf_made_afterwards_leaves_it_out(client, director, project, text, taken_back):
    assert news_of(project.news_texts, "lv") is None
    assert nothing_to_tell(project)
    client.force_login(director)
    told = client.get(reverse("reports:project-report", args=[project.pk])).content.decode()
    assert "Aizturēts" in told and "Ūdris Krastiņš" in told


def test_an_approved_text_of_the_same_project_without_the_name_is_printed(project, coordinator, text, taken_back):
    other = news.make_news(project, coordinator)
    NewsText.objects.filter(pk=other.pk).update(title_lv="Cits teksts")
    news.approve(NewsText.objects.get(pk=other.pk), coordinator)
    NewsText.objects.filter(pk=text.pk).update(approved_at=NewsText.objects.get(pk=other.pk).approved_at)
    assert news_of(project.news_texts, "lv").title == "Cits teksts"


def test_it_comes_right_when_the_consent_is_given_again(
    client, coordinator, project, person, wording, text, taken_back
):
    Consent.objects.create(person=person, kind="image", text=wording, given_on=date(2022, 7, 1))
    assert "Aizturēts" not in page(client, coordinator, text)
    assert news_of(project.news_texts, "lv")


def test_it_comes_right_when_it_is_worded_and_approved_anew(client, coordinator, project, text, taken_back):
    text.sentences.filter(body_lv__contains=NAME).update(body_lv="Paldies visiem!", body_en="")
    news.touch(text, coordinator)
    news.approve(NewsText.objects.get(pk=text.pk), coordinator)
    assert "Aizturēts" not in page(client, coordinator, text)
    assert news_of(project.news_texts, "lv")


def test_drafts_and_texts_that_name_nobody_are_not_withheld(coordinator, text, taken_back, project):
    plain = news.make_news(project, coordinator)
    news.approve(plain, coordinator)
    news.touch(text, coordinator)
    assert [row.withheld for row in judged(NewsText.objects.order_by("pk"))] == [[], []]


def test_the_list_takes_a_fixed_number_of_queries(client, coordinator, text, taken_back, django_assert_num_queries):
    client.force_login(coordinator)
    client.get(reverse("reports:news-list"))
    for number in range(3):
        with django_assert_num_queries(8):
            client.get(reverse("reports:news-list"))
        copy = NewsText.objects.get(pk=text.pk)
        copy.pk = None
        copy.save()
        copy.sentences.create(body_lv=f"Paldies {NAME}! {number}")
