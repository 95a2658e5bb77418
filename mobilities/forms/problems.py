"""A problem at a host is settled: when, and how."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.models import Finding
from portal.common.forms import VersionedModelForm


class SettleForm(VersionedModelForm):
    done_on = forms.DateField(label=_("Settled on"), required=False, help_text=_("Without a date it is open."))

    class Meta:
        model = Finding
        fields = ["done_on", "done_note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.done_on:
            self.initial["done_on"] = timezone.localdate()

    def clean(self):
        cleaned = super().clean()
        settled = cleaned.get("done_on")
        if settled and not cleaned.get("done_note"):
            self.add_error("done_note", _("Write how it was settled: whoever plans the next stay reads it."))
        if settled and settled > timezone.localdate():
            self.add_error("done_on", _("This day is still to come."))
        if not settled:
            cleaned["done_note"] = ""
        return cleaned
