"""What the journal calls things of the Beneficiary Module that are no fields of the row an entry is about."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.fields import FIELDS
from portal.audit import history
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
