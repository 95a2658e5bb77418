"""The pages of the Beneficiary Module: upload, columns, filling, download."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from mobilities.models import HostLanguage, Mobility, ModuleFile, ModuleMatch
from mobilities.tests.module_templates import COLUMNS, STEM, content_of, people_abroad, template
from portal.jobs import services as jobs

IMPORT = "Import the file in the module unchanged."


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator)


@pytest.fixture
def visitor(client_of, coordinator):
    return client_of(coordinator)


def upload(visitor, project, content: bytes, purpose: str = "fill", name: str = "template.xlsx"):
    address = reverse("mobilities:module-file-add", args=[project.pk, purpose])
    return visitor.post(address, {"file": ContentFile(content, name)})


def chosen(page) -> dict:
    """What the page of columns would send."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if name.startswith("column_")}
    return data | {"version": form["version"].value(), "which": form["which"].value()}


def test_upload_match_fill_download(project, visitor, school):
    answer = upload(visitor, project, content_of(template()))
    row = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[row.pk])
    assert answer.url == match
    page = visitor.get(match)
    text = page.content.decode()
    assert f"{STEM}00001" in text and "Internal remark of the release" in text
    assert not Mobility.objects.exclude(module_id="")
    data = chosen(page)
    answer = visitor.post(match, data | {"go": "1"})
    row.refresh_from_db()
    jobs.run(row.job_id)
    page = visitor.get(answer.url)
    assert "Bērziņš 3" in page.content.decode()
    answer = visitor.get(reverse("mobilities:module-file-download", args=[row.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["Mobilities"]
    assert sheet["C3"].value == f"{STEM}00001"
    assert ModuleMatch.objects.get().action == "KA121-VET"


def test_a_correction_is_remembered_for_the_next_file(project, visitor):
    upload(visitor, project, content_of(template()))
    first = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[first.pk])
    data = chosen(visitor.get(match)) | {"column_27": "qualification"}
    visitor.post(match, data)
    upload(visitor, project, content_of(template()))
    second = ModuleFile.objects.exclude(pk=first.pk).get()
    assert second.mapping["internal remark of the release"] == "qualification"
    assert ModuleMatch.objects.get().mapping == {"internal remark of the release": "qualification"}


def test_the_word_for_a_mobility_is_chosen_where_nobody_knows_it(project, visitor):
    book = template()
    book["Mobilities"].data_validations.dataValidation[0].formula1 = '"Learner,Something else"'
    upload(visitor, project, content_of(book))
    row = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[row.pk])
    page = visitor.get(match)
    assert any("Something else" in remark for remark in page.context["remarks"]), page.context["remarks"]
    visitor.post(match, chosen(page) | {"main_word": "Learner"})
    page = visitor.get(match)
    assert page.context["preview"].rows[0][0] == "Learner"
    assert not any("Something else" in remark for remark in page.context["remarks"])


def test_a_special_category_cannot_be_matched_by_hand(project, visitor):
    upload(visitor, project, content_of(template()))
    row = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[row.pk])
    page = visitor.get(match)
    assert "column_25" not in page.context["form"].fields
    visitor.post(match, chosen(page) | {"column_25": "last_name"})
    row.refresh_from_db()
    assert row.mapping["health problems"] == ""


def test_a_project_of_another_kind_has_no_such_pages(project, visitor):
    project.code, project.action = "2021-1-LV01-KA220-VET-000009189", "KA220"
    project.save()
    assert visitor.get(reverse("mobilities:module-file-list", args=[project.pk])).status_code == 404


def test_a_file_that_the_module_will_refuse_says_so_instead_of_how_to_import_it(project, visitor):
    upload(visitor, project, content_of(template([each for each in COLUMNS if each[0] != "Mobility activity ID"])))
    row = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[row.pk])
    visitor.post(match, chosen(visitor.get(match)) | {"go": "1"})
    row.refresh_from_db()
    jobs.run(row.job_id)
    page = visitor.get(reverse("mobilities:module-file-detail", args=[row.pk]))
    row.refresh_from_db()
    assert row.counts["lacking"] == ["module_id"] and row.counts["given"] == 0
    with override("lv"):
        assert gettext("Mobility activity ID") in str(page.context["useless"])
        assert gettext(IMPORT) not in page.content.decode()
    fetched = reverse("mobilities:module-file-download", args=[row.pk])
    assert page.content.decode().index("note stop") < page.content.decode().index(fetched)
    row.counts["filled"] = 0
    row.save()
    for name, key in (("module-file-detail", row.pk), ("module-file-list", project.pk)):
        assert fetched not in visitor.get(reverse(f"mobilities:{name}", args=[key])).content.decode()


