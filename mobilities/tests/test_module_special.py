"""What tells of health or another special category neither stays in a template nor leaves with it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.comments import Comment

from mobilities.beneficiary_module.layout import Layout
from mobilities.models import InclusionCount, Mobility, MobilityGrant, ModuleFile
from mobilities.services import module_files
from mobilities.tests.module_filling import TITLES, filled, opened, parts_of, sheet_of, with_new_part
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, people_abroad, template
from portal.common.refused import Refused


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator, count=2)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_nothing_of_a_special_category_leaves(project):
    """Neither by a column nor from any place where somebody might have written it."""
    Mobility.objects.update(note="Asthma", override_reason="Asthma")
    InclusionCount.objects.create(project=project, reason="disability", people=4711)
    for row in Mobility.objects.all():
        MobilityGrant.objects.create(mobility=row, exceptional_reason="Asthma", inclusion_costs=4711, note="Asthma")
    names = ["Health problems", "Disability", "Ethnic origin", "Religion or belief",
    "Reason(s) for fewer opportunities",
             "Types of fewer opportunities", "Veselības stāvoklis", "Invaliditāte", "Tautība", "Reliģiskā pārliecība",
             "Mazāku iespēju iemesls", "Special needs", "Sexual orientation", "Political opinions"]  # fmt: skip
    columns = [*COLUMNS, *((name, "* DICT", "@") for name in names if name != "Health problems")]
    found = opened(content_of(template(columns)))
    assert [column.title for column in found.layout.columns if column.is_special] == names
    forged = {column.key: "last_name" for column in found.layout.columns if column.is_special}
    assert not any(module_files.without_special(found.layout, forged).values())
    content, _said = filled(project, content_of(template(columns)))
    rows = list(sheet_of(content).iter_rows(min_row=3, values_only=True))
    header = [cell.value for cell in sheet_of(content)[1]]
    assert all(row[header.index(name)] is None for row in rows for name in names)
    assert not any(b"Asthma" in part or b"4711" in part for part in parts_of(content).values())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_unknown_columns_say_of_health_neither_stays_nor_leaves(project, coordinator, kind):
    said = {"Participant Comments": "has diabetes", "Extra": "Slimo ar astmu", "Sending unit": "R-12",
            "Wishes": "a room on the ground floor"}  # fmt: skip
    stay = ["Mobility activity", CODE, f"{STEM}00041", "Jānis", "Bērziņš 1", "04-04-2022", "06-05-2022"]
    titles = [*(TITLES[place] for place in (0, 1, 2, 4, 5, 10, 11)), *said]
    row = [*stay, *said.values()]
    content = content_of(template([(title, "", "@") for title in titles], rows=[row], rules=0))
    if kind == "csv":
        content = "\n".join(map(";".join, (titles, row))).encode()
    kept = module_files.receive(project, "fill", ContentFile(content), f"export.{kind}", len(content), coordinator)
    again = module_files.opened(kept)
    made = again.write(module_files.planned(kept, again).lines({}))
    for left in (stored := ModuleFile.objects.get(pk=kept.pk).file.read(), made):
        text = b"".join(parts_of(left).values()) if kind == "xlsx" else left
        assert b"diabetes" not in text and b"astmu" not in text and b"R-12" in text
        assert (b"ground floor" in text) is (left is stored)  # prose is kept, and never filled
    told = str(kept.remarks)
    assert "“Participant Comments”; “Extra”" in told and "“Wishes”" in told
    forged = {column.key: "qualification" for column in again.layout.columns if column.title == "Extra"}
    assert not any(module_files.without_special(Layout.from_json(kept.layout), forged).values())


def test_what_stands_beside_the_table_says_nothing_of_health_and_what_is_the_modules_stays(project, coordinator):
    stay = ["Mobility activity", CODE, f"{STEM}00041", "", "Jānis", "Bērziņš 1"]
    book = template(rows=[stay])
    table = book["Mobilities"]
    table["F3"].comment = Comment("Rooms with Anna", "Inga")  # a row of data: another mobility will stand there
    table["E1"].comment = Comment("As in the passport", "Module")
    table["F1"].comment = Comment("Anna has asthma", "Inga")
    table.oddFooter.left.text = "Anna: asthma"
    notes = book.create_sheet("Notes")
    notes.append(["Anna", "asthma since childhood", "R-12"])
    notes.sheet_state = "hidden"
    fields = book.create_sheet("Field of education")
    fields.append(["0988", "Inter-disciplinary programmes with mental health"])
    book.properties.description = "Anna: asthma"
    content = content_of(book)
    kept = module_files.receive(project, "fill", ContentFile(content), "export.xlsx", len(content), coordinator)
    again = module_files.opened(kept)
    assert not again.is_quietened and "Comments on rows" in str(kept.remarks)
    made = again.write(module_files.planned(kept, again).lines({}))
    for left in (ModuleFile.objects.get(pk=kept.pk).file.read(), made):
        text = b"".join(parts_of(left).values())
        assert b"asthma" not in text and b"Rooms with Anna" not in text
        assert b"As in the passport" in text and b"R-12" in text and b"mental health" in text
        assert load_workbook(io.BytesIO(left))["Mobilities"]["E1"].comment


def test_unusual_xml_hides_nothing_of_health(project, coordinator):
    content = content_of(template(rows=[["Mobility activity", CODE, f"{STEM}00041", "", "Jānis", "Bērziņš 1"]]))
    drawing = (
        b'<a xmlns:x="x"><x:p /><!-- Anna: asthma <x:p> --><x:p>Help</x:p><x:p><![CDATA[Anna & asthma]]></x:p></a>'
    )
    with_drawing = with_new_part(content, "xl/drawings/drawing1.xml", drawing)
    size = len(with_drawing)
    kept = module_files.receive(project, "fill", ContentFile(with_drawing), "export.xlsx", size, coordinator)
    drawn = parts_of(ModuleFile.objects.get(pk=kept.pk).file.read())["xl/drawings/drawing1.xml"]
    assert b"asthma" not in drawn and b"<x:p>Help</x:p>" in drawn
    with pytest.raises(Refused):
        opened(with_new_part(content, "xl/drawings/drawing1.xml", b"<a><x:p></a>"))


def test_a_column_that_is_no_longer_matched_is_looked_through_again(
    project, coordinator, django_capture_on_commit_callbacks
):
    titles = (*TITLES[:3], "Receiving city")
    row = ["Mobility activity", CODE, f"{STEM}00041", "asthma clinic"]
    content = content_of(template([(title, "", "@") for title in titles], rows=[row], rules=0))
    kept = module_files.receive(project, "fill", ContentFile(content), "export.xlsx", len(content), coordinator)
    assert b"asthma" in b"".join(parts_of(ModuleFile.objects.get().file.read()).values())
    with django_capture_on_commit_callbacks(execute=True):
        module_files.save_mapping(kept, 0, {**kept.mapping, "receiving city": ""}, which="complete")
    now = ModuleFile.objects.get()
    assert b"asthma" not in b"".join(parts_of(now.file.read()).values()) and now.layout["gone"] == ["Receiving city"]
    assert not kept.file.storage.exists(kept.file.name) and module_files.opened(now).gone == ["Receiving city"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_special_categories_are_not_even_kept(project, coordinator, kind):
    row = [None] * len(COLUMNS)
    row[:3], row[TITLES.index("Health problems")] = ["Mobility activity", CODE, f"{STEM}00001"], "Asthma"
    row[TITLES.index("Duration (days)")] = "=1+2"
    content = content_of(template(rows=[row]))
    if kind == "csv":
        content = f'Data type;Mobility activity ID;Health problems;X\nMain;{STEM}00001;Asthma;"a;b"\n'.encode()
    kept = module_files.receive(project, "compare", ContentFile(content), f"export.{kind}", len(content), coordinator)
    stored = kept.file.read()
    if kind == "csv":
        assert b"Asthma" not in stored and f'{STEM}00001;;"a;b"'.encode() in stored
        return
    assert not any(b"Asthma" in part for part in parts_of(stored).values())
    assert sheet_of(stored)["C3"].value == f"{STEM}00001" and sheet_of(stored)["M3"].value == "=1+2"


def test_uploads_without_such_cells_are_kept_as_they_came(project, coordinator):
    content = content_of(template())
    row = module_files.receive(project, "fill", ContentFile(content), "../../t.xlsx", len(content), coordinator)
    assert row.name == "t.xlsx" and row.file.read() == content
