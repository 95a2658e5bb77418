"""What the list of projects is narrowed to; the address of the page holds it."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.school_year import SchoolYear
from projects.enums import Field, Programme, ProjectRole, Standing
from projects.models import ProjectQuerySet

ALL_YEARS = "all"


class ProjectFilterForm(forms.Form):
    q = forms.CharField(label=_("Code, title, partner or place"), required=False, max_length=200)
    programme = forms.ChoiceField(
        label=_("Programme"), required=False, choices=[("", _("All programmes")), *Programme.choices]
    )
    field = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("All fields")), *Field.choices])
    role = forms.ChoiceField(label=_("Our role"), required=False, choices=[("", _("All roles")), *ProjectRole.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *Standing.choices])
    when = forms.ChoiceField(required=False, choices=[("", ""), (ALL_YEARS, "")], widget=forms.HiddenInput)

    def narrow(self, projects: ProjectQuerySet, today: date) -> ProjectQuerySet:
        """Apply what is filled in and makes sense, all but the school year."""
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("programme", "field", "role"):
            if chosen.get(name):
                projects = projects.filter(**{name: chosen[name]})
        if chosen.get("state"):
            projects = projects.in_standing(chosen["state"], today)
        if chosen.get("q"):
            projects = projects.matching(chosen["q"])
        return projects

    def in_year(self, projects: ProjectQuerySet, year: SchoolYear) -> ProjectQuerySet:
        return projects if self.all_years else projects.in_school_year(year)

    @property
    def all_years(self) -> bool:
        return self.cleaned_data.get("when") == ALL_YEARS
