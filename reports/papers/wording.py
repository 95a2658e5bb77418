"""The words of a paper: the school's own, or the portal's; and what is wrong with words that somebody writes."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from mobilities.enums import PaperKind
from portal.accounts.models import School
from reports.models import PaperTemplate
from reports.papers import blocks, placeholders
from reports.papers.kinds import PRINTABLE
from reports.papers.markdown import Wording, plain
from reports.papers.markdown import parse as parse_text

TEXTS = Path(__file__).parent / "texts"
REALLY_NEAR = 0.75  # one or two letters of a usual name
TABLES = frozenset(blocks.BY_NAME)
ACCOUNT = {"bank_account", "account_holder", "iban"}
MONEY = {"amounts", "grant_total", "first_payment", "last_payment"} | ACCOUNT
KNOWN = {**placeholders.BY_NAME, **blocks.BY_NAME}


@dataclass(frozen=True)
class Words:
    """Both texts of a kind, parsed; `is_own`: the school's."""

    kind: PaperKind
    lv: Wording
    en: Wording
    is_own: bool = False

    def of(self, language: str) -> Wording:
        return self.lv if language == "lv" else self.en

    def has_money(self) -> bool:
        """Whether amounts or the bank account of the participant stand in it."""
        return self.has_any(MONEY)

    def has_account(self) -> bool:
        return self.has_any(ACCOUNT)

    def has_any(self, names: set[str]) -> bool:
        return any(row.name in names for wording in (self.lv, self.en) for row in wording.met)


def parse(text: str) -> Wording:
    return parse_text(text, TABLES)


@lru_cache
def portal_text(kind: str, language: str) -> str:
    return (TEXTS / f"{kind}.{language}.md").read_text("utf-8")


def words_of(school: School, kinds: list[str]) -> dict[str, Words]:
    """Kind > its words, in one query."""
    own = {row.kind: row for row in PaperTemplate.objects.filter(school=school, kind__in=kinds)}
    return {kind: words(kind, own.get(kind)) for kind in kinds}


def words(kind: str, template: PaperTemplate | None = None) -> Words:
    if template is not None:
        return Words(PaperKind(kind), parse(template.text_lv), parse(template.text_en), is_own=True)
    return Words(PaperKind(kind), parse(portal_text(kind, "lv")), parse(portal_text(kind, "en")))


def faults(kind: str, text_lv: str, text_en: str) -> dict[str, list[str]]:
    """Field > what is wrong with the text; "" for what is wrong between both."""
    found = {name: faults_of(kind, text) for name, text in (("text_lv", text_lv), ("text_en", text_en))}
    if not found["text_lv"] and not found["text_en"]:
        found[""] = disagreements(parse(text_lv), parse(text_en))
    return {name: sentences for name, sentences in found.items() if sentences}


def faults_of(kind: str, text: str) -> list[str]:
    wording = parse(text)
    met = wording.met
    found = [unknown(row.name) for row in met if row.name not in KNOWN]
    found += [not_alone(row.name) for row in met if row.name in blocks.BY_NAME and not row.is_alone]
    found += unpaired_braces(text)
    if not wording.title:
        found.append(_("The name of the paper is missing: write it in the first line after “# ”."))
    names = {row.name for row in met}
    for name in PRINTABLE[PaperKind(kind)].needs:
        if name not in names:
            label = str(KNOWN[name].label)
            sentence = _("{%(name)s} is missing: %(label)s. Without it this paper cannot do its work.")
            found.append(sentence % {"name": name, "label": label})
    return list(dict.fromkeys(found))


def unknown(name: str) -> str:
    near = get_close_matches(name.lower().replace(" ", "_"), KNOWN, n=1, cutoff=REALLY_NEAR)
    if near:
        return _("Nobody knows the placeholder {%(name)s}. Is {%(near)s} meant?") % {"name": name, "near": near[0]}
    return _("Nobody knows the placeholder {%(name)s}. Choose one of the list.") % {"name": name}


def not_alone(name: str) -> str:
    sentence = _("{%(name)s} is a table or a longer text: leave an empty line before and after it.")
    return sentence % {"name": name}


def unpaired_braces(text: str) -> list[str]:
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line.count("{") != line.count("}")
    ]  # fmt: skip
    sentence = _("In line %(line)s a brace has no partner: a placeholder looks like {participant_name}.")
    return [sentence % {"line": line} for line in lines]


def disagreements(lv: Wording, en: Wording) -> list[str]:
    """Printed beside each other, both texts need the same sections with the same tables in them."""
    if len(lv.sections) != len(en.sections):
        sentence = _("The Latvian text has %(lv)s sections and the English %(en)s; both need the same ones.")
        return [sentence % {"lv": len(lv.sections), "en": len(en.sections)}]
    sentence = _("The sections “%(lv)s” and “%(en)s” differ: their tables are not the same or stand in another order.")
    return [
        sentence % {"lv": plain(ours.heading) or "1.", "en": plain(theirs.heading) or "1."}
        for ours, theirs in zip(lv.sections, en.sections, strict=True)
        if ours.blocks != theirs.blocks
    ]
