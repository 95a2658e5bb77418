"""What the journal calls things of the Beneficiary Module that are no fields of the row an entry is about, and how it
is read: it is written in one language, and everybody reads it in one's own."""

import re
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.fields import FIELDS
from mobilities.beneficiary_module.sides import in_readers_words
from portal.audit import history
from portal.common.text import euro
from projects.enums import BudgetCategory

FIXED = "fixed."  # before a category of the budget: its amount that is fixed in the grant of a mobility
OF_MODULE = "module."  # before the name of a field: taken over from the module, and kept beside the mobility

history.NAMES |= {
    "settled": _("decided"),
    "settled_ours": _("ours stands"),
    "settled_theirs": _("to be taken over from the module"),
    "settled_open": _("undecided again"),
    "not_in_module": _("the module does not have it, by the file"),
    **{f"{OF_MODULE}{field.name}": field.label for field in FIELDS},
    **{f"{FIXED}{each.value}": format_lazy("{}: {}", _("fixed amount"), each.label) for each in BudgetCategory},
}

SIDE = re.compile(r"(?<=: |→ )[^;→]+?(?= →|;|$)")  # of a difference in what was settled
PAIR = re.compile(r"(?<=: )([^;→]+?) → ([^;→]+?)(?=;|$)")
EURO = re.compile(r"-?\d{1,3}(?:\s?\d{3})*,\d\d\s€")
FIXED_EURO = re.compile(r"-?\d+\.\d\d(?= \()")


def read_back(name: str, text: str) -> str:
    """What the journal says of something that is no field of a row, with amounts, days, yes and no as the reader
    writes them."""
    if name.startswith(FIXED):
        return FIXED_EURO.sub(lambda found: euro(Decimal(found[0])), text)
    if name.startswith(("settled_ours", "settled_theirs", "settled_open")):
        text = SIDE.sub(lambda found: side_read_back(found[0]), text)
    if name.startswith(("settled_ours", "settled_open")):
        text = PAIR.sub(both_stand, text)
    return in_readers_words(text, name.removeprefix(OF_MODULE))


def both_stand(pair: re.Match[str]) -> str:
    """Nothing changes here, so no arrow leads from one side to the other."""
    sides = [pgettext("one side of a difference", "nothing") if side == "–" else side for side in pair.groups()]
    return gettext("here %(ours)s, in the module %(theirs)s") % {"ours": sides[0], "theirs": sides[1]}


def side_read_back(side: str) -> str:
    if EURO.fullmatch(side):
        return euro(Decimal(re.sub(r"[\s€]", "", side).replace(",", ".")))
    return gettext(yes_and_no()[side]) if side in yes_and_no() else side


@cache
def yes_and_no() -> dict[str, str]:
    """In the language of the journal > as they are translated."""
    with override(settings.LANGUAGE_CODE):
        return {gettext(word): word for word in ("Yes", "No")}
