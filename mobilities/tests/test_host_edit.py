"""What the form of a host takes besides name and place: coordinates, sectors, languages, capacity."""

import pytest
from django.urls import reverse

from mobilities.models import Host, HostCapacity, Qualification
from portal.audit.models import Entry

ADD = reverse("mobilities:host-add")


@pytest.fixture
def typed() -> dict[str, str | list[str]]:
    return {
        "name": "Salon Clémence", "kind": "company", "country": "FR", "city": "Lyon", "state": "active",
        "contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0",
        "capacities-TOTAL_FORMS": "1", "capacities-INITIAL_FORMS": "0",
    }  # fmt: skip


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Frizieris")


def edit_of(host: Host) -> str:
    return reverse("mobilities:host-edit", args=[host.pk])


def test_name_kind_country_and_city_are_enough(client_of, coordinator, typed):
    client_of(coordinator).post(ADD, typed)
    host = Host.objects.get()
    assert (host.name, host.kind, host.country, host.city, host.state) == (
        "Salon Clémence", "company", "FR", "Lyon", "active",
    )  # fmt: skip


def test_a_new_host_is_a_candidate_unless_said_otherwise_and_never_paused(client_of, coordinator, typed):
    browser = client_of(coordinator)
    assert browser.get(ADD).context["form"]["state"].value() == "candidate"
    quick = {"new-host-name": "Cits", "new-host-kind": "company", "new-host-country": "FR", "new-host-city": "Lyon"}
    assert browser.post(reverse("mobilities:host-quick-add"), quick).status_code == 201
    chosen = browser.get(reverse("mobilities:host-search"), {"q": "Cits"}).json()["results"]
    assert [row["value"] for row in chosen] == [Host.objects.get(state="candidate").pk]
    Host.objects.all().delete()
    assert "state" in browser.post(ADD, typed | {"state": "paused"}).context["form"].errors
    browser.post(ADD, typed | {"state": "candidate"})
    assert Host.objects.get().state == "candidate"


def test_everything_a_form_takes_is_kept(client_of, coordinator, typed, qualification):
    typed |= {
        "nace": "96", "isced_f": "1012", "sector": "Frizētava", "working_languages": ["fr", "en"], "postcode": "69001",
        "pic": "948821603", "oid": "E10012345", "capacities-0-qualification": str(qualification.pk),
        "capacities-0-places": "2", "capacities-0-note": "rudenī",
    }  # fmt: skip
    answer = client_of(coordinator).post(ADD, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    host = Host.objects.get()
    assert (host.nace, host.isced_f, host.postcode, host.pic) == ("96", "1012", "69001", "948821603")
    assert set(host.languages.values_list("language", flat=True)) == {"fr", "en"}
    assert [(row.places, row.note) for row in host.capacities.all()] == [(2, "rudenī")]
    assert {"languages", "capacities"} <= set(Entry.objects.get().changes)
    page = client_of(coordinator).get(answer["Location"]).content.decode()
    for text in ("96 Pārējo individuālo", "Frizieris", "franču", "69001", "948821603"):
        assert text in page


def test_languages_are_exactly_the_chosen_ones(client_of, coordinator, typed):
    browser = client_of(coordinator)
    browser.post(ADD, typed | {"working_languages": ["fr", "en"]})
    host = Host.objects.get()
    form = browser.get(edit_of(host)).context["form"]
    assert set(form["working_languages"].value()) == {"fr", "en"}
    browser.post(edit_of(host), typed | {"version": host.version, "working_languages": ["en", "de"]})
    assert set(host.languages.values_list("language", flat=True)) == {"de", "en"}
    entry = Entry.objects.filter(verb="change").get()
    assert entry.changes == {"languages": ["en, fr", "de, en"]}


def test_capacity_is_changed_and_taken_away(client_of, coordinator, typed, qualification):
    browser = client_of(coordinator)
    browser.post(ADD, typed | {"capacities-0-qualification": str(qualification.pk), "capacities-0-places": "2"})
    host, row = Host.objects.get(), HostCapacity.objects.get()
    known = {
        "capacities-INITIAL_FORMS": "1", "capacities-0-id": row.pk,
        "capacities-0-qualification": str(qualification.pk), "version": host.version,
    }  # fmt: skip
    browser.post(edit_of(host), typed | known | {"capacities-0-places": "5"})
    assert HostCapacity.objects.get().places == 5
    known["version"] = Host.objects.get().version
    browser.post(edit_of(host), typed | known | {"capacities-0-places": "5", "capacities-0-DELETE": "on"})
    assert not HostCapacity.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nace": "00"}, {"isced_f": "8888"}, {"working_languages": ["xx"]}, {"pic": "12"}, {"postcode": "x" * 21},
        {"capacities-0-places": "2"}, {"capacities-0-qualification": "0", "capacities-0-places": "2"},
        {"capacities-0-qualification": "Q", "capacities-0-places": "0"},
        {"capacities-0-qualification": "Q", "capacities-0-places": "1000"},
        {"capacities-0-qualification": "Q", "capacities-0-places": "2", "capacities-1-qualification": "Q",
         "capacities-1-places": "3", "capacities-TOTAL_FORMS": "2"},
        {"capacities-TOTAL_FORMS": "x"}, {"capacities-INITIAL_FORMS": "3"},
    ],
)  # fmt: skip
def test_what_cannot_be_saved(client_of, coordinator, typed, qualification, wrong):
    wrong = {name: str(qualification.pk) if value == "Q" else value for name, value in wrong.items()}
    answer = client_of(coordinator).post(ADD, typed | wrong)
    assert answer.status_code == 200
    assert "data-errors" in answer.content.decode()
    assert not Host.objects.exists()


