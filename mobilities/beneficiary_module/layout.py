"""Where the table of a template stands: sheet, header, rows of rules, first row of data, columns."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mobilities.beneficiary_module.fields import known_keys
from mobilities.beneficiary_module.special import is_special
from portal.imports import detection
from portal.imports.columns import key_of

LOOKED_AT = 60
MOST_RULE_ROWS = 5
LONGEST_TITLE = 200
LEAST_KNOWN = 2
DAY_RULE = re.compile(r"\b(D{1,2}([-/. ])M{1,2}\2Y{2,4}|Y{4}([-/. ])M{1,2}\3D{1,2}|M{1,2}([-/. ])D{1,2}\4Y{4})\b")
RULE = re.compile(
    r"\*+|DICT(IONARY)?|LIST|TEXT|STRING|NUMBER|NUMERIC|INTEGER|DECIMAL|DATE|BOOLEAN|MANDATORY|REQUIRED|OPTIONAL"
    r"|(MAX\.?|UP TO)\s*\d+.*|\d+\s*CHARS?\.?|[YN]\s*/\s*[YN]|YES\s*/\s*NO|TRUE\s*/\s*FALSE|#+([.,]#+)?|[A-Z]{2,3}\d*"
    r"|" + DAY_RULE.pattern.replace(r"\2", r"(?:[-/. ])").replace(r"\3", r"(?:[-/. ])").replace(r"\4", r"(?:[-/. ])"),
)
PARTS = re.compile(r"[\s,;()|+]+")
ACTION = re.compile(r"\bKA\s?\d{3}(?:[-_ ](?:VET|SCH|ADU|HED|YOU))?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """`place` counts from 1; `key` is its own in the file; `rule` what the rows of rules say of it."""

    key: str
    title: str
    place: int
    rule: str = ""
    is_special: bool = False

    @property
    def plain_key(self) -> str:
        return self.key.partition(" @")[0]

    @property
    def is_required(self) -> bool:
        return "*" in self.rule

    @property
    def has_dictionary(self) -> bool:
        return "DICT" in self.rule.upper()

    @property
    def day_rule(self) -> str:
        """DD-MM-YYYY or the like."""
        match = DAY_RULE.search(self.rule.upper())
        return match[1] if match else ""


@dataclass
class Layout:
    """Rows count from 1. Text has no sheet, a workbook no encoding. `action`: of which it calls itself."""

    header_row: int = 1
    first_row: int = 2
    columns: list[Column] = field(default_factory=list)
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    action: str = ""

    @property
    def is_text(self) -> bool:
        return bool(self.encoding)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(kept: dict[str, Any]) -> "Layout":
        known = {name: kept[name] for name in Layout.__dataclass_fields__ if name in kept}
        return Layout(**known | {"columns": [Column(**each) for each in kept.get("columns", [])]})


def known_names(row: Sequence[str]) -> int:
    """How many cells of a row are names that the table of fields has."""
    return len({known_keys()[key] for key in map(key_of, row) if key in known_keys()})


def action_in(text: str) -> str:
    """KA131-HED, as a sheet or a line above the table calls it; "" where nothing does."""
    found = ACTION.search(text)
    return found[0].upper().replace(" ", "").replace("_", "-") if found else ""


def header_of(rows: Sequence[Sequence[str]]) -> int:
    """Number of the row with the names of the columns, 0 where there is none."""
    best = max(range(min(len(rows), detection.HEADER_AMONG)), key=lambda at: known_names(rows[at]), default=-1)
    return best + 1 if best >= 0 and known_names(rows[best]) >= LEAST_KNOWN else 0


def is_rule(cell: str) -> bool:
    """Only words of rules stand in it: "*", "DICT *", "DD-MM-YYYY"."""
    text = cell.strip().upper()
    return bool(RULE.fullmatch(text)) or all(RULE.fullmatch(part) for part in PARTS.split(text) if part)


def is_of_rules(row: Sequence[str]) -> bool:
    cells = [cell for cell in row if cell.strip()]
    telling = [cell for cell in cells if "*" in cell or "DICT" in cell.upper() or DAY_RULE.search(cell.upper())]
    return bool(telling) and 2 * sum(map(is_rule, cells)) >= len(cells)


def layout_of(rows: Sequence[Sequence[str]], header_row: int, above: str = "") -> Layout:
    """By the first rows of the table; `above` is text that may say of which action it is."""
    first = header_row + 1
    while first <= len(rows) and first - header_row <= MOST_RULE_ROWS and is_of_rules(rows[first - 1]):
        first += 1
    rules = rows[header_row : first - 1]
    columns = columns_of(rows[header_row - 1], rules)
    action = action_in(" ".join([above, *(cell for row in rows[: header_row - 1] for cell in row)]))
    return Layout(header_row, first, columns, action=action)


def columns_of(header: Sequence[str], rules: Sequence[Sequence[str]]) -> list[Column]:
    """A second column of one name has its place in its key; one without a name is none."""
    found: list[Column] = []
    keys: set[str] = set()
    for place, cell in enumerate(header, start=1):
        title = " ".join(cell.replace("*", " ").split())[:LONGEST_TITLE]
        key = key_of(title)
        if not key:
            continue
        if key in keys:
            key = f"{key} @{place}"
        keys.add(key)
        said = " ".join(row[place - 1] for row in rules if place <= len(row) and row[place - 1])
        rule = f"{said} *".strip() if "*" in cell else said
        found.append(Column(key, title, place, rule[:100], is_special(cell)))
    return found
