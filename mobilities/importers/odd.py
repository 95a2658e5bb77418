"""Names and telephone numbers that cannot be right, and those that somebody should look at."""

import re

from django.utils.translation import gettext_lazy as _

from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.registry import Checked
from portal.imports.sentences import sentence

NO_NAME_SIGNS = re.compile(r"[<>=@{}\[\]|\\^~$%*#;?!_+&/]")
NO_PERSON_SIGNS = re.compile(r"[:()\d]")
DIGIT = re.compile(r"\d")
LEAST_DIGITS, MOST_DIGITS = 7, 15
NO_LETTERS = _("A name is written in letters. Write it like Anna or Ozola.")
NO_SIGN = _("A name cannot contain “%(sign)s”. Correct it.")
HAS_DIGIT = _("The name “%(name)s” contains a digit. Check it.")
NO_PHONE = _("This is not a phone number. Write it like +371 26123456.")
HAS_LETTERS = _("The phone number “%(phone)s” contains letters. Check it.")
ODD_LENGTH = _(
    "The phone number “%(phone)s” has %(digits)s digits; usually there are 8, or 11 with the country code. Check it."
)


def refuse_odd_name(name: str) -> str:
    """The name again. Raises Refused."""
    if found := NO_NAME_SIGNS.search(name):
        raise Refused(sentence(NO_SIGN, sign=found[0]))
    if not any(map(str.isalpha, name)):
        raise Refused(NO_LETTERS)
    return name


def refuse_odd_person(name: str) -> str:
    """First and last names are stricter than a guardian's, which may say "mother: Anna (from 5 pm)"."""
    if found := NO_PERSON_SIGNS.search(name):
        raise Refused(sentence(NO_SIGN, sign=found[0]))
    return refuse_odd_name(name)


def phone(limit: int):
    """A telephone number of at most `limit` characters: written in any way, but with digits."""
    line = parsers.text(limit)

    def parse(cell: str) -> str:
        found = line(cell)
        if not DIGIT.search(found):
            raise Refused(NO_PHONE)
        return found

    return parse


def remark_name(checked: Checked, name: str) -> None:
    if DIGIT.search(name):
        checked.remark(sentence(HAS_DIGIT, name=name))


def remark_phone(checked: Checked, number: str) -> None:
    digits = len(DIGIT.findall(number))
    if sum(map(str.isalpha, number)) > 1:
        checked.remark(sentence(HAS_LETTERS, phone=number))
    elif number and not LEAST_DIGITS <= digits <= MOST_DIGITS:
        checked.remark(sentence(ODD_LENGTH, phone=number, digits=digits))
