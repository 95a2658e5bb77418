"""A finding taken while people speak: the same fields as on its page, quick to fill."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import FindingKind
from mobilities.forms.conferences import FindingForm
from mobilities.models import Conference

GONE = _("This session is not in the programme any more; choose another one.")
TIES = ["host", "mobility", "qualification", "country", "project"]


class LiveFindingForm(FindingForm):
    class Meta(FindingForm.Meta):
        fields = ["kind", "text", *TIES, "session", "owner", "due"]
        widgets = {
            "text": forms.TextInput(attrs={"autocomplete": "off", "maxlength": 500, "class": "form-control"}),
            "session": forms.HiddenInput(),
        }
        error_messages = {"session": {"invalid_choice": GONE}}

    def narrow(self, conference: Conference) -> None:
        super().narrow(conference)
        for name in TIES:
            self.fields[name].widget.attrs["data-search"] = ""


class FindingWordsForm(FindingForm):
    """Corrected in its place."""

    class Meta(FindingForm.Meta):
        fields = ["kind", "text", "owner", "due"]
        widgets = {"text": forms.TextInput(attrs={"maxlength": 500})}

    def narrow(self, conference: Conference) -> None:
        """Nothing to choose from."""


SIGNS = {
    FindingKind.PLUS: "+",
    FindingKind.MINUS: "-",
    FindingKind.OFFER: "*",
    FindingKind.FIRST_TIME: "#",
    FindingKind.DECISION: "!",
}
