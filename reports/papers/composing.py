"""From facts and words to the HTML of one paper, with what is missing in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mobilities.enums import PaperKind
from portal.accounts.models import School
from portal.common.emblem import co_funding, emblem
from portal.common.pdf import Press, file_url
from portal.common.refused import Refused
from portal.common.text import active_language
from portal.common.typography import tidy
from projects.enums import Programme
from projects.funding import agencies_of
from reports.documents.sections import drawing
from reports.papers import blocks, placeholders
from reports.papers.facts import Facts
from reports.papers.gaps import Gap, gap
from reports.papers.kinds import PRINTABLE
from reports.papers.markdown import Prose, Section, lines, plain
from reports.papers.shapes import LONGEST_BESIDE
from reports.papers.tongue import BETWEEN, Tongue
from reports.papers.wording import Words

SHEET = "css/paper.css"
TEMPLATE = "reports/papers/paper.html"
EMBLEM_HEIGHT = 11  # mm; the rules ask for ten at least
BLANK = '<span class="blank">\u00a0</span>'
LONGEST_END = 9000  # characters of HTML: less than a page
NUMBERED = (PaperKind.LEARNING_AGREEMENT, PaperKind.GRANT_AGREEMENT, PaperKind.LEARNING_COMPLEMENT)
SHORT = (PaperKind.DATA_CONSENT, PaperKind.IMAGE_CONSENT, PaperKind.ATTENDANCE_CERTIFICATE,
         PaperKind.ACCOMPANYING_CERTIFICATE)  # fmt: skip
DENSE = (PaperKind.EUROPASS_MOBILITY,)  # with answers of a line it is one page
EMPTY_BRACKETS = " ()"  # around what need not be known
LOGO = "logo"
UNBROKEN = ("project_code", "iban", "account_holder")  # stay in one line


@dataclass(frozen=True)
class Composed:
    """`gaps`: what is left blank, each once."""

    kind: PaperKind
    title: str
    html: str
    gaps: tuple[Gap, ...]
    files: dict[str, bytes | Path] = field(default_factory=dict)


class Composer:
    """One paper while it is put together."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts, self.tongue = facts, Tongue(language)
        self.gaps: dict[str, Gap] = {}

    def note(self, key: str) -> None:
        self.gaps.setdefault(key, gap(key, self.facts))

    def value(self, language: str) -> Callable[[str], str]:
        """HTML of a placeholder inside a sentence. One that nobody knows stays as it was written."""

        def read(name: str) -> str:
            row = placeholders.BY_NAME.get(name)
            if row is None:
                return str(format_html("{{{}}}", name))
            found = row.read(self.facts, language)
            if not found and row.gap:
                self.note(row.gap)
                return BLANK
            return f'<span class="code">{escape(found)}</span>' if name in UNBROKEN else lines(found)

        return read

    def block(self, name: str, heading: str) -> SafeString:
        """The table or text; one named like its section is not named twice."""
        shape, missing = blocks.BY_NAME[name].build(self.facts, self.tongue)
        for key in missing:
            self.note(key)
        if heading and getattr(shape, "caption", "").split(BETWEEN)[0].casefold() == heading.casefold():
            shape = replace(shape, caption="")
        return shape.html()

    def sections(self, words: Words) -> list[SafeString]:
        """The last section stays with its signatures and with the end of what stands before it; in a paper without
        numbers about a quarter of all does, so that its second page is no small rest."""
        parsed = [words.of(language).sections for language in self.tongue.languages]
        found = [self.section(row) for row in zip(*parsed, strict=False)]
        enough = 0 if words.kind in NUMBERED else sum(map(len, found)) / 4
        at = len(found) - 1
        while at > 1 and len("".join(found[at:])) < enough and len("".join(found[at - 1 :])) <= LONGEST_END:
            at -= 1
        return [*found[:at], end(mark_safe("".join(found[at:])))] if at > 0 else found  # noqa: S308

    def section(self, row: tuple[Section, ...]) -> SafeString:
        """The same section in each language of the paper: prose side by side, tables once."""
        pieces = []
        if any(section.heading for section in row):
            pieces.append(self.beside([[self.heading(section, lang)] for section, lang in self.spoken(row)]))
        for at, name in enumerate((*row[0].blocks, None)):
            pieces.append(self.beside([self.prose(section.prose[at], lang) for section, lang in self.spoken(row)]))
            pieces += [self.block(name, plain(row[0].heading))] if name else []
        return mark_safe("".join(pieces))  # noqa: S308 - of escaped pieces

    def spoken(self, row: tuple) -> Iterator[tuple]:
        return zip(row, self.tongue.languages, strict=True)

    def heading(self, section: Section, language: str) -> str:
        with override(language):
            return f"<h2>{section.heading_html(self.value(language))}</h2>"

    def prose(self, part: Prose, language: str) -> list[str]:
        with override(language):
            return [html.replace(EMPTY_BRACKETS, "") for html in part.html(self.value(language))]

    def beside(self, columns: list[list[str]]) -> str:
        """Paragraphs in a row with those that say the same in the other language."""
        if len(columns) == 1 or not any(columns):
            return "".join(columns[0])
        if len({len(column) for column in columns}) > 1:
            columns = [["".join(column)] for column in columns]
        return "".join(map(self.pair, zip(*columns, strict=True)))

    def pair(self, row: tuple[str, ...]) -> str:
        said = "".join(map(in_language, self.tongue.languages, row))
        return said if max(map(len, row)) > LONGEST_BESIDE else f'<div class="beside">{said}</div>'

    def titles(self, words: Words) -> list[tuple[str, SafeString]]:
        found = []
        for language in self.tongue.languages:
            with override(language):
                found.append((language, mark_safe(words.of(language).title_html(self.value(language)))))  # noqa: S308
        return found


