"""A school's own activity type as it is typed, and what the list of types is narrowed to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.forms import VersionedModelForm
from projects.enums import Category
from projects.models import ActivityType, ActivityTypeQuerySet, Project

FIRST_CALL, LAST_CALL = 2014, 2098
LONGEST_STAY = 1000
CODE = RegexValidator(r"^[A-Z0-9][A-Z0-9-]*\Z", _("Letters A to Z, digits and hyphens, as in LM-SHORT-VET."))


class ActivityTypeFilterForm(forms.Form):
    call_year = forms.ChoiceField(label=_("Call year"), required=False)
    category = forms.ChoiceField(
        label=_("For whom"), required=False, choices=[("", _("Everybody")), *Category.choices]
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.types = ActivityType.objects.of_school(school)
        starts = self.types.values_list("call_year_from", "call_year_to")
        named = {year for span in starts for year in span if year}
        years = range(min(named), max(named) + 1) if named else ()
        self.fields["call_year"].choices = [
            ("", _("All calls")),
            *((str(year), str(year)) for year in reversed(years)),
        ]

    def narrowed(self) -> ActivityTypeQuerySet:
        """With a call year, the types in force in it; otherwise every row, whoever's it is."""
        self.is_valid()
        chosen = self.cleaned_data
        year = int(chosen["call_year"]) if chosen.get("call_year") else None
        types = ActivityType.objects.for_call_year(year, self.school)
        if chosen.get("category"):
            types = types.filter(category=chosen["category"])
        return types.order_by("order", "code", "school", "call_year_from")


class ActivityTypeForm(VersionedModelForm):
    """`instance` carries the school. `touched` are the school's projects of the calls it spans."""

    for_existing = forms.BooleanField(
        label=_("Also for projects that exist"),
        required=False,
        help_text=_("Mobilities and targets already entered keep the row they stand on."),
    )

    class Meta:
        model = ActivityType
        fields = [
            "code", "name_lv", "name_en", "category", "family", "call_year_from", "call_year_to", "min_days",
            "max_days", "min_days_fewer_opportunities", "is_incoming", "may_override", "source",
        ]  # fmt: skip
        labels = {
            "code": _("Code"),
            "name_lv": _("Name in Latvian"),
            "name_en": _("Name in English"),
            "category": _("For whom"),
            "family": _("What it is compared with"),
            "call_year_from": _("From call year"),
            "call_year_to": _("To call year"),
            "min_days": _("At least, days"),
            "max_days": _("At most, days"),
            "min_days_fewer_opportunities": _("At least for people with fewer opportunities, days"),
            "is_incoming": _("Guests come to the school"),
            "may_override": _("The limits may be exceeded with a reason"),
            "source": _("Source"),
        }
        help_texts = {
            "code": _("A code of the programme takes the place of its row in these calls; a new code is a new type."),
            "call_year_to": _("Empty: until further notice."),
            "min_days": _("Without travel days. Empty: no limit."),
            "source": _("Where the limits stand: the programme guide, a letter of the national agency."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("call_year_from", "call_year_to"):
            self.bound(name, FIRST_CALL, LAST_CALL)
        for name in ("min_days", "max_days", "min_days_fewer_opportunities"):
            self.bound(name, 1, LONGEST_STAY)
        for name in ("call_year_to", "min_days", "max_days", "min_days_fewer_opportunities"):
            self.fields[name].required = False
        self.fields["source"].required = True
        if not self.instance.pk:
            self.initial["call_year_from"] = first_free_call(self.instance.school, self.initial.get("call_year_from"))
        self.touched = projects_of(
            self.instance.school, whole(self["call_year_from"].value()), whole(self["call_year_to"].value())
        )

    def bound(self, name: str, least: int, most: int) -> None:
        old = self.fields[name]
        self.fields[name] = forms.IntegerField(
            label=old.label, help_text=old.help_text, min_value=least, max_value=most, required=old.required
        )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().upper()
        CODE(code)
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_order("call_year_from", "call_year_to", _("It ends before it begins."))
        self.check_order("min_days", "max_days", _("The most is less than the least."))
        self.check_order(
            "min_days_fewer_opportunities", "min_days", _("For people with fewer opportunities the least is lower.")
        )
        if cleaned.get("code") and cleaned.get("call_year_from") and "call_year_to" not in self.errors:
            self.check_other_rows(cleaned["code"], cleaned["call_year_from"], cleaned.get("call_year_to"))
            self.check_projects()
        return cleaned

    def check_other_rows(self, code: str, first: int, last: int | None) -> None:
        """No two own rows of a code in one call; only a row without an end may be followed by a later one."""
        others = ActivityType.objects.filter(school=self.instance.school, code=code).exclude(pk=self.instance.pk)
        for row in others.order_by("call_year_from"):
            if row.call_year_from == first:
                sentence = _("The school already has its own row of this code from this call year.")
                return self.add_error("call_year_from", sentence)
            (start, end), (later, later_end) = sorted(
                [(row.call_year_from, row.call_year_to), (first, last)], key=lambda span: span[0]
            )
            follows = row.call_year_from == start and end is None and later_end is None
            if not follows and (end is None or later <= end):
                sentence = _("In these calls the school already has its own row of this code: %(calls)s.")
                calls = f"{row.call_year_from}–{row.call_year_to or '…'}"
                return self.add_error("call_year_from", ValidationError(sentence, params={"calls": calls}))
        return None

    def check_projects(self) -> None:
        """Projects that exist get other limits only where that is ticked."""
        spans = {"code", "call_year_from", "call_year_to"}
        is_new = not self.instance.pk or spans & set(self.changed_data)
        if is_new and self.touched and not self.cleaned_data.get("for_existing"):
            self.add_error(
                "for_existing",
                _("There are projects of these calls. Tick this, or choose a call year after the last of them."),
            )

    def check_order(self, less: str, more: str, sentence: str) -> None:
        low, high = self.cleaned_data.get(less), self.cleaned_data.get(more)
        if low is not None and high is not None and high < low:
            self.add_error(more if more != "min_days" else less, ValidationError(sentence))


def whole(value: Any) -> int | None:
    """A call year as it stands in a field, None where it is none."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def projects_of(school: School, first: int | None, last: int | None) -> list[Project]:
    """The school's projects of the calls `first` to `last` (None: until further notice), newest first."""
    if first is None:
        return []
    projects = Project.objects.filter(school=school, call_year__range=(first, last or LAST_CALL))
    return list(projects.order_by("-call_year", "-start", "code"))


def first_free_call(school: School, like: int | None) -> int:
    """The first call year that touches no project of the school; not before that of the row it is made from."""
    newest = Project.objects.filter(school=school).aggregate(newest=Max("call_year"))["newest"]
    free = newest + 1 if newest else timezone.localdate().year
    return min(max(free, like or FIRST_CALL, FIRST_CALL), LAST_CALL)