def test_a_qualification_of_another_school_is_not_offered(client_of, coordinator, typed, other_school):
    foreign = Qualification.objects.create(school=other_school, name_lv="Svešs")
    wrong = {"capacities-0-qualification": str(foreign.pk), "capacities-0-places": "2"}
    assert client_of(coordinator).post(ADD, typed | wrong).status_code == 200
    assert "Svešs" not in client_of(coordinator).get(ADD).content.decode()


def test_coordinates_of_the_city_are_found_and_nothing_is_saved(client_of, coordinator, typed):
    typed |= {"find": "1", "name": "", "contacts-TOTAL_FORMS": "1", "contacts-0-name": "Marie Petit"}
    answer = client_of(coordinator).post(ADD, typed)
    page = answer.content.decode()
    assert answer.context["form"]["latitude"].value() == "45.74906"
    assert answer.context["form"]["longitude"].value() == "4.84789"
    assert "Marie Petit" in page
    assert "data-errors" not in page
    assert not Host.objects.exists()


def test_a_city_with_a_latvian_ending_is_found(client_of, coordinator, typed):
    answer = client_of(coordinator).post(ADD, typed | {"country": "DE", "city": "Hamburga", "find": "1"}, follow=True)
    assert answer.context["form"]["latitude"].value().startswith("53.5")
    assert "Hamburg " in " ".join(map(str, answer.context["messages"]))


@pytest.mark.parametrize(
    "place", [{"city": "Nekurienes"}, {"city": ""}, {"country": ""}, {"country": "../"}, {"city": "\x00"}]
)
def test_an_unknown_place_leaves_the_coordinates_as_they_are(client_of, coordinator, typed, place):
    answer = client_of(coordinator).post(ADD, typed | place | {"find": "1", "latitude": "1.5"})
    assert answer.status_code == 200
    assert answer.context["form"]["latitude"].value() == "1.5"


def test_the_form_takes_a_fixed_number_of_queries(
    client_of, coordinator, typed, school, django_assert_num_queries, django_assert_max_num_queries
):
    browser = client_of(coordinator)
    browser.post(ADD, typed)
    host = Host.objects.get()

    def add_capacity(name: str) -> None:
        row = Qualification.objects.create(school=school, name_lv=name)
        HostCapacity.objects.create(host=host, qualification=row, places=1)

    add_capacity("A")
    browser.get(edit_of(host))
    with django_assert_max_num_queries(20) as one:
        browser.get(edit_of(host))
    add_capacity("B")
    add_capacity("C")
    with django_assert_num_queries(len(one)):
        browser.get(edit_of(host))
