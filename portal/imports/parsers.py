"""Cells into values. Each raises Refused with what would be right."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.dates import get_month_names
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from portal.common.countries import names
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.imports.sentences import sentence

FIRST_CALL, FIRST_YEAR, LAST_YEAR = 1987, 1900, 2098  # Erasmus began in 1987
TOO_LONG = _("This has %(length)s characters; at most %(limit)s fit. Shorten it.")
COUNTRY_OF_AGENCY = {"EL": "GR", "UK": "GB"}
ISO_DAY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\.?(?:[T ][\d:.]+)?")
SPOKEN_DAY = re.compile(r"(?P<day>\d{1,2})[-/.]\s*(?P<month>\d{1,2})[-/.]\s*(?P<year>\d{4})\.?")
SPELLED_DAYS = tuple(map(re.compile, (
    r"(?P<year>\d{4})\.? ?(?:g(?:ada)?\b\.?)? ?(?P<day>\d{1,2})\.? ?(?P<month>[a-z]+)\.?",
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?(?P<month>[a-z]+)[.,]{0,2} ?(?P<year>\d{4})(?:\.? ?g(?:ada)?)?\.?",
    r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
)))  # fmt: skip
ENDINGS = ("s", "is", "a", "i", "u")  # of Latvian months: maijs, aprīlis, maija, aprīlī, maiju
SERIAL = re.compile(r"[1-7]\d{4}")
SPREADSHEETS_BEGIN = date(1899, 12, 30)
OID = re.compile(r"E\d{8}")
is_url = URLValidator(schemes=["http", "https"])


def text(limit: int) -> Callable[[str], str]:
    """One line of at most `limit` characters."""

    def parse(cell: str) -> str:
        line = " ".join(cell.split())
        if len(line) > limit:
            raise Refused(sentence(TOO_LONG, length=len(line), limit=limit))
        return line

    return parse


def lines(limit: int) -> Callable[[str], str]:
    """Several lines, together at most `limit` characters."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise Refused(sentence(TOO_LONG, length=len(cell), limit=limit))
        return cell

    return parse


def year(cell: str) -> int:
    number = cell.removesuffix(".0").removesuffix(".")
    if not (number.isascii() and number.isdigit() and FIRST_CALL <= int(number[:9]) <= LAST_YEAR):
        raise Refused(_("This is not a year. Write it with four digits, like 2021."))
    return int(number)


def day(cell: str) -> date:
    found = day_in(cell)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused(_("This is not a date. Write it like 01.09.2021 or 2021-09-01."))
    return found


def day_in(cell: str) -> date | None:
    """Also of a number of days, as spreadsheets store a date whose cell is not formatted as one."""
    if SERIAL.fullmatch(cell):
        return SPREADSHEETS_BEGIN + timedelta(days=int(cell))
    if match := ISO_DAY.fullmatch(cell) or SPOKEN_DAY.fullmatch(cell):
        return day_of(match["year"], match["month"], match["day"])
    spelled = " ".join(fold(cell).split())
    match = next(filter(None, (shape.fullmatch(spelled) for shape in SPELLED_DAYS)), None)
    month = match and months().get(match["month"])
    return day_of(match["year"], month, match["day"]) if month else None


def day_of(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def months() -> dict[str, int]:
    """Folded names, in Latvian in every case in which dates are written."""
    found = {}
    for language in ("lv", "en"):
        for width in ("wide", "abbreviated"):
            named = get_month_names(width, locale=language).items()
            found |= {fold(name).removesuffix("."): number for number, name in named}
    for number, name in get_month_names("wide", locale="lv").items():
        stem = fold(name).removesuffix("s").removesuffix("i")
        found |= {stem + ending: number for ending in ENDINGS}
    return found


def euro(cell: str) -> Decimal:
    """93141.0, 95 430,00, 1.234,50: the last mark is the decimal one. What could be read in two ways is refused."""
    number = "".join(cell.split()).replace("€", "").removeprefix("EUR").removesuffix("EUR")
    marks = [mark for mark in number if mark in ",."]
    if len(set(marks)) == 2:
        number = number.replace(marks[0], "")
    elif len(marks) > 1:
        number = number.replace(marks[0], "")
        marks = []
    if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", number) and len(marks) == 1:
        raise Refused(_("This can be read as thousands or as three decimals. Write it like 1234.00."))
    try:
        amount = Decimal(number.replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not number.isascii():
        raise Refused(_("This is not an amount of money. Write it like 95430.00."))
    if amount < 0:
        raise Refused(_("An amount cannot be less than zero."))
    if amount >= 10**10:
        raise Refused(_("This is more than any grant. Check the amount."))
    if amount != amount.quantize(Decimal("0.01")):
        raise Refused(_("An amount can have two decimals at most."))
    return amount.quantize(Decimal("0.01"))


@cache
def codes_by_name() -> dict[str, str]:
    return {fold(name): code for language in ("lv", "en") for code, name in names(language).items()}


def country(cell: str) -> str:
    """An ISO code, a code of the programme (EL, UK), or a name in Latvian or English."""
    code = COUNTRY_OF_AGENCY.get(cell.upper(), cell.upper())
    if code in names("en"):
        return code
    if found := codes_by_name().get(fold(cell)):
        return found
    raise Refused(_("There is no such country. Write its code, like LV, or its name."))


def website(cell: str) -> str:
    """An address; one without its scheme is an https one."""
    address = cell if "://" in cell else f"https://{cell}"
    try:
        is_url(address)
    except ValidationError:
        raise Refused(_("This is not a web address. Write it like www.school.lv.")) from None
    if len(address) > 200:
        raise Refused(sentence(TOO_LONG, length=len(address), limit=200))
    return address


def oid(cell: str) -> str:
    found = cell.upper().replace(" ", "")
    if not OID.fullmatch(found):
        raise Refused(_("This is not an OID. An OID is the letter E and eight digits, like E10012345."))
    return found
