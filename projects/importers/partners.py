"""The organisations that a row names."""

from dataclasses import dataclass
from typing import Any

from portal.common.folding import fold
from projects.enums import OrganisationRole

SEPARATOR = "|"
NAME_LENGTH = 300
TELLING = ("country", "city", "oid", "website")


@dataclass(frozen=True)
class Organisation:
    role: str
    name: str
    country: str = ""
    city: str = ""
    oid: str = ""
    website: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a project has once; the database tells capitals apart, people do not."""
        return self.role, fold(self.name)


def organisations_of(values: dict[str, Any]) -> dict[tuple[str, str], Organisation]:
    """Coordinator and partners, each once: the first mention counts."""
    found: dict[tuple[str, str], Organisation] = {}
    for each in [*coordinators(values), *partners(values), *partners_in_one_cell(values)]:
        found.setdefault(each.key, each)
    return found


def coordinators(values: dict[str, Any]) -> list[Organisation]:
    name = values.get("coordinator_name")
    if not name:
        return []
    said = {part: values.get(f"coordinator_{part}") or "" for part in TELLING}
    said["city"] = said["city"] or values.get("coordinator_address") or ""
    return [Organisation(OrganisationRole.COORDINATOR, name, **said)]


def partners(values: dict[str, Any]) -> list[Organisation]:
    """By place: the third name goes with the third country."""
    names = values.get("partner_name") or []

    def said(part: str, place: int) -> str:
        cells = values.get(f"partner_{part}") or []
        return cells[place] if place < len(cells) else ""

    return [
        Organisation(
            OrganisationRole.PARTNER,
            name,
            said("country", place),
            said("city", place) or said("address", place),
            said("oid", place),
            said("website", place),
        )
        for place, name in enumerate(names)
        if name
    ]


def partners_in_one_cell(values: dict[str, Any]) -> list[Organisation]:
    cells = [(values.get("partners") or "", ""), (values.get("uk_partners") or "", "GB")]
    return [
        Organisation(OrganisationRole.PARTNER, " ".join(name.split())[:NAME_LENGTH], country)
        for cell, country in cells
        for name in cell.split(SEPARATOR)
        if name.strip()
    ]
