"""A text is pasted, its projects are proposed, the ticked ones registered."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from projects.models import Project
from projects.tests.conftest import CODE

URL = reverse("projects:project-paste")
ARTICLE = Path(__file__).parents[3] / "shared" / "seeds" / "004_650c39f13d64a72c.txt"
OTHER, GERMAN = "2020-1-LV01-KA116-077195", "2021-1-DE02-KA220-VET-000033093"
TEXT = f"„Viens“ (Nr. {CODE}), „Divi“ (Nr. 2020–1–LVO1–KA116–077195) un „Trīs“ ({GERMAN}). Vēlreiz: {CODE}."


def row(code, /, **changes) -> dict[str, str]:
    name = code.lower()
    values = {"code": code, "title": "Nosaukums", "role": "coordinator", "start": "2021-09-01", "end": "2022-08-31"}
    return {f"{name}-{key}": value for key, value in (values | {"take": "on"} | changes).items() if value}


@pytest.fixture
def visitor(client_of, coordinator):
    return client_of(coordinator)


def proposed(answer) -> dict:
    return {each.found.code.normal_form: each for each in answer.context["proposals"]}


@pytest.mark.skipif(not ARTICLE.exists(), reason="the school's article is not beside this repository")
def test_article_is_registered_as_its_six_projects(visitor, school):
    text = ARTICLE.read_text("utf-8")
    answer = visitor.post(URL, {"text": text})
    forms = answer.context["proposals"].forms
    assert len(forms) == 6 and not Project.objects.exists()
    data = {form.add_prefix(name): str(form[name].value()) for form in forms for name in form._meta.fields}
    visitor.post(URL, {"text": text, "register": "1"} | data | {form.add_prefix("take"): "on" for form in forms})
    assert Project.objects.count() == Entry.objects.filter(verb="add").count() == 6
    german = Project.objects.get(code=GERMAN)
    assert german.title.startswith("DIG-I-READY: ") and german.title.endswith("vides aspektā")
    assert (german.role, german.call_year, german.field, german.action) == ("partner", 2021, "VET", "KA220")
    assert (german.start, german.end) == (date(2021, 9, 1), date(2023, 8, 31))


def test_each_project_is_proposed_once_with_what_its_code_says(visitor):
    rows = proposed(visitor.post(URL, {"text": TEXT}))
    assert [(code, each.found.title, each.times) for code, each in rows.items()] == [
        (CODE, "Viens", 2), (OTHER, "Divi", 1), (GERMAN, "Trīs", 1),
    ]  # fmt: skip
    assert rows[OTHER].says["repairs"] and not rows[CODE].says["repairs"]
    assert rows[CODE].about["call_year"] == 2021
    assert set(rows[CODE].form.guessed) == {"role", "start", "end"}


def test_page_says_what_was_repaired_and_what_is_guessed(visitor):
    page = visitor.post(URL, {"text": TEXT}).content.decode()
    assert "„LVO1“ nolasīts kā „LV01“" in page
    assert "2020–1–LVO1–KA116–077195" in page


def test_a_doubtful_code_is_proposed_but_not_ticked(visitor):
    rows = proposed(visitor.post(URL, {"text": "2021-LV01-KA121-VET-000009189"}))
    each = rows["2021-LV01-KA121-VET-000009189"]
    assert not each.form.is_taken
    assert each.says["suggestion"] == CODE


def test_what_is_registered_is_said_and_cannot_be_registered_again(visitor, project):
    answer = visitor.post(URL, {"text": TEXT})
    assert proposed(answer)[CODE].registered == project and proposed(answer)[CODE].form is None
    assert reverse("projects:project-detail", args=[project.pk]) in answer.content.decode()
    visitor.post(URL, {"text": TEXT, "register": "1"} | row(CODE) | row(OTHER))
    assert sorted(Project.objects.values_list("code", flat=True)) == [OTHER, CODE]


def test_project_of_another_school_is_no_matter(visitor, make_project, other_school):
    make_project(school=other_school)
    assert proposed(visitor.post(URL, {"text": TEXT}))[CODE].registered is None


def test_only_what_is_ticked_is_registered_and_checked(visitor):
    data = row(OTHER) | row(CODE, take="", title="", start="", end="")
    visitor.post(URL, {"text": TEXT, "register": "1"} | data)
    assert Project.objects.get().code == OTHER


def test_one_wrong_row_keeps_all_from_being_saved(visitor):
    data = row(OTHER) | row(CODE, end="2020-01-01")
    answer = visitor.post(URL, {"text": TEXT, "register": "1"} | data)
    assert not Project.objects.exists() and not Entry.objects.exists()
    assert "end" in proposed(answer)[CODE].form.errors
    assert proposed(answer)[CODE].form["end"].value() == "2020-01-01"
    assert proposed(answer)[CODE].form.guessed == ["role", "start"]


@pytest.mark.parametrize("change", [{"title": ""}, {"start": ""}, {"end": "31.13.2022."}, {"role": "x"}, {"code": ""}])
def test_wrong_input_is_named(visitor, change):
    answer = visitor.post(URL, {"text": TEXT, "register": "1"} | row(CODE, **change))
    assert set(proposed(answer)[CODE].form.errors) == set(change)


def test_two_rows_changed_to_one_code_are_refused(visitor):
    data = row(OTHER) | row(CODE) | {f"{OTHER.lower()}-code": CODE}
    visitor.post(URL, {"text": TEXT, "register": "1"} | data)
    assert not Project.objects.exists()


def test_corrected_code_is_what_is_registered(visitor):
    typed = "2021-LV01-KA121-VET-000009189"
    visitor.post(URL, {"text": typed, "register": "1"} | row(typed) | {f"{typed.lower()}-code": CODE})
    assert Project.objects.get().code == CODE


def test_code_taken_meanwhile_is_refused(visitor, project, monkeypatch):
    monkeypatch.setattr("projects.forms.paste.PastedForm.check_code", lambda form, cleaned: None)
    data = row(OTHER) | row(GERMAN) | {f"{GERMAN.lower()}-code": CODE}
    answer = visitor.post(URL, {"text": TEXT, "register": "1"} | data)
    assert answer.status_code == 200
    assert Project.objects.get() == project


def test_nothing_ticked_and_nothing_found_are_said(visitor):
    assert visitor.post(URL, {"text": TEXT, "register": "1"}).context["is_nothing_ticked"]
    assert visitor.post(URL, {"text": "Nav neviena."}).context["proposals"] == []
    assert visitor.post(URL, {"text": ""}).context["form"].errors


def test_queries_do_not_grow_with_the_text(visitor, django_assert_num_queries, django_assert_max_num_queries):
    visitor.post(URL, {"text": CODE})
    with django_assert_max_num_queries(20) as one:
        visitor.post(URL, {"text": CODE})
    with django_assert_num_queries(len(one)):
        visitor.post(URL, {"text": TEXT})


def test_a_long_list_is_cut_and_says_so(visitor):
    text = "\n".join(f"2021-1-LV01-KA121-VET-{number:09}" for number in range(103))
    proposals = visitor.post(URL, {"text": text}).context["proposals"]
    assert (len(proposals), proposals.left_out) == (100, 3)


def test_paste_is_linked_from_list_and_form(visitor):
    for name in ("projects:project-list", "projects:project-add"):
        assert URL in visitor.get(reverse(name)).content.decode()


def test_public_card_of_a_project(visitor, project):
    address = reverse("projects:project-detail", args=[project.pk])
    platform = "https://erasmus-plus.ec.europa.eu/projects/search/details/"
    assert f'href="{platform}{CODE}"' in visitor.get(address).content.decode()
    Project.objects.update(public_url="https://example.org/card")
    page = visitor.get(address).content.decode()
    assert 'href="https://example.org/card"' in page and platform not in page
    Project.objects.update(public_url="", code="NPJR-2021/10123")
    assert platform not in visitor.get(address).content.decode()


def test_a_text_that_is_too_long_is_refused_in_words_and_never_cut(visitor):
    assert "maxlength" not in visitor.get(URL).content.decode()
    answer = visitor.post(URL, {"text": "a" * 168_000})
    assert answer.context["proposals"] is None
    assert "100000" in answer.context["form"].errors["text"][0]
