"""What the selected of a call have in common as mobilities: dates, host, teacher in charge."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mobilities.completeness import Notice, Severity, findings
from mobilities.enums import PersonKind
from mobilities.forms.mobilities import AccompanyingField, TripFields, typed_plan
from mobilities.forms.offered import offer_hosts
from mobilities.models import Host, Mobility, Participant
from mobilities.selection_record import Line, Record
from portal.accounts.models import User
from portal.common.forms import PageForm
from portal.common.ordering import Latvian


@dataclass(frozen=True)
class Traveller:
    """Somebody who is selected and has no mobility yet; `conflicts`: why not in these days."""

    line: Line
    is_ticked: bool
    conflicts: list[Notice]


class SelectionMobilitiesForm(TripFields, PageForm):
    """One mobility for everybody who is ticked, checked as any other mobility.

    Whoever cannot travel in these days is told apart with the reason and unticked; the others can be made then.
    """

    who = forms.MultipleChoiceField(
        label=_("Who travels"), error_messages={"required": _("Tick at least one person.")}
    )
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
        self.fields["who"].choices = [(str(line.application.pk), line.application.person) for line in record.to_send]
        self.ticked = {key for key, _person in self.fields["who"].choices}
        self.conflicts: dict[str, list[Notice]] = {}
        self.notices: list[Notice] = []
        self.remarks: list[Notice] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.ticked = set(cleaned.get("who", []))
        ticked, others = self.findings_of(cleaned, is_ticked=True), self.findings_of(cleaned, is_ticked=False)
        for key, notices in (ticked | others).items():
            self.conflicts[key] = [notice for notice in notices if is_personal(notice)]
        common = [notice for notices in ticked.values() for notice in notices if not is_personal(notice)]
        self.settle(list({notice.sentence: replace(notice, about=None) for notice in common}.values()))
        self.untick_conflicts()
        return cleaned

    def findings_of(self, cleaned: dict[str, Any], *, is_ticked: bool) -> dict[str, list[Notice]]:
        """Application > what is wrong with its mobility; places at the host are counted for the ticked alone."""
        known = {"project": self.record.selection.project, "activity_type": self.record.selection.activity_type}
        people = {
            str(line.application.pk): line.application.person
            for line in self.record.to_send
            if (str(line.application.pk) in self.ticked) == is_ticked
        }
        plans = [typed_plan(cleaned, participant=person, **known) for person in people.values()]
        return dict(zip(people, findings(plans), strict=True))

    def untick_conflicts(self) -> None:
        held = {key for key in self.ticked if self.conflicts[key]}
        self.ticked -= held
        if held:
            sentence = ngettext(
                "%(n)s person cannot travel in these days and is unticked, see why below. "
                "Make the mobilities of the others now, and this one later.",
                "%(n)s people cannot travel in these days and are unticked, see why below. "
                "Make the mobilities of the others now, and these later.",
                len(held),
            )
            self.add_error(None, sentence % {"n": len(held)})

    def travellers(self) -> list[Traveller]:
        rows = ((str(line.application.pk), line) for line in self.record.to_send)
        return [Traveller(line, key in self.ticked, self.conflicts.get(key, [])) for key, line in rows]

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
            if str(line.application.pk) in self.ticked
        }  # fmt: skip


def is_personal(notice: Notice) -> bool:
    """It stands in the way of one person and not of the others."""
    return notice.severity == Severity.ERROR and (notice.field == "participant" or notice.kind == "both")
