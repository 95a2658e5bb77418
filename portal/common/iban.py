"""Account numbers: checked against the SWIFT registry of IBANs, kept without spaces, shown in groups of four."""

from django.utils.translation import gettext as _
from schwifty import IBAN, exceptions

from portal.common.refused import Refused


def read_iban(typed: str) -> str:
    """The number without spaces, in capitals. Raises Refused with what is wrong with it."""
    number = "".join(typed.split()).replace("-", "").upper()
    try:
        return str(IBAN(number))
    except exceptions.InvalidCountryCode:
        sentence = _("An IBAN begins with the letters of a country, for example LV.")
    except exceptions.InvalidLength:
        sentence = _("The number is too long or too short for an IBAN of this country.")
    except exceptions.InvalidChecksumDigits:
        sentence = _("A letter or digit is mistyped or two have changed places: the check digits do not agree.")
    except exceptions.SchwiftyException:
        sentence = _("This is no IBAN. One looks like LV80 BANK 0000 4351 9500 1.")
    raise Refused(sentence)


def bank_of(iban: str) -> str:
    """The bank's name by the registry of its country; empty where that does not know it."""
    try:
        bank = IBAN(iban).bank
    except exceptions.SchwiftyException:
        return ""
    return bank.name if bank else ""


def in_fours(iban: str) -> str:
    """LV80 BANK 0000 4351 9500 1, parted by spaces that do not break."""
    return "\u00a0".join(iban[start : start + 4] for start in range(0, len(iban), 4))
