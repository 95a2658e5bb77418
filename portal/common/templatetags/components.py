"""Tags for the components that a plain include would make clumsy. Markup: templates/components/."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from portal.common.text import half_up, number

register = template.Library()

STATUS_KINDS = {"done", "go", "plan", "draft", "warn", "stop", "wait"}
SCRIPT_LIBRARIES = {
    "search_select": "vendor/tom-select-2.6.2/tom-select.popular.min.js",
    "upload": "vendor/tus-js-client-4.3.1/tus.min.js",
}
TABLE_ROLES = {
    "<table": 'table role="table"',
    "<thead": 'thead role="rowgroup"',
    "<tbody": 'tbody role="rowgroup"',
    "<tfoot": 'tfoot role="rowgroup"',
    "<tr": 'tr role="row"',
    "<td": 'td role="cell"',
}
TABLE_TAG = re.compile(r"<(?:table|thead|tbody|tfoot|tr|td|th(?=[^>]*scope=\"(col|row)\"))\b")
WIDEST_BAR = 82
DASHES = {"---------", "–"}


@register.simple_tag
def icon(name: str, label: str = ""):
    """{% icon "add" %}; with a label the picture is read out, without one it is decoration."""
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>', label, picture(name))
    return decoration(name)


@lru_cache(maxsize=256)
def picture(name: str) -> str:
    """The same in every page of one release: a long list has hundreds of them."""
    return f"{static('img/icons.svg')}#{name}"


@lru_cache(maxsize=256)
def decoration(name: str) -> str:
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"/></svg>', picture(name))


@register.simple_tag
def attributes(attrs: dict):
    """{% attributes widget.attrs %}, as Django's own attrs.html writes them."""
    said = {name: "" if value is True else f'="{conditional_escape(value)}"' for name, value in attrs.items()
            if value is not False}  # fmt: skip
    return mark_safe("".join(f" {conditional_escape(name)}{value}" for name, value in said.items()))  # noqa: S308


@register.simple_tag
def options(groups: list[tuple]):
    """{% options widget.optgroups %}: those of a select; a choice without a group is a group of one without a name."""
    parts = []
    for name, choices, _number in groups:
        inside = "".join(map(option, choices))
        parts.append(f'<optgroup label="{conditional_escape(name)}">{inside}</optgroup>' if name else inside)
    return mark_safe("".join(parts))  # noqa: S308


def option(choice: dict) -> str:
    value, label, attrs = str(choice["value"]), choice["label"], choice["attrs"]
    said = (" selected" if choice["selected"] else "") + (" disabled" if attrs.get("disabled") else "")
    if not value and label in DASHES:
        label = gettext("Not chosen")
    return f'<option value="{conditional_escape(value)}"{said}>{conditional_escape(label)}</option>'


@register.simple_tag
def status(kind: str, word: str):
    """{% status "done" "Completed" %}: icon and word, never colour alone."""
    if kind not in STATUS_KINDS:
        raise ValueError(f"{kind!r} is no kind of status; kinds are {', '.join(sorted(STATUS_KINDS))}.")
    return format_html('<span class="st {}">{}{}</span>', kind, decoration(kind), word)


@register.simple_tag
def script(*names: str):
    """{% script "days" "autosave" %} inside {% block scripts %}: our modules with what they need."""
    libraries = [(static(SCRIPT_LIBRARIES[name]),) for name in names if name in SCRIPT_LIBRARIES]
    modules = [(static(f"js/{name}.js"),) for name in names]
    return format_html_join("", '<script defer src="{}"></script>', libraries) + format_html_join(
        "", '<script type="module" src="{}"></script>', modules
    )


@register.simple_tag
def preload(*names: str):
    """{% preload "days" %} inside {% block styles %}: modules that others import, fetched while the page is read."""
    modules = [(static(f"js/{name}.js"),) for name in names]
    return format_html_join("", '<link rel="modulepreload" href="{}">', modules)


@register.simple_tag(takes_context=True)
def hidden_query(context, *dropped: str):
    """The page's query as hidden inputs, without the named ones: a second GET form keeps the first one's choice."""
    request = context.get("request")
    if request is None:
        return ""
    pairs = [(key, value) for key, values in request.GET.lists() for value in values if key not in dropped]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def initials(name) -> str:
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.simple_block_tag
def listing(content: str):
    """{% listing %}<table class="table cards">…{% endlisting %}: shown as cards, it stays a table to be read out."""
    return mark_safe(TABLE_TAG.sub(role_of, content))  # noqa: S308 the template rendered and escaped it


def role_of(tag: re.Match[str]) -> str:
    if (scope := tag[1]) is not None:
        return f'<th role="{"columnheader" if scope == "col" else "rowheader"}"'
    return f"<{TABLE_ROLES[tag[0]]}"


@register.simple_tag
def rating(value, highest: int = 5):
    """{% rating 4.3 %}: dots and the number."""
    return dots_of(number(value, 1), int(half_up(value or 0)), highest)


@lru_cache(maxsize=256)
def dots_of(text: str, filled: int, highest: int) -> str:
    """A list has one in every row, and there are few different ones."""
    dots = [(index * 15 + 6, index < filled) for index in range(highest)]
    return render_to_string("components/rating.html", {"text": text, "width": highest * 15 - 3, "dots": dots})


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    width: str
    kind: str
    url: str
    previous_text: str
    previous_width: str


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(rows, title: str, **options):
    """{% bar_chart rows title=… note=… now=… before=… %}; rows are mappings, see components/bar_chart.html."""
    largest = max((float(value or 0) for row in rows for value in (row["value"], row.get("previous"))), default=0)
    return {"bars": [make_bar(row, largest or 1) for row in rows], "title": title, **options}


def make_bar(row, largest: float) -> Bar:
    width, previous_width = (float(value or 0) / largest * WIDEST_BAR for value in (row["value"], row.get("previous")))
    previous = row.get("previous")
    return Bar(
        label=row["label"],
        text=row.get("text") or number(row["value"]),
        width=f"{width:.1f}%",
        kind=f"k{row['kind']}" if row.get("kind") else "bar",
        url=row.get("url", ""),
        previous_text="" if previous is None else row.get("previous_text") or number(previous),
        previous_width=f"{previous_width:.1f}%",
    )
