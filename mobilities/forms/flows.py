"""What is taken over from last year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonKind
from portal.accounts.models import School
from portal.common.forms import PageForm
from portal.common.school_year import SchoolYear
from projects.models import Project


class CopyForm(PageForm):
    project = forms.ModelChoiceField(
        label=_("Project of the new mobilities"), queryset=Project.objects.none(), required=False,
        empty_label=_("Leave the old project, to be changed in the grid"),
    )  # fmt: skip
    people = forms.ChoiceField(
        label=_("People"), required=False,
        choices=[
            ("staff", _("Keep staff, leave learners empty")),
            ("none", _("Leave everybody empty")),
            ("all", _("Keep everybody")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, choices=[("", ""), *PersonKind.choices], widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, year: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(school=school).taking_mobilities()
        self.fields["project"].queryset = projects.in_school_year(year).order_by("-start", "pk")
