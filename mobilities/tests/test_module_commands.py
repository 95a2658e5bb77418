"""Operators fill a template and compare an export from the command line."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from mobilities.models import Mobility, ModuleFile
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, people_abroad, template


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator)


@pytest.fixture
def blank(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(content_of(template()))
    return path


def said(*args, **options) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out, **options)
    return out.getvalue()


def test_a_template_is_filled_and_its_export_agrees(project, blank, tmp_path):
    out = tmp_path / "filled.xlsx"
    text = said("fill_template", blank, out, project=CODE, language="en")
    assert "Mobilities in the file: 3, of them drafts: 0; held back: 1." in text and "Bērziņš 3" in text
    sheet = load_workbook(out)["Mobilities"]
    assert [sheet.cell(number, 3).value for number in (3, 4, 5)] == [f"{STEM}0000{i}" for i in (1, 2, 3)]
    Mobility.objects.filter(module_id="").delete()
    assert "agree" in said("compare_export", out, project="000009189", language="en")
    assert not ModuleFile.objects.exists()


def test_what_the_module_will_refuse_is_no_success(project, blank, tmp_path):
    short, out = tmp_path / "short.xlsx", tmp_path / "out.xlsx"
    short.write_bytes(content_of(template([each for each in COLUMNS if each[0] != "Mobility activity ID"])))
    with pytest.raises(CommandError, match="will refuse this file.*“Mobility activity ID”"):
        said("fill_template", short, out, project=CODE, language="en")
    assert out.exists() and not Mobility.objects.exclude(module_id="")
    Mobility.objects.update(host=None, country="")
    with pytest.raises(CommandError, match="nothing to import"):
        said("fill_template", blank, tmp_path / "none.xlsx", project=CODE, language="en")
    assert not (tmp_path / "none.xlsx").exists()


def test_differences_are_a_table_and_no_error(project, blank, tmp_path):
    out = tmp_path / "filled.xlsx"
    said("fill_template", blank, out, project=CODE)
    Mobility.objects.filter(module_id=f"{STEM}00001").update(start="2022-04-05")
    lines = [" ".join(line.split()) for line in said("compare_export", out, project="Nr. 9189"[4:]).splitlines()]
    assert f"{STEM}00001 | Jānis Bērziņš 0 | Start date | 05.04.2022. | 04.04.2022." in lines
    assert lines[-1] == "Atšķirības: 4."
    [here] = [line for line in lines if "Jānis Bērziņš 3" in line]
    assert "Tikai šeit. Šeit tā nav pilnīga" in here


def test_formulas_without_a_value_are_named_and_not_compared(project, blank, tmp_path):
    out = tmp_path / "filled.xlsx"
    said("fill_template", blank, out, project=CODE)
    Mobility.objects.filter(module_id="").delete()
    titles = [title for title, _rule, _shape in COLUMNS]
    book = load_workbook(out)
    for title in ("Duration (days)", "Individual support", "Receiving country"):
        book["Mobilities"].cell(3, titles.index(title) + 1, "=1+1")
    out.write_bytes(content_of(book))
    text = said("compare_export", out, project=CODE, language="en")
    assert "hold formulas without a value: " in text and "agree" in text
    assert all(place in text for place in ("M3", "V3", "Q3"))
    book["Mobilities"].cell(3, titles.index("Mobility activity ID") + 1, "=A1")
    out.write_bytes(content_of(book))
    with pytest.raises(CommandError, match="C3. Nothing was compared"):
        said("compare_export", out, project=CODE, language="en")


def test_of_a_protected_export_nothing_is_said_to_be_filled(project, blank, tmp_path):
    out = tmp_path / "filled.xlsx"
    said("fill_template", blank, out, project=CODE)
    book = load_workbook(out)
    book["Mobilities"].protection.sheet = True
    out.write_bytes(content_of(book))
    text = said("compare_export", out, project=CODE, language="en")
    assert "The sheet is protected. It can be read and compared" in text
    assert "filled all the same" not in text
    assert "filled all the same" in said("fill_template", out, tmp_path / "again.xlsx", project=CODE, language="en")


def test_wrong_projects_and_files_are_named(project, blank, tmp_path, other_school):
    with pytest.raises(CommandError, match="no project with the code"):
        said("fill_template", blank, tmp_path / "x.xlsx", project="2029-1-LV01-KA121-VET-000000001", language="en")
    with pytest.raises(CommandError, match="Projekta ar kodu vai numuru „77“ nav."):
        said("fill_template", blank, tmp_path / "x.xlsx", project="77")
    with pytest.raises(CommandError, match="There is no file"):
        said("fill_template", tmp_path / "y.xlsx", tmp_path / "x.xlsx", project=CODE, language="en")
    other = template(before=[["KA131-HED"]])
    (tmp_path / "other.xlsx").write_bytes(content_of(other))
    with pytest.raises(CommandError, match="found KA131-HED, expected KA121-VET"):
        said("fill_template", tmp_path / "other.xlsx", tmp_path / "x.xlsx", project=CODE, language="en")
    type(project).objects.create(
        school=other_school,
        code=CODE,
        title="X",
        school_name="X",
        start=project.start,
        end=project.end,
        action="KA121",
    )
    with pytest.raises(CommandError, match="--school"):
        said("fill_template", blank, tmp_path / "x.xlsx", project=CODE)
    said("fill_template", blank, tmp_path / "x.xlsx", project=CODE, school=str(project.school.pk))
    (tmp_path / "list.xlsx").write_bytes(b"no workbook")
    with pytest.raises(CommandError, match="list.xlsx"):
        said("compare_export", tmp_path / "list.xlsx", project=CODE, school=str(project.school.pk))
