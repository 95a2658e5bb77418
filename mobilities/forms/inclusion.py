"""The anonymous counters of fewer opportunities."""

import json
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mobilities.enums import InclusionReason
from mobilities.inclusion import Inclusion
from portal.common.forms import PageForm

MOST = 9999


class InclusionForm(PageForm):
    """One number for each reason; `seen` are those that the page showed.

    Numbers that do not agree with the flags are saved once it was said: `told` is of which numbers.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    told = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, inclusion: Inclusion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inclusion = inclusion
        for reason, people in inclusion.by_reason():
            self.fields[reason.value] = forms.IntegerField(
                label=reason.label, min_value=0, max_value=MOST, required=False, initial=people
            )
        self.fields["seen"].initial = json.dumps(inclusion.counts)

    def reasons(self) -> list[forms.BoundField]:
        return [self[reason] for reason in InclusionReason.values]

    def clean_seen(self) -> dict[str, int]:
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except (ValueError, RecursionError):
            seen = None
        if not isinstance(seen, dict):
            raise ValidationError(_("Open the page anew."))
        return seen

    def counts(self) -> dict[str, int]:
        return {reason: self.cleaned_data.get(reason) or 0 for reason in InclusionReason.values}

    def disagreements(self) -> list[str]:
        """Of what is typed with the flags; of an untouched form only where something is counted already."""
        if not self.is_bound:
            return self.inclusion.disagreements() if self.inclusion.total else []
        return replace(self.inclusion, counts=self.counts()).disagreements() if self.is_valid() else []

    def telling(self) -> str:
        """What `told` is once the disagreements of these numbers were shown."""
        numbers = self.counts() if self.is_bound and self.is_valid() else self.inclusion.counts
        return json.dumps([self.inclusion.flagged, *(numbers.get(reason, 0) for reason in InclusionReason.values)])

    def was_told(self) -> bool:
        return self.cleaned_data["told"] == self.telling()
