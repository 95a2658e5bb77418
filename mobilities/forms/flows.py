"""What is taken over from last year."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonKind
from mobilities.models import Host
from mobilities.models.mobility import MobilityQuerySet
from portal.accounts.models import School
from portal.common.countries import sort_key
from portal.common.forms import PageForm
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, Project


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

    def __init__(self, *args: Any, school: School, year: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Project.objects.filter(school=school).taking_mobilities()
        self.fields["project"].queryset = projects.in_school_year(year).order_by("-start", "pk")


class CopyFilterForm(forms.Form):
    """Which of last year's flows are offered; each choice is what last year's rows have."""

    source = forms.ChoiceField(label=_("Project"), required=False)
    kind = forms.ChoiceField(label=_("Who travels"), required=False, choices=[("", _("All")), *PersonKind.choices])
    group = forms.ChoiceField(label=_("Group"), required=False)
    activity_type = forms.ChoiceField(label=_("Activity type"), required=False)
    host = forms.ChoiceField(label=_("Host"), required=False)

    LOOKUPS = {
        "source": "project", "kind": "participant__kind", "group": "participant__group",
        "activity_type": "activity_type", "host": "host",
    }  # fmt: skip

    def __init__(self, *args: Any, rows: MobilityQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        keys = list(
            rows.standing().order_by().values_list("project", "participant__group", "activity_type", "host").distinct()
        )
        projects, groups, types, hosts = map(set, zip(*keys, strict=True)) if keys else (set(),) * 4
        self.offer("source", ((row.pk, named(row)) for row in Project.objects.filter(pk__in=projects)))
        self.offer("group", ((group, group) for group in groups if group))
        self.offer("activity_type", ((row.pk, str(row)) for row in ActivityType.objects.filter(pk__in=types)))
        self.offer("host", Host.objects.filter(pk__in=hosts - {None}).values_list("pk", "name"))

    def offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        shown = sorted(((str(key), words) for key, words in choices), key=lambda choice: sort_key(choice[1]))
        self.fields[name].choices = [("", _("All")), *shown]

    def narrow(self) -> MobilityQuerySet:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = {self.LOOKUPS[name]: value for name, value in self.cleaned_data.items() if value}
        return self.rows.filter(**chosen)


def named(project: Project) -> str:
    return project.short_code or project.shown_title
