"""A project's public page: exactly what was approved, to everybody, until somebody takes it back."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from mobilities.models import (
    Attachment,
    Conference,
    Consent,
    ConsentText,
    ExperienceReport,
    Host,
    HostContact,
    Mobility,
    Participant,
    PictureSubject,
)
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.jobs import services as jobs
from projects.models import ActivityType, Project
from reports import composition, project_report
from reports.enums import OF_YEAR
from reports.models import Document, NewsText, PublicationItem, PublicationPage
from reports.news import personal
from reports.news import services as news
from reports.publication import services
from reports.publication.offers import Offer, offers_of

pytestmark = pytest.mark.django_db


FUNDED = ("Līdzfinansē Eiropas Savienība", "Paustie viedokļi un uzskati", "Valsts izglītības attīstības aģentūras")


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, title="Stabila profesionālā dzīve",
        title_en="A stable working life", start=date(2021, 9, 1), end=date(2022, 11, 30), school_name=school.name,
    )  # fmt: skip


@pytest.fixture
def person(school) -> Participant:
    return Participant.objects.create(school=school, kind="learner", first_name="Ūdris", last_name="Krastiņš")


@pytest.fixture
def report(school, project, person, coordinator) -> ExperienceReport:
    host = Host.objects.create(school=school, name="Slepenais uzņēmums", country="DE", city="Leipciga")
    HostContact.objects.create(host=host, name="Greta Stein", email="greta@example.org")
    trip = Mobility.objects.create(
        school=school, project=project, participant=person, host=host, state="closed", start=date(2022, 3, 1),
        end=date(2022, 3, 14), activity_type=ActivityType.objects.get(code="LM-SHORT-VET", school=None),
    )  # fmt: skip
    return ExperienceReport.objects.create(
        school=school, mobility=trip, author=coordinator, state="approved", quote="Man uzticējās.", pluses="Noslēpums"
    )


@pytest.fixture
def photo(report) -> Attachment:
    content = io.BytesIO()
    Image.new("RGB", (2400, 1800), "teal").save(content, "JPEG")
    return Attachment.objects.create(
        school=report.school, report=report, kind="photo", name="ostaa.jpg", caption="Darbnīca", consent=True,
        file=ContentFile(content.getvalue(), "a.jpg"), content_type="image/jpeg", size=9, sha256="a" * 64, width=2400,
        height=1800,
    )  # fmt: skip


@pytest.fixture
def text(project, coordinator) -> NewsText:
    made = news.make_news(project, coordinator)
    news.approve(made, coordinator)
    return NewsText.objects.get(pk=made.pk)


@pytest.fixture
def page(project, report, photo, text, coordinator) -> PublicationPage:
    """Published with everything there is."""
    made = PublicationPage.objects.create(
        school=project.school, project=project, slug="stabila", introduction_lv="Ievads <b>."
    )
    approve(made, coordinator)
    services.publish(made, coordinator)
    return made


def offered(page) -> list[Offer]:
    return offers_of(page.project, page)


def approve(page, user, *kinds: str) -> None:
    """With everything ticked that is to be ticked."""
    chosen = [row for row in offered(page) if row.words and (not kinds or row.kind in kinds)]
    checked = {row.checked_field: list(row.private) for row in chosen}
    page.refresh_from_db()
    services.approve(page, {row.key for row in chosen}, page.version, user, {}, checked)


def offer(page, kind) -> Offer:
    return next(row for row in offered(page) if row.kind == kind)


def seen(client, address="/p/stabila/") -> str:
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def photo_address(page) -> str:
    return reverse("reports:publication-photo", args=[page.slug, page.items.get(kind="photo").pk])


def size_of(answer) -> tuple[int, int]:
    return Image.open(io.BytesIO(b"".join(answer.streaming_content)), formats=["JPEG"]).size


def test_everybody_sees_what_was_approved_and_nobody_by_name(client, page):
    said = seen(client)
    for words in (
        "Stabila profesionālā dzīve",
        "Ievads &lt;b&gt;",
        "Man uzticējās.",
        "Darbnīca",
        "Vācija",
        "&lt;\xa05",
        "Līdzfinansē Eiropas Savienība",
        "Valsts izglītības attīstības aģentūras",
        photo_address(page),
    ):
        assert words in said, words
    for words in ("Krastiņš", "Ūdris", "Slepenais", "Stein", "greta@", "Noslēpums", "csrf", "Leipciga"):
        assert words not in said, words
    english = seen(client, "/p/stabila/en/")
    assert "A stable working life" in english and "Co-funded by the European Union" in english
    assert '<blockquote lang="lv">' in english
    answer = client.get("/p/stabila/")
    assert answer["Cache-Control"] == "no-cache" and "sessionid" not in answer.cookies
    assert client.get("/p/stabila/fr/").status_code == 404


def test_photos_are_asked_for_at_every_request_and_only_on_a_published_page(client, page, coordinator):
    address = photo_address(page)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", "no-cache")
    assert size_of(answer) == (2400, 1800)
    small = client.get(f"{address}?small")
    assert size_of(small) == (960, 720)
    assert small["ETag"] != answer["ETag"]
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    services.take_down(page, coordinator)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 404
    assert seen(client) == "404"


def take_back(person, kind: str) -> None:
    words = ConsentText.objects.create(school=person.school, kind=kind, number=9, text_lv="Piekrītu.")
    today = timezone.localdate()
    Consent.objects.create(
        person=person, kind=kind, text=words, given_on=today - timedelta(days=9), revoked_on=today
    )  # fmt: skip


def agree(person) -> Consent:
    words = ConsentText.objects.create(school=person.school, kind="image", number=1, text_lv="Piekrītu.")
    return Consent.objects.create(person=person, kind="image", text=words, given_on=date(2022, 1, 1))


@pytest.mark.parametrize("kind", ["image", "data"])
def test_a_consent_taken_back_takes_photo_and_quote_down_at_once(client, page, person, kind):
    """And every PDF made afterwards has neither."""
    address, school, year = photo_address(page), page.school, SchoolYear(2021)
    Conference.objects.create(school=school, year=2021, title="Konference")

    def printed() -> list[tuple[int, int]]:
        made = [project_report.compose(page.project, "lv")]
        made += [composition.compose(kind, school, year, "lv") for kind in OF_YEAR]
        return [(len(each.document.quotes), len(each.files)) for each in made]

    assert printed() == [(1, 1)] * 3
    take_back(person, kind)
    said = seen(client)
    assert "Man uzticējās." not in said and "Darbnīca" not in said
    assert printed() == [(0, 0)] * 3
    assert client.get(address).status_code == 404


def bare(words: str) -> str:
    """Without the white space, which a page sets as it pleases."""
    return "".join(words.split())


@pytest.mark.printing
def test_news_of_a_project_in_its_dissemination_pdf(client, director, page, text):
    """Asked for on the project's page, made by the worker: the approved text, who paid, and no name."""
    client.force_login(director)
    address = reverse("reports:project-report", args=[page.project_id])
    assert address in client.get(reverse("projects:dissemination-list", args=[page.project_id])).content.decode()
    assert address in client.get(reverse("reports:news-detail", args=[text.pk])).content.decode()
    for _click in range(2):
        client.post(address, {"language": "lv"})
    document = Document.objects.get()
    jobs.run(document.job_id)
    listed = client.get(address)
    download = reverse("reports:document-download", args=[document.pk])
    assert [row.pk for row in listed.context["documents"]] == [document.pk] and download in listed.content.decode()
    answer = client.get(download)
    assert "projekta-izplatisanas-parskats-ka121-vet-000009189-lv.pdf" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)
    sheets = PdfReader(io.BytesIO(content)).pages
    said = bare("".join(sheet.extract_text() for sheet in sheets))
    assert sheets[0].images
    for words in (*text.sentences.values_list("body_lv", flat=True), "Man uzticējās.", *FUNDED):
        assert bare(words) in said, words
    assert "Krastiņš" not in said
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "lv"


