"""A guess at how a table is written; the page lets people correct it.

Encodings are told apart by the letters of the languages that use them, line by line, because a list of projects of all
countries is in many languages at once. A general detector, charset-normalizer, was measured and left out: it takes
Latvian files of Windows, and the Commission's list of organisations, for Central European ones.
"""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import BinaryIO

from portal.imports import reading
from portal.imports.enums import Encoding, Separator

SAMPLE = 256 * 1024
ROWS_LOOKED_AT = 60
HEADER_AMONG = 15
MOST_LINES = 2_000
BALTIC = ("āčēģīķļņšūžōŗ", "ąčęėįšųūž", "õäöüšž")
WESTERN = (
    "äöüß",
    "éèêëàâçîïôûùœ",
    "áéíóúñü",
    "ãõáâàéêíóôúç",
    "àèéìòù",
    "åäöøæé",
    "áðéíóúýþæö",
    "õäöüšž",
)
CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž")
CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў",)
ALPHABETS = {
    Encoding.BALTIC: BALTIC,
    Encoding.WESTERN: WESTERN,
    Encoding.CENTRAL: CENTRAL,
    Encoding.CYRILLIC: CYRILLIC,
    Encoding.ISO_BALTIC: BALTIC,
    Encoding.ISO_NORTHERN: BALTIC,
    Encoding.ISO_WESTERN: WESTERN,
    Encoding.ISO_CENTRAL: CENTRAL,
    Encoding.KOI8: CYRILLIC,
    Encoding.MAC_WESTERN: WESTERN,
    Encoding.MAC_CENTRAL: CENTRAL + BALTIC,
    Encoding.DOS_BALTIC: BALTIC,
    Encoding.DOS_WESTERN: WESTERN,
    Encoding.DOS_CENTRAL: CENTRAL,
    Encoding.DOS_CYRILLIC: CYRILLIC,
}
BEYOND_ASCII = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
HARD_SPACE = b"\xa0"
NEVER_WRITTEN = re.compile("[\ufffd\x80-\x9f\u2200-\u22ff\u2500-\u25ff]")
DECLARED = re.compile(r'\ufeff?sep=([^\w\s"]|\t)\r?\n')  # the first line by which spreadsheets are told the separator
RARE_SEPARATORS = "^~#:!$%*=§¦"  # never a sign that stands inside names, dates or addresses of every row
LEAST_DIVIDED = 3


def encoding_of(file: BinaryIO) -> str:
    """Of a text file; UTF-8 only if the whole file is."""
    with reading.plain(file) as content:
        head = content.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return Encoding.UTF8
        if head in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
            return Encoding.UTF32
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Encoding.UTF16
        content.seek(0)
        if wide := reading.looks_wide(content.read(4096)):
            return wide
        content.seek(0)
        if is_utf8(content):
            return Encoding.UTF8
        content.seek(0)
        lines = (line for line in content if not line.isascii())
        return likeliest([beyond_ascii(line) for line in itertools.islice(lines, MOST_LINES)])


def beyond_ascii(line: bytes) -> bytes:
    """The words that tell encodings apart, without hard spaces around them, which in some are a letter."""
    words = (word.strip(HARD_SPACE) for word in BEYOND_ASCII.findall(line))
    return b" ".join(word for word in words if not word.isascii())


def is_utf8(content: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := content.read(reading.CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def likeliest(lines: list[bytes]) -> str:
    """The encoding whose languages know most of the letters."""
    scores = {encoding: sum(map(likelihood(encoding), lines)) for encoding in ALPHABETS}
    return max(scores, key=scores.__getitem__)


def likelihood(encoding: str) -> Callable[[bytes], int]:
    """How many letters of a line one language knows, less the signs that nobody writes."""
    alphabets = [known_in(alphabet) for alphabet in ALPHABETS[encoding]]

    def count(line: bytes) -> int:
        text = line.decode(encoding, "replace")
        return max(len("".join(known.findall(text))) for known in alphabets) - len(NEVER_WRITTEN.findall(text))

    return count


@cache
def known_in(alphabet: str) -> re.Pattern:
    """Letters of a Latin alphabet, the capitals only where no small letter stands before them; of a Cyrillic one whole
    words, because a Latvian letter among others would be one of its letters, too."""
    capitals = "".join(letter for letter in alphabet.upper() if not letter.isascii())
    if alphabet in CYRILLIC:
        return re.compile(rf"\b(?:[{alphabet}]{{2,}}|[{capitals}][{alphabet}]+|[{capitals}]{{2,}})\b")
    return re.compile(f"[{alphabet}]|(?<![a-z{alphabet}])[{capitals}]")


def separator_of(file: BinaryIO, encoding: str, known: Callable[[str], bool] = lambda name: False) -> str:
    """The one that the file declares; else one that cuts some row into most names of columns that somebody `known`s,
    else most rows into the same number of columns; quoted line breaks and junk do not disturb it."""
    with reading.plain(file) as content:
        text = content.read(SAMPLE).decode(encoding, "replace")
    if declared := DECLARED.match(text):
        return declared[1]
    usual = {separator: regularity(sample_rows(text, separator), known) for separator in Separator.values}
    best = max(usual, key=usual.__getitem__)
    return rare_separator(text, usual[best], known) or best


Regularity = tuple[int, float, int]


def sample_rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(itertools.islice(reader, ROWS_LOOKED_AT))
    except csv.Error:
        return []


def regularity(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> Regularity:
    """(known names of columns, share of the rows that are of one width, that width)"""
    names = max((sum(map(known, set(row))) for row in rows[:HEADER_AMONG] if len(row) > 1), default=0)
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    return (names, count / len(rows), width) if width > 1 or names else (0, 0, 0)


def rare_separator(text: str, usual: Regularity, known: Callable[[str], bool]) -> str:
    """One that nobody expects, where it divides all rows alike: into more known names than any of the `usual` ones, or
    where those divide nothing regularly."""
    for separator in RARE_SEPARATORS:
        rows = [row for row in sample_rows(text, separator) if any(row)]
        named = (place for place, row in enumerate(rows[:HEADER_AMONG]) if sum(map(known, row)) > 1)
        rows = rows[next(named, 0) :]
        names, share, _width = regularity(rows, known)
        is_named = names > max(usual[0], 1) and all(1 < len(row) <= len(rows[0]) for row in rows)
        is_regular = share == 1 and (len(rows) >= LEAST_DIVIDED or is_header_and_row(rows))
        if is_named or (is_regular and not usual[0] and usual[1] < 1):
            return separator
    return ""


def is_header_and_row(rows: Sequence[Sequence[str]]) -> bool:
    """Three names without a digit and one row below: no sign inside a cell would divide both so."""
    return len(rows) == 2 and len(rows[0]) > 2 and all(cell and not re.search(r"\d", cell) for cell in rows[0])


def header_row_of(rows: list[list[str]], known: Callable[[str], bool]) -> int:
    """The number, from 1, of the row with the names of the columns: the one with most names somebody `known`s, else
    the first that is as wide as most rows and has no empty cell."""
    best = max(range(len(rows[:HEADER_AMONG])), key=lambda place: sum(map(known, set(rows[place]))), default=0)
    if rows and any(map(known, rows[best])):
        return best + 1
    filled = [row for row in rows if any(row)]
    width = Counter(map(len, filled)).most_common(1)[0][0] if filled else 0
    whole = (place for place, row in enumerate(rows[:HEADER_AMONG]) if row and len(row) >= width and all(row))
    return next(whole, 0) + 1