def end(section: SafeString) -> SafeString:
    return format_html('<div class="whole end">{}</div>', section) if len(section) <= LONGEST_END else section


def in_language(language: str, html: str) -> str:
    return f'<div lang="{language}">{html}</div>'


def compose(kind: str, facts: Facts, language: str, words: Words) -> Composed:
    """Raises Refused where the paper cannot be made at all."""
    if stopped := PRINTABLE[PaperKind(kind)].stopped(facts):
        raise Refused(str(stopped.sentence))
    composer = Composer(facts, language)
    tongue = composer.tongue
    name = " / ".join(words.of(lang).name for lang in tongue.languages)
    files = logo_of(facts.school)
    context = {
        "document_language": tongue.main,
        "title": f"{name}. {facts.person}",
        "titles": composer.titles(words),
        "sections": composer.sections(words),
        "is_numbered": kind in NUMBERED,
        "is_double": tongue.is_double,
        "is_dense": kind in DENSE,
        "is_short": kind in SHORT and not tongue.is_double,
        "school": facts.school,
        "school_name": facts.ours.name_in(tongue.main),
        "project_code": facts.project.code,
        "made_on": facts.today,
        "logo": file_url(LOGO) if files else "",
        **who_pays(facts, tongue),
        **page_words(tongue),
    }
    with override(tongue.main):
        html = tidy(render_to_string(TEMPLATE, context))
    return Composed(PaperKind(kind), name, html, tuple(composer.gaps.values()), files)


def gaps_of(facts: Facts, words: Words) -> list[Gap]:
    """What would be left blank, without laying anything out."""
    language = active_language()
    composer = Composer(facts, language)
    read = composer.value(language)
    for row in words.of(language).met:
        if row.name in blocks.BY_NAME:
            for key in blocks.BY_NAME[row.name].build(facts, composer.tongue)[1]:
                composer.note(key)
        else:
            read(row.name)
    return list(composer.gaps.values())


def print_paper(composed: Composed, press: Press) -> bytes:
    return press.lay_out(composed.html, composed.files)


def logo_of(school: School) -> dict[str, Path]:
    if not school.logo:
        return {}
    path = Path(school.logo.path)
    return {LOGO: path} if path.is_file() else {}


def who_pays(facts: Facts, tongue: Tongue) -> dict:
    """Emblem, statement and disclaimer, for what the Union pays."""
    if facts.project.programme != Programme.ERASMUS:
        return {}
    years = [facts.project.call_year] if facts.project.call_year else []
    agencies = agencies_of([facts.project], facts.school.national_agency)
    words = {language: co_funding(years, language, agencies) for language in tongue.languages}
    return {
        "emblem": drawing(emblem(EMBLEM_HEIGHT, tongue.main)),
        "statements": [(language, each.statement) for language, each in words.items()],
        "disclaimers": [(language, each.disclaimer) for language, each in words.items()],
    }


def page_words(tongue: Tongue) -> dict[str, str]:
    """In two languages the numbers alone: 1 / 4."""
    if tongue.is_double:
        return {"before_page": "", "between_pages": BETWEEN, "after_pages": ""}
    with override(tongue.main):
        before, between, after = (str(_("page %(page)s of %(pages)s")) % {"page": "|", "pages": "|"}).split("|")
    return {"before_page": before, "between_pages": between, "after_pages": after}
