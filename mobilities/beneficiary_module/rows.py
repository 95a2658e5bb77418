"""Rows of data of a file, read through a match of its columns: which mobility each is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mobilities.beneficiary_module.fields import CERTIFICATION, ITINERARY, MAIN
from mobilities.beneficiary_module.layout import Column, Layout
from mobilities.beneficiary_module.lists import Choice, choose, plain
from mobilities.beneficiary_module.subject import Subject
from mobilities.beneficiary_module.template import Existing, Template
from portal.imports import parsers

# What `Data type` says of a row: words that mean it, the first one written where the file offers none.
DATA_TYPES = {
    MAIN: (
        "Mobility activity",
        "Mobility",
        "Mobility activities",
        "Mobilities",
        "Activity",
        "Participant",
        "Main",
        "MA",
    ),
    ITINERARY: ("Itinerary", "Mobility itinerary", "Stop", "Itineraries"),
    CERTIFICATION: ("Certification", "Certificate", "Mobility certification", "Certifications"),
}


def name_of_person(text: str) -> str:
    """First and last name in any order, whatever the accents."""
    return " ".join(sorted(plain(text).split()))


@dataclass
class TheirRow:
    """One mobility as the file has it, with its sub-rows."""

    existing: Existing
    module_id: str
    values: Mapping[str, str]  # by field
    below: dict[str, list[Existing]] = field(default_factory=lambda: defaultdict(list))

    @property
    def number(self) -> int:
        return self.existing.number

    @property
    def names(self) -> tuple[str, str]:
        return self.values.get("first_name", ""), self.values.get("last_name", "")

    @property
    def label(self) -> str:
        return " ".join(filter(None, self.names))

    @property
    def known_by(self) -> tuple | None:
        """Name and both days."""
        name = name_of_person(self.label)
        days = day_of(self.values.get("start", "")), day_of(self.values.get("end", ""))
        return (name, *days) if name and all(days) else None


def known_by(subject: Subject) -> tuple:
    row = subject.mobility
    return (name_of_person(str(row.participant)), row.start, row.end)


def day_of(cell: str) -> date | None:
    """Of any year: births are long ago."""
    match = parsers.ISO_DAY.fullmatch(cell) or parsers.SPOKEN_DAY.fullmatch(cell)
    try:
        return date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        return None


def columns_by_field(layout: Layout, mapping: Mapping[str, str]) -> dict[str, Column]:
    """Field > its column; a special category is none, whatever a match says."""
    return {
        mapping[column.key]: column for column in layout.columns if mapping.get(column.key) and not column.is_special
    }


def group_of(word: str) -> str:
    """Of which kind a row is, by what its data type says."""
    for group in (ITINERARY, CERTIFICATION):
        if any(plain(known) in plain(word) for known in DATA_TYPES[group][:1]):
            return group
    return MAIN


def their_rows(template: Template, mapping: Mapping[str, str]) -> list[TheirRow]:
    columns = columns_by_field(template.layout, mapping)
    found: list[TheirRow] = []
    by_id: dict[str, TheirRow] = {}
    for existing in template.existing:
        values = {name: existing.cells.get(column.key, "") for name, column in columns.items()}
        module_id = values.get("module_id", "").strip()
        group = group_of(values.get("data_type", ""))
        if group != MAIN:
            owner = by_id.get(module_id) if module_id else (found[-1] if found else None)
            if owner:
                owner.below[group].append(existing)
            continue
        row = TheirRow(existing, module_id, values)
        found.append(row)
        if module_id:
            by_id.setdefault(module_id, row)
    return found


def repeated(rows: Iterable[TheirRow]) -> dict[str, list[int]]:
    """IDs that stand in several rows: the module refuses the whole file for one."""
    places: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.module_id:
            places[row.module_id].append(row.number)
    return {module_id: numbers for module_id, numbers in places.items() if len(numbers) > 1}


def pairs_of(subjects: Sequence[Subject], rows: Sequence[TheirRow]) -> tuple[dict[int, TheirRow], dict[int, TheirRow]]:
    """Key of a mobility > its row: by ID, and, where only one on each side can be meant, by name and dates."""
    first: dict[str, TheirRow] = {}
    for row in rows:
        if row.module_id:
            first.setdefault(row.module_id.upper(), row)
    sure = {
        each.mobility.pk: first[each.mobility.module_id.upper()]
        for each in subjects
        if each.mobility.module_id and each.mobility.module_id.upper() in first
    }
    taken = {row.number for row in sure.values()}
    theirs, ours = defaultdict(list), defaultdict(list)
    for row in rows:
        if row.number not in taken and row.module_id and row.known_by:
            theirs[row.known_by].append(row)
    for each in subjects:
        if each.mobility.pk not in sure and not each.mobility.module_id:
            ours[known_by(each)].append(each)
    likely = {
        found[0].mobility.pk: theirs[key][0]
        for key, found in ours.items()
        if len(found) == 1 and len(theirs.get(key, ())) == 1
    }
    return sure, likely


def renamed_of(
    subjects: Sequence[Subject], rows: Sequence[TheirRow], paired: Iterable[TheirRow], known_ids: Collection[str]
) -> dict[int, TheirRow]:
    """Key of a mobility > its row under another ID: the same name and first day, and the same host or last day, where
    only one on each side can be meant. `known_ids`: those of all our mobilities, of cancelled ones too."""
    taken = {row.number for row in paired}
    there = {row.module_id.upper() for row in rows}
    theirs, ours = defaultdict(list), defaultdict(list)
    for row in rows:
        if row.number not in taken and row.known_by and row.module_id and row.module_id.upper() not in known_ids:
            theirs[row.known_by[:2]].append(row)
    for each in subjects:
        if each.mobility.module_id and each.mobility.module_id.upper() not in there:
            ours[known_by(each)[:2]].append(each)
    return {
        found[0].mobility.pk: theirs[key][0]
        for key, found in ours.items()
        if len(found) == 1 and len(theirs.get(key, ())) == 1 and is_alike(found[0], theirs[key][0])
    }


def is_alike(subject: Subject, row: TheirRow) -> bool:
    host = subject.mobility.host
    is_there = bool(host) and plain(host.name) == plain(row.values.get("receiving_name", ""))
    return is_there or known_by(subject) == row.known_by


def word_for(template: Template, column: Column | None, group: str) -> str | None:
    """What `Data type` says for rows of a kind: as the file's list or rows say it, else the usual word."""
    words = DATA_TYPES[group]
    if column is None:
        return None
    entries = template.entries(column)
    seen = list(dict.fromkeys(row.cells.get(column.key, "") for row in template.existing)) if not entries else []
    found = choose(entries or [each for each in seen if each], Choice(words))
    if found is None and group == MAIN and len(entries) == 1:
        return entries[0]
    return found or (None if entries else words[0])
