"""Which line a scanned paper belongs to, by the name of its file; and the files of a ZIP."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import PaperKind
from mobilities.models import Paper
from mobilities.paper_table import PersonRow
from portal.common.folding import fold
from portal.common.refused import Refused

WORD = re.compile(r"[^\W_]+")
STEM = 5  # letters that words of a paper's name share in their cases: līgums, līguma
ENOUGH = 0.6  # of the words of a paper's name


@dataclass(frozen=True)
class Match:
    """A person, and a paper of that person; either may not be known."""

    row: PersonRow | None = None
    paper: Paper | None = None


def unpacked(file: BinaryIO, name: str, most: int) -> Iterator[tuple[str, BinaryIO, int]]:
    """(Path inside, content, size) of at most `most` files of a ZIP. Raises Refused where it cannot be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and is_paper(info.filename)]
            if len(infos) > most:
                sentence = _("“%(name)s” holds more than %(most)s files. Send it in parts.")
                raise Refused(sentence % {"name": name, "most": most})
            for info in infos:
                if info.file_size > settings.UPLOAD_MAX_BYTES or info.flag_bits & 0x1:
                    raise Refused(_("“%(name)s” is too large, or locked with a password.") % {"name": info.filename})
                yield info.filename, io.BytesIO(archive.read(info)), info.file_size
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused(_("“%(name)s” cannot be opened; it is damaged or no ZIP file.") % {"name": name}) from error


def is_paper(path: str) -> bool:
    """Neither what an operating system puts beside files nor the list of contents."""
    name = PurePath(path)
    return name.suffix.lower() not in {"", ".html", ".txt"} and not path.startswith(("__MACOSX", ".", "0 "))


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def match(name: str, rows: Sequence[PersonRow]) -> Match:
    """Both names of one person, or of one mobility alone, stand in the file's name, and most words of one paper's."""
    words = words_of(str(PurePath(name).with_suffix("")))
    people = [row for row in rows if row.papers and set(words_of(row.name)) <= set(words)]
    if len(people) > 1:
        people = [row for row in people if row.mobility.start.strftime("%d%m%Y") in words] or [
            row for row in people if row.mobility.start.isoformat() in name
        ]
    if len(people) > 1:  # a paper of somebody who travels along lies with the participant's
        people = [row for row in people if row.along]
    if len(people) != 1:
        return Match()
    return Match(people[0], best(words, list(people[0].papers.values())))


def best(words: Sequence[str], papers: Sequence[Paper]) -> Paper | None:
    """The paper whose name the words tell best; None where two are told alike, or none enough."""
    told = sorted(
        ((share(words, paper), paper.pk, paper) for paper in papers), key=lambda each: each[:2], reverse=True
    )
    if not told or told[0][0] < ENOUGH or (len(told) > 1 and told[1][0] == told[0][0]):
        return None
    return told[0][2]


def share(words: Sequence[str], paper: Paper) -> float:
    """How many of the words of its name stand among `words`, in the language that fits best; longer names first."""
    stems = {word[:STEM] for word in words}
    found = []
    for name in names_of(paper):
        asked = [word[:STEM] for word in words_of(name) if len(word) > 2]
        if asked:
            part = sum(word in stems for word in asked) / len(asked)
            found.append(part + len(asked) / 1000 if part >= ENOUGH else 0)
    return max(found, default=0)


def names_of(paper: Paper) -> list[str]:
    if paper.kind == PaperKind.OTHER:
        return [paper.item.title_lv, paper.item.title_en] if paper.item else [paper.title]
    names = [paper.kind.replace("_", " ")]
    for language in ("lv", "en"):
        with override(language):
            names.append(str(paper.get_kind_display()))
    return names
