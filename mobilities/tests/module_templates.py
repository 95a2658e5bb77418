"""Templates as the Beneficiary Module might export them, and a project with mobilities to fill them with."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from mobilities.models import (
    Consent,
    ConsentText,
    Host,
    HostContact,
    HostLanguage,
    Mobility,
    Participant,
    Qualification,
)
from mobilities.tests.funded import fund, kind
from projects.models import Project

CODE = "2021-1-LV01-KA121-VET-000009189"
STEM = "009189-MOB-"
# Name of the column, its rule, the number format of its cells.
COLUMNS = [
    ("Data type", "* DICT", "@"),
    ("Grant Agreement No.", "*", "@"),
    ("Mobility activity ID", "*", "@"),
    ("Activity type", "* DICT", "@"),
    ("Participant first name", "*", "@"),
    ("Participant last name", "*", "@"),
    ("Date of birth", "DD-MM-YYYY", "dd-mm-yyyy"),
    ("Gender", "DICT", "@"),
    ("Nationality", "DICT", "@"),
    ("Field of education", "DICT", "General"),
    ("Start date", "* DD-MM-YYYY", "dd-mm-yyyy"),
    ("End date", "* DD-MM-YYYY", "General"),
    ("Duration (days)", "", "0"),
    ("Blended mobility", "DICT", "@"),
    ("Sending organisation OID", "", "@"),
    ("Receiving organisation name", "*", "@"),
    ("Receiving country", "* DICT", "@"),
    ("Receiving city", "", "@"),
    ("Green travel", "DICT", "@"),
    ("Distance band", "DICT", "@"),
    ("Travel grant", "", "#,##0.00"),
    ("Individual support", "", "#,##0.00"),
    ("Working language", "DICT", "@"),
    ("Participant with fewer opportunities", "DICT", "@"),
    ("Health problems", "", "@"),
    ("Accompanying persons", "", "0"),
    ("Internal remark of the release", "", "@"),
]
LISTS = {
    "Activity type": ["LM-SHORT-VET - Short-term learning mobility of VET learners", "SM-JOB-SHDW - Job-shadowing"],
    "Receiving country": ["DE - Germany", "EL - Greece", "ES - Spain"],
    "Distance band": ["0 - 9 km", "10 - 99 km", "100 - 499 km", "500 - 1999 km", "2000 - 2999 km", "8000 km or more"],
    "Working language": ["German", "English"],
    "Field of education": ["0413 Management and administration", "1041 Transport services"],
}
TYPED = {
    "Data type": "Mobility activity,Itinerary,Certification",
    "Green travel": "Yes,No",
    "Blended mobility": "YES,NO",
    "Participant with fewer opportunities": "true,false",
}


def template(columns=COLUMNS, *, rows=(), rules=1, before=None, name="Mobilities") -> Workbook:
    """Header in the first row, `rules` rows of rules, then `rows`; lists on a hidden sheet, notes on another."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for line in before or ():
        sheet.append(line)
    header_row = len(before or ()) + 1
    first = header_row + 1 + rules
    lists = book.create_sheet("Dictionaries")
    lists.sheet_state = "hidden"
    for place, (title, rule, shape) in enumerate(columns, start=1):
        head = sheet.cell(header_row, place, title)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDEEFF")
        sheet.column_dimensions[head.column_letter].width = 12 + place
        for number in range(rules):
            if rule:
                sheet.cell(header_row + 1 + number, place, rule if number == 0 else rule.split()[-1])
        cell = sheet.cell(first, place)
        cell.number_format, cell.font = shape, Font(italic=place % 2 == 0)
        add_list(sheet, lists, title, place, f"{head.column_letter}{first}:{head.column_letter}5000")
    for number, values in enumerate(rows, start=first):
        for place, value in enumerate(values, start=1):
            if value not in ("", None):
                sheet.cell(number, place, value)
    notes = book.create_sheet("Read me")
    notes["B2"] = "Do not change the first row"
    notes["B3"] = "=1+1"
    return book


def add_list(sheet, lists, title: str, place: int, area: str) -> None:
    if title in TYPED:
        found = DataValidation(type="list", formula1=f'"{TYPED[title]}"')
    elif title in LISTS:
        for row, entry in enumerate(LISTS[title], start=1):
            lists.cell(row, place, entry)
        letter = lists.cell(1, place).column_letter
        found = DataValidation(type="list", formula1=f"Dictionaries!${letter}$1:${letter}${len(LISTS[title])}")
    else:
        return
    found.add(area)
    sheet.add_data_validation(found)


def content_of(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def people_abroad(school, coordinator, count: int = 3) -> Project:
    """A funded project with `count` complete mobilities to Hamburg, and a last one without a host."""
    project = fund(school, coordinator)
    school.oid = "E10012345"
    school.save()
    host = Host.objects.create(
        school=school, name="Nordkai GmbH", country="DE", city="Hamburg", latitude="53.55", longitude="9.99"
    )
    for role in ("mentor", "administrative"):
        HostContact.objects.create(host=host, name=f"Jens {role}", role=role)
    HostLanguage.objects.create(host=host, language="de")
    learnt = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", isced_f="1041", eqf_level=4)
    text = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu.")
    for number in range(count + 1):
        person = Participant.objects.create(
            school=school, kind="learner", first_name="Jānis", last_name=f"Bērziņš {number}", qualification=learnt,
            birth_date=date(2000, 1, 1 + number), email=f"janis{number}@example.org",
        )  # fmt: skip
        Consent.objects.create(person=person, kind="data", text=text, given_on=date(2022, 1, 10))
        Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind(), state="confirmed",
            host=host if number < count else None, start=date(2022, 4, 4), end=date(2022, 5, 6),
            green_travel=number == 0, responsible=coordinator,
        )  # fmt: skip
    return project
