"""The cells of the grid: thousands on a page, so that each is put together at once."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def grid_cells(shown: dict[str, Any]) -> SafeString:
    """{% grid_cells shown %}: the cells of one row, see views.grid.shown_row."""
    return mark_safe("".join(cell(*each) for each in shown["cells"]))  # noqa: S308 each value is escaped below


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
