"""Signing in, changing and replacing a password."""

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.forms import PageFormMixin


class SignInForm(PageFormMixin, AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together. Mind capital and small letters."),
        "inactive": _("This account is closed. Ask the school's portal administrator."),
    }

    def clean_username(self) -> str:
        """One spelling, so that the count of wrong attempts cannot be evaded."""
        return self.cleaned_data["username"].lower()


class PasswordForm(PageFormMixin, PasswordChangeForm):
    pass


class ForgottenPasswordForm(PageFormMixin, PasswordResetForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(PageFormMixin, SetPasswordForm):
    pass


class NewAccountMixin(forms.Form):
    """A name and a password for an account that does not exist yet; the e-mail comes from elsewhere."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Several words in a row are easy to remember and hard to guess."),
    )

    def account_email(self) -> str:
        raise NotImplementedError

    def clean(self) -> dict:
        cleaned = super().clean()
        if password := cleaned.get("password"):
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(password, User(email=self.account_email(), **names))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
