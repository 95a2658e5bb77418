"""How dates, numbers, money and quotes are written in Latvian and English. Non-breaking spaces throughout."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\u00a0"
FLOAT_DIGITS = 9  # of a fraction that was counted with floats; the rest is noise
IN_QUOTES = re.compile(r"(?<!\w)[„“”\"«»](?=\S)([^„“”\"«»]+)(?<=\S)[„“”\"«»](?!\w)")
LATVIAN_MONTHS = {
    "genitive": ("janvāra", "februāra", "marta", "aprīļa", "maija", "jūnija", "jūlija", "augusta", "septembra",
                 "oktobra", "novembra", "decembra"),
    "dative": ("janvārim", "februārim", "martam", "aprīlim", "maijam", "jūnijam", "jūlijam", "augustam",
               "septembrim", "oktobrim", "novembrim", "decembrim"),
    "locative": ("janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā", "jūlijā", "augustā", "septembrī",
                 "oktobrī", "novembrī", "decembrī"),
}  # fmt: skip
QUOTES = {"lv": ("„{}“", "‚{}‘"), "en": ("“{}”", "‘{}’")}  # and those inside


def active_language() -> str:
    return "lv" if (get_language() or "lv").startswith("lv") else "en"


def as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None, language: str | None = None) -> str:
    """31.05.2022. in Latvian, 31 May 2022 in English."""
    if value is None:
        return ""
    return written_day(as_day(value), language or active_language())


@lru_cache(maxsize=2000)
def written_day(value: date, language: str) -> str:
    if language == "lv":
        return f"{value:%d.%m.%Y}."
    return f"{value.day}{NBSP}{value:%b}{NBSP}{value.year}"


def long_day(value: date | datetime | None, language: str | None = None, case: str = "") -> str:
    """2022. gada 31. maijs in Latvian, or in the case of LATVIAN_MONTHS that a sentence wants; 31 May 2022 in
    English."""
    if value is None:
        return ""
    value = as_day(value)
    if (language or active_language()) == "lv":
        month = LATVIAN_MONTHS[case][value.month - 1] if case else format_date(value, "MMMM", locale="lv")
        return f"{value.year}.{NBSP}gada {value.day}.{NBSP}{month}"
    return f"{value.day}{NBSP}{format_date(value, 'MMMM', locale='en')} {value.year}"


def day_range(first: date, last: date, language: str | None = None) -> str:
    """02.05.-06.05.2022. with an en dash; the year once where it is the same."""
    if first == last:
        return day(first, language)
    if (language or active_language()) == "lv":
        start = f"{first:%d.%m.}" if first.year == last.year else day(first, "lv")
        return f"{start}\u2013{day(last, 'lv')}"
    start = f"{first.day}{NBSP}{first:%b}" if first.year == last.year else day(first, "en")
    return f"{start} \u2013 {day(last, 'en')}"


def moment(value: datetime | None, language: str | None = None) -> str:
    if value is None:
        return ""
    return f"{day(value, language)} {timezone.localtime(value):%H:%M}"


def number(value: int | float | Decimal | None, places: int = 0, language: str | None = None) -> str:
    return "" if value is None else written_number(value, places, language or active_language())


@lru_cache(maxsize=4000, typed=True)
def written_number(value: int | float | Decimal, places: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(half_up(value, places), pattern, locale=language).replace(" ", NBSP)


def half_up(value: int | float | Decimal, places: int = 0) -> int | Decimal:
    """4.25 is 4.3, as people round; the last binary digits of a mean do not count."""
    if isinstance(value, int):
        return value
    exact = Decimal(str(round(value, FLOAT_DIGITS)))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(value: int | float | Decimal | None, language: str | None = None) -> str:
    """Whole per cent, rounded half up: 45 % in Latvian, 45% in English."""
    if value is None:
        return ""
    language = language or active_language()
    return f"{number(value, language=language)}{NBSP if language == 'lv' else ''}%"


def euro(value: Decimal | None, language: str | None = None) -> str:
    """1 234,50 € in Latvian, €1,234.50 in English."""
    if value is None:
        return ""
    language = language or active_language()
    if language == "lv":
        return f"{number(value, 2, language)}{NBSP}€"
    return f"{'-' if value < 0 else ''}€{number(abs(value), 2, language)}"


def quoted(words: str, language: str | None = None) -> str:
    """In quotation marks; those that stand in it already become the inner ones of the language."""
    return QUOTES[language or active_language()][0].format(inner_quotes(words, language))


def inner_quotes(words: str, language: str | None = None) -> str:
    """Words for a place that is inside quotation marks. Marks round all of them are left out."""
    words = words.strip()
    if whole := IN_QUOTES.fullmatch(words):
        return whole[1]
    return IN_QUOTES.sub(QUOTES[language or active_language()][1].format(r"\1"), words)
