"""Mobilities by the module's word: checked and saved as rows of a list of mobilities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from mobilities.beneficiary_module.lists import BETWEEN, choose
from mobilities.beneficiary_module.rows import day_of
from mobilities.beneficiary_module.subject import activity
from mobilities.importers.fields import virtual_days, yes_or_no
from mobilities.importers.mobilities import MobilityImporter
from mobilities.importers.module_drift.applied import (
    NO_DATE,
    NOTHING_THERE,
    STALE,
    Applied,
    renew_versions,
    unchanged,
)
from mobilities.models import Mobility, ModuleDifference, ModuleFile
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.enums import WRITES
from portal.imports.registry import Checked, StaleRows
from portal.imports.sentences import sentence
from projects.models import ActivityType

MAY_BE_EMPTY = {"green_travel", "blended", "blended_days"}
# Field of the module > column of an import of mobilities.
COLUMNS = {
    "start": "start", "end": "end", "activity_type": "activity_type", "green_travel": "green_travel",
    "blended": "blended_days", "blended_days": "blended_days", "receiving_name": "host",
}  # fmt: skip


def values_of_row(file: ModuleFile, said: Mapping[str, str]) -> dict[str, Any]:
    """Columns of an import for a row that is only there. Raises Refused."""
    values: dict[str, Any] = {"project": file.project.code or file.project.title}
    name = " ".join(filter(None, (said.get("first_name", ""), said.get("last_name", ""))))
    values |= {"participant": name} if name else {}
    if born := day_of(said.get("birth_date", "")):
        values["birth_date"] = born
    if said.get("email"):
        values["email"] = said["email"]
    for field_name, column in COLUMNS.items():
        if said.get(field_name):
            found = parsed(file, field_name, column, said[field_name], said)
            values |= {name: value for name, value in found.items() if value is not None}
    return values


def through_import(file: ModuleFile, values: dict[str, Any], user) -> Checked:
    """Checked and saved as one row of a list of mobilities. Raises Refused."""
    importer = MobilityImporter()
    (checked,) = checked_all(importer, file, [values])
    if checked.reasons:
        raise Refused(told(checked))
    importer.apply([checked], file.school, user)
    return checked


def checked_all(importer: MobilityImporter, file: ModuleFile, rows: Sequence[dict[str, Any]]) -> list[Checked]:
    context = importer.open(file.school, rows)
    found = []
    for number, values in enumerate(rows, start=1):
        checked = Checked(number, mapped=frozenset(values))
        importer.check(checked, values, context)
        found.append(checked)
    return found


def told(checked: Checked) -> str:
    reasons = list(checked.reasons)
    return sentence("%(reasons)s", reasons=lambda: " ".join(map(reason_in_words, reasons)))


def reason_in_words(reason) -> str:
    about = ", ".join(filter(None, (str(reason.column), str(reason.value))))
    return f"{about}: {reason.text}" if about else str(reason.text)


def parsed(file: ModuleFile, name: str, column: str, text: str, row: Mapping[str, str]) -> dict[str, Any]:
    """Columns of an import for what the module says; None empties one. Raises Refused."""
    if name in ("start", "end"):
        if (found := day_of(text)) is None:
            raise Refused(sentence(NO_DATE, text=text))
        return {column: found}
    if name == "activity_type":
        kind = type_of(file, text)
        return {column: kind.code if kind else text}
    if name == "green_travel":
        return {column: yes_or_no(text)}
    if name == "blended":
        return {} if yes_or_no(text) else {column: None}
    if name == "blended_days":
        return {column: virtual_days(text)}
    place = {"host": row.get("receiving_oid") or text}
    if row.get("receiving_city"):
        place["host_city"] = row["receiving_city"]
    if found := country_of(row.get("receiving_country", "")):
        place["host_country"] = found
    return place


def country_of(text: str) -> str:
    """Of "DE - Germany", whichever part says it."""
    for part in (text, *BETWEEN.split(text)):
        try:
            return parsers.country(part.strip()) if part.strip() else ""
        except Refused:
            continue
    return ""


def type_of(file: ModuleFile, text: str) -> ActivityType | None:
    kinds = ActivityType.objects.for_call_year(file.project.call_year, file.school)
    return next((kind for kind in kinds if choose([text], activity(kind))), None) if text else None


def change_mobilities(file: ModuleFile, groups: list[list[ModuleDifference]], user, result: Applied) -> None:
    """The differences of each mobility together: new dates come as a pair, or the rules would stop the first of them.
    Those that empty the same columns are checked and saved in one go, however many they are."""
    alike: dict[frozenset[str], list[tuple[list[ModuleDifference], dict[str, Any]]]] = defaultdict(list)
    for rows in filter(None, groups):
        try:
            values = said_of(file, rows)
        except Refused as refusal:
            result.refuse(rows, refusal.args[0])
        else:
            emptied = frozenset(name for name, value in values.items() if value is None)
            alike[emptied].append((rows, {name: value for name, value in values.items() if value is not None}))
    for emptied, chosen in alike.items():
        save_alike(file, MobilityImporter(clears=emptied), chosen, user, result)


def said_of(file: ModuleFile, rows: list[ModuleDifference]) -> dict[str, Any]:
    """Columns of an import; None empties one. Raises Refused."""
    values: dict[str, Any] = {"number": unchanged(rows[0]).pk}
    for each in rows:
        if each.theirs:
            values |= parsed(file, each.field, COLUMNS[each.field], each.theirs, each.values.get("row", {}))
        elif each.field in MAY_BE_EMPTY:
            values[COLUMNS[each.field]] = None
        else:
            raise Refused(NOTHING_THERE)
    return values


def save_alike(
    file: ModuleFile,
    importer: MobilityImporter,
    chosen: list[tuple[list[ModuleDifference], dict[str, Any]]],
    user,
    result: Applied,
) -> None:
    done: list[tuple[list[ModuleDifference], Checked]] = []
    for (rows, _values), checked in zip(chosen, checked_all(importer, file, [v for _r, v in chosen]), strict=True):
        if checked.reasons:
            result.refuse(rows, told(checked))
        else:
            done.append((rows, checked))
    try:
        with transaction.atomic():
            importer.apply([checked for _rows, checked in done if checked.outcome in WRITES], file.school, user)
    except StaleRows:
        for rows, _checked in done:
            result.refuse(rows, STALE)
        return
    for rows, _checked in done:
        result.take(rows)
    renew_versions(file, "mobility", Mobility.objects.filter(pk__in=[rows[0].mobility_id for rows, _checked in done]))
