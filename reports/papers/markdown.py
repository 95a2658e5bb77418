"""The wording of a paper: a little Markdown with placeholders, parsed once and printed for many.

Paragraphs, headings, lists, bold and italic; nothing else, no HTML, no links, no pictures. `# ` names the paper,
`## ` opens a section. A placeholder is a name in braces; one that stands for a table or a longer text stands alone
in its paragraph.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,60})\}")


def read_placeholder(state: StateInline, silent: bool) -> bool:
    found = PLACEHOLDER.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("placeholder", "", 0).meta = {"name": found[1].strip()}
    state.pos = found.end()
    return True


def print_placeholder(self, tokens: Sequence[Token], index: int, options, env: dict) -> str:
    return env["value"](tokens[index].meta["name"])


PARSER = MarkdownIt("zero", {"html": False}).enable(["heading", "list", "newline", "escape", "emphasis"])
PARSER.inline.ruler.before("escape", "placeholder", read_placeholder)
PARSER.add_render_rule("placeholder", print_placeholder)


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists that follow each other, the tokens of each together."""

    nodes: tuple[tuple[Token, ...], ...]

    def html(self, value: Callable[[str], str]) -> list[str]:
        """HTML of each paragraph or list; `value` gives a placeholder's HTML."""
        return [PARSER.renderer.render(node, PARSER.options, {"value": value}) for node in self.nodes]


@dataclass(frozen=True)
class Section:
    """`blocks` are the tables of the section; `prose` is what stands before the first of them, between them and after
    the last, one more than there are tables. `heading` is empty for what stands before the first one."""

    heading: tuple[Token, ...]
    prose: tuple[Prose, ...]
    blocks: tuple[str, ...]

    def heading_html(self, value: Callable[[str], str]) -> str:
        return PARSER.renderer.render(self.heading, PARSER.options, {"value": value})


@dataclass(frozen=True)
class Met:
    """A placeholder of a text, and whether it stands alone in its paragraph."""

    name: str
    is_alone: bool


@dataclass(frozen=True)
class Wording:
    title: tuple[Token, ...]
    sections: tuple[Section, ...]
    met: tuple[Met, ...]

    def title_html(self, value: Callable[[str], str]) -> str:
        return PARSER.renderer.render(self.title, PARSER.options, {"value": value})

    @property
    def name(self) -> str:
        return plain(self.title)


@lru_cache(maxsize=200)
def parse(text: str, tables: frozenset[str]) -> Wording:
    """`tables`: placeholders that stand alone."""
    title: tuple[Token, ...] = ()
    heading: tuple[Token, ...] = ()
    nodes: list[tuple[Token, ...]] = []
    sections: list[Section] = []

    def close() -> None:
        if heading or nodes:
            sections.append(section(heading, nodes, tables))

    for node in top_level(PARSER.parse(text)):
        if node[0].tag == "h1" and not title:
            title = inside(node)
        elif node[0].tag in ("h1", "h2"):
            close()
            heading, nodes = inside(node), []
        else:
            nodes.append(node)
    close()
    return Wording(title, tuple(sections), tuple(placeholders(text)))


def section(heading: tuple[Token, ...], nodes: list[tuple[Token, ...]], tables: frozenset[str]) -> Section:
    prose: list[tuple[tuple[Token, ...], ...]] = [()]
    blocks: list[str] = []
    for node in nodes:
        if (name := alone(node)) in tables:
            blocks.append(name)
            prose.append(())
        else:
            prose[-1] += (node,)
    return Section(heading, tuple(map(Prose, prose)), tuple(blocks))


def top_level(tokens: list[Token]) -> list[tuple[Token, ...]]:
    nodes: list[tuple[Token, ...]] = []
    opened = 0
    for token in tokens:
        if opened == 0:
            nodes.append(())
        nodes[-1] += (token,)
        opened += token.nesting
    return nodes


def inside(node: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(token for token in node if token.type == "inline")


def alone(node: tuple[Token, ...]) -> str:
    """The placeholder that is all of a paragraph; empty where there is none or more."""
    if node[0].type != "paragraph_open":
        return ""
    children = [child for child in node[1].children or [] if child.type != "text" or child.content.strip()]
    return children[0].meta["name"] if len(children) == 1 and children[0].type == "placeholder" else ""


def placeholders(text: str) -> list[Met]:
    """In the order of the text."""
    found = []
    for node in top_level(PARSER.parse(text)):
        children = [child for token in node for child in token.children or []]
        names = [child.meta["name"] for child in children if child.type == "placeholder"]
        found += [Met(name, bool(alone(node))) for name in names]
    return found


def plain(tokens: Sequence[Token]) -> str:
    """The words of a heading without marks; placeholders as they are written."""
    words = {"text": lambda child: child.content, "placeholder": lambda child: f"{{{child.meta['name']}}}"}
    children = [child for token in tokens for child in token.children or []]
    return "".join(words[child.type](child) for child in children if child.type in words).strip()


def lines(text: str) -> str:
    """A value of several lines inside a paragraph."""
    return "<br>".join(escape(line) for line in text.splitlines())
