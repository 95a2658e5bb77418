"""How many people the project promised to send: one number for each activity type of its call year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import PageForm
from projects.models import ActivityType, Project

PREFIX = "planned-"
MOST = 9999


@dataclass(frozen=True)
class Row:
    kind: ActivityType
    field: forms.BoundField
    is_of_call: bool


class TargetsForm(PageForm):
    """Rows are the types of the call year and field, and any other that has a number: nothing typed is lost."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        project: Project,
        call_year: int | None,
        field: str = "",
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """`typed` are numbers to show unchecked, while the form is still being filled in."""
        saved = dict(project.targets.values_list("activity_type_id", "planned")) if project.pk else {}
        valid = valid_types(project, call_year, {*saved, *filled_in(typed)})
        shown = set(ActivityType.objects.filter(pk__in=valid).for_field(field).values_list("pk", flat=True))
        self.kinds = list(self.kinds_for(project.school_id, shown, {*saved, *filled_in(data or typed)}))
        super().__init__(data, initial=typed or {f"{PREFIX}{pk}": planned for pk, planned in saved.items()})
        self.of_call = self.of_call_year(call_year, valid, saved)
        for kind in self.kinds:
            self.fields[f"{PREFIX}{kind.pk}"] = forms.IntegerField(
                label=str(kind), required=False, min_value=0, max_value=MOST
            )
        self.helper.form_show_labels = False

    @staticmethod
    def kinds_for(school_id: int | None, shown: set[int], others: set[int]):
        return ActivityType.objects.of_school(school_id).filter(pk__in=shown | others)

    def of_call_year(self, call_year: int | None, valid: set[int], saved: Collection[int]) -> set[int]:
        """Types that may have a number, all of them without a call year; one that has it already keeps it."""
        if call_year is None:
            return {kind.pk for kind in self.kinds}
        return valid | {kind.pk for kind in self.kinds if kind.is_in_call(call_year) and kind.pk in saved}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for kind in self.kinds:
            name = f"{PREFIX}{kind.pk}"
            if cleaned.get(name) and kind.pk not in self.of_call:
                self.add_error(
                    name, _("This call year has no such activity type. Clear the number or correct the year.")
                )
        return cleaned

    def planned(self) -> dict[ActivityType, int]:
        return {kind: self.cleaned_data.get(f"{PREFIX}{kind.pk}") or 0 for kind in self.kinds}

    @property
    def rows(self) -> list[Row]:
        return [Row(kind, self[f"{PREFIX}{kind.pk}"], kind.pk in self.of_call) for kind in self.kinds]


def valid_types(project: Project, call_year: int | None, saved: Collection[int]) -> set[int]:
    """Ids of the types of the call year; a row that the project uses stays in place of the school's newer one."""
    if call_year is None:
        return set()
    types = ActivityType.objects.for_project(project, call_year, project.school_id, first=saved)
    return set(types.values_list("pk", flat=True))


def filled_in(data: Mapping[str, Any] | None) -> set[int]:
    """Ids of the activity types that have a number in what was sent."""
    names = [name for name, value in (data or {}).items() if name.startswith(PREFIX) and str(value).strip(" 0")]
    numbers = [name.removeprefix(PREFIX) for name in names]
    return {int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10}
