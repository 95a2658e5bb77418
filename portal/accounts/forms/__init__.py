from portal.accounts.forms.passwords import ForgottenPasswordForm, NewPasswordForm, PasswordForm, SignInForm
from portal.accounts.forms.people import InvitationForm, JoinForm, MemberFilterForm, MembershipForm
from portal.accounts.forms.saved_views import SavedViewForm
from portal.accounts.forms.school import FoundingForm, SchoolForm

__all__ = [
    "ForgottenPasswordForm",
    "FoundingForm",
    "InvitationForm",
    "JoinForm",
    "MemberFilterForm",
    "MembershipForm",
    "NewPasswordForm",
    "PasswordForm",
    "SavedViewForm",
    "SchoolForm",
    "SignInForm",
]
