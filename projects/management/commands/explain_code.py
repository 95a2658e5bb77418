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
    """One row for each code found; a text with one code or none is read as the field of a code reads it."""
    found = grant_code.find(text)
    if len(found) < 2:
        return [{"typed": text, "title": "".join(row.title for row in found)} | explained(grant_code.parse(text))]
    return [
        {"start": row.start, "end": row.end, "typed": row.typed, "title": row.title} | explained(row.code)
        for row in found
    ]


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
