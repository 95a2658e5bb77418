"""A guess at how a table is written; the page lets people correct it.

Encodings are told apart by the letters of the languages that use them, line by line, because a list of projects of all
countries is in many languages at once. A general detector was measured and left out: it takes Latvian files of Windows
for Central European ones.
"""

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from portal.imports import reading
from portal.imports.enums import Encoding, Separator

SAMPLE = 256 * 1024
ROWS_LOOKED_AT = 60
HEADER_AMONG = 15
MOST_LINES = 2_000
ALPHABETS = {
    Encoding.BALTIC: ("āčēģīķļņšūžōŗ", "ąčęėįšųūž", "õäöüšž"),
    Encoding.WESTERN: (
        "äöüß",
        "éèêëàâçîïôûùœ",
        "áéíóúñü",
        "ãõáâàéêíóôúç",
        "àèéìòù",
        "åäöøæé",
        "áðéíóúýþæö",
    ),
    Encoding.CENTRAL: ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
}


def encoding_of(file: BinaryIO) -> str:
    """Of a text file; UTF-8 only if the whole file is."""
    with reading.plain(file) as content:
        head = content.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return Encoding.UTF8
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
        return likeliest(list(itertools.islice(lines, MOST_LINES)))


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
    """The code page whose languages know most of the letters."""
    scores = {encoding: sum(map(known_letters(encoding), lines)) for encoding in ALPHABETS}
    return max(scores, key=scores.__getitem__)


def known_letters(encoding: str) -> Callable[[bytes], int]:
    def count(line: bytes) -> int:
        letters = Counter(
            letter for letter in line.decode(encoding, "replace").lower() if not letter.isascii() and letter.isalpha()
        )
        return max(sum(letters[letter] for letter in alphabet) for alphabet in ALPHABETS[encoding])

    return count


def separator_of(file: BinaryIO, encoding: str, known: Callable[[str], bool] = lambda name: False) -> str:
    """The one that cuts some row into most names of columns that somebody `known`s, else most rows into the same
    number of columns; quoted line breaks and junk do not disturb it."""
    with reading.plain(file) as content:
        text = content.read(SAMPLE).decode(encoding, "replace")
    return max(Separator.values, key=lambda separator: regularity(text, separator, known))


def regularity(text: str, separator: str, known: Callable[[str], bool]) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = list(itertools.islice(reader, ROWS_LOOKED_AT))
    except csv.Error:
        return 0, 0, 0
    names = max((sum(map(known, set(row))) for row in rows[:HEADER_AMONG] if len(row) > 1), default=0)
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    return (names, count / len(rows), width) if width > 1 or names else (0, 0, 0)


def header_row_of(rows: list[list[str]], known: Callable[[str], bool]) -> int:
    """The number, from 1, of the row with the names of the columns: the one with most names somebody `known`s, else
    the first that is as wide as most rows and has no empty cell."""
    best = max(range(len(rows[:HEADER_AMONG])), key=lambda place: sum(map(known, set(rows[place]))), default=0)
    if rows and any(map(known, rows[best])):
        return best + 1
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    whole = (place for place, row in enumerate(rows[:HEADER_AMONG]) if len(row) >= width and all(row))
    return next(whole, 0) + 1
