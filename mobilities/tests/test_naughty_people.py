"""Every text field and filter of the pages of people, qualifications and hosts takes any text."""

import pytest
from django.urls import reverse

from mobilities.models import Host, Participant

STRINGS = [
    "\x00", "a\x00b", "𝒜𝓁𝓁", "ﷺ" * 50, "‮abc", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "%s%n", "%_\\",
    "../../etc/passwd", "=1+1", "\ufeff", "1e400", "٣٤", "-0", "9" * 40, "x" * 10_000,
]  # fmt: skip
PERSON = [
    "kind", "first_name", "last_name", "birth_date", "email", "phone", "group", "qualification", "work_field", "user",
    "home", "fewer_opportunities", "is_active", "another_person", "version", "add_next",
]  # fmt: skip
HOST = [
    "name", "kind", "country", "city", "address", "latitude", "longitude", "website", "email", "phone", "sector",
    "oid", "pic", "note", "state", "paused_reason", "version",
]  # fmt: skip
CONTACT = ["contacts-0-name", "contacts-0-role", "contacts-0-email", "contacts-0-phone", "contacts-0-id"]
FORMS = {
    "participant-add": PERSON,
    "participant-quick-add": [f"new-person-{name}" for name in PERSON],
    "qualification-add": ["name_lv", "name_en", "isced_f", "eqf_level"],
    "qualification-quick-add": ["name"],
    "host-add": HOST + CONTACT,
    "host-quick-add": [f"new-host-{name}" for name in HOST],
}
CORRECT = {
    "participant-add": {
        "kind": "learner", "first_name": "Anna", "last_name": "Ozola",
        "languages-TOTAL_FORMS": "1", "languages-INITIAL_FORMS": "0",
        "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0", "contacts-0-role": "guardian",
    },
    "host-add": {
        "name": "Salon", "kind": "company", "country": "FR", "city": "Liona", "state": "active",
        "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0", "contacts-0-role": "mentor",
        "capacities-TOTAL_FORMS": "0", "capacities-INITIAL_FORMS": "0",
    },
}  # fmt: skip
LISTS = ["participant-list", "participant-export", "participant-search", "host-list", "host-export", "host-search"]
FILTERS = ["q", "kind", "group", "qualification", "active", "without", "country", "page", "sy", "school"]


@pytest.mark.parametrize("name", FORMS)
def test_all_fields_at_once(client_of, coordinator, name):
    browser = client_of(coordinator)
    for text in STRINGS:
        answer = browser.post(reverse(f"mobilities:{name}"), dict.fromkeys(FORMS[name], text))
        assert answer.status_code in (200, 201, 302, 422), text


def test_saved_text_comes_back_on_its_pages(client_of, coordinator, school):
    browser = client_of(coordinator)
    for text in STRINGS:
        person = {
            "first_name": text, "last_name": text, "group": text[:40], "another_person": "on", "contacts-0-name": text,
            "contacts-0-relation": text[:60], "contacts-0-phone": text[:40],
        }  # fmt: skip
        host = {"name": text, "city": text, "address": text, "note": text, "contacts-0-name": text}
        for name, typed in (("participant-add", person), ("host-add", host)):
            answer = browser.post(reverse(f"mobilities:{name}"), CORRECT[name] | typed)
            page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
    assert Participant.objects.count() > 8
    assert Host.objects.count() > 8
    for name in LISTS:
        assert browser.get(reverse(f"mobilities:{name}")).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_filters(client_of, coordinator, name):
    browser = client_of(coordinator)
    for text in STRINGS:
        assert browser.get(reverse(f"mobilities:{name}"), dict.fromkeys(FILTERS, text)).status_code == 200, text


@pytest.mark.parametrize("place", ["people", "hosts"])
@pytest.mark.parametrize("number", ["0", "9" * 30, "-1", "abc", "1.5", "٣"])
def test_bad_numbers_in_the_address(client_of, coordinator, place, number):
    for rest in ("", "edit/", "delete/"):
        assert client_of(coordinator).get(f"/{place}/{number}/{rest}").status_code == 404