def test_a_project_without_anything_to_tell_is_refused_with_a_sentence(client, director, project):
    client.force_login(director)
    address = reverse("reports:project-report", args=[project.pk])
    assert "nav, ko stāstīt" in client.post(address, {"language": "lv"}, follow=True).content.decode()
    assert not Document.objects.exists()


def test_somebody_else_in_the_picture_takes_back(client, page, photo, school):
    friend = Participant.objects.create(school=school, kind="learner", first_name="Ieva", last_name="Lapa")
    PictureSubject.objects.create(attachment=photo, person=friend, agreed="yes")
    assert "Darbnīca" in seen(client)
    take_back(friend, "image")
    said = seen(client)
    assert "Darbnīca" not in said and "Man uzticējās." in said


@pytest.mark.parametrize("change", [{"state": "returned"}, {"quote": ""}])
def test_a_report_no_longer_approved_is_not_quoted(client, page, report, change):
    ExperienceReport.objects.filter(pk=report.pk).update(**change)
    assert "Man uzticējās." not in seen(client)
    assert ("Darbnīca" in seen(client)) == ("state" not in change)


def test_what_is_changed_is_not_public_before_it_is_approved_anew(client, page, report, text, photo, coordinator):
    ExperienceReport.objects.filter(pk=report.pk).update(quote="Viss bija slikti.")
    Attachment.objects.filter(pk=photo.pk).update(caption="Cits")
    sentence = text.sentences.first()
    text.sentences.filter(pk=sentence.pk).update(body_lv="Pavisam cits teikums.")
    news.touch(text, coordinator)
    said = seen(client)
    assert "Man uzticējās." in said and "Darbnīca" in said and "Pavisam cits" not in said
    client.force_login(coordinator)
    told = client.get(reverse("reports:publication-detail", args=[page.project_id]))
    assert told.context["changed"] == 3 and "Viss bija slikti." in told.content.decode()
    kept = [f"item-{item.pk}" for item in page.items.exclude(kind="quote")]
    answer = client.post(
        reverse("reports:publication-approve", args=[page.project_id]),
        {"version": told.context["page"].version, "offer": [*kept, offer(page, "quote").key]},
    )
    assert answer.status_code == 302
    said = seen(client)
    assert "Viss bija slikti." in said and "Cits" not in said and "Pavisam cits" not in said


