"""The administrator: invitations that wait, roles nobody has, gaps in what is known of the school."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, School
from portal.attention.conference import findings_to_take
from portal.attention.task import Task
from portal.common.school_year import SchoolYear
from portal.common.text import as_day

NEEDED = [Role.COORDINATOR, Role.DIRECTOR, Role.TEACHER]
WANTED_FIELDS = ["name_en", "city", "latitude", "longitude", "oid", "website"]


def tasks(membership: Membership, year: SchoolYear, today: date) -> list[Task]:
    school = membership.school
    return [
        *roles_of_nobody(school),
        *invitations_waiting(school, today),
        *school_incomplete(school),
        *findings_to_take(membership.user, school),
    ]


def roles_of_nobody(school: School) -> list[Task]:
    taken = set(school.memberships.filter(is_active=True).values_list("role", flat=True))
    taken |= set(school.invitations.with_open().values_list("role", flat=True))
    return [
        Task(
            what=_("Nobody has the role: %(role)s") % {"role": role.label},
            more=_("Invite somebody by e-mail; the link is good for 14 days."),
            mark=_("People"),
            url=reverse("accounts:person-invite", query={"role": role}),
            action=_("Invite"),
        )
        for role in NEEDED
        if role not in taken
    ]


def invitations_waiting(school: School, today: date) -> list[Task]:
    """Those that still can be accepted, and those of people who let the time pass and have not come in otherwise."""
    people = school.memberships.values("user__email")
    rows = school.invitations.filter(accepted_at=None).exclude(email__in=people).order_by("expires_at", "pk")
    return [invitation_task(row, today) for row in rows]


def invitation_task(row: Invitation, today: date) -> Task:
    what = _("%(email)s has not accepted the invitation") % {"email": row.email}
    day = as_day(row.expires_at)
    if not row.is_over:
        return Task(
            what=what,
            more=_("Good until this day; the link can be passed on from the list of people."),
            day=day,
            today=today,
            url=reverse("accounts:person-list"),
            action=_("Show the link"),
        )
    return Task(
        what=what,
        more=_("The invitation has run out; a new one replaces it."),
        day=day,
        today=today,
        url=reverse("accounts:person-invite", query={"email": row.email, "role": row.role}),
        action=_("Invite again"),
    )


def school_incomplete(school: School) -> list[Task]:
    missing = [
        str(school._meta.get_field(name).verbose_name) for name in WANTED_FIELDS if getattr(school, name) in ("", None)
    ]
    if not missing:
        return []
    return [
        Task(
            what=_("Something is not known of the school yet"),
            more=", ".join(missing),
            mark=_("School"),
            url=reverse("accounts:school-edit"),
            action=_("Add"),
        )
    ]
