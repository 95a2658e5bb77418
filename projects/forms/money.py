"""The money of a project as it is typed: the budget by category, what was paid, the grant agreement itself."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.forms import EuroField, VersionedModelForm
from projects.enums import BudgetCategory
from projects.models import Instalment, Project

SMALLEST = Decimal("0.01")


class BudgetForm(VersionedModelForm):
    """One amount for each category; an empty one is no line. The project's version guards all of them."""

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = self.lines()
        for value, label in BudgetCategory.choices:
            self.fields[value] = EuroField(label=label, required=False, initial=self.saved.get(value))

    def lines(self) -> dict[str, Decimal]:
        return dict(self.instance.budget_lines.values_list("category", "awarded"))

    def kept_now(self) -> dict[str, Decimal | None]:
        return dict.fromkeys(BudgetCategory.values) | self.lines()

    def amounts(self) -> dict[str, Decimal]:
        return {value: self.cleaned_data[value] for value in BudgetCategory.values if self.cleaned_data.get(value)}


class InstalmentForm(VersionedModelForm):
    class Meta:
        model = Instalment
        fields = ["kind", "amount", "due", "paid_on", "note"]
        field_classes = {"amount": EuroField}
        labels = {
            "kind": _("Kind"), "amount": _("Amount, €"), "due": _("Expected on"), "paid_on": _("Paid on"),
            "note": _("Note"),
        }  # fmt: skip
        help_texts = {"paid_on": _("Empty while the money has not come.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = EuroField(label=_("Amount, €"), min_value=SMALLEST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        paid_on = cleaned.get("paid_on")
        if paid_on and paid_on > timezone.localdate():
            self.add_error("paid_on", _("This day is still to come. Leave it empty until the money has come."))
        if not paid_on and not cleaned.get("due") and "due" not in self.errors and "paid_on" not in self.errors:
            self.add_error("due", _("Enter when the money is expected, or when it was paid."))
        return cleaned


class AgreementForm(VersionedModelForm):
    class Meta:
        model = Project
        fields = ["agreement_signed", "rounding"]
        labels = {
            "agreement_signed": _("Grant agreement signed on"),
            "rounding": _("The 70 % rate from day 15 on is rounded to"),
        }
        help_texts = {
            "agreement_signed": _("Rates stand in an annex of the agreement; they are entered once it is signed."),
            "rounding": _("As the annex of the agreement prints it; printed tables mostly have whole euros."),
        }

    def clean_agreement_signed(self):
        day = self.cleaned_data["agreement_signed"]
        if day and day > timezone.localdate():
            self.add_error("agreement_signed", _("This day is still to come."))
        if day is None and self.instance.rates.exclude(confirmed_on=None).exists():
            self.add_error("agreement_signed", _("The project has confirmed rates, so its date stays."))
        return day
