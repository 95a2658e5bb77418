"""The dissemination log: one entry, and what the list is narrowed to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common import uploads
from portal.common.forms import VersionedModelForm
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from projects.enums import DisseminationKind
from projects.forms.life import check_year
from projects.models import Dissemination, Project

ALL_YEARS = "all"
MOST_PEOPLE = 10_000_000


class DisseminationForm(VersionedModelForm):
    """`accepted` is the file sent along, judged and made harmless; None without one."""

    file = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A photo, a PDF, a DOCX or an XLSX file. A new file takes the place of the old one."),
    )
    remove_file = forms.BooleanField(label=_("Delete the evidence file"), required=False)

    class Meta:
        model = Dissemination
        fields = ["kind", "title", "place", "day", "people", "url"]
        labels = {
            "kind": _("Kind"), "title": _("What was shown"), "place": _("Where"), "day": _("When"),
            "people": _("How many people"), "url": _("Address of the publication"),
        }  # fmt: skip
        help_texts = {"people": _("As many as were there or as the publication reached; an estimate will do.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted: uploads.Accepted | None = None
        self.fields["people"] = forms.IntegerField(
            label=self.fields["people"].label, help_text=self.fields["people"].help_text, required=False,
            min_value=0, max_value=MOST_PEOPLE,
        )  # fmt: skip
        if not self.instance.evidence:
            del self.fields["remove_file"]

    def clean_day(self):
        return check_year(self.cleaned_data["day"])

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            try:
                self.accepted = uploads.receive(file, self.instance.project.school)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from None
        return file


class DisseminationFilterForm(forms.Form):
    q = forms.CharField(label=_("What or where"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *DisseminationKind.choices]
    )
    project = forms.ModelChoiceField(
        label=_("Project"), required=False, queryset=Project.objects.none(), empty_label=_("All projects")
    )
    when = forms.ChoiceField(required=False, choices=[("", ""), (ALL_YEARS, "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, project: Project | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if project:
            del self.fields["project"], self.fields["when"]
        else:
            self.fields["project"].queryset = Project.objects.filter(school=school)

    def narrow(self, rows):
        """Apply what is filled in and makes sense, all but the school year."""
        self.is_valid()
        for name in ("kind", "project"):
            if self.cleaned_data.get(name):
                rows = rows.filter(**{name: self.cleaned_data[name]})
        if words := self.cleaned_data.get("q"):
            rows = rows.filter(title__icontains=words) | rows.filter(place__icontains=words)
        return rows

    def in_year(self, rows, year: SchoolYear):
        if "when" not in self.fields or self.all_years:
            return rows
        return rows.filter(day__range=(year.first_day, year.last_day))

    @property
    def all_years(self) -> bool:
        return self.cleaned_data.get("when") == ALL_YEARS


def people_in(rows) -> int:
    return rows.order_by().aggregate(people=Sum("people"))["people"] or 0