def test_onlookers_look(project, visitor, client_of, director, teacher):
    upload(visitor, project, content_of(template()))
    row = ModuleFile.objects.get()
    looks = client_of(director)
    assert looks.get(reverse("mobilities:module-file-list", args=[project.pk])).status_code == 200
    assert looks.get(reverse("mobilities:module-file-detail", args=[row.pk])).status_code == 200
    assert looks.get(reverse("mobilities:module-file-match", args=[row.pk])).status_code == 403
    assert client_of(teacher).get(reverse("mobilities:module-file-list", args=[project.pk])).status_code == 403


def test_the_list_asks_as_often_for_three_files_as_for_one(project, visitor):
    address = reverse("mobilities:module-file-list", args=[project.pk])
    counts = []
    for more in (1, 2):
        for _turn in range(more):
            upload(visitor, project, content_of(template()))
        visitor.get(address)
        with CaptureQueriesContext(connection) as asked:
            visitor.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_the_module_would_call_drafts_is_held_back_until_people_send_it(project, visitor):
    columns = [(name, "* DICT" if name == "Gender" else rule, shape) for name, rule, shape in COLUMNS]
    upload(visitor, project, content_of(template(columns)))
    row = ModuleFile.objects.get()
    match = reverse("mobilities:module-file-match", args=[row.pk])
    page = visitor.get(match)
    assert page.context["form"].fields["which"].choices[1][1].endswith("(3)")
    assert (page.context["filled"], page.context["held"]) == (0, 4)
    first = page.context["held_groups"][0]
    assert first["count"] == 3 and "Gender" in first["reasons"][0] and first["rows"][0]["label"] == "Jānis Bērziņš 0"
    person = Mobility.objects.get(participant__last_name="Bērziņš 0").participant_id
    assert f"{reverse('mobilities:participant-edit', args=[person])}#id_gender" in page.content.decode()
    visitor.post(match, chosen(page) | {"which": "drafts", "go": "1"})
    row.refresh_from_db()
    jobs.run(row.job_id)
    row.refresh_from_db()
    assert row.counts == {"filled": 3, "drafts": 3, "left_out": 1, "given": 3}
    text = visitor.get(reverse("mobilities:module-file-detail", args=[row.pk])).content.decode()
    assert "Jānis Bērziņš 3" in text and "Jānis Bērziņš 0" not in text and "Gender" in text


def test_empty_columns_say_in_how_many_rows_and_where_to_mend_them(project, visitor, administrator):
    HostLanguage.objects.all().delete()
    project.school.oid = ""
    project.school.save()
    upload(visitor, project, content_of(template()))
    page = visitor.get(reverse("mobilities:module-file-match", args=[ModuleFile.objects.get().pk]))
    empty = {each["title"]: each for each in page.context["empty"]}
    assert empty["Gender"]["rows"] == len(empty["Gender"]["links"]) == page.context["filled"]
    assert empty["Nationality"]["links"] and not empty["Nationality"]["why"]
    number = empty["Sending organisation OID"]
    assert number["why"] and number["links"] == [(f"mailto:{administrator.email}", str(administrator))]
    spoken, first = empty["Working language"], Mobility.objects.get(participant__last_name="Bērziņš 0")
    assert spoken["rows"] == 3
    assert (reverse("mobilities:learning-plan-edit", args=[first.pk]), "Jānis Bērziņš 0") in spoken["links"]


def test_an_amount_that_cannot_be_counted_whole_says_why(project, visitor):
    project.rates.filter(category="organisational").delete()
    upload(visitor, project, content_of(template([*COLUMNS, ("Total Grant (EUR)", "", "0.00")])))
    page = visitor.get(reverse("mobilities:module-file-match", args=[ModuleFile.objects.get().pk]))
    told = {each["title"]: each for each in page.context["empty"]}["Total Grant (EUR)"]
    assert "Likmju tabulā nav likmes" in told["why"]
    assert told["links"][0][0] == reverse("projects:rate-list", args=[project.pk])
