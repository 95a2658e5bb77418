"""What the selected of a call have in common as mobilities: dates, host, teacher in charge."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice, findings
from mobilities.enums import PersonKind
from mobilities.forms.mobilities import AccompanyingField, TripFields, typed_plan
from mobilities.forms.offered import offer_hosts
from mobilities.models import Host, Mobility, Participant
from mobilities.selection_record import Record
from portal.accounts.models import User
from portal.common.forms import PageForm
from portal.common.ordering import Latvian


class SelectionMobilitiesForm(TripFields, PageForm):
    """One mobility for everybody who is selected and has none yet, checked as any other mobility."""

    host = forms.ModelChoiceField(label=_("Host"), queryset=Host.objects.none(), required=False)
    start = forms.DateField(label=_("Starts"))
    end = forms.DateField(label=_("Ends"))
    responsible = forms.ModelChoiceField(label=_("Teacher in charge"), queryset=User.objects.none(), required=False)
    accompanying = AccompanyingField()
    green_travel = forms.BooleanField(label=_("Green travel"), required=False)
    override_reason = forms.CharField(label=_("Reason for going beyond the limits"), max_length=500, required=False)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, selection = record, record.selection
        school = selection.school
        offer_hosts(self, school)
        members = User.objects.filter(memberships__school=school, memberships__is_active=True)
        self.fields["responsible"].queryset = members.order_by(Latvian("last_name"))
        staff = Participant.objects.filter(school=school, kind=PersonKind.STAFF, is_active=True)
        self.fields["accompanying"].queryset = staff.order_by(Latvian("last_name"))
        self.fields["start"].widget.attrs["data-days-start"] = ""
        self.fields["end"].widget.attrs["data-days-end"] = ""
        for name in ("responsible", "accompanying"):
            self.fields[name].widget.attrs["data-search"] = ""
        self.notices: list[Notice] = []
        self.remarks: list[Notice] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known = {"project": self.record.selection.project, "activity_type": self.record.selection.activity_type}
        plans = [typed_plan(cleaned, participant=line.application.person, **known) for line in self.record.to_send]
        found = {notice.sentence: replace(notice, about=None) for each in findings(plans) for notice in each}
        self.settle(list(found.values()))
        return cleaned

    def mobilities(self) -> dict[int, Mobility]:
        """Application > its unsaved mobility."""
        names = ("host", "start", "end", "responsible", "green_travel", "override_reason")
        known = {name: self.cleaned_data[name] for name in names}
        selection = self.record.selection
        return {
            line.application.pk: Mobility(
                school=selection.school, project=selection.project, activity_type=selection.activity_type,
                participant=line.application.person, **known,
            )
            for line in self.record.to_send
        }  # fmt: skip
