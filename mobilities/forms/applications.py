"""Applications in a call: several people at once, one as it is changed, one that is withdrawn."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonKind
from mobilities.models import Application, Participant, Selection
from mobilities.models.participant import ParticipantQuerySet
from portal.common.forms import PageForm, RowsField, VersionedModelForm
from portal.common.ordering import Latvian
from portal.common.text import day
from projects.enums import Category

WITHOUT_GROUP = "-"


def people_for(selection: Selection) -> ParticipantQuerySet:
    """Who may still apply: of the school, of the kind that the activity is for, not in the call yet."""
    people = Participant.objects.filter(school=selection.school_id, is_active=True, home="")
    kinds = {Category.LEARNER: PersonKind.LEARNER, Category.STAFF: PersonKind.STAFF}
    if kind := kinds.get(selection.activity_type.category):
        people = people.filter(kind=kind)
    people = people.exclude(pk__in=selection.applications.values("person"))
    return people.order_by(Latvian("group"), Latvian("last_name"), Latvian("first_name"), "pk")


def check_day(selection: Selection, applied_on: date) -> date:
    """Within the time of the call and not ahead of today."""
    if not selection.opens <= applied_on <= selection.closes:
        raise ValidationError(
            _("Applications are taken from %(first)s to %(last)s. For a later one change the last day of the call."),
            params={"first": day(selection.opens), "last": day(selection.closes)},
        )
    if applied_on > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return applied_on


class PeopleFilterForm(forms.Form):
    """By group, so that a whole class is ticked at once, or by name."""

    q = forms.CharField(label=_("First or last name"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, people: ParticipantQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = list(people.order_by(Latvian("group")).values_list("group", flat=True).distinct())
        named = [(group, group) for group in groups if group]
        rest = [(WITHOUT_GROUP, _("Without a group"))] if "" in groups and named else []
        self.fields["group"].choices = [("", _("All groups")), *named, *rest]

    def narrow(self, people: ParticipantQuerySet) -> ParticipantQuerySet:
        self.is_valid()
        group = self.cleaned_data.get("group")
        if group:
            people = people.filter(group="" if group == WITHOUT_GROUP else group)
        for word in self.cleaned_data.get("q", "").split():
            people = people.filter(first_name__has=word) | people.filter(last_name__has=word)
        return people


class ApplicationsForm(PageForm):
    applied_on = forms.DateField(label=_("Applied on"))
    people = RowsField(
        label=_("Who applies"),
        queryset=Participant.objects.none(),
        error_messages={"required": _("Tick at least one person.")},
    )

    def __init__(self, *args: Any, selection: Selection, people: ParticipantQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.selection = selection
        self.fields["people"].queryset = people

    def clean_applied_on(self) -> date:
        return check_day(self.selection, self.cleaned_data["applied_on"])

    @property
    def ticked(self) -> set[str]:
        return set(self.data.getlist("people")) if self.is_bound else set()


class ApplicationForm(VersionedModelForm):
    class Meta:
        model = Application
        fields = ["applied_on", "motivation"]
        widgets = {"motivation": forms.Textarea(attrs={"rows": 8})}

    def clean_applied_on(self) -> date:
        return check_day(self.instance.selection, self.cleaned_data["applied_on"])


class WithdrawalForm(PageForm):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("May stay empty; nobody has to give one.")
    )
