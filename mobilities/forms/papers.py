"""A line of a checklist: its day and responsible person, and why it does not apply."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.models import Paper
from portal.accounts.enums import Role
from portal.accounts.models import School, User
from portal.common.forms import PageForm, VersionedModelForm
from portal.common.ordering import Latvian


def people_of(school: School):
    """Who has an account of the school."""
    members = User.objects.filter(memberships__school=school, memberships__is_active=True, is_active=True)
    return members.distinct().order_by(Latvian("last_name"), Latvian("first_name"))


def who_brings(school: School, *others: int | None):
    """Who may bring papers of everybody: coordinators; and `others`, as whoever is in charge of one mobility."""
    coordinators = Q(memberships__school=school, memberships__is_active=True, memberships__role=Role.COORDINATOR)
    return people_of(school).filter(coordinators | Q(pk__in=[pk for pk in others if pk]))


class PaperForm(VersionedModelForm):
    class Meta:
        model = Paper
        fields = ["due", "responsible"]
        help_texts = {
            "due": _("Empty: the day follows from the checklist."),
            "responsible": _("Empty: as the checklist says, usually the teacher in charge."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line, mobility = self.instance, self.instance.mobility
        in_charge = (mobility.responsible_id, mobility.participant.user_id, line.responsible_id)
        self.fields["responsible"].queryset = who_brings(mobility.school, *in_charge)
        self.fields["responsible"].empty_label = _("As the checklist says")


class AsideForm(PageForm):
    reason = forms.CharField(
        label=_("Why it does not apply"), max_length=300, help_text=_("An auditor reads it beside the papers.")
    )
