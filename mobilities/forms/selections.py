"""Calls for participation and their criteria as they are typed, and what their list is narrowed to."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Min, Q
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mobilities.enums import SelectionState
from mobilities.models import Criterion, Selection
from portal.accounts.models import School
from portal.common.forms import PageFormMixin, VersionedModelForm
from portal.common.school_year import SchoolYear
from portal.common.text import day
from projects.models import ActivityType, Project

MOST_CRITERIA = 12
EMPTY_ROWS = 2
MOST = 1000


def usual_criteria() -> list[dict[str, Any]]:
    """What most schools weigh; offered for a new call."""
    rows = [
        (gettext("Grades"), 30),
        (gettext("Attendance, the fewer absences the more points"), 20),
        (gettext("Language skills"), 20),
        (gettext("Motivation"), 20),
        (gettext("Recommendation of a teacher"), 10),
    ]
    return [{"name": name, "weight": weight, "most_points": 10} for name, weight in rows]


class SelectionFilterForm(forms.Form):
    q = forms.CharField(label=_("Title"), required=False, max_length=200)
    project = forms.ModelChoiceField(label=_("Project"), required=False, queryset=None, empty_label=_("All projects"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *SelectionState.choices]
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_calls = Selection.objects.filter(school=school).order_by().values("project")
        self.fields["project"].queryset = Project.objects.filter(pk__in=with_calls)

    def narrow(self, rows):
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("project", "state"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        for word in chosen.get("q", "").split():
            rows = rows.filter(Q(title__has=word))
        return rows


class SelectionForm(VersionedModelForm):
    """`instance` carries the school. Once somebody applied, the project and the activity stay as they are."""

    class Meta:
        model = Selection
        fields = ["title", "project", "activity_type", "places", "opens", "closes", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, year: SchoolYear, project: Project | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, school = self.instance, self.instance.school
        projects = Project.objects.filter(school=school).taking_mobilities(row.project_id)
        self.fields["project"].queryset = projects.since(year, row.project_id, project.pk if project else None)
        self.fields["activity_type"].queryset = self.types_for(project)
        if row.pk and row.applications.exists():
            self.fields["project"].disabled = self.fields["activity_type"].disabled = True
        else:
            for name in ("project", "activity_type"):
                self.fields[name].widget.attrs["data-search"] = ""
        self.fields["places"].min_value = 1
        self.fields["places"].widget.attrs["min"] = 1

    def types_for(self, project: Project | None):
        """Outgoing types of the project's call and field; of all calls while no project is chosen."""
        kept = {self.instance.activity_type_id} - {None}
        year = project.call_year if project else None
        types = ActivityType.objects.for_project(project, year, self.instance.school, kept)
        return types.for_field(project.field_of_types if project else "", kept).filter(is_incoming=False)

    def clean_places(self) -> int:
        places = self.cleaned_data["places"]
        if places < 1:
            raise ValidationError(_("A call has at least one place."))
        return places

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("The last day is before the first."))
        elif opens and closes and self.instance.pk:
            self.check_applications(opens, closes)
        project, kind = cleaned.get("project"), cleaned.get("activity_type")
        if project and kind and not kind.is_in_call(project.call_year):
            self.add_error("activity_type", _("This activity does not exist in the call of the project."))
        return cleaned

    def check_applications(self, opens: date, closes: date) -> None:
        """Who applied in time is not made late afterwards."""
        days = self.instance.applications.aggregate(first=Min("applied_on"), last=Max("applied_on"))
        if days["first"] and days["first"] < opens:
            words = {"day": day(days["first"])}
            self.add_error("opens", ValidationError(_("Somebody applied on %(day)s already."), params=words))
        if days["last"] and days["last"] > closes:
            words = {"day": day(days["last"])}
            self.add_error("closes", ValidationError(_("Somebody applied on %(day)s."), params=words))


class CriterionForm(PageFormMixin, forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ["name", "weight", "most_points"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("weight", "most_points"):
            self.fields[name].min_value, self.fields[name].max_value = 1, MOST

    def has_changed(self) -> bool:
        """A new row counts by its name: one of those offered is saved, an emptied one is left out."""
        if self.instance.pk or not self.is_bound:
            return super().has_changed()
        return bool(self.data.get(self.add_prefix("name"), "").strip())

    def within(self, name: str) -> int:
        value = self.cleaned_data[name]
        if not 1 <= value <= MOST:
            raise ValidationError(_("A whole number from 1 to %(most)s."), params={"most": MOST})
        return value

    def clean_weight(self) -> int:
        return self.within("weight")

    def clean_most_points(self) -> int:
        return self.within("most_points")


class CriteriaRows(BaseInlineFormSet):
    """At least one criterion, each name once."""

    def clean(self) -> None:
        super().clean()
        names = [
            row.cleaned_data["name"].strip().casefold()
            for row in self.forms
            if row.cleaned_data.get("name") and not row.cleaned_data.get("DELETE")
        ]
        if not names and not any(row.errors for row in self.forms):
            raise ValidationError(_("Add at least one criterion: without it nobody can be ranked."))
        if len(set(names)) < len(names):
            raise ValidationError(_("Two criteria have the same name."))


def criteria_rows(data, selection: Selection, offered: list[dict[str, Any]]) -> BaseInlineFormSet:
    """The rows of a call's criteria; `offered` fills those of a new one."""
    factory = inlineformset_factory(
        Selection, Criterion, form=CriterionForm, formset=CriteriaRows, extra=len(offered) + EMPTY_ROWS,
        max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA + 10, validate_max=True,
    )  # fmt: skip
    return factory(data, instance=selection, prefix="criteria", initial=offered)


class CopyForm(forms.Form):
    """From which earlier call a new one takes its criteria and conditions."""

    copy = forms.ModelChoiceField(label=_("As in an earlier call"), queryset=None, empty_label=_("Usual criteria"))

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy"].queryset = Selection.objects.filter(school=school)
