"""Views of lists under a name: whose they are, what they keep, which one opens first."""

import pytest
from django.urls import reverse

from portal.accounts.models import SavedView
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
HOSTS = reverse("mobilities:host-list")
ADD, LIST = reverse("accounts:saved-view-add"), reverse("accounts:saved-view-list")


def typed(**fields) -> dict:
    return {
        "page": "mobilities:host-list",
        "query": "country=DE&page=3&sy=2019&q=&school=1",
        "name": "Vācija",
    } | fields


def page_of(view: SavedView, deed: str) -> str:
    return reverse(f"accounts:saved-view-{deed}", args=[view.pk])


@pytest.fixture
def make_view(school):
    def make(user, **fields) -> SavedView:
        given = {"page": "mobilities:host-list", "name": "Vācija", "query": "country=DE"} | fields
        return SavedView.objects.create(school=school, user=user, **given)

    return make


def test_a_view_keeps_filters_but_no_page_and_no_year(client_of, coordinator):
    answer = client_of(coordinator).post(ADD, typed())
    view = SavedView.objects.get()
    assert (view.query, view.user, view.is_shared, view.is_default) == ("country=DE", coordinator, False, False)
    assert answer.url == f"{HOSTS}?country=DE"
    assert Entry.objects.filter(object_type="accounts.savedview", verb="add", user=coordinator).exists()


def test_a_view_of_one_school_year_shows_it_to_whoever_opens_it(client_of, coordinator, teacher):
    mobilities, client = reverse("mobilities:mobility-list"), client_of(coordinator)
    menu = client.get(mobilities, {"sy": 2026, "since": "2026-09-01"}).content.decode()
    assert 'name="query" value="since=2026-09-01&amp;sy=2026"' in menu
    assert 'id="saved-view-year" checked' in menu
    every = client.get(mobilities, {"country": "DE"}).content.decode()
    assert 'id="saved-view-year"' in every and 'id="saved-view-year" checked' not in every
    sent = typed(page="mobilities:mobility-list", query="since=2026-09-01&sy=2026", only_year="on", is_shared="on")
    assert client.post(ADD, sent).url == f"{mobilities}?since=2026-09-01&sy=2026"
    view, other = SavedView.objects.get(), client_of(teacher)
    assert f"{mobilities}?since=2026-09-01&amp;sy=2026" in other.get(mobilities, {"sy": 2021}).content.decode()
    opened = other.get(mobilities, {"since": "2026-09-01", "sy": 2026})
    assert opened.wsgi_request.school_year.start == 2026 and opened.context["saved_views"].current == view
    assert client.get(page_of(view, "edit")).context["form"]["only_year"].value()
    client.post(page_of(view, "edit"), {"name": "x"})
    view.refresh_from_db()
    assert view.query == "since=2026-09-01"


def test_the_list_offers_own_views_and_those_of_the_school(client_of, coordinator, teacher, make_view):
    make_view(coordinator, name="Mans")
    make_view(teacher, name="Kopīgs", query="country=ES", is_shared=True)
    make_view(teacher, name="Svešs", query="country=FR")
    views = client_of(coordinator).get(HOSTS, {"country": "ES"}).context["saved_views"]
    assert [view.name for view in views.own] == ["Mans"]
    assert [view.name for view in views.shared] == ["Kopīgs"]
    assert views.current.name == "Kopīgs"
    text = client_of(coordinator).get(HOSTS).content.decode()
    assert f"{HOSTS}?country=ES" in text and "Svešs" not in text


def test_other_lists_have_other_views(client_of, coordinator, make_view):
    make_view(coordinator)
    views = client_of(coordinator).get(reverse("mobilities:participant-list")).context["saved_views"]
    assert views.own == []


