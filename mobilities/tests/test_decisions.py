"""A call brought to its end: points in one table, the decision, the mobilities."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mobilities import ready_reasons
from mobilities.enums import ApplicationState, SelectionState
from mobilities.models import Application, Host, Mobility, Score, Selection
from mobilities.tests.calls import applies, call, decisions, learner, placement, project_of, three_ranked
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
SELECTED, RESERVE, REJECTED = ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.REJECTED


@pytest.fixture
def inga(client_of, coordinator):
    return client_of(coordinator)


def page(name: str, selection: Selection) -> str:
    return reverse(f"mobilities:selection-{name}", args=[selection.pk])


def cell(application: Application, number: int) -> str:
    return f"points-{application.pk}-{application.selection.criteria.all()[number].pk}"


def points_of(application: Application) -> list[Decimal]:
    return list(application.scores.order_by("criterion__order").values_list("points", flat=True))


# ---- points ----


def test_the_whole_table_is_saved_at_once(inga, school):
    selection = call(school)
    anna, beate = applies(selection, "Anna"), applies(selection, "Beāte", 3, 4)
    typed = {cell(anna, 0): "7,5", cell(anna, 1): "10", cell(beate, 0): "3.25", cell(beate, 1): "", "version": 0}
    assert inga.post(page("points", selection), typed).url == page("detail", selection)
    assert points_of(anna) == [Decimal("7.50"), Decimal("10.00")]
    assert points_of(beate) == [Decimal("3.25")]
    assert Entry.objects.get(object_id=str(beate.pk)).changes == {"scores": ["3.00; 4.00", "3.25; –"]}
    selection.refresh_from_db()
    assert selection.version == 1


@pytest.mark.parametrize("value", ["11", "-1", "x", "NaN", "1e400", "7,555", "9" * 40])
def test_wrong_points_save_nothing(inga, school, value):
    selection = call(school)
    anna = applies(selection, "Anna")
    answer = inga.post(page("points", selection), {cell(anna, 0): "5", cell(anna, 1): value, "version": 0})
    assert cell(anna, 1) in answer.context["form"].errors
    assert not Score.objects.exists()
    assert answer.context["form"][cell(anna, 0)].value() == "5"


def test_points_of_somebody_else_are_not_overwritten_unseen(inga, school):
    selection = call(school)
    anna = applies(selection, "Anna", 4, 4)
    Selection.objects.update(version=1)
    typed = {cell(anna, 0): "9", cell(anna, 1): "4", "version": 0}
    form = inga.post(page("points", selection), typed).context["form"]
    assert [(theirs, ours) for _label, theirs, ours in form.stale] == [("4", "9")]
    assert points_of(anna) == [4, 4]
    assert inga.post(page("points", selection), typed | {"version": 1}).status_code == 302
    assert points_of(anna) == [9, 4]


def test_table_of_points_costs_the_same_for_one_and_three(inga, school):
    selection = call(school)
    counts = []
    for names in (["Anna"], ["Beāte", "Cilda"]):
        for name in names:
            applies(selection, name, 5)
        with CaptureQueriesContext(connection) as found:
            assert inga.get(page("points", selection)).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_decided_call_keeps_its_points(inga, school):
    selection = call(school, state=SelectionState.DECIDED)
    anna = applies(selection, "Anna", 4, 4)
    assert inga.post(page("points", selection), {cell(anna, 0): "9", "version": 0}).status_code == 403
    assert points_of(anna) == [4, 4]


# ---- decision ----


@pytest.fixture
def ranked(school) -> tuple[Selection, tuple[Application, ...]]:
    selection = call(school, places=1)
    return selection, three_ranked(selection)


def decided(application: Application) -> tuple:
    application.refresh_from_db()
    return application.state, application.place, application.reason


def test_the_ranking_proposes_and_ready_sentences_are_written(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    form = inga.get(page("decision", selection)).context["form"]
    assert [form[f"state-{row.pk}"].value() for row in (anna, beate, cilda)] == ["selected", "reserve", "reserve"]
    typed = decisions({anna: SELECTED, beate: RESERVE, cilda: REJECTED}, selection)
    assert inga.post(page("decision", selection), typed).url == page("detail", selection)
    assert decided(anna) == (SELECTED, None, "")
    state, place, reason = decided(beate)
    assert (state, place) == (RESERVE, 1)
    assert "75,00" in reason
    assert decided(cilda)[2]
    selection.refresh_from_db()
    assert (selection.state, selection.decided_on) == (SelectionState.DECIDED, date(2021, 10, 4))
    assert selection.decided_by == "I. Tiltiņa, V. Krastiņš"
    changes = Entry.objects.get(object_type="mobilities.selection").changes
    assert changes["decided_by"] == ["", "I. Tiltiņa, V. Krastiņš"]


def test_against_the_ranking_only_with_a_reason(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    chosen = {anna: RESERVE, beate: RESERVE, cilda: SELECTED}
    errors = inga.post(page("decision", selection), decisions(chosen, selection)).context["form"].errors
    assert set(errors) == {f"reason-{anna.pk}", f"reason-{beate.pk}"}
    typed = decisions(chosen, selection, **{f"reason-{cilda.pk}": "Priekšroka pēc skolas kārtības"})
    assert inga.post(page("decision", selection), typed).status_code == 302
    assert decided(cilda) == (SELECTED, None, "Priekšroka pēc skolas kārtības")
    assert decided(anna)[1:2] == (1,)


def test_whoever_is_passed_over_with_a_reason_burdens_nobody_else(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    typed = decisions({anna: REJECTED, beate: SELECTED, cilda: RESERVE}, selection)
    assert set(inga.post(page("decision", selection), typed).context["form"].errors) == {f"reason-{anna.pk}"}
    typed[f"reason-{anna.pk}"] = "Nav derīgas pases"
    assert inga.post(page("decision", selection), typed).status_code == 302
    assert decided(anna) == (REJECTED, None, "Nav derīgas pases")


def test_order_of_the_reserve_list_against_the_ranking_needs_a_reason(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    chosen = {anna: SELECTED, beate: RESERVE, cilda: RESERVE}
    typed = decisions(chosen, selection, **{f"place-{cilda.pk}": 1})
    assert set(inga.post(page("decision", selection), typed).context["form"].errors) == {f"reason-{beate.pk}"}
    typed[f"reason-{cilda.pk}"] = "Var braukt uzreiz"
    assert inga.post(page("decision", selection), typed).status_code == 302
    assert (decided(cilda)[1], decided(beate)[1]) == (1, 2)


def test_the_same_place_twice_is_refused(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    typed = decisions({anna: SELECTED, beate: RESERVE, cilda: RESERVE}, selection)
    typed |= {f"place-{beate.pk}": 1, f"place-{cilda.pk}": 1}
    errors = inga.post(page("decision", selection), typed).context["form"].errors
    assert {f"place-{beate.pk}", f"place-{cilda.pk}"} <= set(errors)


def test_between_equals_nothing_is_proposed_and_a_reason_is_needed(inga, school):
    selection = call(school, places=1)
    anna, beate = applies(selection, "Anna", 5, 5), applies(selection, "Beāte", 5, 5)
    form = inga.get(page("decision", selection)).context["form"]
    assert [form[f"state-{row.pk}"].value() for row in (anna, beate)] == ["", ""]
    typed = decisions({anna: RESERVE, beate: SELECTED}, selection)
    assert f"reason-{anna.pk}" in inga.post(page("decision", selection), typed).context["form"].errors
    typed[f"reason-{beate.pk}"] = "Lozēts."
    assert inga.post(page("decision", selection), typed).status_code == 302
    assert decided(anna)[2].endswith("Tāds pats rezultāts ir vēl 1 cilvēkam. Izvēlēti citi: Lozēts.")


def test_missing_points_are_never_zero(inga, school):
    selection = call(school, places=2)
    anna, beate = applies(selection, "Anna", 5, 5), applies(selection, "Beāte", 5)
    form = inga.get(page("decision", selection)).context["form"]
    assert form[f"state-{beate.pk}"].value() == ""
    for state in (SELECTED, RESERVE):
        typed = decisions({anna: SELECTED, beate: state}, selection)
        assert f"state-{beate.pk}" in inga.post(page("decision", selection), typed).context["form"].errors
    typed = decisions({anna: SELECTED, beate: REJECTED}, selection)
    assert f"reason-{beate.pk}" in inga.post(page("decision", selection), typed).context["form"].errors
    typed[f"reason-{beate.pk}"] = "Neieradās uz pārrunām"
    assert inga.post(page("decision", selection), typed).status_code == 302


def test_what_a_decision_cannot_be(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    right = decisions({anna: SELECTED, beate: RESERVE, cilda: RESERVE}, selection)
    for change, where in (
        ({f"state-{beate.pk}": SELECTED}, "__all__"),
        ({f"state-{beate.pk}": ""}, f"state-{beate.pk}"),
        ({f"state-{beate.pk}": "withdrawn"}, f"state-{beate.pk}"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_on": "2021-09-29"}, "decided_on"),
        ({"decided_on": str(timezone.localdate() + timedelta(days=1))}, "decided_on"),
        ({"version": 7}, "__all__"),
    ):
        answer = inga.post(page("decision", selection), right | change)
        assert where in answer.context["form"].errors, change
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.APPLIED}


def test_no_decision_while_people_may_still_apply(inga, school):
    tomorrow = timezone.localdate() + timedelta(days=1)
    selection = call(school, closes=tomorrow)
    three_ranked(selection)
    assert inga.get(page("decision", selection)).status_code == 403
    Selection.objects.update(closes=timezone.localdate())
    assert inga.get(page("decision", selection)).status_code == 200


def test_a_decision_is_fixed_until_it_is_taken_back(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    Application.objects.filter(pk=cilda.pk).update(state=ApplicationState.WITHDRAWN)
    inga.post(page("decision", selection), decisions({anna: SELECTED, beate: RESERVE}, selection))
    for name in ("edit", "points", "decision"):
        assert inga.get(page(name, selection)).status_code == 403, name
    inga.post(reverse("mobilities:selection-move", args=[selection.pk, "reopen"]))
    selection.refresh_from_db()
    assert (selection.state, selection.decided_on, selection.decided_by) == (SelectionState.OPEN, None, "")
    assert decided(anna) == (ApplicationState.APPLIED, None, "")
    assert decided(beate) == (ApplicationState.APPLIED, None, "")
    assert decided(cilda)[0] == ApplicationState.WITHDRAWN
    kept = Entry.objects.filter(object_id=str(beate.pk), object_type="mobilities.application").latest("pk")
    assert kept.changes["state"][0] == RESERVE


def test_who_withdraws_after_the_decision_leaves_the_ranks_as_they_were(inga, ranked):
    selection, (anna, beate, cilda) = ranked
    inga.post(page("decision", selection), decisions({anna: SELECTED, beate: RESERVE, cilda: RESERVE}, selection))
    inga.post(reverse("mobilities:application-withdraw", args=[selection.pk, anna.pk]), {})
    lines = inga.get(page("detail", selection)).context["record"].lines
    assert [(line.application, line.standing.rank) for line in lines] == [(anna, 1), (beate, 2), (cilda, 3)]
    inga.post(reverse("mobilities:selection-move", args=[selection.pk, "reopen"]))
    lines = inga.get(page("detail", selection)).context["record"].lines
    assert [(line.application, line.standing and line.standing.rank) for line in lines] == [
        (beate, 1), (cilda, 2), (anna, None)
    ]  # fmt: skip


# ---- mobilities ----


@pytest.fixture
def chosen(school) -> tuple[Selection, list[Application]]:
    """Anna and Beāte are selected, Cilda is in reserve."""
    selection = call(school, state=SelectionState.DECIDED, decided_on=date(2021, 10, 4), decided_by="I. Tiltiņa")
    rows = three_ranked(selection)
    for row, state in zip(rows, (SELECTED, SELECTED, RESERVE), strict=True):
        Application.objects.filter(pk=row.pk).update(state=state)
    return selection, list(rows)


TRIP = {"start": "2022-02-14", "end": "2022-03-18"}


def trip(rows: list[Application]) -> dict:
    """What the page sends for `rows` as they are ticked; somebody who is not to be sent is not on it."""
    return TRIP | {"who": [row.pk for row in rows if decided(row)[0] == SELECTED and row.mobility_id is None]}


def test_the_selected_become_mobilities_in_one_step(inga, school, teacher, chosen):
    selection, (anna, beate, cilda) = chosen
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    companion = learner(school, "Skolotāja", kind="staff")
    typed = trip(chosen[1]) | {
        "host": host.pk,
        "responsible": teacher.pk,
        "accompanying": [companion.pk],
        "green_travel": "on",
    }
    assert inga.post(page("mobilities", selection), typed).url == page("detail", selection)
    assert Mobility.objects.count() == 2
    for row in (anna, beate):
        row.refresh_from_db()
        made = row.mobility
        assert (made.participant, made.project, made.activity_type) == (row.person, project_of(school), placement())
        assert (made.host, made.responsible, made.green_travel, made.country) == (host, teacher, True, "DE")
        assert (made.start, made.end) == (date(2022, 2, 14), date(2022, 3, 18))
        assert list(made.accompanying_persons.values_list("person", flat=True)) == [companion.pk]
    cilda.refresh_from_db()
    assert cilda.mobility is None
    assert inga.get(page("mobilities", selection)).status_code == 403
    shown = inga.get(reverse("mobilities:mobility-detail", args=[anna.mobility_id])).content.decode()
    assert page("detail", selection) in shown


def test_a_conflict_unticks_one_person_and_the_others_are_made(inga, school, chosen):
    selection, (anna, beate, _cilda) = chosen
    first = inga.get(page("mobilities", selection)).context["form"]
    assert [row.is_ticked for row in first.travellers()] == [True, True]
    there = Mobility.objects.create(
        school=school, project=project_of(school), participant=anna.person, activity_type=placement(),
        start=date(2022, 3, 1), end=date(2022, 3, 20),
    )  # fmt: skip
    answer = inga.post(page("mobilities", selection), trip(chosen[1]))
    rows = {row.line.application: row for row in answer.context["form"].travellers()}
    assert (rows[anna].is_ticked, rows[beate].is_ticked) == (False, True)
    assert "Anna Upīte" in rows[anna].conflicts[0].sentence and not rows[beate].conflicts
    assert reverse("mobilities:mobility-detail", args=[there.pk]) in answer.content.decode()
    assert not Application.objects.filter(mobility__isnull=False).exists()

    made = inga.post(page("mobilities", selection), trip([beate]), follow=True)
    beate.refresh_from_db()
    assert beate.mobility and Mobility.objects.count() == 2
    assert len(list(made.context["messages"])) == 2
    later = inga.get(page("mobilities", selection)).context["form"].travellers()
    assert [row.line.application for row in later] == [anna]
    inga.post(page("mobilities", selection), trip([anna]) | {"start": "2022-03-21", "end": "2022-04-22"})
    anna.refresh_from_db()
    assert anna.mobility.start == date(2022, 3, 21)


def test_the_reason_stays_shown_with_whoever_is_unticked(inga, school, chosen):
    selection, (anna, beate, _cilda) = chosen
    Mobility.objects.create(
        school=school, project=project_of(school), participant=anna.person, activity_type=placement(),
        start=date(2022, 3, 1), end=date(2022, 3, 20),
    )  # fmt: skip
    form = inga.post(page("mobilities", selection), trip([beate]) | {"start": ""}).context["form"]
    assert [bool(row.conflicts) for row in form.travellers()] == [False, False]
    form = inga.post(page("mobilities", selection), trip([beate]) | {"host": "999"}).context["form"]
    assert [(row.is_ticked, bool(row.conflicts)) for row in form.travellers()] == [(False, True), (True, False)]


@pytest.mark.parametrize("who", [[], ["999"], ["x"], ["9" * 40]])
def test_nobody_or_somebody_else_makes_nothing(inga, chosen, who):
    selection, (_anna, _beate, cilda) = chosen
    for keys in (who, [cilda.pk]):
        form = inga.post(page("mobilities", selection), TRIP | {"who": keys}).context["form"]
        assert form.errors["who"]
    assert not Mobility.objects.exists()


def test_a_page_that_is_closed_now_says_why_within_the_frame_and_leads_to_the_call(inga, ranked):
    selection, _rows = ranked
    answer = inga.get(page("mobilities", selection))
    text = answer.content.decode()
    assert answer.status_code == 403 and '<div class="side">' in text
    assert f'href="{page("detail", selection)}">Uz atlasi</a>' in text


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"end": "2022-02-01"}, "end"),
        ({"end": "2022-02-16"}, "override_reason"),
        ({"start": "2020-01-06", "end": "2020-01-30"}, "start"),
        ({"start": ""}, "start"),
        ({"host": "999"}, "host"),
    ],
)
def test_checked_as_any_other_mobility(inga, chosen, change, where):
    selection, rows = chosen
    assert where in inga.post(page("mobilities", selection), trip(rows) | change).context["form"].errors
    assert not Mobility.objects.exists()


def test_who_moves_up_later_becomes_a_mobility_as_well(inga, chosen):
    selection, (anna, _beate, cilda) = chosen
    inga.post(page("mobilities", selection), trip(chosen[1]))
    Application.objects.filter(pk=anna.pk).update(state=ApplicationState.WITHDRAWN)
    inga.post(reverse("mobilities:application-move-up", args=[selection.pk, cilda.pk]))
    assert inga.post(page("mobilities", selection), trip([cilda])).status_code == 302
    assert Mobility.objects.filter(participant=cilda.person).count() == 1
    assert Mobility.objects.count() == 3


def test_a_decision_that_became_mobilities_stays(inga, chosen):
    selection, rows = chosen
    inga.post(page("mobilities", selection), trip(rows))
    inga.post(reverse("mobilities:selection-move", args=[selection.pk, "reopen"]))
    selection.refresh_from_db()
    assert selection.state == SelectionState.DECIDED


def test_a_project_that_takes_none_makes_none(inga, school, chosen):
    selection, rows = chosen
    type(project_of(school)).objects.update(state="closed")
    assert inga.post(page("mobilities", selection), trip(rows)).status_code == 403
    assert not Mobility.objects.exists()


def test_a_teacher_sees_where_a_mobility_is_from_only_on_ones_own_page(inga, client_of, teacher, chosen):
    """The call itself stays closed: it shows the points of others."""
    selection, (anna, *_rest) = chosen
    inga.post(page("mobilities", selection), trip(chosen[1]) | {"responsible": teacher.pk})
    anna.refresh_from_db()
    shown = client_of(teacher).get(reverse("mobilities:mobility-detail", args=[anna.mobility_id]))
    assert shown.status_code == 200
    assert page("detail", selection) not in shown.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        {"rank": 3, "places": 2, "equals": 0},
        {"rank": 1, "places": 1, "equals": 1, "is_earlier": True},
        {"rank": 12, "places": 21, "equals": 2, "preferred": ["Runā vāciski. Bija arī agrāk", "Pieredze"]},
    ],
)
def test_a_ready_reason_is_read_in_the_language_of_the_reader_while_nobody_changed_it(words):
    told = {}
    for language in ("lv", "en"):
        with override(language):
            told[language] = ready_reasons.told(Decimal("87.5"), **words)
    assert told["lv"] != told["en"]
    for language in told:
        with override(language):
            assert {ready_reasons.in_readers_language(text) for text in told.values()} == {told[language]}
            own = told["lv"].replace("87,50", "daudz")
            assert ready_reasons.in_readers_language(own) == own
