"""CSV files that leave the portal."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from portal.common.text import active_language

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | Decimal | date | None


class Echo:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[list[Cell]], separator: str = ";") -> Iterator[str]:
    """With a byte order mark and, by itself, semicolons: a double click opens it right. No cell can be a formula."""
    yield "\ufeff"
    writer = csv.writer(Echo(), delimiter=separator)
    language = active_language()
    for row in rows:
        yield writer.writerow([written(cell, language) for cell in row])


def written(cell: Cell, language: str) -> str:
    """Dates by ISO 8601, numbers as spreadsheets of the reader's language want them."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, datetime):
        return timezone.localtime(cell).isoformat(" ", "minutes")[:16]
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",") if language == "lv" else f"{cell:f}"
    return "" if cell is None else str(cell)
