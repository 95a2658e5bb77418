from decimal import Decimal

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from projects.models import Project
from projects.tests.conftest import CODE

URL = reverse("projects:project-add")


def test_form_starts_with_the_schools_present_name(client_of, coordinator, school):
    page = client_of(coordinator).get(URL)
    assert page.status_code == 200
    assert page.context["form"]["school_name"].value() == school.name


def test_code_as_pasted_is_normalised_and_fills_what_it_says(client_of, coordinator, school, typed, kind):
    answer = client_of(coordinator).post(URL, typed | {f"planned-{kind.pk}": "28"})
    project = Project.objects.get()
    assert answer["Location"] == reverse("projects:project-detail", args=[project.pk])
    assert project.school == school
    assert (project.code, project.call_year, project.agency) == (CODE, 2021, "LV01")
    assert (project.action, project.field, project.grant) == ("KA121", "VET", Decimal("95430.00"))
    assert list(project.targets.values_list("activity_type", "planned")) == [(kind.pk, 28)]


def test_adding_is_recorded_once(client_of, coordinator, typed, kind):
    client_of(coordinator).post(URL, typed | {f"planned-{kind.pk}": "28"})
    entry = Entry.objects.get()
    assert (entry.verb, entry.user) == ("add", coordinator)
    assert entry.changes["targets"] == ["", "TEST-NEW 28"]


def test_unknown_agency_and_action_are_saved_with_a_warning(client_of, coordinator, typed):
    answer = client_of(coordinator).post(URL, typed | {"code": "2021-1-XX01-KA999-VET-000009189"}, follow=True)
    assert Project.objects.get().code == "2021-1-XX01-KA999-VET-000009189"
    assert "XX01" in answer.content.decode()
    assert len(answer.context["code_says"]["warnings"]) == 2


@pytest.mark.parametrize("programme", ["nordplus", "etwinning", "tca", "other"])
def test_other_programmes_need_no_code(client_of, coordinator, typed, programme):
    client_of(coordinator).post(URL, typed | {"code": "", "programme": programme, "call_year": "2021"})
    project = Project.objects.get()
    assert (project.programme, project.code, project.call_year) == (programme, "", 2021)


def test_nordplus_code_makes_it_a_nordplus_project(client_of, coordinator, typed):
    client_of(coordinator).post(URL, typed | {"code": "npjr 2021 10123"})
    project = Project.objects.get()
    assert (project.programme, project.code) == ("nordplus", "NPJR-2021/10123")


def test_field_follows_from_an_action_of_one_field(client_of, coordinator, typed):
    client_of(coordinator).post(URL, typed | {"code": "2020-1-LV01-KA116-077195"})
    assert Project.objects.get().field == "VET"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "x" * 61}, "code"),
        ({"code": "2021-1-LV01-KA121-VET-000009189\x00"}, "code"),
        ({"call_year": "2020"}, "call_year"),
        ({"call_year": "1"}, "call_year"),
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"start": "2023-09-01"}, "end"),
        ({"start": "0021-09-01"}, "start"),
        ({"end": "9999-09-01"}, "end"),
        ({"end": "31.13.2022."}, "end"),
        ({"grant": "95.430.00"}, "grant"),
        ({"grant": "-1"}, "grant"),
        ({"grant": "1e99"}, "grant"),
        ({"grant": "NaN"}, "grant"),
        ({"programme": "xyz"}, "programme"),
        ({"role": ""}, "role"),
        ({"summary": "x" * 10_001}, "summary"),
    ],
)
def test_wrong_input_is_named_and_kept(client_of, coordinator, typed, change, field):
    page = client_of(coordinator).post(URL, typed | change)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert page.context["form"]["title"].value() == (typed | change)["title"]
    assert not Project.objects.exists()