def test_only_one_opens_first_and_only_by_the_bare_address(client_of, coordinator, director, make_view):
    old = make_view(coordinator, name="Vecais", is_default=True)
    client = client_of(coordinator)
    client.post(ADD, typed(query="kind=school", is_default="on"))
    old.refresh_from_db()
    assert not old.is_default
    assert client.get(HOSTS).url == f"{HOSTS}?kind=school"
    assert client.get(HOSTS, {"view": "all"}).status_code == 200
    assert client.get(HOSTS, {"country": "DE"}).status_code == 200
    assert client_of(director).get(HOSTS).status_code == 200


def test_taking_off_the_last_filter_does_not_lead_back(client_of, coordinator, make_view):
    make_view(coordinator, is_default=True)
    text = client_of(coordinator).get(HOSTS, {"kind": "school"}).content.decode()
    assert f'href="{HOSTS}?view=all"' in text


@pytest.mark.parametrize(
    ("role", "shares"), [("coordinator", True), ("administrator", True), ("teacher", False), ("director", False)]
)
def test_who_shares(request, client_of, role, shares):
    client_of(request.getfixturevalue(role)).post(ADD, typed(is_shared="on"))
    assert SavedView.objects.get().is_shared == shares


def test_one_name_once(client_of, coordinator, teacher, make_view):
    make_view(coordinator)
    answer = client_of(coordinator).post(ADD, typed(name="vācija", query="country=ES"))
    assert answer.status_code == 200 and "name" in answer.context["form"].errors
    assert 'value="country=ES&amp;sy=' in answer.content.decode()
    assert client_of(teacher).post(ADD, typed()).status_code == 302


@pytest.mark.parametrize("page", ["", "home", "mobilities:host-detail", "//example.org", "accounts:sign-out"])
def test_only_lists_have_views(client_of, coordinator, page):
    assert client_of(coordinator).post(ADD, typed(page=page)).status_code == 404


def test_an_address_longer_than_a_view_is_refused(client_of, coordinator):
    assert client_of(coordinator).post(ADD, typed(query="q=" + "a" * 1200)).status_code == 404


def test_rename_and_delete(client_of, coordinator, make_view):
    view, client = make_view(coordinator), client_of(coordinator)
    client.post(page_of(view, "edit"), {"name": "Vācijas uzņēmumi", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("Vācijas uzņēmumi", True, "country=DE")
    assert client.get(page_of(view, "delete")).status_code == 200
    client.post(page_of(view, "delete"))
    assert not SavedView.objects.exists()
    verbs = Entry.objects.filter(object_type="accounts.savedview").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["change", "delete"]


@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_rights(client_of, coordinator, administrator, outsider, make_view, deed):
    shared, own = make_view(coordinator, is_shared=True), make_view(coordinator, name="Mans")
    assert client_of(administrator).post(page_of(shared, deed), {"name": "x"}).status_code == 403
    assert client_of(administrator).post(page_of(own, deed), {"name": "x"}).status_code == 404
    assert client_of(outsider).post(page_of(shared, deed), {"name": "x"}).status_code == 404
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client_of, coordinator, make_view, django_assert_num_queries, count):
    for number in range(count):
        make_view(coordinator, name=f"S{number}")
    client = client_of(coordinator)
    client.get(LIST)
    with django_assert_num_queries(4):
        client.get(LIST)


def test_links_and_exports_leave_empty_filters_out(client_of, coordinator):
    text = client_of(coordinator).get(HOSTS, {"q": "", "country": "DE", "kind": ""}).content.decode()
    for address in (HOSTS, reverse("mobilities:host-export")):
        assert f"{address}?country=DE&amp;school=" in text


def test_flows_have_the_views_of_the_list_and_a_link_to_copy(client_of, coordinator, make_view):
    make_view(coordinator, page="mobilities:mobility-list", name="Spānija", query="country=ES")
    address = reverse("mobilities:flow-list")
    text = client_of(coordinator).get(address).content.decode()
    assert f'href="{address}?country=ES"' in text and "data-copy" in text
