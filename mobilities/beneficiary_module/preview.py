"""What the page of columns shows before anything is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mobilities.beneficiary_module import matching, numbers
from mobilities.beneficiary_module.fields import BY_NAME, ITINERARY
from mobilities.beneficiary_module.filling import Filling
from mobilities.beneficiary_module.layout import Column, Layout
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.template import Template, day_in_words
from mobilities.models import ModuleFile, ModuleNumbering
from portal.common.text import number

ROWS, LIST_SHOWN = 5, 4
KINDS = {
    matching.SURE: "done",
    matching.LIKELY: "warn",
    matching.REMEMBERED: "done",
    matching.CHOSEN: "done",
    matching.NONE: "draft",
    matching.NEVER: "stop",
}


@dataclass(frozen=True)
class Preview:
    titles: list[str]
    rows: list[list[str]]


def preview_of(plan: Filling) -> Preview:
    """The first rows as they would be written. Raises Refused."""
    columns = [column for column in plan.template.layout.columns if is_filled(plan.mapping, column)]
    shown = [
        [in_words(line.values.get(column.key), column.day_rule) for column in columns]
        for line in plan.lines(ids_foreseen(plan), ROWS)
    ]
    return Preview([column.title for column in columns], shown)


def entries_told(column: Column, entries: list[str]) -> str:
    if not entries:
        return _("The file has no list for it; our code or word is written.") if column.has_dictionary else ""
    return "; ".join(entries[:LIST_SHOWN]) + (" …" if len(entries) > LIST_SHOWN else "")


def is_filled(mapping: Mapping[str, str], column: Column) -> bool:
    field = BY_NAME.get(mapping.get(column.key, ""))
    return field is not None and not column.is_special and (field.is_kept or field.group == ITINERARY)


def ids_foreseen(plan: Filling) -> dict[int, str]:
    """As they are, or as they will be given if nobody else is quicker."""
    numbering = ModuleNumbering.objects.filter(project=plan.project).first()
    last, stem = max(numbering.last if numbering else 0, plan.highest), numbers.stem_of(plan.project)
    ids: dict[int, str] = {}
    for row in plan.rows:
        known = row.subject.module_id or plan.taken_over.get(row.key, "")
        if not known:
            last += 1
            known = numbers.number_of(stem, last)
        ids[row.key] = known
    return ids


def in_words(value: Value, rule: str) -> str:
    if isinstance(value, date):
        return day_in_words(value, rule)
    if isinstance(value, Decimal):
        return number(value, 2)
    return "" if value is None else str(value)


def columns_told(
    row: ModuleFile, template: Template | None, form: Any, remembered: dict[str, str]
) -> list[dict[str, Any]]:
    """Each column with its rule, its choice, how sure that is, and what its list offers."""
    layout = Layout.from_json(row.layout)
    how = matching.how_each(layout.columns, row.mapping, remembered)
    words = {
        matching.SURE: _("by its name"),
        matching.LIKELY: _("by a like name: check it"),
        matching.REMEMBERED: _("as chosen before"),
        matching.CHOSEN: _("chosen by hand"),
        matching.NONE: _("not known"),
        matching.NEVER: _("never filled"),
    }
    told = []
    for column in layout.columns:
        found = next((each for each in template.layout.columns if each.key == column.key), None) if template else None
        entries = template.entries(found) if found else []
        said = how[column.key]
        chosen = BY_NAME.get(row.mapping.get(column.key, ""))
        kind, word = KINDS[said], words[said]
        if chosen and not is_filled(row.mapping, column) and chosen.name != "status":
            kind, word = "draft", _("not kept in the portal")
        elif not chosen and said not in (matching.NONE, matching.NEVER):
            kind, word = "draft", _("left as it is")
        told.append(
            {
                "column": column,
                "field": None if column.is_special else form[f"column_{column.place}"],
                "kind": kind,
                "word": word,
                "entries": entries_told(column, entries) if is_filled(row.mapping, column) else "",
            }
        )
    return told
