"""Secret addresses of calendars: made, read, revoked."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import School
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from projects.models import CalendarLink

MOST_LINKS = 5


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(user, school: School) -> str:
    """A new link; returns its token, which is kept nowhere. Raises Refused where there are too many."""
    if CalendarLink.objects.visible_to(user).in_use().filter(school=school).count() >= MOST_LINKS:
        raise Refused(_("You have %(most)s links already. Revoke one that is not used.") % {"most": MOST_LINKS})
    token = secrets.token_urlsafe(32)
    link = CalendarLink.objects.create(user=user, school=school, token_sha256=digest(token))
    record(user, school, Verb.ADD, link)
    return token


@transaction.atomic
def revoke_link(link: CalendarLink, user) -> None:
    changed = CalendarLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    if changed:
        record(user, link.school, Verb.CANCEL, link)


def link_of(token: str) -> CalendarLink | None:
    """The link in use that bears this token, if its owner may still sign in and belongs to its school."""
    rows = CalendarLink.objects.in_use().select_related("user", "school").filter(token_sha256=digest(token))
    link = rows.filter(user__is_active=True).first()
    if link is None or link.user.role_in(link.school_id) is None:
        return None
    return link


def note_reading(link: CalendarLink) -> None:
    CalendarLink.objects.filter(pk=link.pk).update(last_read_at=timezone.now())
