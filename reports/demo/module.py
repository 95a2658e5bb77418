"""The Beneficiary Module of the newest project: a template that was filled, and an export that drifted since."""

import io

from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from mobilities.enums import ModuleFilePurpose, ModuleFileState
from mobilities.models import ModuleFile
from mobilities.services import module_drift, module_files
from portal.accounts.models import School, User
from projects.models import Project

CODE = "2022-1-LV01-KA121-VET-000059221"
COLUMNS = [
    ("Data type", "* DICT", "@"), ("Grant Agreement No.", "*", "@"), ("Mobility activity ID", "*", "@"),
    ("Activity type", "* DICT", "@"), ("Participant first name", "*", "@"), ("Participant last name", "*", "@"),
    ("Date of birth", "DD-MM-YYYY", "dd-mm-yyyy"), ("Gender", "DICT", "@"), ("Start date", "* DD-MM-YYYY", "dd-mm-yyyy"),
    ("End date", "* DD-MM-YYYY", "dd-mm-yyyy"), ("Duration (days)", "", "0"), ("Receiving organisation name", "*", "@"),
    ("Receiving country", "* DICT", "@"), ("Receiving city", "", "@"), ("Green travel", "DICT", "@"),
    ("Travel grant", "", "#,##0.00"), ("Individual support", "", "#,##0.00"), ("Health problems", "", "@"),
    ("Mobility status", "", "@"), ("Blended mobility", "DICT", "@"), ("Virtual days", "", "0"),
    ("Itinerary country", "", "@"), ("Itinerary city", "", "@"),
    ("Itinerary start date", "DD-MM-YYYY", "dd-mm-yyyy"), ("Itinerary end date", "DD-MM-YYYY", "dd-mm-yyyy"),
]  # fmt: skip


def add_module_files(school: School, user: User) -> None:
    project = Project.objects.filter(school=school, code=CODE).first()
    if project is None:
        return
    filled = worked_on(project, ModuleFilePurpose.FILL, template(), "mobilities-template.xlsx", user)
    with filled.result.open("rb") as file:
        export = drifted(file.read())
    worked_on(project, ModuleFilePurpose.COMPARE, export, "mobilities-export.xlsx", user)


def worked_on(project: Project, purpose: str, content: bytes, name: str, user: User) -> ModuleFile:
    """Through the module's own steps, in this process."""
    row = module_files.receive(project, purpose, ContentFile(content), name, len(content), user)
    prepare = module_files.prepare_fill if purpose == ModuleFilePurpose.FILL else module_drift.prepare_compare
    ModuleFile.objects.filter(pk=row.pk).update(state=ModuleFileState.WORKING)
    prepare(row, lambda done, total, step: None, user)()
    row.refresh_from_db()
    return row


def template() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Mobilities"
    for place, (title, rule, shape) in enumerate(COLUMNS, start=1):
        sheet.cell(1, place, title).font = Font(bold=True)
        sheet.cell(2, place, rule or None)
        sheet.cell(3, place).number_format = shape
    words = DataValidation(type="list", formula1='"Yes,No"')
    words.add("O3:O2000")
    words.add("T3:T2000")
    sheet.add_data_validation(words)
    kinds = DataValidation(type="list", formula1='"Mobility activity,Itinerary"')
    kinds.add("A3:A2000")
    sheet.add_data_validation(kinds)
    return written(book)


def drifted(content: bytes) -> bytes:
    """A later end, a name with another spelling, another amount, one that fell back to draft, one that nobody entered
    here."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Mobilities"]
    for number in range(3, sheet.max_row + 1):
        if sheet.cell(number, 1).value == sheet["A3"].value:  # the rows below a mobility have no state
            sheet.cell(number, 19, "Complete")
    sheet["J3"] = "18-11-2022"
    sheet["F4"] = f"{sheet['F4'].value}-Kalna"
    sheet["S5"] = "Draft"
    sheet["P6"] = float(sheet["P6"].value) + 20
    last = sheet.max_row + 1
    for place in range(1, len(COLUMNS) + 1):
        sheet.cell(last, place, sheet.cell(3, place).value)
    sheet.cell(last, 3, f"{sheet['C3'].value[:-5]}00099")
    sheet.cell(last, 5, "Ilze")
    sheet.cell(last, 6, "Tālberga")
    return written(book)


def written(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
