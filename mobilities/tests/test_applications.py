"""Applications: entered many at once, changed, withdrawn, moved up from the reserve list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mobilities.enums import ApplicationState, MobilityState, SelectionState
from mobilities.models import Application, Mobility, Selection
from mobilities.tests.calls import APPLIED, applies, call, learner, placement, project_of, three_ranked
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
SELECTED, RESERVE, WITHDRAWN = ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.WITHDRAWN


@pytest.fixture
def inga(client_of, coordinator):
    return client_of(coordinator)


def add(selection: Selection) -> str:
    return reverse("mobilities:application-add", args=[selection.pk])


def page(name: str, application: Application) -> str:
    return reverse(f"mobilities:application-{name}", args=[application.selection_id, application.pk])


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state


# ---- add ----


def test_many_apply_at_once(inga, school):
    selection = call(school)
    people = [learner(school, name) for name in ("Anna", "Beāte", "Cilda")]
    data = {"applied_on": str(APPLIED), "people": [person.pk for person in people]}
    assert inga.post(add(selection), data).status_code == 302
    assert set(selection.applications.values_list("person__first_name", flat=True)) == {"Anna", "Beāte", "Cilda"}
    assert Entry.objects.filter(object_type="mobilities.application").count() == 3
    selection.refresh_from_db()
    assert selection.version == 1


def test_only_people_for_whom_the_activity_is_are_offered(inga, school, other_school):
    selection = call(school)
    fits = learner(school, "Anna")
    learner(school, "Prom", is_active=False)
    learner(school, "Viesis", home="Vinnicas koledža")
    learner(school, "Skolotāja", kind="staff")
    learner(other_school, "Svešs")
    applies(selection, "Jau")
    assert list(inga.get(add(selection)).context["people"]) == [fits]


def test_people_are_narrowed_by_group_and_name(inga, school):
    selection = call(school)
    anna, beate = learner(school, "Anna"), learner(school, "Beāte", group="TT-21")
    assert list(inga.get(add(selection), {"group": "TT-21"}).context["people"]) == [beate]
    assert list(inga.get(add(selection), {"q": "ann"}).context["people"]) == [anna]


def test_people_not_offered_are_refused(inga, school, other_school):
    selection = call(school)
    there = applies(selection, "Jau").person
    for pk in (there.pk, learner(other_school, "Svešs").pk, "9" * 40, "x"):
        answer = inga.post(add(selection), {"applied_on": str(APPLIED), "people": [pk]})
        assert "people" in answer.context["form"].errors
    assert selection.applications.count() == 1


def test_the_day_lies_in_the_time_of_the_call(inga, school):
    today = timezone.localdate()
    selection = call(school, opens=today - timedelta(days=5), closes=today + timedelta(days=5))
    person = learner(school, "Anna")
    for days in (-6, 1, 6):
        data = {"applied_on": str(today + timedelta(days=days)), "people": [person.pk]}
        assert "applied_on" in inga.post(add(selection), data).context["form"].errors
    assert inga.post(add(selection), {"applied_on": str(today), "people": [person.pk]}).status_code == 302


@pytest.mark.parametrize("state", [SelectionState.DRAFT, SelectionState.DECIDED])
def test_only_an_open_call_takes_applications(inga, school, state):
    selection = call(school, state=state)
    data = {"applied_on": str(APPLIED), "people": [learner(school, "Anna").pk]}
    assert inga.post(add(selection), data).status_code == 403
    assert not selection.applications.exists()


def test_list_of_people_costs_the_same_for_one_and_three(inga, school):
    selection = call(school)
    counts = []
    for names in (["Anna"], ["Beāte", "Cilda"]):
        for name in names:
            learner(school, name)
        with CaptureQueriesContext(connection) as found:
            inga.get(add(selection))
        counts.append(len(found))
    assert counts[0] == counts[1]


# ---- edit, delete ----


def test_edit_keeps_motivation_and_refuses_stale(inga, school):
    row = applies(call(school), "Anna")
    typed = {"applied_on": "2021-09-12", "motivation": "Grib strādāt ostā", "version": 0}
    assert inga.post(page("edit", row), typed).status_code == 302
    row.refresh_from_db()
    assert (row.applied_on, row.motivation, row.version) == (date(2021, 9, 12), "Grib strādāt ostā", 1)
    stale = inga.post(page("edit", row), typed | {"motivation": "Cits"})
    assert stale.context["form"].stale
    assert "applied_on" in inga.post(page("edit", row), typed | {"applied_on": "2021-11-01"}).context["form"].errors


def test_deleted_with_its_points(inga, school):
    row = applies(call(school), "Anna", 5, 5)
    assert inga.post(page("delete", row)).status_code == 302
    assert not Application.objects.exists()


def test_an_application_is_found_only_in_its_own_call(inga, school):
    row, other = applies(call(school), "Anna"), call(school, title="Cita")
    for name in ("edit", "delete", "withdraw"):
        assert inga.get(reverse(f"mobilities:application-{name}", args=[other.pk, row.pk])).status_code == 404


def test_a_person_page_tells_of_applications_to_those_who_see_calls(inga, client_of, teacher, school):
    row = applies(call(school), "Anna")
    Mobility.objects.create(
        school=school, project=project_of(school), participant=row.person, activity_type=placement(),
        start=date(2022, 2, 14), end=date(2022, 3, 18), responsible=teacher,
    )  # fmt: skip
    address = reverse("mobilities:participant-detail", args=[row.person_id])
    assert "Prakse Hamburgā" in inga.get(address).content.decode()
    answer = client_of(teacher).get(address)
    assert answer.status_code == 200
    assert "Prakse Hamburgā" not in answer.content.decode()


def test_somebody_who_applied_stays_in_the_register(inga, school):
    row = applies(call(school), "Anna")
    assert inga.post(reverse("mobilities:participant-delete", args=[row.person_id])).status_code == 409


# ---- withdraw, return, move up ----


def test_withdrawn_before_the_decision_and_back(inga, school):
    row = applies(call(school), "Anna")
    inga.post(page("withdraw", row), {"reason": "Slimība"})
    assert (state_of(row), row.reason) == (WITHDRAWN, "Slimība")
    inga.post(page("return", row))
    assert (state_of(row), row.reason) == (ApplicationState.APPLIED, "")


@pytest.fixture
def decided(school) -> tuple[Selection, list[Application]]:
    """Two places: Anna and Beāte selected; Cilda and Dita in reserve."""
    selection = call(school, state=SelectionState.DECIDED, decided_on=date(2021, 10, 4), decided_by="I. Tiltiņa")
    rows = [*three_ranked(selection), applies(selection, "Dita", 1, 1)]
    for row, (state, place) in zip(rows, [(SELECTED, None)] * 2 + [(RESERVE, 1), (RESERVE, 2)], strict=True):
        Application.objects.filter(pk=row.pk).update(state=state, place=place)
        row.refresh_from_db()
    return selection, rows


def test_the_first_of_the_reserve_list_moves_up(inga, decided):
    selection, (anna, _beate, cilda, dita) = decided
    detail = reverse("mobilities:selection-detail", args=[selection.pk])
    assert inga.get(detail).context["next_in_line"] is None
    inga.post(page("withdraw", anna), {})
    assert inga.get(detail).context["next_in_line"].application == cilda
    inga.post(page("move-up", dita))
    assert state_of(dita) == RESERVE
    inga.post(page("move-up", cilda))
    assert (state_of(cilda), cilda.place) == (SELECTED, None)
    assert cilda.reason
    inga.post(page("move-up", dita))
    assert state_of(dita) == RESERVE
    assert inga.get(detail).context["next_in_line"] is None


def test_who_comes_back_after_the_decision_is_last_in_reserve(inga, decided):
    _selection, (anna, *_rest) = decided
    inga.post(page("withdraw", anna), {})
    inga.post(page("return", anna))
    assert (state_of(anna), anna.place) == (RESERVE, 3)


def trip_of(application: Application, start: date, state: str = MobilityState.PLANNED) -> Mobility:
    school = application.selection.school
    mobility = Mobility.objects.create(
        school=school, project=project_of(school), participant=application.person, activity_type=placement(),
        start=start, end=start + timedelta(days=20), state=state,
    )  # fmt: skip
    Application.objects.filter(pk=application.pk).update(mobility=mobility)
    return mobility


def test_a_mobility_ahead_is_cancelled_with_the_withdrawal(inga, decided):
    _selection, (anna, *_rest) = decided
    mobility = trip_of(anna, timezone.localdate() + timedelta(days=9))
    inga.post(page("withdraw", anna), {})
    mobility.refresh_from_db()
    assert (state_of(anna), mobility.state) == (WITHDRAWN, MobilityState.CANCELLED)
    assert anna.mobility == mobility
    inga.post(page("return", anna))
    assert state_of(anna) == WITHDRAWN


@pytest.mark.parametrize("state", [MobilityState.PLANNED, MobilityState.CLOSED])
def test_nobody_withdraws_from_a_mobility_that_has_begun(inga, decided, state):
    _selection, (anna, *_rest) = decided
    mobility = trip_of(anna, timezone.localdate() - timedelta(days=2), state)
    inga.post(page("withdraw", anna), {})
    mobility.refresh_from_db()
    assert (state_of(anna), mobility.state) == (SELECTED, state)


def test_a_mobility_cancelled_on_its_own_page_is_told(inga, decided):
    selection, (anna, *_rest) = decided
    trip_of(anna, timezone.localdate() + timedelta(days=9), MobilityState.CANCELLED)
    missing = inga.get(reverse("mobilities:selection-detail", args=[selection.pk])).context["missing"]
    assert page("withdraw", anna) in [row["url"] for row in missing]
    inga.post(page("withdraw", anna), {})
    assert state_of(anna) == WITHDRAWN
