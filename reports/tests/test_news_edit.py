# ruff: noqa: F811 fixtures are taken by their names
"""A news text is worded by people, also by two at the same time; the record goes on meanwhile."""

import pytest
from django.urls import reverse

from mobilities.enums import FindingKind
from mobilities.models import Finding
from reports.enums import SentenceOrigin
from reports.models import NewsText
from reports.news import services
from reports.tests import seed
from reports.tests.test_news import conference, text, written  # noqa: F401

pytestmark = pytest.mark.django_db


def as_shown(client, text: NewsText) -> dict[str, str]:
    """What the open page of the editor sends back as it is."""
    page = client.get(reverse("reports:news-edit", args=[text.pk]))
    sent = {}
    for form in (page.context["form"], *page.context["rows"]):
        for field in form:
            sent |= {field.html_name: field.value() or "", field.html_initial_name: field.value() or ""}
    return sent


def worded(client, text: NewsText, row, words: str) -> dict[str, str]:
    """What the form sends when the Latvian of `row` was written anew."""
    return as_shown(client, text) | {f"s-{row.pk}-body_lv": words}


def test_worded_by_people(text, coordinator, client):
    client.force_login(coordinator)
    rows = list(text.sentences.all())
    data = as_shown(client, text) | {
        "title_lv": "Konference", "deed": f"remove:{rows[1].pk}", f"s-{rows[0].pk}-body_en": "It was held in May.",
    }  # fmt: skip
    address = reverse("reports:news-edit", args=[text.pk])
    assert client.post(address, data).status_code == 302
    text.refresh_from_db()
    first = text.sentences.first()
    assert (text.title_lv, first.body_en, first.origin) == ("Konference", "It was held in May.", SentenceOrigin.EDITED)
    assert first.sources == rows[0].sources
    assert not text.sentences.filter(pk=rows[1].pk).exists()
    assert rows[1].body_lv in [each.lv for _place, each in services.not_in_text(text)]


def test_two_people_word_one_text(text, coordinator, client):
    """What the other wrote elsewhere stays; where both wrote, the second one is shown the other's words first. What
    was written into a sentence that the other left out is told."""
    client.force_login(coordinator)
    address = reverse("reports:news-edit", args=[text.pk])
    mine, both, gone = text.sentences.all()[:3]
    open_page = as_shown(client, text)
    hers = {f"s-{both.pk}-body_lv": "Viņas\r\nvārdi", "title_en": "Her title", "deed": f"remove:{gone.pk}"}
    assert client.post(address, open_page | hers).status_code == 302
    typed = {f"s-{mine.pk}-body_lv": "Mani vārdi", f"s-{both.pk}-body_lv": "Arī mani", f"s-{gone.pk}-body_lv": "Zudis"}
    asked = client.post(address, open_page | typed)
    shown = asked.content.decode()
    assert "Viņas" in shown and "Zudis" in shown and "Her title" in shown
    assert {row.body_lv for row in text.sentences.all()} & {"Mani vārdi", "Arī mani"} == set()
    again = {}
    for form in (asked.context["form"], *asked.context["rows"]):
        for field in form:
            again |= {
                field.html_name: field.value() or "",
                field.html_initial_name: form.data[field.html_initial_name],
            }
    assert client.post(address, again).status_code == 302
    text.refresh_from_db()
    kept = {row.pk: row.body_lv for row in text.sentences.all()}
    assert (kept[mine.pk], kept[both.pk], text.title_en) == ("Mani vārdi", "Arī mani", "Her title")
    assert gone.pk not in kept


def test_a_sentence_that_contradicts_its_source_is_not_approved_unseen(text, coordinator, client):
    client.force_login(coordinator)
    row, true = text.sentences.get(body_lv__contains="53"), "Kopumā piedalījās 53 cilvēki."
    edit, detail = (reverse(f"reports:news-{page}", args=[text.pk]) for page in ("edit", "detail"))
    row.record_lv = row.body_lv = true
    row.save()
    client.post(edit, worded(client, text, row, true.replace("53", "530")))
    row.refresh_from_db()
    assert (row.origin, row.record_lv) == (SentenceOrigin.EDITED, true)
    page = client.get(detail)
    shown = page.content.decode()
    assert (
        page.context["doubts"] == {"Datos nav": ["530"], "Tikai vienā valodā": ["53"]}
        and "Datos nav: 530" in shown
        and "Rakstīts ar roku pēc datiem" in shown
    )
    assert all(each.shown_sources for each in page.context["sentences"])
    approve = reverse("reports:news-approve", args=[text.pk])
    for checked in ([], ["53"], ["530"]):
        told = client.post(approve, {"checked": checked}, follow=True).content.decode()
        assert "Datos nav: 530. Tikai vienā valodā: 53." in told and not NewsText.objects.get().approved_at
    client.post(approve, {"checked": ["530", "53"]})
    assert NewsText.objects.get().approved_at
    text.refresh_from_db()
    client.post(edit, worded(client, text, row, true))
    row.refresh_from_db()
    assert row.origin == SentenceOrigin.RECORD and client.get(detail).context["doubts"] == {}


def test_what_the_record_no_longer_says_is_marked_and_the_present_offered(text, coordinator, client):
    """Of an approved text nothing changes by itself; its page warns."""
    client.force_login(coordinator)
    services.approve(text, coordinator)
    row = text.sentences.get(body_lv__contains="Islandē")
    Finding.objects.get(kind=FindingKind.FIRST_TIME, country="IS").delete()
    edit, detail = (reverse(f"reports:news-{page}", args=[text.pk]) for page in ("edit", "detail"))
    shown = client.get(detail)
    assert shown.context["outdated"] == 1 and "Kopš teksta apstiprināšanas dati ir mainīti" in shown.content.decode()
    assert NewsText.objects.get().approved_at and text.sentences.filter(body_lv__contains="Islandē").exists()
    page = client.get(edit)
    assert page.context["missing"] == []
    assert "Datos tā vairs nav" in page.content.decode() and f'value="replace:{row.pk}"' in page.content.decode()
    text.refresh_from_db()
    client.post(edit, {**worded(client, text, row, row.body_lv), "deed": f"replace:{row.pk}"})
    row.refresh_from_db()
    assert row.body_lv == "Pirmo reizi pedagogi pieredzi guva Francijā."
    assert len(row.sources) == 1 and row.origin == SentenceOrigin.RECORD
    assert client.get(detail).context["outdated"] == 0 and not NewsText.objects.get().approved_at


def test_a_source_leads_to_the_finding_it_is(text, conference, coordinator, client):
    client.force_login(coordinator)
    finding = conference.findings.get(text=seed.JOBS)
    place = f"finding-{finding.pk}"
    detail = reverse("mobilities:conference-detail", args=[conference.pk])
    assert f'href="{detail}#{place}"' in client.get(reverse("reports:news-detail", args=[text.pk])).content.decode()
    assert f'id="{place}"' in client.get(detail).content.decode()