def test_an_introduction_waits_for_approval_in_both_languages(client, page, coordinator):
    PublicationPage.objects.filter(pk=page.pk).update(introduction_lv="Jauns", introduction_en="New")
    page.refresh_from_db()
    assert "Ievads" in seen(client) and "Jauns" not in seen(client) and "New" not in seen(client, "/p/stabila/en/")
    changed = offer(page, "introduction")
    assert changed.is_changed and changed.item.approved == {"lv": "Ievads <b>.", "en": ""}
    approve(page, coordinator, "introduction")
    assert "Jauns" in seen(client) and "New" in seen(client, "/p/stabila/en/")


def test_words_that_name_somebody_who_took_a_consent_back_leave_at_once(client, page, person, coordinator):
    agree(person)
    PublicationPage.objects.filter(pk=page.pk).update(introduction_lv="Paldies Ūdrim Krastiņam!")
    page.refresh_from_db()
    approve(page, coordinator)
    assert "Paldies" in seen(client)
    take_back(person, "data")
    assert "Paldies" not in seen(client)
    assert offer(page, "introduction").forbidden and not offer(page, "introduction").is_public


def test_a_personal_code_is_never_approved_and_a_phone_only_ticked(project, person, coordinator):
    text = news.make_news(project, coordinator)
    row = text.sentences.create(order=99, origin="written", body_lv="Ūdra Krastiņa kods ir 010208 12345.")
    with pytest.raises(Refused):
        news.approve(text, coordinator, checked=["010208", "12345", "Ūdris Krastiņš"])
    text.sentences.filter(pk=row.pk).update(body_lv="Ūdra Krastiņa tālrunis ir 26123456.")
    with pytest.raises(Refused, match="Ūdris Krastiņš"):
        news.approve(text, coordinator, checked=["26123456"])
    news.approve(text, coordinator, checked=["26123456", "Ūdris Krastiņš"])
    take_back(person, "image")
    with pytest.raises(Refused, match="Ūdris Krastiņš"):
        news.approve(text, coordinator, checked=["26123456", "Ūdris Krastiņš"])


