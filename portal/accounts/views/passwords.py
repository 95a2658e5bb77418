"""Signing in and out; changing a password and getting a new one by e-mail."""

from django.contrib import messages
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordResetConfirmView,
    PasswordResetView,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.accounts import services
from portal.accounts.forms import ForgottenPasswordForm, NewPasswordForm, PasswordForm, SignInForm
from portal.accounts.models import School
from portal.audit.models import Verb

PASSWORD_CHANGED = {"password": ["", ""]}


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        services.note(form.get_user(), Verb.SIGN_IN)
        return response

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"no_school": not School.objects.exists()}


class PasswordChange(PasswordChangeView):
    form_class = PasswordForm
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        services.note(form.user, Verb.CHANGE, PASSWORD_CHANGED)
        messages.success(self.request, _("The new password is in force."))
        return response


class PasswordForgotten(PasswordResetView):
    form_class = ForgottenPasswordForm
    template_name = "accounts/password_forgotten.html"
    email_template_name = "accounts/email/password.txt"
    subject_template_name = "accounts/email/password_subject.txt"
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form: ForgottenPasswordForm) -> HttpResponse:
        """The answer is the same whether there is such an account or not."""
        messages.success(
            self.request,
            _(
                "If somebody signs in with this e-mail, a letter with a link is on its way. "
                "Look into the folder of unwanted mail too."
            ),
        )
        return super().form_valid(form)


class PasswordNew(PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "accounts/password_new.html"
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        services.note(self.user, Verb.CHANGE, PASSWORD_CHANGED)
        messages.success(self.request, _("The new password is in force. Sign in with it."))
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()
password_change = PasswordChange.as_view()
password_forgotten = PasswordForgotten.as_view()
password_new = PasswordNew.as_view()


def locked_out(request: HttpRequest, *about_the_attempt) -> HttpResponse:
    return render(request, "accounts/locked_out.html", status=429)
