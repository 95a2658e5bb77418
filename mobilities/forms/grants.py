"""What the grant of one mobility is counted from, as it is typed; and the question of the what-if page."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import MobilityState, StopKind
from mobilities.forms.offered import offer_hosts
from mobilities.grants import Counted
from mobilities.models import MobilityGrant
from portal.common.countries import country_choices
from portal.common.forms import EuroField, PageForm, VersionedModelForm
from portal.common.text import day
from projects.enums import BudgetCategory, TravelMode
from projects.models import ActivityType, Project
from projects.rate_table import pays_course_fees

COSTS = {
    "inclusion_costs": _("Real costs of inclusion, €"),
    "exceptional_costs": _("Exceptional costs, €"),
    "expensive_travel": _("Real price of expensive travel, €"),
    "costs_not_recovered": _("Costs that could not be recovered, €"),
}


class MobilityGrantForm(VersionedModelForm):
    class Meta:
        model = MobilityGrant
        fields = [
            "distance_km", "distance_checked_on", "travel_days", "is_zero_grant", "needs_linguistic_support",
            "course_days", "inclusion_costs", "exceptional_costs", "expensive_travel", "exceptional_reason",
            "stop_kind", "stopped_from", "stopped_to", "costs_not_recovered", "note",
        ]  # fmt: skip
        labels = {
            "distance_km": _("Official distance one way, km"),
            "distance_checked_on": _("Looked up on"),
            "travel_days": _("Travel days"),
            "is_zero_grant": _("Zero grant: travel and individual support come from elsewhere"),
            "needs_linguistic_support": _("Linguistic support"),
            "course_days": _("Course days with a fee"),
            "exceptional_reason": _("What the costs are for"),
            "stop_kind": _("The stay was broken off or paused"),
            "stopped_from": _("First day away"),
            "stopped_to": _("Last day away"),
            "note": _("Note"),
        }
        help_texts = {
            "distance_km": _("From the Commission's distance calculator. Empty: ours counts."),
            "travel_days": _("Empty: as many as the agreement funds."),
            "course_days": _("For courses; empty: all days of the stay. Ten days at most are paid."),
            "exceptional_reason": _("What was paid for. Nothing about health or origin."),
            "expensive_travel": _("Only where the band covers less than 70 % of it."),
            "stopped_to": _("Empty: the person did not come back to the stay."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in COSTS.items():
            self.fields[name] = EuroField(
                label=label, max_digits=10, required=False, help_text=self.fields[name].help_text
            )
            self.initial[name] = self.initial.get(name) or None
        self.fields["stop_kind"].choices = [("", _("No")), *StopKind.choices]
        stay = self.instance.mobility
        self.has_course_fee = pays_course_fees(stay.project, stay.activity_type)

    @property
    def shows_course_days(self) -> bool:
        """Where the rate table pays no course fee the field is there only to be emptied."""
        return self.has_course_fee or bool(self["course_days"].value()) or bool(self["course_days"].errors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in COSTS:
            if name not in self.errors:
                cleaned[name] = cleaned.get(name) or 0
        if cleaned.get("course_days") and not self.has_course_fee:
            sentence = _("The rate table has no course fee for “%(type)s”. Leave it empty, or enter the rate first.")
            self.add_error(
                "course_days", ValidationError(sentence, params={"type": self.instance.mobility.activity_type})
            )
        self.check_distance(cleaned)
        self.check_costs(cleaned)
        self.check_break(cleaned)
        return cleaned

    def check_distance(self, cleaned: dict[str, Any]) -> None:
        typed, checked_on = cleaned.get("distance_km"), cleaned.get("distance_checked_on")
        if typed is not None and checked_on is None and "distance_checked_on" not in self.errors:
            self.add_error("distance_checked_on", _("Enter the day on which the official distance was looked up."))
        if checked_on and checked_on > timezone.localdate():
            self.add_error("distance_checked_on", _("This day is still to come."))
        if checked_on and typed is None and "distance_km" not in self.errors:
            self.add_error("distance_km", _("Enter the official distance, or take its date away."))

    def check_costs(self, cleaned: dict[str, Any]) -> None:
        is_reason_missing = not cleaned.get("exceptional_reason") and "exceptional_reason" not in self.errors
        if is_reason_missing and any(cleaned.get(name) for name in COSTS):
            self.add_error("exceptional_reason", _("Real costs need a reason."))

    def check_break(self, cleaned: dict[str, Any]) -> None:
        kind, first, last = (cleaned.get(name) for name in ("stop_kind", "stopped_from", "stopped_to"))
        stay = self.instance.mobility
        if kind and first is None and "stopped_from" not in self.errors:
            self.add_error("stopped_from", _("Enter the first day away."))
        if not kind and stay.state == MobilityState.INTERRUPTED:
            self.add_error("stop_kind", _("The mobility is interrupted. Reopen it on its page first."))
        elif not kind and (first or last or cleaned.get("costs_not_recovered")):
            self.add_error("stop_kind", _("Choose what happened, or take its dates and costs away."))
        if first and last and last < first:
            self.add_error("stopped_to", _("It ends before it begins."))
        for name, value in (("stopped_from", first), ("stopped_to", last)):
            if value and not stay.start <= value <= stay.end:
                self.add_error(name, ValidationError(_("The stay itself is from %(start)s to %(end)s."), params={
                    "start": day(stay.start), "end": day(stay.end),
                }))  # fmt: skip


class FixedAmountForm(PageForm):
    """An amount that somebody else decided, such as the National Agency or the Beneficiary Module."""

    category = forms.ChoiceField(
        label=_("Category"), choices=[each for each in BudgetCategory.choices if each[0] != BudgetCategory.LUMP_SUM]
    )
    amount = EuroField(label=_("Amount, €"), max_digits=10)
    source = forms.CharField(
        label=_("Where it stands"), max_length=300,
        help_text=_("For example, the letter of the agency and its date. Nothing about health or origin."),
    )  # fmt: skip


class WhatIfForm(PageForm):
    """A question in the address. The distance: from the school to the city, or as typed."""

    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, initial=3)
    activity_type = forms.ModelChoiceField(label=_("Activity type"), queryset=None)
    host = forms.ModelChoiceField(
        label=_("Host"),
        queryset=None,
        required=False,
        help_text=_("Its country and place count; or choose these below."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    city = forms.CharField(label=_("City"), required=False, max_length=100)
    distance_km = forms.IntegerField(
        label=_("Distance one way, km"), required=False, min_value=0, max_value=20_038,
        help_text=_("Empty: from the school to the city."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Days, without travel"), min_value=1, max_value=365, initial=21)
    travel_mode = forms.ChoiceField(label=_("Travel"), choices=TravelMode.choices, required=False)
    travel_days = forms.IntegerField(
        label=_("Travel days"), required=False, min_value=0, max_value=6,
        help_text=_("Empty: as many as the agreement funds."),
    )  # fmt: skip
    fewer_opportunities = forms.IntegerField(
        label=_("Of them with fewer opportunities"), required=False, min_value=0, max_value=500
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_hosts(self, project.school)
        types = ActivityType.objects.for_project(project, project.call_year, project.school)
        self.fields["activity_type"].queryset = types.for_field(project.field_of_types)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if host := cleaned.get("host"):
            cleaned["country"] = host.country
        elif not cleaned.get("country") and not {"host", "country"} & set(self.errors):
            self.add_error("country", _("Choose a host or a country."))
        few, people = cleaned.get("fewer_opportunities") or 0, cleaned.get("people") or 0
        if people and few > people:
            self.add_error("fewer_opportunities", _("More than there are people."))
        return cleaned


class MoneyFilterForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All categories")), *BudgetCategory.choices]
    )
    when = forms.ChoiceField(
        label=_("Used or planned"), required=False,
        choices=[("", _("All")), ("used", _("Used: the stay ended")), ("planned", _("Planned"))],
    )  # fmt: skip
    note = forms.ChoiceField(
        label=_("What is known"), required=False,
        choices=[("", _("All")), ("some", _("Something is missing or uncertain"))],
    )  # fmt: skip

    def narrow(self, rows: list[Counted], today: date) -> list[Counted]:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("category"):
            rows = [row for row in rows if row.grant.by_category().get(chosen["category"])]
        if chosen.get("when"):
            rows = [row for row in rows if (row.mobility.last_day < today) == (chosen["when"] == "used")]
        return [row for row in rows if row.grant.notes] if chosen.get("note") else rows