def test_a_bad_address_is_told_in_plain_words(client, coordinator, project):
    client.force_login(coordinator)
    answer = client.post(reverse("reports:publication-edit", args=[project.pk]), {"slug": "mūsu lapa", "version": 0})
    assert "identifikator" not in answer.content.decode() and answer.context["form"].errors["slug"]


def test_quotes_and_captions_stand_in_english_where_somebody_wrote_them_so(client, page, report, photo, coordinator):
    client.force_login(coordinator)
    before = seen(client, "/p/stabila/en/")
    assert report.quote in before and photo.caption in before
    fields = {row.english_field: f"Words of the {row.kind}" for row in offered(page) if row.english_field}
    assert [name.split("-")[1] for name in fields] == ["quote", "photo"]
    page.refresh_from_db()
    kept = {"offer": [f"item-{item.pk}" for item in page.items.all()], "version": page.version}
    client.post(reverse("reports:publication-approve", args=[page.project_id]), kept | fields)
    in_english, in_latvian = seen(client, "/p/stabila/en/"), seen(client)
    assert "Words of the quote" in in_english and "Words of the photo" in in_english
    assert report.quote not in in_english and photo.caption not in in_english
    assert "Words of" not in in_latvian and report.quote in in_latvian


def test_only_what_was_read_is_approved(page, report, coordinator):
    read = offer(page, "quote").key
    ExperienceReport.objects.filter(pk=report.pk).update(quote="Viss bija slikti.")
    page.refresh_from_db()
    with pytest.raises(Refused):
        services.approve(page, {read}, page.version, coordinator, {}, {})
    with pytest.raises(Refused):
        services.approve(page, set(), page.version - 1, coordinator, {}, {})
    services.approve(page, set(), page.version, coordinator, {}, {})
    assert not PublicationItem.objects.exists()


def test_unapproved_text_and_a_photo_without_consent_are_not_offered(page, text, photo, coordinator):
    page.items.all().delete()
    news.touch(text, coordinator)
    Attachment.objects.filter(pk=photo.pk).update(consent=False)
    assert {row.kind for row in offered(page)} == {"introduction", "figures", "quote"}


def test_a_second_text_of_one_source_is_asked_about_and_not_put_beside_the_first(client, page, text, coordinator):
    client.force_login(coordinator)
    add, data = reverse("reports:news-add"), {"project": page.project_id}
    asked = client.post(add, data, follow=True)
    assert asked.redirect_chain == [(f"{add}?project={page.project_id}", 302)]
    assert reverse("reports:news-detail", args=[text.pk]) in asked.content.decode()
    assert client.post(add, data | {"again": 1}).status_code == 302
    newer = NewsText.objects.exclude(pk=text.pk).get()
    news.approve(newer, coordinator)
    rows = {row.pk: row for row in offered(page) if row.kind == "news"}
    assert rows[text.pk].is_older and not rows[newer.pk].is_older
    detail = reverse("reports:publication-detail", args=[page.project_id])
    assert client.get(detail).context["twice"] == []
    approve(page, coordinator)
    assert len(client.get(detail).context["twice"]) == 2
    approve(page, coordinator, "figures")
    told = client.get(detail)
    assert told.context["older"] == 1 and f"news-{text.pk}" not in told.content.decode()
    assert f"news-{text.pk}" in client.get(f"{detail}?older").content.decode()


def sent(page, *offers: Offer, **more) -> dict:
    """What the form of the page sends when these are ticked, and what stands on the page with them."""
    kept = [f"item-{item.pk}" for item in page.items.all()]
    page.refresh_from_db()
    return {"version": page.version, "offer": [*kept, *(each.key for each in offers)], **more}


