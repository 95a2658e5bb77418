"""The register of hosts: list, export, page, form with contacts, deletion."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from mobilities.enums import ContactRole
from mobilities.models import (
    Conference,
    ExperienceReport,
    Finding,
    Host,
    HostCapacity,
    HostContact,
    HostDocument,
    Mobility,
    Participant,
    Qualification,
)
from mobilities.services import hosts as services
from portal.audit.models import Entry
from projects.models import ActivityType, Project

LIST, ADD = reverse("mobilities:host-list"), reverse("mobilities:host-add")
EXPORT, QUICK = reverse("mobilities:host-export"), reverse("mobilities:host-quick-add")


@pytest.fixture
def make_host(school):
    def make(name="Nordkai Logistik", **fields) -> Host:
        return Host.objects.create(school=school, **{"name": name, "country": "DE", "city": "Hamburga"} | fields)

    return make


@pytest.fixture
def stay(school):
    """stay(host, name, **report): a mobility of a person of that name there, with a report where fields are given."""
    kind = ActivityType.objects.create(
        code="LM-TEST", name_lv="Prakse", name_en="Stay", category="learner", call_year_from=2021
    )
    project = Project.objects.create(
        school=school, title="Prakse Eiropā", school_name=school.name, start="2021-09-01", end="2023-08-31"
    )

    def make(host: Host, name: str = "Jānis", *, responsible=None, start=date(2022, 2, 28), **report) -> Mobility:
        person, _made = Participant.objects.get_or_create(
            school=school, kind="learner", first_name=name, last_name="Ēriks", group="LO-41"
        )
        mobility = Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind, host=host, start=start,
            end=date(2022, 3, 25), responsible=responsible,
        )  # fmt: skip
        if report:
            ExperienceReport.objects.create(school=school, mobility=mobility, **{"state": "approved"} | report)
        return mobility

    return make


@pytest.fixture
def typed():
    return {
        "name": "Salon Clémence", "kind": "company", "country": "FR", "city": "Liona", "state": "active",
        "version": "0", "contacts-TOTAL_FORMS": "2", "contacts-INITIAL_FORMS": "0",
        "contacts-0-name": "Marie Petit", "contacts-0-role": "mentor", "contacts-0-email": "marie@example.org",
        "contacts-1-role": "emergency", "capacities-TOTAL_FORMS": "1", "capacities-INITIAL_FORMS": "0",
    }  # fmt: skip


def page_of(host: Host, name: str = "detail") -> str:
    return reverse(f"mobilities:host-{name}", args=[host.pk])


def names(answer) -> list[str]:
    return [host.name for host in answer.context["page"]]


def test_host_list_is_in_latvian_order(client_of, teacher, make_host):
    for name in ("Zars", "Ābols", "Čakste", "Cers"):
        make_host(name)
    assert names(client_of(teacher).get(LIST)) == ["Ābols", "Cers", "Čakste", "Zars"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "NORDKAI"}, {"Nordkai Logistik"}),
        ({"q": "malagā"}, {"Escuela"}),
        ({"q": "948821603"}, {"Escuela"}),
        ({"q": "e10012345"}, {"Nordkai Logistik"}),
        ({"country": "ES"}, {"Escuela"}),
        ({"country": "LV"}, {"Nordkai Logistik", "Escuela"}),
        ({"kind": "school"}, {"Escuela"}),
        ({"state": "paused"}, {"Escuela"}),
        ({"kind": "x", "state": "maybe", "page": "-3"}, {"Nordkai Logistik", "Escuela"}),
    ],
)
def test_filters(client_of, coordinator, make_host, query, expected):
    make_host(oid="E10012345")
    make_host(
        "Escuela", country="ES", city="Malagā", kind="school", state="paused", paused_reason="Pārcēlās",
        pic="948821603",
    )  # fmt: skip
    assert set(names(client_of(coordinator).get(LIST, query))) == expected


def test_number_of_mobilities(client_of, coordinator, make_host, stay):
    host, empty = make_host(), make_host("Tukšs")
    stay(host)
    Mobility.objects.filter(pk=stay(host, "Zane").pk).update(state="cancelled")
    rows = {row.name: row.stays for row in client_of(coordinator).get(LIST).context["page"]}
    assert rows == {host.name: 1, empty.name: 0}


def test_list_takes_a_fixed_number_of_queries(
    client_of, coordinator, make_host, stay, django_assert_num_queries, django_assert_max_num_queries
):
    browser = client_of(coordinator)
    stay(make_host("Nr. 0"))
    browser.get(LIST)
    for address in (LIST, EXPORT):
        with django_assert_max_num_queries(15) as one:
            b"".join(browser.get(address))
        for number in range(2):
            stay(make_host(f"Nr. {number} {address}"))
        with django_assert_num_queries(len(one)):
            b"".join(browser.get(address))


def test_detail_takes_a_fixed_number_of_queries(
    client_of, coordinator, make_host, stay, school, django_assert_num_queries, django_assert_max_num_queries
):
    host, browser = make_host(), client_of(coordinator)
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")

    def add_one_of_each(number: int) -> None:
        qualification = Qualification.objects.create(school=school, name_lv=f"Q{number}")
        stay(host, f"Nr. {number}", start=date(2022, 1, number + 1), pluses="Labi", quote="Bija vērts")
        HostContact.objects.create(host=host, name=f"Tims {number}")
        HostCapacity.objects.create(host=host, qualification=qualification, places=2)
        HostDocument.objects.create(host=host, title="Līgums", name="l.pdf", size=1, file="hosts/none")
        Finding.objects.create(conference=conference, kind="plus", text="Uzticas", host=host)

    add_one_of_each(0)
    browser.get(page_of(host))
    with django_assert_max_num_queries(20) as one:
        browser.get(page_of(host))
    add_one_of_each(1)
    add_one_of_each(2)
    with django_assert_num_queries(len(one)):
        browser.get(page_of(host))


def test_export_is_exactly_this_list(client_of, coordinator, make_host):
    make_host("@SUM(1)")
    make_host("Cits", country="ES")
    text = client_of(coordinator).get(EXPORT, {"country": "DE"}).getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 2
    assert "'@SUM(1);" in text


def test_rights(client_of, make_host, coordinator, teacher, director, administrator, outsider):
    host = make_host()
    everybody = (coordinator, teacher, director, administrator, outsider)
    expected = {
        LIST: [200, 200, 200, 200, 200],
        EXPORT: [200, 200, 200, 200, 200],
        ADD: [200, 403, 403, 403, 200],
        page_of(host): [200, 200, 200, 200, 404],
        page_of(host, "edit"): [200, 403, 403, 403, 404],
        page_of(host, "delete"): [200, 403, 403, 403, 404],
    }
    for url, statuses in expected.items():
        assert [client_of(user).get(url).status_code for user in everybody] == statuses, url
    assert names(client_of(outsider).get(LIST)) == []


def test_host_detail_says_what_is_known(client_of, coordinator, make_host, stay, school):
    host, other = make_host(), make_host("Cits")
    stay(host, "Jānis", rating_trust=5, rating_tasks=4, commute_minutes=70, job_offer=True, pluses="Uzticēšanās\n")
    words = {"pluses": "uzticēšanās.", "minuses": "Tālu\nVēlu", "quote": "Nāc vēl"}
    stay(host, "Zane", rating_trust=4, return_invitation=True, **words)
    stay(host, "Melnraksts", state="draft", pluses="Nepabeigts")
    stay(other, "Ilze", rating_trust=2)
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    Finding.objects.create(conference=conference, kind="minus", text="Garš ceļš", host=host)
    Finding.objects.create(
        conference=conference, kind="decision", text="Meklēt mītni", host=host, owner="Inga", due=date(2022, 8, 15)
    )
    answer = client_of(coordinator).get(page_of(host))
    page = answer.content.decode()
    for text in ("Uzticēšanās", "Tālu", "Vēlu", "Garš ceļš", "Meklēt mītni", "15.08.2022.", "Nāc vēl", "1 h 10 min"):
        assert text in page
    assert "Nepabeigts" not in page
    (trusted,) = answer.context["said"]["pluses"]
    assert len(trusted.reports) == 2
    trust, tasks = answer.context["ratings"]
    assert (tasks["here"], trust["here"], trust["everywhere"]) == ("4,0", "4,0 / 5,0", "3,7")
    assert [fact["value"] for fact in answer.context["facts"]] == ["3 cilvēki", "4,0 / 4,5", "1 h 10 min", "1 darbs"]
    (group,) = answer.context["stays"]
    assert (group.people, group.job_offers, group.invitations, group.mark, group.marks) == (3, 1, 1, None, [4.5, 4.0])


def test_teacher_reads_words_and_only_own_names(client_of, teacher, make_host, stay):
    host = make_host()
    stay(host, "Mans", responsible=teacher, pluses="Mūsu pluss")
    stay(host, "Krastiņš", pluses="Cita pluss", quote="Cita citāts", rating_trust=5)
    answer = client_of(teacher).get(page_of(host))
    page = answer.content.decode()
    for text in ("Mūsu pluss", "Mans Ēriks", "Cita pluss", "Cita citāts"):
        assert text in page
    assert "Krastiņš Ēriks" not in page
    assert answer.context["stays"][0].people == 2
    assert not answer.context["missing"]


def test_what_is_missing(client_of, coordinator, make_host):
    host = make_host(address="Hafenstraße 1")
    browser = client_of(coordinator)
    for role in ("mentor", "administrative", "emergency", "signatory"):
        (row,) = [each for each in browser.get(page_of(host)).context["missing"] if "#contacts" in each["url"]]
        assert str(ContactRole(role).label).lower() in row["text"]
        HostContact.objects.create(host=host, name="Tims", role=role, email="tims@example.org")
    assert not browser.get(page_of(host)).context["missing"]
    Host.objects.update(address="")
    (row,) = browser.get(page_of(host)).context["missing"]
    assert row["url"] == f"{page_of(host, 'edit')}#id_address"


def test_host_add(client_of, coordinator, typed, school):
    answer = client_of(coordinator).post(ADD, typed)
    host = Host.objects.get()
    assert answer["Location"] == page_of(host)
    assert (host.school, host.city, host.version) == (school, "Liona", 1)
    assert list(host.contacts.values_list("name", "role")) == [("Marie Petit", "mentor")]
    entry = Entry.objects.get()
    assert (entry.verb, entry.user) == ("add", coordinator)
    assert "Marie Petit" in entry.changes["contacts"][1]


@pytest.mark.parametrize(
    ("theirs", "ours", "field"),
    [
        ({"name": "SALON  clemence", "city": "LIONĀ"}, {"city": "Liona"}, "name"),
        ({"oid": "E10012345"}, {"oid": "E10012345"}, "oid"),
        ({"pic": "948821603"}, {"pic": "948821603"}, "pic"),
    ],
)
def test_same_host_is_named_with_link(client_of, coordinator, typed, make_host, theirs, ours, field):
    same = make_host(**{"country": "FR", "name": "Lycée"} | theirs)
    answer = client_of(coordinator).post(ADD, typed | ours)
    assert page_of(same) in answer.content.decode()
    assert set(answer.context["form"].errors) == {field}
    assert same.city in answer.context["form"].errors[field][0]
    assert client_of(coordinator).post(ADD, typed | {"city": "Parīze"}).status_code == 302


def test_twins_of_earlier_years_can_be_saved(client_of, coordinator, typed, make_host):
    one, other = (make_host(name, pic="948821603") for name in ("A", "B"))
    browser, data = client_of(coordinator), typed | {"name": "A", "country": one.country, "city": one.city}
    assert browser.post(page_of(one, "edit"), data | {"pic": one.pic, "version": one.version}).status_code == 302
    Host.objects.filter(pk=other.pk).update(pic="948821604")
    one.refresh_from_db()
    answer = browser.post(page_of(one, "edit"), data | {"pic": "948821604", "version": one.version})
    assert page_of(other) in answer.content.decode()


def test_same_host_saved_a_moment_ago(client_of, coordinator, typed, make_host, monkeypatch):
    from mobilities.forms.hosts import HostForm

    same = make_host("Salon Clémence", country="FR", city="Liona")
    monkeypatch.setattr(HostForm, "check_same", lambda form, cleaned: None)
    answer = client_of(coordinator).post(ADD, typed)
    assert answer.status_code == 200
    assert page_of(same) in answer.content.decode()
    assert not Entry.objects.exists()


def test_host_edit_changes_and_removes_contacts(client_of, coordinator, typed, make_host):
    host = make_host("Salon Clémence", country="FR", city="Liona")
    kept, gone = (HostContact.objects.create(host=host, name=name) for name in ("Anna", "Marks"))
    typed |= {
        "contacts-INITIAL_FORMS": "2", "contacts-0-id": kept.pk, "contacts-0-name": "Anna Ozola",
        "contacts-1-id": gone.pk, "contacts-1-name": "Marks", "contacts-1-DELETE": "on",
    }  # fmt: skip
    answer = client_of(coordinator).post(page_of(host, "edit"), typed)
    assert answer.status_code == 302
    assert list(host.contacts.values_list("name", flat=True)) == ["Anna Ozola"]
    assert set(Entry.objects.get().changes) == {"contacts"}


def test_host_edit_does_not_overwrite_unseen(client_of, coordinator, typed, make_host):
    host = make_host("Salon Clémence", country="FR", city="Liona")
    browser = client_of(coordinator)
    browser.post(page_of(host, "edit"), typed | {"phone": "111"})
    answer = browser.post(page_of(host, "edit"), typed | {"phone": "222"})
    assert answer.context["form"].stale
    assert "Marie Petit" in answer.content.decode()
    host.refresh_from_db()
    assert host.phone == "111"


@pytest.mark.parametrize(
    ("field", "text"),
    [("country", "XX"), ("kind", "shop"), ("website", "javascript:alert(1)"), ("email", "nobody"), ("oid", "E1"),
     ("latitude", "91"), ("longitude", "NaN"), ("latitude", "53.5"), ("name", "\x00"), ("name", "x" * 201),
     ("city", ""), ("contacts-0-email", "x"), ("contacts-0-name", ""), ("contacts-0-role", "boss")],
)  # fmt: skip
def test_what_cannot_be_saved(client_of, coordinator, typed, field, text):
    answer = client_of(coordinator).post(ADD, typed | {field: text})
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["contacts"].total_error_count()
    assert "Salon" in answer.content.decode() or field == "name"
    assert not Host.objects.exists()


@pytest.mark.parametrize(
    "tampered",
    [
        {"contacts-TOTAL_FORMS": ""},
        {"contacts-TOTAL_FORMS": "abc"},
        {"contacts-TOTAL_FORMS": "999999999"},
        {"contacts-INITIAL_FORMS": "5"},
        {"contacts-INITIAL_FORMS": "1", "contacts-0-id": "999"},
        {"contacts-INITIAL_FORMS": "1", "contacts-0-id": "abc"},
        {"contacts-INITIAL_FORMS": "1", "contacts-0-id": "9" * 40},
        {"version": "abc"},
        {"version": "9" * 40},
    ],
)
def test_tampered_forms(client_of, coordinator, typed, make_host, tampered):
    host = make_host("Salon Clémence", country="FR", city="Liona")
    for url in (ADD, page_of(host, "edit")):
        assert client_of(coordinator).post(url, typed | tampered).status_code == 200


def test_contact_of_another_host_stays_where_it_is(client_of, coordinator, typed, make_host):
    host, other = make_host("Salon Clémence", country="FR", city="Liona"), make_host()
    foreign = HostContact.objects.create(host=other, name="Svešs")
    tampered = {"contacts-INITIAL_FORMS": "1", "contacts-0-id": foreign.pk, "contacts-0-DELETE": "on"}
    client_of(coordinator).post(page_of(host, "edit"), typed | tampered)
    assert list(other.contacts.all()) == [foreign]


def test_host_delete(client_of, coordinator, make_host, stay, school):
    host = make_host()
    HostContact.objects.create(host=host, name="Tims")
    browser = client_of(coordinator)
    mobility = stay(host)
    assert browser.post(page_of(host, "delete")).status_code == 409
    mobility.delete()
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    finding = Finding.objects.create(conference=conference, kind="plus", text="Uzticas", host=host)
    assert browser.post(page_of(host, "delete")).status_code == 409
    assert not Entry.objects.exists()
    finding.delete()
    assert browser.post(page_of(host, "delete")).status_code == 302
    assert not Host.objects.exists()
    assert Entry.objects.get().verb == "delete"


def test_host_quick_add(client_of, coordinator, teacher):
    typed = {"name": "Officina", "kind": "company", "country": "IT", "city": "Boloņa"}
    data = {f"new-host-{name}": value for name, value in typed.items()}
    browser = client_of(coordinator)
    answer = browser.post(QUICK, data)
    host = Host.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"value": host.pk, "text": "Officina, Boloņa"}
    for wrong in (data, data | {"new-host-country": ""}, data | {"new-host-name": "\x00"}, {}):
        refused = browser.post(QUICK, wrong)
        assert refused.status_code == 422
        assert "invalid-feedback" in refused.content.decode()
    assert Host.objects.count() == Entry.objects.count() == 1
    fields = browser.get(QUICK)  # for a page that asks for them when they are needed
    assert fields.status_code == 200 and "new-host-name" in fields.content.decode()
    assert "invalid-feedback" not in fields.content.decode()
    for refused in (client_of(teacher).post(QUICK, data), client_of(teacher).get(QUICK)):
        assert refused.status_code == 403


def test_host_search(client_of, coordinator, outsider, make_host):
    host = make_host(latitude=Decimal("53.55"), longitude=Decimal("9.99"))
    make_host("Nordkai agrāk", state="paused", paused_reason="Pārcēlās")
    url = reverse("mobilities:host-search")
    answer = client_of(coordinator).get(url, {"q": "nordkai"})
    assert answer.json() == {"results": [{"value": host.pk, "text": host.name, "note": "Hamburga, Vācija"}]}
    assert client_of(outsider).get(url, {"q": "nordkai"}).json() == {"results": []}


def test_failed_saving_of_contacts_saves_nothing(client_of, coordinator, typed, monkeypatch):
    def fail(host, contacts):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(services, "save_contacts", fail)
    with pytest.raises(RuntimeError):
        client_of(coordinator).post(ADD, typed)
    assert not Host.objects.exists()
    assert not Entry.objects.exists()
