"""Two sides of a difference: whether they mean the same, and how they are written."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

from mobilities.beneficiary_module.fields import CODE, DAY, FLAGS, MONEY, NUMBER, PERSON, PLACE, ModuleField
from mobilities.beneficiary_module.lists import NO, YES, Choice, choose, plain
from mobilities.beneficiary_module.rows import day_of
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.subject import Subject
from portal.common.text import day, day_range, euro

DRAFT = ("draft", "melnraksts", "incomplete", "not complete", "nepilniga")
YES_DRAFT = ("yes", "y", "true", "1", "ja")
DAYS = re.compile(r"\b((?:19|20)\d\d-\d\d-\d\d)(?:–((?:19|20)\d\d-\d\d-\d\d))?")


def is_draft(status: str) -> bool:
    said = plain(status)
    return any(word in said for word in DRAFT) or said in YES_DRAFT


def agrees(known: ModuleField, subject: Subject, theirs: str) -> bool:
    """Nothing entered on either side is the same, whatever is counted from that."""
    if not theirs.strip() and known.entered and known.entered(subject) is None:
        return True
    return is_same(known, known.read(subject), theirs)


def is_same(known: ModuleField, ours: Value | Choice, theirs: str) -> bool:
    theirs = theirs.strip()
    if ours in (None, ""):
        return not theirs or is_nothing(known, theirs)
    if isinstance(ours, Choice):
        return choose([theirs], ours) is not None if theirs else ours.words == NO
    if not theirs:
        return known.kind == NUMBER and ours == 0
    return SAME[known.kind](ours, theirs)


def is_nothing(known: ModuleField, theirs: str) -> bool:
    """0 days or "No" where nothing stands here."""
    return same_number(0, theirs) if known.kind == NUMBER else plain(theirs) in map(plain, NO)


def same_number(ours: Value, theirs: str) -> bool:
    try:
        return Decimal(str(ours)) == decimal(theirs)
    except InvalidOperation:
        return False


def decimal(text: str) -> Decimal:
    """1 234,50 or 1,234.50 or 1234.5: the last mark is the decimal one. Raises InvalidOperation."""
    number = re.sub(r"[\s€]|EUR", "", text)
    marks = re.findall(r"[.,]", number)
    if len(marks) > 1:
        head, _mark, tail = number.rpartition(marks[-1])
        number = re.sub(r"[.,]", "", head) + ("." + tail if marks[-1] not in marks[:-1] else tail)
    return Decimal(number.replace(",", "."))


def one_line(text: Value) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).split()).casefold()


def address(text: Value) -> str:
    return re.sub(r"^https?://(www\.)?|/+$|\s", "", one_line(text))


SAME = {
    DAY: lambda ours, theirs: day_of(theirs) == ours,
    NUMBER: same_number,
    PERSON: lambda ours, theirs: one_line(ours) == one_line(theirs),  # accents are part of a name
    PLACE: lambda ours, theirs: plain(str(ours)) == plain(theirs),
    CODE: lambda ours, theirs: address(ours) == address(theirs),
}


def as_sent(value: Value | Choice) -> Value | Choice:
    """As a file is filled with it, a city by the name that the list of places has; a code of numbers with its
    words."""
    return " ".join(value.words[:2]) if isinstance(value, Choice) and value.words[0].isdigit() else value


def in_words(value: Value | Choice) -> str:
    """Kept for readers of any language, so days are 2022-05-31; `in_readers_words` writes them as the reader does."""
    return "" if value is None else str(value)


def in_readers_words(text: str, field: str = "") -> str:
    """One side of a difference; of a field that is an amount or a yes or no, both sides in one notation."""
    if field in FLAGS and text:
        said = plain(text)
        return gettext("Yes") if said in map(plain, YES) else gettext("No") if said in map(plain, NO) else text
    if field in MONEY and text:
        try:
            return euro(decimal(text))
        except InvalidOperation:
            return text
    return DAYS.sub(written, text)


def written(match: re.Match[str]) -> str:
    first, last = (date.fromisoformat(each) if each else None for each in match.groups())
    return day_range(first, last) if last else day(first)
