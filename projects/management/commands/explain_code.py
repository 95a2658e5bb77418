"""python manage.py explain_code TEXT: what the pages say about the grant codes in a text, as JSON."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from projects import grant_code
from projects.grant_code import GrantCode

LONGEST = 1_000_000


class Command(BaseCommand):
    help = "Explains a grant code, or every code in a running text, as JSON in Latvian and English."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="a code or a text; - reads it from the standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.read(LONGEST) if options["text"] == "-" else options["text"]
        self.stdout.write(json.dumps({"codes": codes_in(text)}, ensure_ascii=False, indent=2))


def codes_in(text: str) -> list[dict[str, Any]]:
    """One row for each code with all its places; a text with one or none is read as the field of a code reads it."""
    found = grant_code.find(text)
    if len(found) < 2:
        return [{"typed": text, "title": "".join(row.title for row in found)} | explained(grant_code.parse(text))]
    by_code: dict[str, list[grant_code.Found]] = {}
    for row in found:
        by_code.setdefault(row.code.normal_form or row.typed, []).append(row)
    return [in_all_places(rows) for rows in by_code.values()]


def in_all_places(rows: list[grant_code.Found]) -> dict[str, Any]:
    """As it stands first, with the first title that was found for it."""
    return {
        "typed": rows[0].typed,
        "title": next((row.title for row in rows if row.title), ""),
        "places": [{"start": row.start, "end": row.end, "typed": row.typed} for row in rows],
    } | explained(rows[0].code)


def explained(code: GrantCode) -> dict[str, Any]:
    known = asdict(code)
    notes = {name: [note.kind for note in known.pop(name)] for name in ("repairs", "warnings")}
    return known | notes | {
        "programme": code.programme,
        "public_card": grant_code.public_card(code),
        "lv": said(code, "lv"),
        "en": said(code, "en"),
    }  # fmt: skip


def said(code: GrantCode, language: grant_code.Language) -> dict[str, Any]:
    words = grant_code.say(code, language)
    return words | {"parts": [part._asdict() for part in words["parts"]]}
