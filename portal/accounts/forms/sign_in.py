"""Signing in, passwords."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from portal.common.forms import PageFormMixin


class SignInForm(PageFormMixin, AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This e-mail and password do not belong together. Capital and small letters matter in passwords."),
    }

    def clean_username(self) -> str:
        """One spelling, so that the count of wrong attempts cannot be evaded."""
        return self.cleaned_data["username"].lower()


class PasswordForm(PageFormMixin, PasswordChangeForm):
    pass


class ForgottenPasswordForm(PageFormMixin, PasswordResetForm):
    pass


class NewPasswordForm(PageFormMixin, SetPasswordForm):
    pass
