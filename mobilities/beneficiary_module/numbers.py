"""Mobility IDs: 009189-MOB-00001, the last six digits of the project's number and an ordinal."""

import re

from django.utils.translation import gettext as _

from portal.common.refused import Refused
from projects import grant_code
from projects.models import Project

DIGITS = 6
PATTERN = re.compile(r"(?P<project>\d{6})-MOB-(?P<ordinal>\d{5,9})", re.IGNORECASE)


def stem_of(project: Project) -> str:
    """Raises Refused where the project has no number."""
    digits = grant_code.parse(project.code).number or "".join(re.findall(r"\d", project.code.rpartition("-")[2]))
    if len(digits) < DIGITS:
        raise Refused(
            _("The project has no grant code with a number, and mobility IDs begin with it. Enter the code first.")
        )
    return digits[-DIGITS:]


def number_of(stem: str, ordinal: int) -> str:
    return f"{stem}-MOB-{ordinal:05}"


def ordinal_of(stem: str, module_id: str) -> int:
    """0 for an ID of another shape or project."""
    match = PATTERN.fullmatch(module_id.strip())
    return int(match["ordinal"]) if match and match["project"] == stem else 0


def same_project(code: str, project: Project) -> bool:
    """Whether a Grant Agreement No. is that of the project, however it is written."""
    mine, theirs = grant_code.parse(project.code), grant_code.parse(code)
    if mine.normal_form == theirs.normal_form:
        return True
    if theirs.shape in ("nine_digits", "free_text") or mine.shape in ("nine_digits", "free_text"):
        digits = [re.sub(r"\D", "", each.number or each.normal_form) for each in (mine, theirs)]
        return bool(digits[0]) and digits[0].lstrip("0") == digits[1].lstrip("0")
    return bool(mine.number) and (mine.number.lstrip("0"), mine.year, mine.agency) == (
        theirs.number.lstrip("0"), theirs.year, theirs.agency,
    )  # fmt: skip
