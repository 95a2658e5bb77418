"""The teacher: reports to write or to correct, own departures and those of the learners in one's charge."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.enums import Direction, ReportState
from mobilities.models import AccompanyingPerson, ExperienceReport, Mobility
from portal.accounts.models import Membership
from portal.attention.conference import findings_to_take
from portal.attention.papers import own_papers, own_tasks
from portal.attention.task import FAR_DAYS, Task, recent
from portal.common.countries import country_name
from portal.common.school_year import SchoolYear
from portal.common.text import day_range


def tasks(membership: Membership, year: SchoolYear, today: date) -> list[Task]:
    visible = Mobility.objects.visible_to(membership.user).filter(school=membership.school)
    reports = ExperienceReport.objects.visible_to(membership.user).filter(school=membership.school)
    return [
        *unfinished(reports, today),
        *unwritten(visible, year, today),
        *unwritten_along(membership, year, today),
        *departures(visible, today),
        *own_papers(membership.user, membership.school, today),
        *own_tasks(membership.user, membership.school, today),
        *findings_to_take(membership.user, membership.school),
    ]


def trip(journey: Mobility | AccompanyingPerson) -> str:
    place = journey.host.city if journey.host else country_name(getattr(journey, "country", ""))
    return ", ".join(filter(None, [place, day_range(journey.start, journey.last_day)]))


def unfinished(reports, today: date) -> list[Task]:
    """Drafts, and what the coordinator sent back."""
    rows = reports.filter(state__in=[ReportState.RETURNED, ReportState.DRAFT])
    rows = rows.with_journey().order_by("end", "pk")
    return [
        Task(
            what=(
                _("%(name)s: the report came back with a comment")
                if row.state == ReportState.RETURNED
                else _("%(name)s: the report is begun but not submitted")
            ) % {"name": row.journey.participant},
            more=row.review_comment if row.state == ReportState.RETURNED else trip(row.journey),
            day=row.journey.report_due,
            today=today,
            url=reverse("mobilities:experience-edit", args=[row.pk]),
            action=_("Correct") if row.state == ReportState.RETURNED else _("Continue"),
        )
        for row in rows
    ]  # fmt: skip


def unwritten(visible, year: SchoolYear, today: date) -> list[Task]:
    rows = visible.awaiting_report(today).filter(recent(year, today), report=None)
    rows = rows.select_related("participant", "host", "grant").order_by("end", "pk")
    return [to_write(row, "mobilities:experience-add", today) for row in rows]


def unwritten_along(membership: Membership, year: SchoolYear, today: date) -> list[Task]:
    """Trips that one accompanied oneself."""
    rows = AccompanyingPerson.objects.filter(school=membership.school, person__user=membership.user).standing()
    rows = rows.filter(recent(year, today), end__lt=today, report=None)
    rows = rows.select_related("person").prefetch_related("mobilities__host").order_by("end", "pk")
    return [to_write(row, "mobilities:experience-add-along", today) for row in rows]


def to_write(journey: Mobility | AccompanyingPerson, address: str, today: date) -> Task:
    return Task(
        what=_("%(name)s: the experience report is to be written") % {"name": journey.participant},
        more=trip(journey),
        day=journey.report_due,
        today=today,
        url=reverse(address, args=[journey.pk]),
        action=_("Write"),
        posts=True,
    )


def departures(visible, today: date) -> list[Task]:
    rows = visible.standing().filter(
        direction=Direction.OUTGOING, start__range=(today, today + timedelta(days=FAR_DAYS))
    )
    return [
        Task(
            what=_("%(name)s departs") % {"name": row.participant},
            more=trip(row) if row.host else _("The host is not chosen yet; ask the coordinator."),
            day=row.start,
            today=today,
            url=reverse("mobilities:mobility-detail", args=[row.pk]),
            action=_("Open the mobility"),
        )
        for row in rows.select_related("participant", "host").order_by("start", "pk")
    ]
