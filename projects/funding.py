"""Who paid for what a text tells of: the words that the grant agreements of these calls ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from portal.accounts.models import School
from portal.common.emblem import AGENCIES, Agency, agency_named, co_funding
from projects.enums import Programme
from projects.models import Project

OURS, NAMED_FROM = "LV01", 2021
AGENCY_IN_CODE = re.compile(r"-([A-Z]{2}\d\d)-")


class Granted(Protocol):
    code: str
    call_year: int | None


@dataclass(frozen=True)
class Funding:
    statement: str
    disclaimers: list[str]


def paid_by(projects: Iterable[Project], school: School, language: str) -> Funding | None:
    """None where no project is of Erasmus+: another programme is only named."""
    paid = [row for row in projects if row.programme == Programme.ERASMUS]
    if not paid:
        return None
    years = {row.call_year for row in paid if row.call_year}
    words = co_funding(years, language, agencies_of(paid, school.national_agency))
    return Funding(words.statement, words.disclaimer.split("\n"))


def agencies_of(projects: Iterable[Granted], of_school: str) -> list[Agency]:
    """The granting authorities of calls from 2021, whose disclaimer names them: by the grant code, and where that says
    nothing, or names the Latvian agency, `of_school`, as the school's settings have it. None where one of them is not
    known."""
    ours = agency_named(of_school)
    found: dict[Agency | None, None] = {}
    for project in projects:
        if project.call_year is None or project.call_year >= NAMED_FROM:
            in_code = AGENCY_IN_CODE.search(project.code)
            key = in_code[1] if in_code else OURS
            found[ours if key == OURS else AGENCIES.get(key)] = None
    return [] if None in found else list(found) or [ours]
