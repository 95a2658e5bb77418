"""Founding a school, inviting people, changing their roles. Every deed leaves an audit entry."""

import logging
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.mail import send_mail
from django.db import transaction
from django.forms import ModelForm
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, SavedView, School, User
from portal.audit import services as audit
from portal.audit.models import Verb

logger = logging.getLogger(__name__)


def founding_token_path() -> Path:
    return settings.VAR_DIR / "founding_token"


def founding_token() -> str | None:
    """The token with which the first visitor founds the school, made once; None when there is a school."""
    if School.objects.exists():
        return None
    path = founding_token_path()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(18))
    except FileExistsError:
        pass
    return path.read_text().strip()


@transaction.atomic
def found_school(token: str, *, name: str, city: str, administrator: dict[str, str]) -> User:
    """The school and its first administrator. ValidationError with a wrong token or when somebody was quicker.

    Removing the token's file decides between two who found at the same moment.
    """
    right = founding_token()
    if right is None or not secrets.compare_digest(token.strip().encode(), right.encode()):
        raise ValidationError(_("This is not the token of this portal. Copy it from the terminal once more."))
    user = User.objects.create_user(**administrator)
    school = School.objects.create(name=name, city=city)
    Membership.objects.create(user=user, school=school, role=Role.ADMINISTRATOR)
    audit.record(user, school, Verb.ADD, school)
    try:
        founding_token_path().unlink()
    except FileNotFoundError:
        raise ValidationError(_("Somebody else has just founded the school.")) from None
    return user


@transaction.atomic
def invite(user: User, school: School, email: str, role: str) -> Invitation:
    """An invitation; an earlier one of the same person that was not accepted is replaced."""
    for earlier in school.invitations.filter(email=email, accepted_at=None):
        audit.delete(earlier, user, school)
    invitation = Invitation.objects.create(school=school, email=email, role=role, invited_by=user)
    audit.record(user, school, Verb.ADD, invitation)
    return invitation


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """Whether the mail went out. A mail server that is down is no error: the link is shown on the page too."""
    context = {"invitation": invitation, "link": link}
    subject = render_to_string("accounts/email/invitation_subject.txt", context).strip()
    body = render_to_string("accounts/email/invitation.txt", context)
    try:
        return bool(send_mail(" ".join(subject.split()), body, None, [invitation.email]))
    except OSError as error:
        logger.warning("The invitation of %s could not be mailed: %s", invitation.pk, error)
        return False


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> Membership:
    """`user` joins the school. ValidationError when the invitation was used or withdrawn meanwhile."""
    waiting = Invitation.objects.with_open().filter(pk=invitation.pk)
    if not waiting.update(accepted_at=timezone.now()):
        raise ValidationError(_("This invitation has been used or withdrawn."))
    membership, _created = Membership.objects.update_or_create(
        user=user, school=invitation.school, defaults={"role": invitation.role, "is_active": True}
    )
    audit.record(user, invitation.school, Verb.JOIN, membership)
    return membership


@transaction.atomic
def join_with_new_account(invitation: Invitation, *, first_name: str, last_name: str, password: str) -> User:
    user = User.objects.create_user(invitation.email, password, first_name=first_name, last_name=last_name)
    accept_invitation(invitation, user)
    return user


@transaction.atomic
def change_member(form: ModelForm, user: User) -> Membership:
    """Role and access of one person. ValidationError when the school would be left without an administrator."""
    member: Membership = form.instance
    School.objects.select_for_update().get(pk=member.school_id)
    administers = member.role == Role.ADMINISTRATOR and member.is_active
    others = Membership.objects.filter(school=member.school_id, role=Role.ADMINISTRATOR, is_active=True)
    if not administers and not others.exclude(pk=member.pk).filter(user__is_active=True).exists():
        raise ValidationError(
            _("%(name)s is the only administrator of the school. Name another one first."),
            params={"name": member.user},
        )
    return audit.save_form(form, user, member.school)


@transaction.atomic
def save_view(form: ModelForm, user: User) -> SavedView:
    """The filters of a list under a name; where it opens first, no other of its list does."""
    view: SavedView = form.instance
    if form.cleaned_data["is_default"]:
        same_list = SavedView.objects.filter(school=view.school, user=view.user, page=view.page)
        same_list.exclude(pk=view.pk).update(is_default=False)
    return audit.save_form(form, user, view.school)


def note(user: User, verb: Verb, changes: dict | None = None) -> None:
    """An entry about `user`'s own account in the journal of each of their schools."""
    schools = School.objects.filter(memberships__user=user, memberships__is_active=True)
    with transaction.atomic():
        for school in schools:
            audit.record(user, school, verb, user, changes)


@transaction.atomic
def save_school(form: ModelForm, user: User) -> School:
    """A valid SchoolForm, with a new logo, or without the one there was."""
    accepted, is_taken_away = form.cleaned_data.get("new_logo"), form.cleaned_data.get("without_logo")
    school = audit.save_form(form, user, form.instance)
    if accepted or is_taken_away:
        storage, old = school.logo.storage, school.logo.name
        if accepted:
            school.logo.save(accepted.name, ContentFile(accepted.content), save=False)
        else:
            school.logo = ""
        school.save(update_fields=["logo"])
        audit.record(user, school, Verb.CHANGE, school, {"logo": ["", accepted.name if accepted else ""]})
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    return school
