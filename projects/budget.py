"""What was awarded to a project and what has been paid of it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.common.text import euro
from projects.enums import InstalmentKind
from projects.models import Instalment, Project

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Payments:
    """`received` less what the school paid back; `expected` and `to_pay_back` are listed and not paid yet."""

    rows: list[Instalment]
    received: Decimal
    expected: Decimal
    to_pay_back: Decimal
    grant: Decimal | None

    @property
    def listed(self) -> Decimal:
        """What comes to the school by all rows; money paid back has come before."""
        return sum((row.amount for row in self.rows if not is_recovery(row)), NOTHING)

    @property
    def unlisted(self) -> Decimal:
        """What of the grant is still in no row."""
        return max((self.grant or NOTHING) - self.listed, NOTHING)

    @property
    def is_over(self) -> bool:
        """Whether the school keeps more than the grant even after it has paid back what it is to."""
        return self.grant is not None and self.received + self.expected - self.to_pay_back > self.grant


def payments_of(project: Project) -> Payments:
    rows = list(project.instalments.all())
    paid = sum((-row.amount if is_recovery(row) else row.amount for row in rows if row.paid_on), NOTHING)
    open_rows = [row for row in rows if not row.paid_on]
    expected = sum((row.amount for row in open_rows if not is_recovery(row)), NOTHING)
    to_pay_back = sum((row.amount for row in open_rows if is_recovery(row)), NOTHING)
    return Payments(rows, paid, expected, to_pay_back, project.grant)


def is_recovery(row: Instalment) -> bool:
    return row.kind == InstalmentKind.RECOVERY


def awarded_of(project: Project) -> dict[str, Decimal]:
    return dict(project.budget_lines.values_list("category", "awarded"))


def gap_to_grant(project: Project, awarded: dict[str, Decimal]) -> str:
    """A sentence where the categories do not add up to the grant; "" where they do or one of them is not entered."""
    gap = (project.grant or NOTHING) - sum(awarded.values(), NOTHING)
    if project.grant is None or not awarded or not gap:
        return ""
    less = _("The categories add up to %(euros)s less than the grant of the project.")
    more = _("The categories add up to %(euros)s more than the grant of the project.")
    return (less if gap > 0 else more) % {"euros": euro(abs(gap))}
