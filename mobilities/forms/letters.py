"""The schedule of reminders, and what the list of letters is narrowed to."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import LetterKind, LetterState, ReminderPhase
from mobilities.models import Participant
from mobilities.services.reminders import MOST_DAYS, Schedule, numbers
from portal.common.forms import PageForm

MOST_STEPS = 6
NOT_ARRIVED = "not_arrived"


class DaysField(forms.CharField):
    """Days with commas between: 7, 21."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value)
        parts = [part for part in re.split(r"[,;\s]+", text) if part]
        if not all(re.fullmatch(r"\d{1,3}", part, re.ASCII) and int(part) <= MOST_DAYS for part in parts):
            sentence = _("Write whole numbers from 0 to %(most)s with commas between, such as 7, 21.")
            raise forms.ValidationError(sentence, params={"most": MOST_DAYS})
        if len(set(parts)) > MOST_STEPS:
            raise forms.ValidationError(_("At most %(most)s letters in one phase."), params={"most": MOST_STEPS})
        return sorted(set(map(int, parts)))


class ScheduleForm(PageForm):
    is_used = forms.BooleanField(label=_("Reminders are sent"), required=False)

    def __init__(self, *args: Any, schedule: Schedule, may_change: bool, **kwargs: Any) -> None:
        initial = {phase: numbers(schedule.days.get(phase, [])) for phase in ReminderPhase}
        super().__init__(*args, initial=initial | {"is_used": schedule.is_used}, **kwargs)
        for phase in ReminderPhase:
            self.fields[phase.value] = DaysField(label=phase.label)
        for field in self.fields.values():
            field.disabled = not may_change

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_used") and not self.errors and not any(cleaned[phase] for phase in ReminderPhase.values):
            raise forms.ValidationError(_("Write the days of at least one letter, or untick that reminders are sent."))
        return cleaned

    def schedule(self) -> Schedule:
        return Schedule(
            {phase: self.cleaned_data[phase] for phase in ReminderPhase}, is_used=self.cleaned_data["is_used"]
        )


class LetterFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *LetterKind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), (NOT_ARRIVED, _("Did not arrive")), *LetterState.choices],
    )  # fmt: skip
    mobility = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    accompanying = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    conference = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def narrow(self, rows):
        self.is_valid()
        chosen = self.cleaned_data
        for word in chosen.get("q", "").split():
            fields = ("name__has", "email__icontains", "mobility__participant__last_name__has",
                      "mobility__participant__first_name__has")  # fmt: skip
            any_of = Q()
            for field in fields:
                any_of |= Q(**{field: word})
            rows = rows.filter(any_of)
        if chosen.get("state") == NOT_ARRIVED:
            rows = rows.not_arrived()
        elif chosen.get("state"):
            rows = rows.filter(state=chosen["state"])
        for name in ("kind", "mobility", "accompanying", "conference"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        if chosen.get("person"):
            person = Participant.objects.filter(pk=chosen["person"]).first()
            rows = rows.sent_to(person) if person else rows.none()
        return rows
