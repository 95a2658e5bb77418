"""Where a person's grant is paid to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.models import PersonBank
from portal.common.forms import VersionedModelForm
from portal.common.iban import bank_of, in_fours, read_iban
from portal.common.refused import Refused


class BankForm(VersionedModelForm):
    iban = forms.CharField(
        label=_("IBAN"), max_length=60, help_text=_("With or without spaces; its check digits are verified."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    class Meta:
        model = PersonBank
        fields = ["holder", "iban", "bank"]
        help_texts = {
            "holder": _("Of a minor it may be a parent or guardian."),
            "bank": _("Filled in by itself where the number tells it."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["iban"] = in_fours(self.instance.iban).replace("\u00a0", " ")
        else:
            self.initial["holder"] = str(self.instance.person)

    def clean_iban(self) -> str:
        try:
            return read_iban(self.cleaned_data["iban"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("iban") and not cleaned.get("bank"):
            cleaned["bank"] = bank_of(cleaned["iban"])[:120]
        return cleaned
