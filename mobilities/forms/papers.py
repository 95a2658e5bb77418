"""A line of a checklist: its day and responsible person, and why it does not apply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.models import Paper
from portal.accounts.models import School, User
from portal.common.forms import PageForm, VersionedModelForm
from portal.common.ordering import Latvian


def people_of(school: School):
    """Who has an account of the school."""
    members = User.objects.filter(memberships__school=school, memberships__is_active=True, is_active=True)
    return members.distinct().order_by(Latvian("last_name"), Latvian("first_name"))


class PaperForm(VersionedModelForm):
    class Meta:
        model = Paper
        fields = ["due", "responsible"]
        help_texts = {
            "due": _("Empty: the day follows from the checklist."),
            "responsible": _("Empty: as the checklist says, usually the teacher in charge."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people_of(self.instance.mobility.school)
        self.fields["responsible"].empty_label = _("As the checklist says")


class AsideForm(PageForm):
    reason = forms.CharField(
        label=_("Why it does not apply"), max_length=300, help_text=_("An auditor reads it beside the papers.")
    )