@pytest.mark.parametrize("kind", ["introduction", "quote", "photo"])
def test_names_phones_and_addresses_are_ticked_one_by_one(client, page, report, photo, coordinator, kind):
    """A tick counts for the thing in which it stands."""
    words = "Paldies, Greta Stein! greta@example.org"
    ExperienceReport.objects.filter(pk=report.pk).update(quote=words if kind == "quote" else report.quote)
    Attachment.objects.filter(pk=photo.pk).update(caption=words if kind == "photo" else photo.caption)
    if kind == "introduction":
        PublicationPage.objects.filter(pk=page.pk).update(introduction_en=words)
    page.refresh_from_db()
    client.force_login(coordinator)
    address = reverse("reports:publication-approve", args=[page.project_id])
    anew = offer(page, kind)
    assert list(anew.private) == ["Greta Stein", "greta@example.org"]
    elsewhere = {offer(page, "figures").checked_field: list(anew.private)}
    for ticked in ({}, elsewhere, {anew.checked_field: "greta@example.org"}):
        answer = client.post(address, sent(page, anew, **ticked))
        assert "Tekstā ir personas dati: " in answer.content.decode()
        assert page.items.get(kind=kind).approved != anew.words
    assert 'value="greta@example.org" checked' in answer.content.decode()  # what was ticked stays so
    assert client.post(address, sent(page, anew, **{anew.checked_field: list(anew.private)})).status_code == 302
    assert page.items.get(kind=kind).approved == anew.words
    assert offer(page, kind).private == {}


@pytest.mark.parametrize("kind", ["quote", "photo"])
def test_the_english_of_what_stands_on_the_page_is_checked_like_the_rest(client, page, person, coordinator, kind):
    """What was typed is not lost when it is refused."""
    agree(person)
    client.force_login(coordinator)
    address, row = reverse("reports:publication-approve", args=[page.project_id]), offer(page, kind)
    typed = {row.english_field: "Thanks to Ūdris Krastiņš"}
    told = client.post(address, sent(page, **typed)).content.decode()
    assert 'value="Thanks to Ūdris Krastiņš"' in told and f'name="{row.checked_field}"' in told
    assert not page.items.get(kind=kind).in_english
    client.post(address, sent(page, **typed, **{row.checked_field: "Ūdris Krastiņš"}))
    assert page.items.get(kind=kind).in_english == "Thanks to Ūdris Krastiņš"
    assert client.post(address, sent(page, **typed)).status_code == 302  # ticked once


@pytest.mark.parametrize("kind", ["introduction", "news", "quote", "photo", "english"])
def test_nobody_is_named_whose_consent_is_missing(client, page, person, report, photo, text, coordinator, kind):
    """Refused at approval whatever is ticked; shown only while the consent stands."""
    words = "Paldies Ū. Krastiņam!"
    ExperienceReport.objects.filter(pk=report.pk).update(quote=words if kind == "quote" else report.quote)
    Attachment.objects.filter(pk=photo.pk).update(caption=words if kind == "photo" else photo.caption)
    if kind == "introduction":
        PublicationPage.objects.filter(pk=page.pk).update(introduction_lv=words)
    if kind == "news":
        text.sentences.create(order=99, origin="written", body_lv=words, body_en=words)
        news.approve(text, coordinator, checked=["Ūdris Krastiņš"])  # a text for the school to send keeps the tick
    page.refresh_from_db()
    client.force_login(coordinator)
    address = reverse("reports:publication-approve", args=[page.project_id])
    row = offer(page, "quote" if kind == "english" else kind)
    english = {row.english_field: words} if kind == "english" else {}
    data = english | {row.checked_field: ["Ūdris Krastiņš"]}
    told = client.post(address, sent(page, row, **data)).content.decode()
    assert "Piekrišanas" in told and "Ūdris Krastiņš" in told and words not in seen(client, "/p/stabila/en/")
    assert row.checked_field not in told  # it is not to be ticked
    standing = agree(person)
    assert client.post(address, sent(page, row, **data)).status_code == 302
    assert words in seen(client, "/p/stabila/en/")
    standing.delete()
    assert words not in seen(client, "/p/stabila/en/")
    assert offer(page, row.kind).forbidden and not offer(page, row.kind).is_public


