"""What makes a mobility complete: every finding, and the same ones on form, page, list, export and for an importer."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from mobilities.completeness import (
    Notice,
    Plan,
    Severity,
    clashes,
    findings,
    findings_of,
    is_incomplete,
    notices,
    plan_of,
    worst,
)
from mobilities.models import AccompanyingPerson, ExperienceReport, Host, HostContact, Mobility, Participant
from projects.models import ActivityType, Project, ProjectTarget

pytestmark = pytest.mark.django_db
START, END = date(2022, 2, 14), date(2022, 3, 18)
LIST = reverse("mobilities:mobility-list")


def person(school, name="Anna", kind="learner", **fields) -> Participant:
    fields = {"birth_date": date(2004, 5, 1)} | fields
    return Participant.objects.create(school=school, kind=kind, first_name=name, last_name="Upīte", **fields)


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Stabila dzīve", school_name=school.name, start=date(2021, 9, 1), end=date(2022, 8, 31),
        call_year=2021,
    )  # fmt: skip


@pytest.fixture
def host(school) -> Host:
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    HostContact.objects.create(host=host, name="Jens", role="mentor")
    HostContact.objects.create(host=host, name="Anke", role="administrative")
    return host


@pytest.fixture
def mobility(school, project, host, teacher) -> Mobility:
    """Complete: nothing is to be said about it."""
    row = Mobility.objects.create(
        school=school, project=project, participant=person(school), activity_type=kind("LM-SHORT-VET"), host=host,
        start=START, end=END, responsible=teacher, state="confirmed",
    )  # fmt: skip
    ExperienceReport.objects.create(school=school, mobility=row, state="submitted")
    return row


def kind(code: str) -> ActivityType:
    return ActivityType.objects.get(code=code, school=None)


def of(row: Mobility) -> list[Notice]:
    fresh = Mobility.objects.with_names().get(pk=row.pk)
    return findings_of([fresh])[row.pk]


def kinds(row: Mobility) -> dict[str, tuple[str, str]]:
    return {notice.kind: (notice.field, notice.severity) for notice in of(row)}


def test_complete_mobility_has_no_findings(mobility):
    assert of(mobility) == []
    assert worst([]) is None and not is_incomplete([])


CHANGES = {
    "no_host": ({"host": None}, "host", "missing"),
    "too_short": ({"end": START + timedelta(days=2)}, "end", "breach"),
    "too_long": ({"end": START + timedelta(days=89)}, "end", "breach"),
    "period": ({"start": date(2021, 8, 30), "end": date(2021, 9, 30)}, "start", "breach"),
    "host_at_home": ({"direction": "incoming"}, "host", "error"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_finding_of_a_field(mobility, name):
    change, field, severity = CHANGES[name]
    Mobility.objects.filter(pk=mobility.pk).update(**change)
    assert kinds(mobility)[name] == (field, severity)


@pytest.mark.parametrize(
    ("code", "name", "field"),
    [
        ("VET-LEARNERS-SHORT", "call_year", "activity_type"),
        ("SM-JOB-SHDW", "for_whom", "participant"),
        ("OA-INV-EXP", "incoming", "direction"),
    ],
)
def test_finding_of_an_activity_type_names_its_source(mobility, code, name, field):
    Mobility.objects.update(activity_type=kind(code))
    assert kinds(mobility)[name] == (field, "error")
    notice = next(notice for notice in of(mobility) if notice.kind == name)
    assert notice.source == kind(code).shown_source


def test_source_of_an_own_row_is_its_own(mobility, school):
    own = ActivityType.objects.create(
        school=school, code="LM-SHORT-VET", name_lv="Pašu", name_en="Own", category="learner", family="placement",
        min_days=60, call_year_from=2021, source="Aģentūras vēstule",
    )  # fmt: skip
    Mobility.objects.update(activity_type=own)
    assert [(notice.kind, notice.source) for notice in of(mobility)] == [("too_short", "Aģentūras vēstule")]


def test_call_year_of_the_project_decides(mobility, project):
    Project.objects.update(call_year=2019)
    assert kinds(mobility) == {"call_year": ("activity_type", "error")}
    Project.objects.update(call_year=None)
    assert kinds(mobility) == {}


def test_breach_with_a_reason_is_only_worth_a_look(mobility):
    Mobility.objects.update(end=START, override_reason="Slimība")
    assert kinds(mobility) == {"too_short": ("end", "warning")}
    assert not is_incomplete(of(mobility))


@pytest.mark.parametrize(
    ("roles", "is_found"),
    [
        ([], True), (["mentor"], True), (["mentor", "mentor"], True), (["administrative", "emergency"], True),
        (["mentor", "administrative"], False), (["emergency", "mentor", "administrative"], False),
    ],
)  # fmt: skip
def test_contacts_of_the_host(mobility, host, roles, is_found):
    host.contacts.all().delete()
    for role in roles:
        HostContact.objects.create(host=host, name="X", role=role)
    assert kinds(mobility) == ({"contacts": ("host", "missing")} if is_found else {})


def test_date_of_birth_is_asked_of_learners_who_go(mobility, school):
    Participant.objects.update(birth_date=None)
    assert kinds(mobility) == {"no_birth_date": ("participant", "missing")}
    Mobility.objects.update(activity_type=kind("SM-JOB-SHDW"))
    Participant.objects.update(kind="staff")
    assert kinds(mobility) == {}


def test_who_writes_alone_needs_no_teacher_in_charge(mobility, coordinator):
    Mobility.objects.update(responsible=None, start=date(2090, 3, 1), end=date(2090, 3, 20))
    ExperienceReport.objects.all().delete()
    assert "no_teacher" in kinds(mobility)
    Participant.objects.update(user=coordinator)
    assert "no_teacher" not in kinds(mobility)


def test_who_is_in_charge_no_longer_matters_once_the_report_is_there(mobility):
    Mobility.objects.update(responsible=None)
    assert kinds(mobility) == {}


@pytest.mark.parametrize(
    ("state", "is_found"),
    [(None, True), ("draft", True), ("returned", True), ("submitted", False), ("approved", False)],
)
def test_report_is_awaited_after_the_end(mobility, state, is_found):
    ExperienceReport.objects.all().delete()
    if state:
        ExperienceReport.objects.create(school=mobility.school, mobility=mobility, state=state)
    assert kinds(mobility) == ({"report": ("report", "missing")} if is_found else {})


@pytest.mark.parametrize(("days_ago", "words"), [(0, None), (1, "awaited by"), (30, "awaited by"), (31, "was due by")])
def test_report_is_due_thirty_days_after_the_end(days_ago, words):
    today = date(2022, 6, 30)
    with translation.override("en"):
        found = notices(Plan(start=START, end=today - timedelta(days=days_ago), today=today))
        sentences = [notice.sentence for notice in found if notice.kind == "report"]
    assert len(sentences) == bool(words) and (not words or words in sentences[0])


def test_incoming_guest_needs_a_sender_and_nothing_else(mobility):
    ExperienceReport.objects.all().delete()
    Mobility.objects.update(direction="incoming", host=None, responsible=None)
    assert kinds(mobility) == {"no_sender": ("participant", "missing")}
    Participant.objects.update(home="Lycée")
    assert kinds(mobility) == {}


def test_people_and_hosts_who_left_matter_only_before_the_end(mobility, host):
    Participant.objects.update(is_active=False, birth_date=date(2003, 1, 1))
    Host.objects.update(state="paused", paused_reason="Pārcēlās")
    assert kinds(mobility) == {}
    plan = replace(plan_of(Mobility.objects.with_names().get(), has_report=False), today=END)
    assert {notice.kind: notice.severity for notice in notices(plan)} == {
        "person_left": Severity.WARNING, "host_left": Severity.WARNING, "no_consent": Severity.WARNING,
    }  # fmt: skip


def test_overlap_is_found_on_both_sides(mobility, school, project):
    other = Mobility.objects.create(
        school=school, project=project, participant=mobility.participant, activity_type=mobility.activity_type,
        start=END, end=END + timedelta(days=20),
    )  # fmt: skip
    assert kinds(mobility) == {"overlap": ("participant", "error")}
    assert "overlap" in kinds(other)
    assert of(mobility)[0].page == reverse("mobilities:mobility-detail", args=[other.pk])
    other.state = "cancelled"
    other.save()
    assert kinds(mobility) == kinds(other) == {}


def accompany(mobility, who, start=START, end=END) -> AccompanyingPerson:
    row = AccompanyingPerson.objects.create(
        school=mobility.school, project=mobility.project, person=who, start=start, end=end
    )
    row.mobilities.add(mobility)
    return row


def test_participant_who_accompanies(mobility, school, project):
    teacher = person(school, "Dace", "staff")
    own = Mobility.objects.create(
        school=school, project=project, participant=teacher, activity_type=kind("SM-JOB-SHDW"), start=END,
        end=END + timedelta(days=3),
    )  # fmt: skip
    accompany(mobility, teacher)
    assert kinds(mobility) == {"takes_part": ("accompanying", "error")}
    assert kinds(own)["accompanies"] == ("participant", "error")
    assert [notice.kind for notice in clashes(Plan(participant=teacher, start=END, end=END))] == [
        "overlap", "accompanies",
    ]  # fmt: skip


def test_one_person_in_both_parts_of_a_trip(mobility):
    accompany(mobility, mobility.participant)
    assert {"both", "accompanies"} <= set(kinds(mobility))


def test_dates_the_wrong_way_round_are_found_even_when_cancelled():
    plan = Plan(start=END, end=START, state="cancelled")
    assert [(notice.kind, notice.field, notice.severity) for notice in notices(plan)] == [("order", "end", "error")]


def test_nothing_is_asked_of_a_cancelled_mobility(mobility):
    Mobility.objects.update(state="cancelled", host=None, responsible=None, activity_type=kind("OA-INV-EXP"))
    assert kinds(mobility) == {}


def test_gravest_finding_counts(mobility):
    Mobility.objects.update(host=None, end=START)
    assert worst(of(mobility)) == "breach" and is_incomplete(of(mobility))
    assert list(Severity) == ["error", "breach", "missing", "warning"]


def test_every_finding_has_a_sentence_and_a_source_in_both_languages(mobility):
    Mobility.objects.update(host=None, responsible=None, end=START)
    Participant.objects.update(birth_date=None)
    for language in ("lv", "en"):
        with translation.override(language):
            assert all(notice.sentence and notice.source for notice in of(mobility))


def incomplete(mobility) -> list[str]:
    """Several findings at once; the sentences of them all."""
    Mobility.objects.update(host=None, responsible=None, end=START + timedelta(days=2), override_reason="Slimība")
    Participant.objects.update(birth_date=None)
    ExperienceReport.objects.all().delete()
    with translation.override("lv"):
        sentences = [notice.sentence for notice in of(mobility)]
    assert len(sentences) == 5
    return sentences


def test_the_same_on_form_page_list_export_and_for_an_importer(client_of, coordinator, mobility):
    sentences = incomplete(mobility)
    browser = client_of(coordinator)
    row = Mobility.objects.get()
    page = browser.get(reverse("mobilities:mobility-detail", args=[row.pk]))
    assert [each["text"] for each in page.context["missing"]] == sentences
    listed = browser.get(LIST, {"year": "all"}).context["page"].object_list[0]
    assert [notice.sentence for notice in listed.findings] == sentences and listed.worst == "missing"
    typed = {
        "project": row.project_id, "participant": row.participant_id, "activity_type": row.activity_type_id,
        "direction": "outgoing", "start": str(row.start), "end": str(row.end), "override_reason": "Slimība",
        "version": row.version,
    }  # fmt: skip
    edit = browser.get(reverse("mobilities:mobility-edit", args=[row.pk]))
    assert [notice.sentence for notice in edit.context["form"].remarks] == sentences
    checked = browser.post(f"{reverse('mobilities:mobility-check')}?pk={row.pk}", typed)
    assert [notice.sentence for notice in checked.context["notices"]] == sentences
    assert all(sentence in unescape(checked.content.decode()) for sentence in sentences)
    lines = browser.get(reverse("mobilities:mobility-export"), {"year": "all"}).getvalue().decode("utf-8-sig")
    exported = next(csv.DictReader(lines.splitlines(), delimiter=";"))
    assert exported["Kā trūkst vai kas nav pareizi"] == " ".join(sentences)
    row.delete()
    with translation.override("lv"):
        plan = Plan(
            project=row.project, activity_type=row.activity_type, participant=row.participant, start=row.start,
            end=row.end, override_reason="Slimība",
        )  # fmt: skip
        assert [notice.sentence for notice in findings([plan])[0]] == sentences


def test_page_names_sources_and_links_only_for_those_who_may_mend(client_of, coordinator, director, mobility):
    incomplete(mobility)
    address = reverse("mobilities:mobility-detail", args=[mobility.pk])
    for user, may in ((coordinator, True), (director, False)):
        rows = client_of(user).get(address).context["missing"]
        assert all(bool(row.get("url")) == may for row in rows)
        assert kind("LM-SHORT-VET").shown_source in [row["source"] for row in rows]


def test_list_is_filtered_by_completeness(client_of, coordinator, mobility, school, project):
    bare = Mobility.objects.create(
        school=school, project=project, participant=person(school, "Zane"), activity_type=kind("LM-SHORT-VET"),
        start=START, end=END,
    )  # fmt: skip
    browser = client_of(coordinator)
    for value, expected in (("no", [bare]), ("yes", [mobility]), ("", [mobility, bare]), ("x", [mobility, bare])):
        page = browser.get(LIST, {"sy": "2021", "complete": value}).context["page"]
        assert sorted(page.object_list, key=lambda row: row.pk) == expected, value
        lines = browser.get(reverse("mobilities:mobility-export"), {"sy": "2021", "complete": value}).getvalue()
        assert len(lines.decode().splitlines()) == len(expected) + 1


@pytest.mark.parametrize("query", [{}, {"complete": "no"}])
def test_many_rows_take_no_more_queries(client_of, coordinator, mobility, school, project, host, query,
                                        django_assert_num_queries, django_assert_max_num_queries):  # fmt: skip
    Participant.objects.update(birth_date=None)
    browser = client_of(coordinator)
    accompany(mobility, person(school, "Dace", "staff"))
    browser.get(LIST, {"year": "all"} | query)
    with django_assert_max_num_queries(17) as one:
        browser.get(LIST, {"year": "all"} | query)
    for number in range(3):
        row = Mobility.objects.create(
            school=school, project=project, participant=person(school, f"N{number}"), host=host,
            activity_type=kind("LM-SHORT-VET"), start=START, end=END,
        )  # fmt: skip
        accompany(row, person(school, f"D{number}", "staff"))
    with django_assert_num_queries(len(one)):
        browser.get(LIST, {"year": "all"} | query)


def test_group_of_any_size_is_checked_by_the_same_queries(school, project, host, mobility, django_assert_num_queries):
    people = [person(school, f"N{number}") for number in range(3)]
    plan = Plan(project=project, activity_type=kind("LM-SHORT-VET"), host=host, start=START, end=END)
    with django_assert_num_queries(5):
        findings([replace(plan, participant=people[0])])
    with django_assert_num_queries(5):
        found = findings([replace(plan, participant=each) for each in (*people, mobility.participant)])
    assert [bool([n for n in each if n.kind == "overlap"]) for each in found] == [False, False, False, True]


def test_more_than_the_project_promised_is_told(school, project, host, mobility, django_assert_num_queries):
    ProjectTarget.objects.create(project=project, activity_type=kind("LM-SHORT-VET"), planned=2)
    ahead = {"start": START, "end": END, "today": date(2022, 1, 1)}
    plan = Plan(project=project, activity_type=kind("LM-SHORT-VET"), host=host, **ahead)
    saved = plan_of(Mobility.objects.with_names().get(), has_report=False, today=date(2022, 1, 1))
    new = [replace(plan, participant=person(school, name)) for name in ("Ieva", "Jana", "Kate")]
    with django_assert_num_queries(8):
        found = findings([*new, saved])
    told = [[n.sentence for n in each if n.kind == "beyond_plan"] for each in found]
    assert [len(each) for each in told] == [0, 1, 1, 0]
    assert told[1] == told[2] and "2" in told[1][0] and "4" in told[1][0]
    uncounted = [replace(new[0], state="cancelled"), replace(new[0], direction="incoming"), replace(saved, pk=None)]
    assert not any(n.kind == "beyond_plan" for each in findings(uncounted) for n in each)
    own = ActivityType.objects.create(
        school=school, code="LM-SHORT-VET", name_lv="Pašu", category="learner", call_year_from=2021
    )
    found = findings([replace(each, activity_type=own) for each in new])
    assert [any(n.kind == "beyond_plan" for n in each) for each in found] == [False, True, True]
    assert not is_incomplete([n for each in found for n in each if n.kind == "beyond_plan"])


def test_group_form_names_each_persons_findings(client_of, coordinator, school, project, host, mobility):
    other = person(school, "Jana", birth_date=None)
    typed = {
        "project": project.pk, "activity_type": kind("LM-SHORT-VET").pk, "host": host.pk, "start": str(START),
        "end": str(END), "participants": [mobility.participant_id, other.pk],
    }  # fmt: skip
    answer = client_of(coordinator).post(reverse("mobilities:mobility-add-group"), typed)
    form = answer.context["form"]
    assert {notice.kind for notice in form.notices} == {"overlap", "no_birth_date", "no_teacher"}
    assert {notice.field for notice in form.notices if notice.about} == {"participants"}
    assert Mobility.objects.count() == 1
