"""The school's own wording: checked, previewed, saved, taken back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from mobilities.enums import PaperKind
from portal.audit.models import Entry
from portal.common import places
from portal.common.usual_words import in_language
from reports.models import PaperTemplate
from reports.papers.kinds import PRINTABLE
from reports.papers.wording import portal_text
from reports.tests.papers import complete, words_of

pytestmark = pytest.mark.django_db
KIND = PaperKind.IMAGE_CONSENT


def address(what: str) -> str:
    return reverse(f"reports:paper-template-{what}", args=[KIND])


def typed(**changes) -> dict:
    texts = {f"text_{language}": portal_text(KIND, language) for language in ("lv", "en")}
    return texts | {"version": "0"} | changes


def own_words() -> dict:
    return typed(text_lv=portal_text(KIND, "lv").replace("# Piekrišana", "# Mūsu piekrišana", 1))


def test_the_editor_opens_with_the_portals_text(client_of, coordinator):
    page = client_of(coordinator).get(address("edit")).content.decode()
    assert "Piekrišana fotografēšanai" in page and "Consent to the use of pictures" in page
    assert 'data-insert="{participant_name}"' in page and 'data-insert="{signature_person}"' in page


def test_own_words_are_printed_until_the_portals_come_back(client_of, coordinator):
    client, mobility = client_of(coordinator), complete(coordinator.memberships.get().school, coordinator)
    preview = reverse("reports:paper-preview", args=[mobility.pk, KIND])
    assert client.post(address("edit"), own_words()).status_code == 302
    assert Entry.objects.filter(verb="add", object_type="reports.papertemplate").exists()
    assert "Mūsu piekrišana" in words_of(client.get(preview).content)
    assert client.post(address("reset")).status_code == 302
    assert "Mūsu piekrišana" not in words_of(client.get(preview).content)
    assert not PaperTemplate.objects.exists()


def test_a_placeholder_nobody_knows_is_not_saved(client_of, coordinator):
    text = portal_text(KIND, "lv") + "\n{participant_nam}\n"
    answer = client_of(coordinator).post(address("edit"), typed(text_lv=text), headers={"Accept-Language": "en"})
    assert answer.status_code == 200 and "Is {participant_name} meant?" in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_nobody_overwrites_unseen(client_of, coordinator):
    client = client_of(coordinator)
    client.post(address("edit"), own_words())
    answer = client.post(address("edit"), typed(version="0"))
    assert answer.status_code == 200 and answer.context["form"].stale


def test_the_preview_shows_what_is_typed_and_saves_nothing(client_of, coordinator):
    answer = client_of(coordinator).post(address("preview"), own_words() | {"language": "lv-en"})
    text = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf" and "inline" in answer["Content-Disposition"]
    assert "Mūsu piekrišana" in text and "Anna Paraudziņa" in text
    assert not PaperTemplate.objects.exists()


def test_the_preview_of_an_unknown_placeholder_says_what_saving_says(client_of, coordinator):
    text = portal_text(KIND, "lv") + "\n{participant_nam}\n"
    answer = client_of(coordinator).post(address("preview"), typed(text_lv=text), headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Is {participant_name} meant?" in page
    assert "{participant_nam}" in answer.context["form"]["text_lv"].value()
    assert not PaperTemplate.objects.exists()


def test_the_preview_with_somebodys_data(client_of, coordinator):
    mobility = complete(coordinator.memberships.get().school, coordinator)
    query = {"mobility": mobility.pk, "language": "en", "sy": 2021}
    assert "Anna Upīte" in words_of(client_of(coordinator).get(address("preview"), query).content)


def test_all_papers_are_listed(client_of, director):
    page = client_of(director).get(reverse("reports:paper-template-list"))
    assert len(page.context["rows"]) == len(PRINTABLE) and not page.context["may_change"]


def test_usual_words_and_cities_are_said_in_the_language_of_the_paper():
    assert in_language("māte", "en") == "mother" and in_language("Direktore", "en") == "director"
    assert in_language("mother", "lv") == "māte" and in_language("māte", "lv") == "māte"
    assert in_language("autotransports", "en") == "motor transport"
    assert in_language("Geschäftsführer", "en") == "Geschäftsführer"
    assert places.name_in("Hamburga", "DE", "en") == "Hamburg"
    assert places.name_in("Hamburga", "DE", "lv") == "Hamburga"
    assert places.name_in("Mazciems", "LV", "en") == "Mazciems"


def test_own_words_keep_their_day_in_the_nominative_and_the_portals_sentence_is_declined(school):
    text = "# Darbs\n\nMūsu teikums: {first_day}.\n\nViņa te bija no {first_day} līdz {last_day}.\n"
    row = PaperTemplate.objects.create(school=school, kind=KIND, text_lv=text, text_en="# Work")
    import_module("reports.migrations.0006_cases_of_days").decline(apps, None)
    row.refresh_from_db()
    assert "Mūsu teikums: {first_day}." in row.text_lv
    assert "no {first_day_genitive} līdz {last_day_dative}." in row.text_lv