def test_a_surname_alone_and_contacts_need_no_consent_of_the_register(page, person, coordinator):
    words = "Paldies Krastiņam un G. Stein!"
    PublicationPage.objects.filter(pk=page.pk).update(introduction_lv=words)
    page.refresh_from_db()
    anew = offer(page, "introduction")
    assert list(anew.private) == ["Greta Stein", "Krastiņam"] and anew.refused == []
    approve(page, coordinator, "introduction")
    assert offer(page, "introduction").is_public


def test_of_two_people_of_one_name_the_one_who_agreed_may_be_meant(page, person, school, coordinator):
    Participant.objects.create(school=school, kind="learner", first_name="Udris", last_name="Krastins")
    PublicationPage.objects.filter(pk=page.pk).update(introduction_lv="Paldies Ūdrim Krastiņam!")
    page.refresh_from_db()
    assert offer(page, "introduction").refused
    agree(person)
    assert offer(page, "introduction").refused == [] and "Ūdris Krastiņš" in offer(page, "introduction").private


@pytest.mark.parametrize("in_english", [False, True])
def test_codes_and_people_who_took_a_consent_back_are_refused_whatever_is_ticked(
    client, page, report, school, coordinator, in_english
):
    """In the same words as at the approval of a news text."""
    gone = Participant.objects.create(school=school, kind="learner", first_name="Ieva", last_name="Lapa")
    take_back(gone, "image")
    client.force_login(coordinator)
    words = "Ievas Lapas kods ir 010208-12345"
    ExperienceReport.objects.filter(pk=report.pk).update(quote=report.quote if in_english else words)
    row = offer(page, "quote")
    data = sent(page, row, **{row.checked_field: ["Ieva Lapa", "010208-12345"]})
    told = client.post(
        reverse("reports:publication-approve", args=[page.project_id]),
        data | ({row.english_field: words} if in_english else {}),
    )
    assert told.status_code == 200 and not page.items.filter(approved__text=words).exists()
    assert not page.items.exclude(in_english="").exists()
    for sentence in personal.forbidden(words, personal.register_of(school, words)):
        assert sentence in told.content.decode()


def test_the_approval_page_takes_a_fixed_number_of_queries(
    client, page, photo, school, coordinator, django_assert_max_num_queries
):
    client.force_login(coordinator)
    address = reverse("reports:publication-detail", args=[page.project_id])
    for number in range(3):
        with django_assert_max_num_queries(17):
            client.get(address)
        photo.pk, photo.sha256, photo.caption = None, str(number) * 64, f"Ieva Lapa{number}"
        photo.save()
        Participant.objects.create(school=school, kind="learner", first_name="Ieva", last_name=f"Lapa{number}")


def test_made_edited_published_and_deleted_by_the_coordinator(client, coordinator, project, report, photo):
    client.force_login(coordinator)
    edit = reverse("reports:publication-edit", args=[project.pk])
    assert client.get(edit).context["form"]["slug"].value() == "stabila-profesionala-dzive"
    data = {"slug": "musu-projekts", "introduction_lv": "Sveiki", "introduction_en": "", "version": 0}
    assert client.post(edit, data).status_code == 302
    assert seen(client, "/p/musu-projekts/") == "404"
    for language in ("lv", "en"):
        preview = client.get(reverse("reports:publication-preview", args=[project.pk, language]))
        assert "Sveiki" not in preview.content.decode() and preview["Cache-Control"] == "private, no-store"
    client.post(reverse("reports:publication-publish", args=[project.pk]))
    assert "Sveiki" not in seen(client, "/p/musu-projekts/")
    approve(PublicationPage.objects.get(), coordinator)
    assert "Sveiki" in seen(client, "/p/musu-projekts/")
    assert client.post(edit, data | {"slug": "cits"}).status_code == 200  # somebody read an older version


def test_the_public_page_takes_a_fixed_number_of_queries(client, page, photo, django_assert_max_num_queries):
    for number in range(3):
        photo.pk, photo.sha256 = None, str(number) * 64
        photo.save()
        PublicationItem.objects.create(
            page=page, kind="photo", photo=photo, approved={"caption": "", "sha256": photo.sha256}
        )
    with django_assert_max_num_queries(8):
        assert seen(client).count("<img") == 4
