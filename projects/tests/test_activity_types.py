"""Activity types by call year: the programme's rows, the school's own in their place, who may change them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from projects.forms import TargetsForm, field_of
from projects.models import ActivityType, Project, ProjectTarget
from projects.models.activity_type import SOURCES

LIST, ADD = reverse("projects:activity-type-list"), reverse("projects:activity-type-add")
SHORT = "LM-SHORT-VET"


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def programme(db) -> ActivityType:
    return ActivityType.objects.get(code=SHORT, school=None)


@pytest.fixture
def own(school, programme) -> ActivityType:
    return make_own(school, call_year_from=2024)


def make_own(school, code=SHORT, **fields) -> ActivityType:
    values = {
        "school": school, "code": code, "name_lv": "Pašu prakse", "name_en": "Our placement", "category": "learner",
        "family": "placement", "min_days": 14, "max_days": 60, "call_year_from": 2024, "source": "Aģentūras vēstule",
    }  # fmt: skip
    return ActivityType.objects.create(**values | fields)


def typed(**changes) -> dict[str, str]:
    return {
        "code": SHORT, "name_lv": "Pašu prakse", "name_en": "Our placement", "category": "learner",
        "family": "placement", "min_days": "14", "max_days": "60", "min_days_fewer_opportunities": "",
        "call_year_from": "2024", "call_year_to": "", "may_override": "on", "source": "Aģentūras vēstule",
        "version": "0",
    } | changes  # fmt: skip


def of_call(year, school, code=SHORT):
    return list(ActivityType.objects.for_call_year(year, school).filter(code=code))


def test_own_row_takes_the_place_from_its_call_year_on(school, other_school, programme, own):
    assert of_call(2023, school) == [programme]
    assert of_call(2024, school) == of_call(2030, school) == [own]
    assert of_call(2024, other_school) == of_call(2024, None) == [programme]


def test_own_row_holds_only_in_its_span(school, programme):
    own = make_own(school, call_year_from=2023, call_year_to=2024)
    assert [of_call(year, school) for year in (2022, 2023, 2024, 2025)] == [[programme], [own], [own], [programme]]


def test_of_two_own_rows_the_later_one_holds(school, own):
    later = make_own(school, call_year_from=2026, call_year_to=2026)
    assert [of_call(year, school) for year in (2025, 2026, 2027)] == [[own], [later], [own]]


def test_new_own_type_stands_beside_the_programmes(school, other_school):
    new = make_own(school, code="OWN-NEW")
    assert of_call(2024, school, "OWN-NEW") == [new]
    assert of_call(2024, other_school, "OWN-NEW") == []


def test_every_other_type_stays(school, own):
    before = set(ActivityType.objects.for_call_year(2024, None).values_list("code", flat=True))
    assert set(ActivityType.objects.for_call_year(2024, school).values_list("code", flat=True)) == before


def test_all_rows_without_a_year_are_the_programmes_and_the_schools(school, other_school, own):
    assert own in ActivityType.objects.for_call_year(None, school)
    assert own not in ActivityType.objects.for_call_year(None, other_school)


def test_targets_of_an_old_project_are_unaffected(project, programme, own):
    ProjectTarget.objects.create(project=project, activity_type=programme, planned=5)
    form = TargetsForm({f"planned-{programme.pk}": "6"}, project=project, call_year=2021)
    assert form.is_valid() and programme in form.kinds and own not in form.kinds


def test_a_project_keeps_the_row_its_targets_stand_on_and_no_other_of_that_code(make_project, programme, school):
    project = make_project(call_year=2024)
    ProjectTarget.objects.create(project=project, activity_type=programme, planned=5)
    own = make_own(school)
    form = TargetsForm({f"planned-{programme.pk}": "6"}, project=project, call_year=2024)
    assert programme in form.kinds and own not in form.kinds and form.is_valid()
    codes = [kind.code for kind in form.kinds]
    assert len(codes) == len(set(codes))
    preview = TargetsForm(
        project=Project(school=school), call_year=2024, typed={f"planned-{programme.pk}": "6", f"planned-{own.pk}": ""}
    )
    assert [kind for kind in preview.kinds if kind.code == SHORT] == [programme]
    other = TargetsForm({f"planned-{programme.pk}": "6"}, project=make_project("", call_year=2024), call_year=2024)
    assert not other.is_valid()


def test_without_a_call_year_numbers_typed_are_kept(school, programme):
    form = TargetsForm({f"planned-{programme.pk}": "6"}, project=Project(school=school), call_year=None)
    assert form.is_valid() and form.planned() == {programme: 6}


def test_project_form_offers_the_own_row(client_of, coordinator, programme, own):
    answer = client_of(coordinator).post(reverse("projects:code-preview"), {"code": "2024-1-LV01-KA121-VET-000009189"})
    assert own in answer.context["targets"].kinds and programme not in answer.context["targets"].kinds


def test_list_shows_whose_each_row_is_and_its_source(admin, own, programme):
    page = admin.get(LIST).content.decode()
    assert own.source in page and programme.shown_source in page
    assert reverse("projects:activity-type-edit", args=[own.pk]) in page
    assert reverse("projects:activity-type-edit", args=[programme.pk]) not in page


def test_list_of_a_call_year_shows_what_is_in_force(admin, own, programme):
    rows = admin.get(LIST, {"call_year": "2024"}).context["page"].object_list
    assert own in rows and programme not in rows
    rows = admin.get(LIST, {"call_year": "2023", "category": "learner"}).context["page"].object_list
    assert programme in rows and own not in rows
    assert {row.category for row in rows} == {"learner"}


@pytest.mark.parametrize("value", ["", "abc", "1900", "٢٠٢٤", "9" * 30, "\x00"])
def test_nonsense_in_the_filter_shows_all(admin, value, own, programme):
    assert {own, programme} <= set(admin.get(LIST, {"call_year": value, "category": value}).context["page"])


def test_every_source_of_the_programme_is_translated(db):
    assert set(ActivityType.objects.filter(school=None).values_list("source", flat=True)) == set(SOURCES)


def test_export_is_the_list(admin, own):
    lines = b"".join(admin.get(reverse("projects:activity-type-export"), {"call_year": "2024"})).decode().splitlines()
    rows = admin.get(LIST, {"call_year": "2024"}).context["page"].paginator.count
    assert len(lines) == rows + 1
    assert any(line.startswith(f"{SHORT};Pašu prakse") and own.source in line for line in lines)


def test_list_asks_the_same_number_of_questions_however_long(admin, school, django_assert_num_queries):
    make_own(school)
    admin.get(LIST)
    with django_assert_num_queries(10):
        admin.get(LIST)
    for number in range(3):
        make_own(school, code=f"OWN-{number}")
    with django_assert_num_queries(10):
        admin.get(LIST)


def test_administrator_adds_an_own_row(admin, administrator, school, programme):
    page = admin.get(ADD, {"like": programme.pk})
    assert page.context["form"]["code"].value() == SHORT and page.context["form"]["source"].value() == ""
    answer = admin.post(ADD, typed())
    own = ActivityType.objects.get(school=school)
    assert answer["Location"] == LIST
    assert (own.code, own.min_days, own.order) == (SHORT, 14, programme.order)
    entry = Entry.objects.get()
    assert (entry.verb, entry.user, entry.object_id) == ("add", administrator, str(own.pk))


def test_new_type_comes_last(admin, school):
    admin.post(ADD, typed(code="own-new"))
    new = ActivityType.objects.get(school=school)
    assert new.code == "OWN-NEW"
    assert new.order > max(ActivityType.objects.filter(school=None).values_list("order", flat=True))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "LM SHORT"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"min_days": "61"}, "max_days"),
        ({"min_days": "0"}, "min_days"),
        ({"max_days": "99999999999999999999"}, "max_days"),
        ({"min_days_fewer_opportunities": "15"}, "min_days_fewer_opportunities"),
        ({"call_year_to": "2023"}, "call_year_to"),
        ({"call_year_from": "1999"}, "call_year_from"),
        ({"source": ""}, "source"),
        ({"category": "x"}, "category"),
        ({"name_lv": "a\x00"}, "name_lv"),
    ],
)
def test_wrong_input_is_named(admin, change, field):
    answer = admin.post(ADD, typed(**change))
    assert set(answer.context["form"].errors) == {field}
    assert not ActivityType.objects.exclude(school=None).exists()


def test_limits_may_be_absent(admin, school):
    admin.post(ADD, typed(min_days="", max_days=""))
    own = ActivityType.objects.get(school=school)
    assert (own.min_days, own.max_days) == (None, None)


def test_twin_of_an_own_row_is_refused(admin, own):
    assert "call_year_from" in admin.post(ADD, typed()).context["form"].errors
    assert ActivityType.objects.filter(school=own.school).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "is_saved"),
    [
        ("2022", "", False),
        ("2022", "2024", False),
        ("2026", "2027", False),
        ("2022", "2023", True),
        ("2026", "", True),
    ],
)
def test_own_rows_of_a_code_do_not_overlap_but_may_follow(admin, own, first, last, is_saved):
    answer = admin.post(ADD, typed(call_year_from=first, call_year_to=last))
    assert (answer.status_code == 302) == is_saved
    if not is_saved:
        assert "2024–" in answer.context["form"].errors["call_year_from"][0]


def test_a_row_of_calls_with_projects_names_them_and_wants_a_tick(admin, school, project):
    refused = admin.post(ADD, typed(call_year_from="2021"))
    assert set(refused.context["form"].errors) == {"for_existing"}
    assert reverse("projects:project-detail", args=[project.pk]) in refused.content.decode()
    assert admin.post(ADD, typed(call_year_from="2021", call_year_to="2020")).status_code == 200
    assert not ActivityType.objects.filter(school=school).exists()
    assert admin.post(ADD, typed(call_year_from="2021", for_existing="on")).status_code == 302


def test_projects_of_other_schools_and_calls_need_no_tick(admin, make_project, other_school):
    make_project(call_year=2024, school=other_school)
    make_project("", call_year=2023)
    make_project("", call_year=None)
    assert admin.post(ADD, typed(call_year_from="2024")).status_code == 302


def test_the_call_year_begins_after_the_newest_project(admin, make_project, programme):
    year = timezone.localdate().year
    assert admin.get(ADD, {"like": programme.pk}).context["form"]["call_year_from"].value() == year
    make_project(call_year=2024)
    form = admin.get(ADD, {"like": programme.pk}).context["form"]
    assert (form["call_year_from"].value(), form.touched) == (2025, [])


def test_editing_what_is_no_span_asks_for_no_tick(admin, own, make_project):
    make_project(call_year=2024)
    address = reverse("projects:activity-type-edit", args=[own.pk])
    assert admin.post(address, typed(max_days="70")).status_code == 302
    assert admin.post(address, typed(call_year_from="2023", version="1")).status_code == 200


def test_own_row_is_edited_and_recorded(admin, own):
    address = reverse("projects:activity-type-edit", args=[own.pk])
    assert admin.get(address).context["form"]["max_days"].value() == 60
    admin.post(address, typed(max_days="70"))
    own.refresh_from_db()
    assert own.max_days == 70
    assert Entry.objects.get().changes == {"max_days": ["60", "70"]}


def test_edit_refuses_to_overwrite_unseen(admin, own):
    ActivityType.objects.filter(pk=own.pk).update(max_days=50, version=3)
    answer = admin.post(reverse("projects:activity-type-edit", args=[own.pk]), typed(max_days="70"))
    assert answer.context["form"].stale
    own.refresh_from_db()
    assert own.max_days == 50


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_row_in_use_stays_as_it_is(admin, make_project, own, page):
    ProjectTarget.objects.create(project=make_project(call_year=2024), activity_type=own, planned=1)
    address = reverse(f"projects:activity-type-{page}", args=[own.pk])
    assert f"like={own.pk}" in admin.get(address).content.decode()
    admin.post(address, typed(max_days="70"))
    own.refresh_from_db()
    assert own.max_days == 60


@pytest.mark.parametrize("page", ["edit", "delete"])
def test_programmes_row_is_nobodys_to_change(admin, programme, page):
    address = reverse(f"projects:activity-type-{page}", args=[programme.pk])
    assert admin.get(address).status_code == admin.post(address, typed()).status_code == 403
    programme.refresh_from_db()
    assert programme.min_days == 10


def test_own_row_is_deleted_and_the_programmes_holds_again(admin, own, school, programme):
    admin.post(reverse("projects:activity-type-delete", args=[own.pk]))
    assert of_call(2024, school) == [programme]
    assert Entry.objects.get().verb == "delete"


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("director", 200), ("teacher", 403)])
def test_others_look_and_teachers_do_not(client_of, request, who, status):
    answer = client_of(request.getfixturevalue(who)).get(LIST)
    assert answer.status_code == status
    assert ADD not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("VET", {"LM-GRP-PUPIL", "LM-SHORT-PUPIL", "LM-LONG-PUPILS"}),
        ("SCH", {"LM-SHORT-VET", "LM-LONG-VET", "LM-SKILL-VET"}),
        ("ADU", {"LM-SHORT-VET", "LM-LONG-VET", "LM-SKILL-VET"}),
        ("HED", set()),
        ("", set()),
    ],
)
def test_types_of_a_field(field, gone):
    types = ActivityType.objects.for_call_year(2024)
    codes = set(types.values_list("code", flat=True))
    assert codes - set(types.for_field(field).values_list("code", flat=True)) == gone


@pytest.mark.django_db
def test_erasmuspro_is_of_vocational_education():
    codes = ActivityType.objects.for_call_year(2019).for_field("SCH").values_list("code", flat=True)
    assert set(codes) == {"STAFF-TRAINING", "STAFF-TEACHING", "PLANNING-VISIT"}


@pytest.mark.django_db
def test_targets_offer_the_types_of_the_field_and_keep_what_has_a_number(make_project):
    project = make_project("", call_year=2024)
    pupils = ActivityType.objects.get(code="LM-SHORT-PUPIL", school=None)
    assert pupils not in TargetsForm(project=project, call_year=2024, field="VET").kinds
    project.targets.create(activity_type=pupils, planned=3)
    form = TargetsForm({f"planned-{pupils.pk}": "3"}, project=project, call_year=2024, field="VET")
    assert pupils in form.kinds and form.is_valid()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"code": "2021-1-LV01-KA121-VET-000009189", "field": "SCH"}, "VET"),
        ({"field": "SCH", "programme": "erasmus"}, "SCH"),
        ({"field": "VET", "programme": "nordplus"}, ""),
        ({}, ""),
    ],
)
def test_the_field_a_form_is_about(said, field):
    assert field_of(said) == field
