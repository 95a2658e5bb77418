"""The qualifications that the school teaches."""

import pytest
from django.urls import reverse

from mobilities import isced
from mobilities.models import Participant, Qualification
from portal.audit.models import Entry

LIST, ADD = reverse("mobilities:qualification-list"), reverse("mobilities:qualification-add")
QUICK = reverse("mobilities:qualification-quick-add")


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Pavārs", isced_f="1013", eqf_level=4)


def edit(qualification: Qualification) -> str:
    return reverse("mobilities:qualification-edit", args=[qualification.pk])


def test_qualification_list(client_of, teacher, coordinator, school, qualification):
    Participant.objects.create(
        school=school, kind="learner", first_name="A", last_name="B", qualification=qualification
    )
    page = client_of(coordinator).get(LIST)
    assert page.context["qualifications"][0].learners == 1
    assert "1013 Viesnīcu, restorānu un ēdināšanas pakalpojumi" in page.content.decode()
    assert edit(qualification) in page.content.decode()
    assert edit(qualification) not in client_of(teacher).get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client_of, coordinator, school, rows, django_assert_num_queries):
    for number in range(rows):
        Qualification.objects.create(school=school, name_lv=f"Nr. {number}")
    browser = client_of(coordinator)
    browser.get(LIST)
    with django_assert_num_queries(4):
        browser.get(LIST)


def test_qualification_add(client_of, coordinator, school):
    data = {"name_lv": "Frizieris", "name_en": "Hairdresser", "isced_f": "1012", "eqf_level": "4"}
    client_of(coordinator).post(ADD, data)
    made = Qualification.objects.get()
    assert (made.school, made.name_en, made.isced_f, made.eqf_level) == (school, "Hairdresser", "1012", 4)
    assert Entry.objects.get().verb == "add"


def test_way_back_leads_only_to_our_pages(client_of, coordinator):
    browser = client_of(coordinator)
    here = browser.post(f"{ADD}?next=/people/add/", {"name_lv": "Viens"})
    away = browser.post(f"{ADD}?next=https://evil.example/", {"name_lv": "Divi"})
    assert [here["Location"], away["Location"]] == ["/people/add/", LIST]


@pytest.mark.parametrize(
    "data",
    [{"name_lv": ""}, {"name_lv": "pavārs"}, {"name_lv": "A", "eqf_level": "9"}, {"name_lv": "A", "isced_f": "9998"},
     {"name_lv": "\x00"}, {"name_lv": "x" * 201}],
)  # fmt: skip
def test_what_cannot_be_saved(client_of, coordinator, qualification, data):
    answer = client_of(coordinator).post(ADD, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Qualification.objects.count() == 1


def test_qualification_edit(client_of, coordinator, qualification, other_school):
    client_of(coordinator).post(edit(qualification), {"name_lv": "Pavārs", "eqf_level": "5"})
    qualification.refresh_from_db()
    assert (qualification.eqf_level, qualification.isced_f) == (5, "")


def test_rights(client_of, qualification, coordinator, teacher, director, administrator, outsider):
    everybody = (coordinator, teacher, director, administrator, outsider)
    expected = {LIST: [200] * 5, ADD: [200, 403, 403, 403, 200], edit(qualification): [200, 403, 403, 403, 404]}
    for url, statuses in expected.items():
        assert [client_of(user).get(url).status_code for user in everybody] == statuses, url


def test_qualification_quick_add(client_of, coordinator, director, qualification):
    browser = client_of(coordinator)
    made = browser.post(QUICK, {"name": " Mūrnieks "})
    assert (made.status_code, made.json()["text"]) == (201, "Mūrnieks")
    assert browser.post(QUICK, {"name": "PAVĀRS"}).json() == {"value": qualification.pk, "text": "Pavārs"}
    assert browser.post(QUICK, {"name": "\x00"}).status_code == 422
    assert client_of(director).post(QUICK, {"name": "Jauna"}).status_code == 403
    assert Qualification.objects.count() == 2


def test_every_code_has_four_digits():
    assert len(isced.names()) == 81
    assert all(len(code) == 4 and code.isdigit() for code in isced.names())
    assert isced.field_name("0713", "lv") == "0713 Elektrība un enerģētika"
    assert isced.field_name("0713", "en") == "0713 Electricity and energy"
    assert all(
        isced.names("lv")[code] and isced.names("lv")[code] != name
        for code, name in isced.names().items()
        if name not in {"Sports"}
    )
    assert isced.field_name("xx") == "xx"
