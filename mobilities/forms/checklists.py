"""One item of the checklist: of a kind the portal knows, or of the school's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PaperPhase, ProfileGroup
from mobilities.forms.papers import who_brings
from mobilities.models import ChecklistItem
from portal.common.forms import VersionedModelForm

DAYS = {
    PaperPhase.BEFORE: _("days before the departure"),
    PaperPhase.DURING: _("days after the first day"),
    PaperPhase.AFTER: _("days after the return"),
}
OWN = ("title_lv", "title_en", "phase")


class ChecklistItemForm(VersionedModelForm):
    groups = forms.MultipleChoiceField(
        label=_("Who needs it"), choices=ProfileGroup.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ChecklistItem
        fields = ["is_used", "title_lv", "title_en", "phase", "groups", "due_days", "responsible", "why"]
        help_texts = {"why": _("Shown beside the item; an auditor may ask for it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        if item.is_own:
            self.fields["title_lv"].required = True
            self.fields["due_days"].label = _("Days")
            self.fields["due_days"].help_text = _("Before the departure, after the first day or after the return.")
        else:
            for name in OWN:
                del self.fields[name]
            self.fields["due_days"].label = _("When: %(days)s") % {"days": DAYS[PaperPhase(item.phase)]}
        self.fields["due_days"].max_value = 365
        self.fields["responsible"].queryset = who_brings(item.school, item.responsible_id)
        self.fields["responsible"].empty_label = _("The teacher in charge")

    def clean_due_days(self) -> int:
        days = self.cleaned_data["due_days"]
        if days > 365:
            raise forms.ValidationError(_("At most 365 days."))
        return days