def test_same_code_in_the_school_is_refused_with_a_link(client_of, coordinator, typed, project):
    page = client_of(coordinator).post(URL, typed)
    address = reverse("projects:project-detail", args=[project.pk])
    assert f'<a href="{address}">{project.title}</a>' in page.content.decode()
    assert Project.objects.count() == 1


def test_same_code_in_another_school_is_no_matter(client_of, coordinator, typed, make_project, other_school):
    make_project(school=other_school)
    client_of(coordinator).post(URL, typed)
    assert Project.objects.count() == 2


def test_code_taken_while_saving_is_refused_as_well(client_of, coordinator, typed, project, monkeypatch):
    monkeypatch.setattr("projects.forms.ProjectForm.check_code", lambda form, cleaned: None)
    page = client_of(coordinator).post(URL, typed)
    assert "code" in page.context["form"].errors
    assert Project.objects.count() == 1


def test_targets_offer_the_types_of_the_call_year(client_of, coordinator, typed, kind, old_kind):
    page = client_of(coordinator).post(URL, typed | {"title": ""})
    kinds = page.context["targets"].kinds
    assert kind in kinds and old_kind not in kinds


def test_target_outside_the_call_year_is_named_and_kept(client_of, coordinator, typed, old_kind):
    name = f"planned-{old_kind.pk}"
    page = client_of(coordinator).post(URL, typed | {name: "3"})
    assert name in page.context["targets"].errors
    assert page.context["targets"][name].value() == "3"
    assert not Project.objects.exists()


@pytest.mark.parametrize("number", ["-1", "many", "99999999999", "1.5", "\x00"])
def test_target_that_is_no_number_is_named(client_of, coordinator, typed, kind, number):
    page = client_of(coordinator).post(URL, typed | {f"planned-{kind.pk}": number})
    assert page.context["targets"].errors
    assert not Project.objects.exists()


def test_invented_target_names_are_ignored(client_of, coordinator, typed):
    client_of(coordinator).post(URL, typed | {"planned-xyz": "3", "planned-99999999999999": "4", "planned-٣": "5"})
    assert Project.objects.get().targets.count() == 0


@pytest.mark.parametrize("who", ["teacher", "director", "administrator"])
def test_others_may_not_add(client_of, request, who):
    assert client_of(request.getfixturevalue(who)).get(URL).status_code == 403


WITHOUT_ROUND = "2021-LV01-KA121-VET-000009189"


@pytest.mark.parametrize(("known", "new"), [(CODE, WITHOUT_ROUND), (WITHOUT_ROUND, CODE)])
def test_a_code_with_a_part_missing_is_perhaps_the_project_one_has(
    client_of, coordinator, make_project, typed, known, new
):
    project, client = make_project(known), client_of(coordinator)
    address = reverse("projects:project-detail", args=[project.pk])
    assert address in client.post(reverse("projects:code-preview"), {"code": new}).content.decode()
    data = typed | {"code": new}
    warned = client.post(reverse("projects:project-add"), data)
    assert set(warned.context["form"].errors) == {"is_another"}
    assert address in warned.content.decode()
    assert client.post(reverse("projects:project-add"), data | {"is_another": "on"}).status_code == 302
    assert Project.objects.count() == 2


def test_another_number_another_school_or_the_project_itself_is_no_twin(
    client_of, coordinator, make_project, typed, other_school
):
    make_project(school=other_school)
    make_project("2021-1-LV01-KA122-VET-000009189")
    make_project("2021-1-LV01-KA121-VET-000009188")
    mine = make_project(WITHOUT_ROUND)
    client = client_of(coordinator)
    preview = client.post(reverse("projects:code-preview"), {"code": CODE, "project": str(mine.pk)})
    assert preview.context["form"].perhaps_same is None
    edit = reverse("projects:project-edit", args=[mine.pk])
    assert f'name="project" value="{mine.pk}"' in client.get(edit).content.decode()
    assert client.post(edit, typed | {"code": CODE}).status_code == 302
