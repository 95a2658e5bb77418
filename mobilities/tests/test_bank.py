"""The bank account of a person, and the contacts of the school."""

import pytest
from django.urls import reverse

from mobilities.models import Participant, PersonBank, SchoolContact
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
IBAN = "LV80 BANK 0000 4351 9500 1"


@pytest.fixture
def anna(school):
    return Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Upīte")


def address(person) -> str:
    return reverse("mobilities:bank-edit", args=[person.pk])


def test_an_account_is_kept_and_the_journal_has_its_last_digits_only(client_of, coordinator, anna):
    typed = {"holder": "Ilze Upīte", "iban": IBAN.lower(), "version": "0"}
    assert client_of(coordinator).post(address(anna), typed).status_code == 302
    assert PersonBank.objects.get().iban == IBAN.replace(" ", "")
    told = str(list(Entry.objects.filter(object_type="mobilities.personbank").values_list("changes", "label")))
    assert "…5001" in told and "4351" not in told


@pytest.mark.parametrize("wrong", ["LV80BANK0000435195010", "LV80BANK00004351950", "QQ80BANK0000435195001", "12"])
def test_a_mistyped_account_is_refused_with_what_is_wrong(client_of, coordinator, anna, wrong):
    answer = client_of(coordinator).post(address(anna), {"holder": "A", "iban": wrong, "version": "0"})
    assert answer.status_code == 200 and answer.context["form"].errors["iban"]
    assert not PersonBank.objects.exists()


def test_a_known_bank_is_filled_in(client_of, coordinator, anna):
    client_of(coordinator).post(
        address(anna), {"holder": "A", "iban": "DE89370400440532013000", "version": "0"}
    )  # fmt: skip
    assert PersonBank.objects.get().bank == "Commerzbank"


def test_it_is_deleted_where_it_is_entered(client_of, coordinator, anna):
    PersonBank.objects.create(person=anna, holder="A", iban=IBAN.replace(" ", ""))
    assert client_of(coordinator).post(address(anna), {"delete": "1"}).status_code == 302
    assert not PersonBank.objects.exists()


def test_only_coordinators_see_it(client_of, director, teacher, administrator, anna):
    PersonBank.objects.create(person=anna, holder="A", iban=IBAN.replace(" ", ""))
    assert client_of(director).get(address(anna)).status_code == 403
    assert client_of(administrator).get(address(anna)).status_code == 403
    page = client_of(director).get(reverse("mobilities:participant-detail", args=[anna.pk]))
    assert "4351" not in page.content.decode()


def test_contacts_of_the_school_are_added_changed_and_deleted(client_of, coordinator):
    client = client_of(coordinator)
    typed = {"role": "signatory", "name": "Andris Straumīte", "position": "direktors", "version": "0"}
    assert client.post(reverse("mobilities:school-contact-add"), typed).status_code == 302
    row = SchoolContact.objects.get()
    client.post(reverse("mobilities:school-contact-edit", args=[row.pk]), typed | {"name": "Anna S.", "version": "1"})
    assert "Anna S." in client.get(reverse("mobilities:school-contact-list")).content.decode()
    client.post(reverse("mobilities:school-contact-delete", args=[row.pk]))
    assert not SchoolContact.objects.exists()
