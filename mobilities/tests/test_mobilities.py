"""Mobilities: one, a group, their rules on the page, their life."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mobilities.models import AccompanyingPerson, ExperienceReport, Host, Mobility, Participant
from portal.audit.models import Entry
from projects.models import ActivityType, Project, ProjectTarget

pytestmark = pytest.mark.django_db
START, END = date(2022, 2, 14), date(2022, 3, 18)


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", title="Stabila dzīve", school_name=school.name,
        start="2021-09-01", end="2023-08-31", call_year=2021, field="VET",
    )  # fmt: skip


@pytest.fixture
def placement() -> ActivityType:
    return ActivityType.objects.get(code="LM-SHORT-VET")


@pytest.fixture
def host(school) -> Host:
    return Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")


def person(school, name="Anna", kind="learner", **fields) -> Participant:
    return Participant.objects.create(school=school, kind=kind, first_name=name, last_name="Upīte", **fields)


@pytest.fixture
def learner(school) -> Participant:
    return person(school)


@pytest.fixture
def mobility(school, project, placement, host, learner) -> Mobility:
    return Mobility.objects.create(
        school=school, project=project, participant=learner, activity_type=placement, host=host, start=START, end=END,
        state="confirmed",
    )  # fmt: skip


@pytest.fixture
def typed(project, placement, host, learner) -> dict:
    return {
        "project": project.pk, "participant": learner.pk, "activity_type": placement.pk, "host": host.pk,
        "direction": "outgoing", "start": str(START), "end": str(END),
    }  # fmt: skip


@pytest.mark.parametrize("state", ["idea", "submitted", "rejected", "reported", "closed", "archived"])
def test_only_approved_projects_take_new_mobilities(client_of, coordinator, typed, project, mobility, state):
    Project.objects.update(state=state)
    client = client_of(coordinator)
    for address, extra in (
        ("/mobilities/add/", {}),
        (reverse("mobilities:mobility-add-group"), {"participants": typed["participant"]}),
    ):
        assert "project" in client.post(address, typed | extra).context["form"].errors
    edit = f"/mobilities/{mobility.pk}/edit/"
    kept = typed | {"end": "2022-03-11", "version": mobility.version}
    assert client.post(edit, kept).status_code == 302
    mobility.refresh_from_db()
    assert (mobility.project, mobility.end) == (project, date(2022, 3, 11))


def test_mobility_add(client_of, coordinator, typed, school):
    teacher = person(school, "Dace", "staff")
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"accompanying": [teacher.pk]})
    mobility = Mobility.objects.get()
    assert answer.url == f"/mobilities/{mobility.pk}/"
    assert (mobility.country, mobility.days) == ("DE", 33)
    assert AccompanyingPerson.objects.get().person == teacher
    assert Entry.objects.filter(user=coordinator, verb="add").count() == 2


def test_mobility_edit_refuses_to_overwrite_unseen(client_of, coordinator, mobility, typed):
    Mobility.objects.filter(pk=mobility.pk).update(note="Kolēģes piezīme", version=5)
    answer = client_of(coordinator).post(f"/mobilities/{mobility.pk}/edit/", typed | {"note": "Mana", "version": "0"})
    page = answer.content.decode()
    assert "Kolēģes piezīme" in page and "Mana" in page
    mobility.refresh_from_db()
    assert mobility.note == "Kolēģes piezīme"


def test_dates_the_wrong_way_round_are_named_and_kept(client_of, coordinator, typed):
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"start": "2022-03-18", "end": "2022-02-14"})
    page = answer.content.decode()
    assert not Mobility.objects.exists()
    assert "14.02.2022." in page and 'value="2022-02-14"' in page


@pytest.mark.parametrize(
    ("days", "fewer", "fits"),
    [(9, False, False), (10, False, True), (89, False, True), (90, False, False), (9, True, True)],
)
def test_limits_of_the_activity_type(client_of, coordinator, typed, learner, days, fewer, fits):
    Participant.objects.filter(pk=learner.pk).update(fewer_opportunities=fewer)
    end = START + timedelta(days=days - 1)
    client_of(coordinator).post("/mobilities/add/", typed | {"end": str(end)})
    assert Mobility.objects.exists() == fits


def test_breach_is_saved_with_a_reason(client_of, coordinator, typed):
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"end": "2022-02-16"})
    assert {"end", "override_reason"} <= set(answer.context["form"].errors)
    client_of(coordinator).post("/mobilities/add/", typed | {"end": "2022-02-16", "override_reason": "Slimība"})
    assert Mobility.objects.get().override_reason == "Slimība"


def test_overlap_of_one_person_is_named(client_of, coordinator, mobility, typed):
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"start": "2022-03-10", "end": "2022-04-10"})
    page = answer.content.decode()
    assert Mobility.objects.count() == 1
    assert "14.02.–18.03.2022." in page and "Nordkai" in page


def test_participant_and_accompanying_person_on_one_trip_is_named(client_of, coordinator, typed, school, mobility):
    teacher = person(school, "Dace", "staff")
    AccompanyingPerson.objects.create(school=school, project=mobility.project, person=teacher, start=START, end=END)
    shadowing = ActivityType.objects.get(code="SM-JOB-SHDW")
    data = typed | {"participant": teacher.pk, "activity_type": shadowing.pk, "end": "2022-02-18"}
    answer = client_of(coordinator).post("/mobilities/add/", data)
    assert Mobility.objects.count() == 1
    assert "participant" in answer.context["form"].errors
    other = person(school, "Otrs")
    answer = client_of(coordinator).post(
        "/mobilities/add/", typed | {"participant": other.pk, "accompanying": [mobility.participant_id]}
    )
    assert Mobility.objects.count() == 1


def test_learner_in_a_staff_activity_is_refused(client_of, coordinator, typed):
    shadowing = ActivityType.objects.get(code="SM-JOB-SHDW")
    answer = client_of(coordinator).post(
        "/mobilities/add/", typed | {"activity_type": shadowing.pk, "end": "2022-02-18"}
    )
    assert "participant" in answer.context["form"].errors


def test_activity_type_of_another_call_is_not_offered(client_of, coordinator, typed):
    old = ActivityType.objects.get(code="VET-LEARNERS-SHORT")
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"activity_type": old.pk})
    assert "activity_type" in answer.context["form"].errors


def test_hosts_are_offered_in_the_order_of_plain_letters(client_of, coordinator, school):
    for name in ("YOZGAT", "KARADENIZ", "Édouard", "zirgs", "eggs", "AKADEMIJA", "atelier"):
        Host.objects.create(school=school, name=name, country="TR", city="X")
    form = client_of(coordinator).get(reverse("mobilities:mobility-add")).context["form"]
    shown = [name for _key, name in form.fields["host"].widget.choices][1:]
    wanted = ["AKADEMIJA", "atelier", "Édouard", "eggs", "KARADENIZ", "YOZGAT", "zirgs"]
    assert [name for name in shown if name in wanted] == wanted


def test_rows_of_another_school_are_not_offered(client_of, coordinator, typed, other_school):
    stranger = person(other_school, "Svešais")
    answer = client_of(coordinator).post("/mobilities/add/", typed | {"participant": stranger.pk})
    assert "participant" in answer.context["form"].errors


def test_mobility_check_says_what_the_form_would(client_of, coordinator, mobility, typed):
    page = client_of(coordinator).post("/mobilities/check/", typed | {"end": "2022-02-15"}).content.decode()
    assert "LM" not in page and "10" in page
    assert Mobility.objects.count() == 1
    own = client_of(coordinator).post(f"/mobilities/check/?pk={mobility.pk}", typed).content.decode()
    assert "note stop" not in own and "note warn" not in own


def group_data(typed, people) -> dict:
    kept = {name: typed[name] for name in ("project", "activity_type", "host", "start", "end")}
    return kept | {"participants": [each.pk for each in people]}


def test_mobility_add_group_saves_all(client_of, coordinator, typed, school):
    people = [person(school, name, group="TT-41") for name in ("Anna", "Jānis", "Zane")]
    teacher = person(school, "Dace", "staff")
    client_of(coordinator).post(
        reverse("mobilities:mobility-add-group"), group_data(typed, people) | {"accompanying": [teacher.pk]}
    )
    assert set(Mobility.objects.values_list("participant__first_name", flat=True)) == {"Anna", "Jānis", "Zane"}
    row = AccompanyingPerson.objects.get()
    assert (row.person, row.mobilities.count()) == (teacher, 3)
    assert Entry.objects.filter(verb="add", object_type="mobilities.mobility").count() == 3


def test_mobility_add_group_saves_nobody_when_one_cannot_go(client_of, coordinator, typed, school, mobility):
    people = [mobility.participant, person(school, "Jānis")]
    answer = client_of(coordinator).post(reverse("mobilities:mobility-add-group"), group_data(typed, people))
    page = answer.content.decode()
    assert Mobility.objects.count() == 1
    assert "Anna Upīte" in page
    assert f'value="{people[1].pk}" id="who-{people[1].pk}" checked' in page


def test_a_ticked_class_is_everybody_active_in_it(client_of, coordinator, typed, school):
    people = [person(school, name, group="TT-41") for name in ("Anna", "Jānis")]
    person(school, "Zane", group="TT-42")
    person(school, "Bijusī", group="TT-41", is_active=False)
    person(school, "Dace", "staff")
    browser, page = client_of(coordinator), reverse("mobilities:mobility-add-group")
    classes = browser.get(page).context["classes"]
    assert [(each.key, len(each.people)) for each in classes] == [
        ("-", 1), ("TT-41", 2), ("TT-42", 1), ("staff-", 1)
    ]  # fmt: skip
    whole = group_data(typed, []) | {"classes": ["TT-41"], "show": "1"}
    assert browser.post(page, whole).context["form"].chosen_so_far() == 2
    del whole["show"]
    assert browser.post(page, whole | {"participants": [people[0].pk]}).status_code == 302
    assert set(Mobility.objects.values_list("participant__first_name", flat=True)) == {"Anna", "Jānis"}
    nobody = browser.post(page, group_data(typed, []))
    assert nobody.context["form"].errors["participants"]
    assert browser.post(page, whole | {"classes": ["x"]}).context["form"].errors["classes"]


def test_whoever_is_away_in_the_typed_days_is_shown_as_such(client_of, coordinator, typed, school, mobility):
    page = reverse("mobilities:mobility-add-group")
    typed = group_data(typed, []) | {"show": "1"}
    (group,) = client_of(coordinator).post(page, typed).context["classes"]
    assert [bool(each.away) for each in group.people] == [True]
    words = group.people[0].away
    checked = client_of(coordinator).post("/mobilities/check/?group=1", typed).content.decode()
    assert f'data-person="{mobility.participant_id}"' in checked and words in checked
    later = typed | {"start": "2022-06-01", "end": "2022-06-30"}
    (group,) = client_of(coordinator).post(page, later).context["classes"]
    assert [each.away for each in group.people] == [""]


def test_nobody_is_asked_for_a_report_while_a_mobility_is_entered(client_of, coordinator, typed, school, mobility):
    Mobility.objects.all().delete()
    for address, data in (
        ("/mobilities/check/?group=1", group_data(typed, [mobility.participant])), ("/mobilities/check/", typed),
    ):  # fmt: skip
        page = client_of(coordinator).post(address, data)
        assert not [notice for notice in page.context["notices"] if notice.kind == "report"]


def test_mobility_list_filters_and_exports_the_same(client_of, coordinator, mobility, school, project, placement):
    other = Mobility.objects.create(
        school=school, project=project, participant=person(school, "Jānis", group="TT-41"), activity_type=placement,
        start=START, end=END, state="confirmed",
    )  # fmt: skip
    browser = client_of(coordinator)
    for query, found in {
        "q=nordkai": {mobility}, "q=upīte": {mobility, other}, "host=none": {other}, "country=DE": {mobility},
        "report=missing": {mobility, other}, "state=returned": {mobility, other}, "state=planned": set(),
        "kind=staff": set(), "page=abc&sy=xyz&project=x": {mobility, other}, "sy=2019": set(),
        "year=all": {mobility, other},
    }.items():  # fmt: skip
        answer = browser.get(f"/mobilities/?sy=2021&{query}" if "sy" not in query else f"/mobilities/?{query}")
        assert set(answer.context["page"]) == found, query
    lines = browser.get("/mobilities/export/?sy=2021&host=none").getvalue().decode().splitlines()
    assert len(lines) == 2 and "Jānis" in lines[1]


def test_mobility_list_takes_a_fixed_number_of_queries(
    client_of,
    coordinator,
    mobility,
    school,
    project,
    placement,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    browser = client_of(coordinator)
    browser.get("/mobilities/?sy=2021")
    with django_assert_max_num_queries(20) as one:
        browser.get("/mobilities/?sy=2021")
    for number in range(2):
        with django_assert_num_queries(len(one)):
            browser.get("/mobilities/?sy=2021")
        for name in ("Zane", "Uldis"):
            who = person(school, f"{name}{number}")
            Mobility.objects.create(
                school=school, project=project, participant=who, activity_type=placement, start=START, end=END
            )


def test_teacher_sees_only_own_and_those_in_charge(client_of, teacher, mobility, school, project, placement):
    browser = client_of(teacher)
    assert browser.get(f"/mobilities/{mobility.pk}/").status_code == 404
    Mobility.objects.filter(pk=mobility.pk).update(responsible=teacher)
    assert browser.get(f"/mobilities/{mobility.pk}/").status_code == 200
    assert browser.get(f"/mobilities/{mobility.pk}/edit/").status_code == 403


def test_mobility_moves_through_its_life(client_of, coordinator, mobility):
    browser = client_of(coordinator)
    for step, state in (("confirm", "confirmed"), ("close", "closed"), ("cancel", "closed"),
                        ("reopen", "confirmed"), ("cancel", "cancelled"), ("reopen", "planned"),
                        ("cancel", "cancelled")):  # fmt: skip
        if step == "cancel" and state == "cancelled":
            page = browser.get(f"/mobilities/{mobility.pk}/").content.decode()
            assert 'data-confirm-yes="Atcelt mobilitāti"' in page
        browser.post(f"/mobilities/{mobility.pk}/move/{step}/")
        mobility.refresh_from_db()
        assert mobility.state == state
    assert not browser.get(f"/mobilities/{mobility.pk}/").context["may_write"]
    assert browser.post(f"/mobilities/{mobility.pk}/move/fly/").status_code == 404


def test_mobility_is_not_closed_before_its_end(client_of, coordinator, mobility):
    Mobility.objects.filter(pk=mobility.pk).update(start="2090-01-01", end="2090-02-01")
    client_of(coordinator).post(f"/mobilities/{mobility.pk}/move/close/")
    mobility.refresh_from_db()
    assert mobility.state == "confirmed"


def test_mobility_delete_is_refused_with_a_report(client_of, coordinator, mobility, school):
    report = ExperienceReport.objects.create(school=school, mobility=mobility)
    browser = client_of(coordinator)
    browser.post(f"/mobilities/{mobility.pk}/delete/")
    assert Mobility.objects.exists()
    report.delete()
    browser.post(f"/mobilities/{mobility.pk}/delete/")
    assert not Mobility.objects.exists()


def test_project_mobilities_counts_targets_and_done(client_of, director, mobility, placement):
    ProjectTarget.objects.create(project=mobility.project, activity_type=placement, planned=3)
    answer = client_of(director).get(f"/projects/{mobility.project_id}/mobilities/")
    line = answer.context["lines"][0]
    assert (line["planned"], line["done"], line["ahead"], line["left"]) == (3, 1, 0, 2)
    part = client_of(director).get(f"/projects/{mobility.project_id}/mobilities/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    ProjectTarget.objects.update(planned=4)
    Mobility.objects.bulk_create(
        Mobility(
            school=mobility.school, project=mobility.project, participant=mobility.participant, host=mobility.host,
            activity_type=placement, start=mobility.start, end=mobility.end,
        )
        for _more in range(5)
    )  # fmt: skip
    part = client_of(director).get(f"/projects/{mobility.project_id}/mobilities/", headers={"HX-Request": "true"})
    assert (part.context["lines"][0]["over"], part.context["total"]["over"]) == (2, 2)
    assert part.content.decode().count("+2 ") == 2


def test_host_of_an_incoming_mobility_is_the_school(client_of, coordinator, typed):
    client_of(coordinator).post("/mobilities/add/", typed | {"direction": "incoming", "host": ""})
    assert Mobility.objects.get().country == "LV"
