"""What somebody is to learn, for one mobility or the same for many; the days of a programme; what was learned."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from mobilities.models import LearningPlan, ProgrammeDay
from mobilities.models.learning_plan import PLAN_FIELDS, RESULT_FIELDS
from portal.common.forms import PageForm, PageModelForm, VersionedModelForm
from portal.common.languages import language_choices
from portal.common.text import day_range

AREAS = {name: forms.Textarea(attrs={"rows": 4}) for name in (*PLAN_FIELDS[:5], *RESULT_FIELDS)}
HELP = {
    "outcomes": _("What the person is able to do afterwards; each outcome in a line of its own."),
    "programme": _("What is done when: weeks, workplaces, tasks."),
    "monitoring": _("Who follows the stay on both sides, how often and by what means."),
    "evaluation": _("How and by whom what was learned is evaluated."),
    "recognition": _("As what the school counts it: practice, a module, marks, Europass Mobility."),
}


class LearningPlanForm(VersionedModelForm):
    language = forms.ChoiceField(label=_("Working language"), required=False, choices=language_choices)

    class Meta:
        model = LearningPlan
        fields = [*PLAN_FIELDS, "mentor", *RESULT_FIELDS]
        widgets = AREAS
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host = self.instance.mobility.host
        self.fields["mentor"].queryset = host.contacts.all() if host else self.fields["mentor"].queryset.none()
        self.fields["mentor"].empty_label = _("The mentor among the host's contacts")


class DayForm(PageModelForm):
    class Meta:
        model = ProgrammeDay
        fields = ["day", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class DaysOfStay(BaseInlineFormSet):
    """Each inside the stay or on the day before or after it, when people travel."""

    def clean(self) -> None:
        super().clean()
        stay = self.instance.mobility
        for form in self.forms:
            when = form.cleaned_data.get("day") if hasattr(form, "cleaned_data") else None
            if when and not form.cleaned_data.get("DELETE") and abs_days_outside(when, stay) > 1:
                sentence = _("The stay is %(period)s; this day lies outside it.")
                form.add_error("day", ValidationError(sentence, params={"period": day_range(stay.start, stay.end)}))


def abs_days_outside(when, stay) -> int:
    return max((stay.start - when).days, (when - stay.end).days, 0)


DayFormSet = inlineformset_factory(
    LearningPlan, ProgrammeDay, form=DayForm, formset=DaysOfStay, extra=3, max_num=120
)  # fmt: skip


class ManyPlansForm(PageForm):
    """The same for all chosen mobilities; what is left empty stays as it is in each."""

    hours_per_week = forms.IntegerField(label=_("Hours a week"), required=False, min_value=1, max_value=60)
    language = forms.ChoiceField(label=_("Working language"), required=False, choices=language_choices)
    overwrite = forms.BooleanField(
        label=_("Replace what is written already"), required=False,
        help_text=_("Otherwise only what is still empty is filled."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PLAN_FIELDS[:5]:
            model_field = LearningPlan._meta.get_field(name)
            self.fields[name] = forms.CharField(
                label=str(model_field.verbose_name).capitalize(), required=False, max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4}), help_text=HELP[name],
            )  # fmt: skip
        self.order_fields([*PLAN_FIELDS, "overwrite"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.values(cleaned):
            raise ValidationError(_("Write at least one of the parts."))
        return cleaned

    @staticmethod
    def values(cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: cleaned[name] for name in PLAN_FIELDS if cleaned.get(name)}
