"""The Beneficiary Module: a template filled with 2,000 rows, beside openpyxl writing the same cells into it."""

import io
import statistics
from collections.abc import Callable
from datetime import date, timedelta

from portal.testing.bench_imports import in_ms

ROWS, TURNS = 2_000, 3
COLUMNS = [
    ("Data type", "* DICT", "@"), ("Grant Agreement No.", "*", "@"), ("Mobility activity ID", "*", "@"),
    ("Activity type", "* DICT", "@"), ("Participant first name", "*", "@"), ("Participant last name", "*", "@"),
    ("Date of birth", "DD-MM-YYYY", "dd-mm-yyyy"), ("Gender", "DICT", "@"), ("Nationality", "DICT", "@"),
    ("Field of education", "DICT", "@"), ("Start date", "* DD-MM-YYYY", "dd-mm-yyyy"),
    ("End date", "* DD-MM-YYYY", "dd-mm-yyyy"), ("Duration (days)", "", "0"), ("Blended mobility", "DICT", "@"),
    ("Sending organisation name", "", "@"), ("Sending organisation OID", "", "@"),
    ("Receiving organisation name", "*", "@"), ("Receiving country", "* DICT", "@"), ("Receiving city", "", "@"),
    ("Green travel", "DICT", "@"), ("Distance band", "DICT", "@"), ("Travel grant", "", "#,##0.00"),
    ("Individual support", "", "#,##0.00"), ("Working language", "DICT", "@"),
    ("Participant with fewer opportunities", "DICT", "@"), ("Accompanying persons", "", "0"),
]  # fmt: skip


def bench_module(row: Callable) -> None:
    """Prints one line. Both ways end with the same cells."""
    from mobilities.services import module_files

    project, user = project_with_mobilities()
    content = template()
    ours, plain = [], []
    for _turn in range(TURNS):
        kept = received(project, user, content)
        ours.append(in_ms(lambda: module_files.prepare_fill(kept, lambda *_steps: None, user)()))  # noqa: B023
        kept.refresh_from_db()
        rows = values_of(kept.result.read())
        assert len(rows) == ROWS
        plain.append(in_ms(lambda: write_again(content, rows)))  # noqa: B023  called at once
    row(f"{ROWS:,} mobilities into a template", statistics.median(ours), "the same cells by openpyxl",
        statistics.median(plain))  # fmt: skip


def received(project, user, content: bytes):
    from django.core.files.base import ContentFile

    from mobilities.services import module_files

    return module_files.receive(project, "fill", ContentFile(content), "template.xlsx", len(content), user)


def project_with_mobilities():
    """All complete: people of age need no consent for that."""
    from mobilities.models import Mobility
    from portal.testing.bench_imports import KIND, school_with_table
    from projects.models import ActivityType, Project

    school, user, _content = school_with_table("module", ROWS)
    project = Project.objects.get(school=school)
    people, hosts = list(school.participants.order_by("pk")), list(school.hosts.order_by("pk"))
    kind = ActivityType.objects.filter(code=KIND).first()
    Mobility.objects.bulk_create(
        Mobility(
            school=school, project=project, participant=person, activity_type=kind, host=hosts[place % len(hosts)],
            country=hosts[place % len(hosts)].country, state="confirmed",
            start=project.start + timedelta(days=place % 300), end=project.start + timedelta(days=place % 300 + 20),
        )
        for place, person in enumerate(people)
    )  # fmt: skip
    school.participants.update(birth_date=date(1995, 1, 1))
    return project, user


def template() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for place, (title, rule, shape) in enumerate(COLUMNS, start=1):
        sheet.cell(1, place, title)
        sheet.cell(2, place, rule)
        sheet.cell(3, place).number_format = shape
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_again(content: bytes, rows: list[tuple]) -> None:
    """What a script of ten lines would do that knows every value already."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    shapes = [cell.number_format for cell in sheet[3]]
    for number, values in enumerate(rows, start=3):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(number, place, value)
            cell.number_format = shapes[place - 1]
    book.save(io.BytesIO())


def values_of(filled: bytes) -> list[tuple]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(filled), read_only=True).active
    return list(sheet.iter_rows(min_row=3, values_only=True))
