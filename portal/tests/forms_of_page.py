"""The forms of a page as a browser sees them, and answers to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

KEPT_TYPES = {"hidden", "checkbox", "radio", "submit", "button", "file", "reset"}
SENSIBLE = {"number": "5", "email": "somebody@example.org", "url": "https://example.org/", "time": "10:00"}
FIRST_DAY, LAST_DAY = "2022-04-04", "2022-05-06"


@dataclass
class PageForm:
    """`texts`: names of fields one can type into; `kept`: what the page itself put into the others."""

    action: str
    texts: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def sensible(self) -> dict[str, str]:
        """Everything filled in as a person would."""
        return self.kept | {name: sensible(name, kind) for name, kind in self.texts.items()}

    def hostile(self, text: str, *, kinds: Iterable[str]) -> dict[str, str]:
        """`text` in every field of `kinds`, the rest as a person would."""
        return self.sensible() | {name: text for name, kind in self.texts.items() if kind in kinds}


def sensible(name: str, kind: str) -> str:
    if kind == "date":
        return LAST_DAY if "end" in name or "due" in name else FIRST_DAY
    return SENSIBLE.get(kind, "Teksts")


class Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.form, self.select = address, [], None, ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = PageForm(given.get("action") or self.address)
            self.forms.append(self.form)
        elif self.form is not None and (name := given.get("name")) and "disabled" not in given:
            self.take(tag, name, given)
        elif tag == "option" and self.form is not None and self.select:
            self.choose(given)

    def take(self, tag: str, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
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
            self.form = None
        elif tag == "select":
            self.select = ""


def forms_of(page: str, address: str) -> list[PageForm]:
    """The page's own forms with something to type; not those of the frame (language, signing out)."""
    reader = Reader(address)
    reader.feed(page)
    return [form for form in reader.forms if form.texts and "/language/" not in form.action]
