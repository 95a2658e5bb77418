"""The people of a school: who belongs to it in which role, who is invited, who joins."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.accounts import services
from portal.accounts.forms import InvitationForm, JoinForm, MemberFilterForm, MembershipForm
from portal.accounts.models import Invitation, Membership, User
from portal.audit import services as audit
from portal.common.csv_lines import Cell
from portal.common.http import get_or_403, page_of, require, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer

BACKEND = "django.contrib.auth.backends.ModelBackend"


def invitation_link(request: HttpRequest, invitation: Invitation) -> str:
    return request.build_absolute_uri(reverse("accounts:invitation-accept", args=[invitation.token]))


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, "accounts.view_member", request.school)
    form = MemberFilterForm(request.GET)
    rows = form.narrow(Membership.objects.visible_to(request.user).filter(school=request.school))
    rows = rows.order_by("-is_active", Latvian("user__last_name"), Latvian("user__first_name"), "pk")
    return form, rows.select_related("user")


@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    form, members = listed(request)
    invitations = Invitation.objects.visible_to(request.user).filter(school=request.school, accepted_at=None)
    rows = [(row, invitation_link(request, row)) for row in invitations.order_by("-created_at")]
    context = {
        "form": form,
        "page": page_of(request, members),
        "invitations": rows,
        "export_url": with_filters(request, reverse("accounts:person-export"), of_year=False),
    }
    return render(request, "accounts/person_list.html", context)


@require_GET
def person_export(request: HttpRequest) -> HttpResponse:
    _form, members = listed(request)
    return table_answer(request.GET.get("format"), member_rows(members), "accounts")


def member_rows(members: Iterable[Membership]) -> Iterator[list[Cell]]:
    yield [_("First name"), _("Last name"), _("E-mail"), _("Role"), _("Access")]
    for row in members:
        access = _("May sign in") if row.is_active else _("Closed")
        yield [row.user.first_name, row.user.last_name, row.user.email, str(row.get_role_display()), access]


def person_invite(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.invite_member", request.school)
    initial = {name: request.GET[name] for name in ("email", "role") if name in request.GET}
    form = InvitationForm(request.POST or None, school=request.school, initial=initial)
    if request.method == "POST" and form.is_valid():
        invitation = services.invite(request.user, request.school, **form.cleaned_data)
        if services.mail_invitation(invitation, invitation_link(request, invitation)):
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
        else:
            messages.warning(request, _("The mail could not be sent. Copy the link below and pass it on yourself."))
        return redirect("accounts:person-list")
    return render(request, "accounts/person_invite.html", {"form": form, "crumbs": people_crumbs()})


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    members = Membership.objects.visible_to(request.user).select_related("user", "school")
    member = get_or_403(members, request.user, "accounts.change_member", pk=pk)
    form = MembershipForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_member(form, request.user)
            messages.success(request, _("Saved."))
            return redirect("accounts:person-list")
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request, "accounts/person_edit.html", {"form": form, "person": member.user, "crumbs": people_crumbs()}
    )


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitations = Invitation.objects.visible_to(request.user).filter(accepted_at=None).select_related("school")
    invitation = get_or_403(invitations, request.user, "accounts.invite_member", pk=pk)
    audit.delete(invitation, request.user, invitation.school)
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("accounts:person-list")


@never_cache
@login_not_required
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.with_open().select_related("school", "invited_by").filter(token=token).first()
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return join_signed_in(request, invitation)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "accounts/invitation_accept.html", {"invitation": invitation, "has_account": True})
    return join_anew(request, invitation)


def join_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    is_meant = request.user.email == invitation.email
    if request.method == "POST" and is_meant:
        try:
            services.accept_invitation(invitation, request.user)
            return redirect(f"{reverse('home')}?school={invitation.school_id}")
        except ValidationError:
            return render(request, "accounts/invitation_gone.html", status=410)
    context = {"invitation": invitation, "is_meant": is_meant, "somebody_else": not is_meant}
    return render(request, "accounts/invitation_accept.html", context)


def join_anew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.join_with_new_account(invitation, **form.cleaned_data)
        except ValidationError:
            return render(request, "accounts/invitation_gone.html", status=410)
        login(request, user, BACKEND)
        return redirect("home")
    return render(request, "accounts/invitation_accept.html", {"invitation": invitation, "form": form})


def people_crumbs() -> list[tuple[str, str]]:
    return [(_("People and rights"), reverse("accounts:person-list"))]
