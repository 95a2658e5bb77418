"""The forms and filters of a page as a browser sees them, and answers to them."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

KEPT_TYPES = {"hidden", "checkbox", "radio", "submit", "button", "file", "reset"}
SENSIBLE = {"number": "5", "email": "somebody@example.org", "url": "https://example.org/", "time": "10:00"}
FIRST_DAY, LAST_DAY = "2022-04-04", "2022-05-06"


@dataclass
class PageForm:
    """`texts`: fields to type into; `kept`: what the page put into the others; `refused`: those marked as wrong."""

    action: str
    texts: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def names(self, kinds: Container[str]) -> set[str]:
        return {name for name, kind in self.texts.items() if kind in kinds}

    def sensible(self) -> dict[str, str]:
        """Everything filled in as a person would."""
        return self.kept | {name: sensible(name, kind) for name, kind in self.texts.items()}

    def hostile(self, text: str, names: set[str]) -> dict[str, str]:
        """`text` in every field of `names`, the rest as a person would."""
        return self.sensible() | dict.fromkeys(names, text)


def sensible(name: str, kind: str) -> str:
    if kind == "date":
        return LAST_DAY if "end" in name or "due" in name else FIRST_DAY
    return SENSIBLE.get(kind, "Teksts")


class Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.form, self.select = address, [], None, ""
        self.in_main, self.asks, self.parameters = False, False, set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = PageForm(given.get("action") or self.address)
            self.forms.append(self.form)
        elif tag == "form":
            self.asks = self.in_main
        elif tag == "main":
            self.in_main = True
        elif tag == "a" and self.in_main and "?" in given.get("href", ""):
            self.parameters |= parse_qs(urlsplit(given["href"]).query, keep_blank_values=True).keys()
        elif self.asks and given.get("name"):
            self.parameters.add(given["name"])
        elif self.form is not None and (name := given.get("name")) and "disabled" not in given:
            self.take(tag, name, given)
        elif tag == "option" and self.form is not None and self.select:
            self.choose(given)

    def take(self, tag: str, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        if given.get("aria-invalid") == "true":
            self.form.refused.add(name)
        if tag == "select":
            self.select = name
            self.form.kept.setdefault(name, "")
        elif kind not in KEPT_TYPES:
            self.form.texts[name] = kind
        elif kind == "hidden" or (kind in {"checkbox", "radio"} and "checked" in given):
            self.form.kept[name] = given.get("value", "on")

    def choose(self, given: dict[str, str]) -> None:
        """What is selected, else the first real choice."""
        if "selected" in given and given.get("value") or not self.form.kept[self.select]:
            self.form.kept[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form, self.asks = None, False
        elif tag == "select":
            self.select = ""


def forms_of(page: str, address: str) -> list[PageForm]:
    """The page's own forms with something to type; not those of the frame (language, signing out)."""
    reader = Reader(address)
    reader.feed(page)
    return [form for form in reader.forms if form.texts and "/language/" not in form.action]


def parameters_of(page: str) -> set[str]:
    """What the page's own filters and links put into addresses; not those of the frame around it."""
    reader = Reader("")
    reader.feed(page)
    return reader.parameters


def in_any_row(name: str) -> str:
    """A field of a form that is there several times: contacts-2-name and contacts-0-name are one."""
    return re.sub(r"\d+", "0", name)
