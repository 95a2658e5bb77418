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
    """`received` less what the school paid back; `expected` is listed and not paid yet."""

    rows: list[Instalment]
    received: Decimal
    expected: Decimal
    grant: Decimal | None

    @property
    def unlisted(self) -> Decimal | None:
        """What the grant has beyond all rows of the list; negative where the list has more. None without a grant."""
        return None if self.grant is None else self.grant - self.received - self.expected


def payments_of(project: Project) -> Payments:
    rows = list(project.instalments.all())
    paid = sum((signed(row) for row in rows if row.paid_on), NOTHING)
    expected = sum((signed(row) for row in rows if not row.paid_on), NOTHING)
    return Payments(rows, paid, expected, project.grant)


def signed(row: Instalment) -> Decimal:
    return -row.amount if row.kind == InstalmentKind.RECOVERY else row.amount


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
