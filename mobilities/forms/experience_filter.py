"""What the list of reports is narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ReportState
from mobilities.forms.mobilities import projects_with_mobilities
from mobilities.models import AccompanyingPerson, Mobility
from portal.accounts.models import School
from portal.common.countries import country_name, sort_key


class ExperienceFilterForm(forms.Form):
    q = forms.CharField(label=_("Participant, host, city"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("missing", _("Missing")), *ReportState.choices],
    )  # fmt: skip
    project = forms.ModelChoiceField(label=_("Project"), required=False, queryset=None, empty_label=_("All projects"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(required=False, choices=[("", ""), ("all", ""), ("this", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["project"].queryset = projects_with_mobilities(school)
        named = sorted(((code, country_name(code)) for code in countries), key=lambda row: sort_key(row[1]))
        self.fields["country"].choices = [("", _("All countries")), *named]

    def words(self) -> list[str]:
        self.is_valid()
        return self.cleaned_data.get("q", "").split()

    def state_chosen(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("state", "")

    def narrow(self, rows, person: str = "participant", trip: str = ""):
        """`rows` of journeys: `person` is who travels, `trip` leads to the mobility of the place."""
        fields = (f"{person}__first_name", f"{person}__last_name", f"{trip}host__name", f"{trip}host__city")
        all_of = Q()
        for word in self.words():
            any_of = Q()
            for field in fields:
                any_of |= Q(**{f"{field}__has": word})
            all_of &= any_of
        if self.cleaned_data.get("project"):
            all_of &= Q(project=self.cleaned_data["project"])
        if self.cleaned_data.get("country"):
            all_of &= Q(**{f"{trip}country": self.cleaned_data["country"]})
        return rows.filter(all_of)  # at once: one join, however many words

    def narrow_reports(self, rows):
        """Reports of the journeys that `narrow` leaves."""
        self.is_valid()
        if not any(self.cleaned_data.get(name) for name in ("q", "project", "country")):
            return rows
        mobilities = self.narrow(Mobility.objects.filter(school=self.school, report__isnull=False))
        along = self.narrow(
            AccompanyingPerson.objects.filter(school=self.school, report__isnull=False), "person", "mobilities__"
        )
        return rows.filter(Q(mobility__in=mobilities.values("pk")) | Q(accompanying__in=along.values("pk")))
