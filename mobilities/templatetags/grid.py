"""The rows of the grid: thousands of cells on a page, so that each row is put together at once."""

import json
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.common.templatetags.components import icon

register = template.Library()


@register.simple_tag
def grid_row(shown: dict[str, Any], number: int | str = "") -> SafeString:
    """{% grid_row shown 3 %}: one row, see views.grid.shown_row; without a number the row that is copied."""
    row = shown["row"]
    said = escape(json.dumps(shown["said"], ensure_ascii=False)) if shown["said"] else ""
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{"" if value is None else escape(str(value))}">'
        for name, value in (("pk", row.pk), ("version", row.version), ("was", row.written_was))
    )
    cells = "".join(cell(*each) for each in shown["cells"])
    days = "" if row.days is None else row.days
    return mark_safe(  # noqa: S308 each value is escaped
        f'<tr data-row data-state="{row.state}" data-said="{said}"{f" id=row-{number}" if number else ""}>'
        f'<th scope="row" class="no"><span data-number>{number}</span>'
        f"<span data-state-word>{shown['word']}</span>{kept}</th>"
        f'{cells}<td class="num" data-days>{days}</td></tr>'
    )


def grid_state(kind: str, word: object) -> SafeString:
    """A picture with its word for whoever hears it or points at it."""
    said = escape(str(word))
    return mark_safe(  # noqa: S308 kind is one of ours, the word is escaped
        f'<span class="st {kind}" title="{said}">{icon(kind)}<span class="visually-hidden">{said}</span></span>'
    )


def cell(column: dict[str, Any], value: str, is_wrong: bool) -> str:
    name, text = column["name"], escape(value)
    wrong = ' aria-invalid="true"' if is_wrong else ""
    said = f'name="{name}" aria-labelledby="c-{name}" data-cell{wrong}'
    if column["is_long"]:
        field = f'<textarea rows="1" {said}>{text}</textarea>'
    else:
        suggests = " data-suggests" if column["suggests"] else ""
        field = f'<input type="text" {said}{suggests} value="{text}" autocomplete="off" spellcheck="false">'
    more = " more" if column["is_more"] else ""
    return f'<td class="c-{name}{more}">{field}</td>'
