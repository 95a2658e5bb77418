"""What is paid, where to, and the way it is paid for."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.common import text
from portal.common.iban import in_fours
from projects.enums import BudgetCategory
from reports.papers.blocks.build import Built, missing
from reports.papers.facts import Facts
from reports.papers.shapes import Facing, Grid
from reports.papers.tongue import Tongue

JOURNEY_LEGS = 6


def amounts(facts: Facts, tongue: Tongue) -> Built:
    heads = (tongue.say(_("What it is paid for")), tongue.say(_("Amount")))
    lines = facts.grant_lines
    rows = [(tongue.say(BudgetCategory(line.category).label), in_euro(line.amount, tongue)) for line in lines]
    total = in_euro(facts.grant_total, tongue)
    rows.append((tongue.say(_("Together")), total if lines or facts.is_zero_grant else ""))
    gaps = missing(
        amounts=lines or facts.is_zero_grant, unconfirmed_rates=all(line.is_confirmed for line in lines)
    )  # fmt: skip
    return Grid(tongue.say(_("Grant of the participant")), heads, tuple(rows), is_sum=True, numbers=True), gaps


def in_euro(amount: Decimal, tongue: Tongue) -> str:
    return tongue.each(lambda lang: text.euro(amount, lang))


def bank_account(facts: Facts, tongue: Tongue) -> Built:
    bank = facts.bank
    rows = (
        (tongue.say(_("Account holder")), bank.holder if bank else ""),
        (tongue.say(_("IBAN")), in_fours(bank.iban) if bank else ""),
        (tongue.say(_("Bank")), bank.bank if bank else ""),
    )
    return Facing(tongue.say(_("Bank account")), rows), missing(bank=bank)


def journey(facts: Facts, tongue: Tongue) -> Built:
    """Filled in by hand when the way is made."""
    heads = (
        tongue.say(_("Date")), tongue.say(_("From")), tongue.say(_("To")), tongue.say(_("Means of transport")),
        tongue.say(_("Number of the ticket or document")),
    )  # fmt: skip
    return Grid(tongue.say(_("The way there and back")), heads, (("",) * len(heads),) * JOURNEY_LEGS), []
