"""How tests open and fill a template, and change its parts."""

import io
import zipfile

from openpyxl import load_workbook

from mobilities.beneficiary_module import filling, matching
from mobilities.beneficiary_module.opening import open_template
from mobilities.services.module_numbers import give_numbers
from mobilities.tests.module_templates import COLUMNS

TITLES = [title for title, _rule, _shape in COLUMNS]
MAIN = "xl/worksheets/sheet1.xml"


def opened(content: bytes, name: str = "template.xlsx"):
    return open_template(io.BytesIO(content), name)


def filled(project, content: bytes, name: str = "template.xlsx") -> tuple[bytes, list[str]]:
    """What comes out, and what is said of it."""
    found = opened(content, name)
    mapping = {key: match.field for key, match in matching.guess(found.layout.columns, {}).items()}
    plan = filling.plan(found, project, mapping)
    ids = give_numbers(project, plan.keys, None, taken_over=plan.taken_over, highest=plan.highest)
    content = found.write(plan.lines(ids))
    said = [*found.remarks, *filling.warnings(found, project, mapping, name), *plan.remarks()]
    return content, [str(each) for each in said]


def sheet_of(content: bytes, name: str = "Mobilities"):
    return load_workbook(io.BytesIO(content))[name]


def with_part(content: bytes, change) -> bytes:
    """The workbook with the bytes of its main sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == MAIN else old.read(name))
    return out.getvalue()


def with_new_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, part)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
