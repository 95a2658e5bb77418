"""Inviting people, joining, roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.forms.passwords import NewAccountMixin
from portal.accounts.models import Invitation, Membership, School
from portal.common.filters import ListFilterForm
from portal.common.forms import PageForm, PageModelForm

ROLE_HELP = _(
    "A coordinator enters everything; a teacher sees own trips and those of the learners in one's charge and "
    "writes reports; a director sees everything and orders documents; an administrator sees everything "
    "and manages people and the school."
)


class MemberFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    access = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("All")), ("open", _("May sign in")), ("closed", _("Closed"))],
    )
    looked_in, exact = ("user__first_name", "user__last_name", "user__email"), ("role",)

    def narrow(self, rows):
        rows, access = super().narrow(rows), self.cleaned_data.get("access")
        return rows.filter(is_active=access == "open") if access else rows


class InvitationForm(PageForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.TEACHER, help_text=ROLE_HELP)

    def __init__(self, *args, school: School, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        member = Membership.objects.filter(school=self.school, user__email=email).select_related("user").first()
        if member and member.is_active:
            raise forms.ValidationError(
                _("%(name)s already belongs to the school. The role is changed in the list of people."),
                params={"name": member.user},
            )
        return email


class JoinForm(NewAccountMixin, PageForm):
    def __init__(self, *args, invitation: Invitation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def account_email(self) -> str:
        return self.invitation.email


class MembershipForm(PageModelForm):
    class Meta:
        model = Membership
        fields = ["role", "is_active"]
        labels = {"is_active": _("Belongs to the school and may sign in")}
        help_texts = {
            "role": ROLE_HELP,
            "is_active": _("Without the tick the person no longer sees the school; what they entered stays."),
        }
