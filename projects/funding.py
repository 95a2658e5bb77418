"""Who paid for what a text tells of: the words that the grant agreements of these calls ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.accounts.models import School
from portal.common.emblem import agency_named, co_funding
from projects.enums import Programme
from projects.models import Project


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
    words = co_funding(years, language, agency_named(school.national_agency))
    return Funding(words.statement, words.disclaimer.split("\n"))
