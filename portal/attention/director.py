"""The director: the year's documents, its conference, decisions, how many reports are in."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import ConferenceState
from mobilities.models import Conference, Mobility
from portal.accounts.models import Membership, School
from portal.attention.conference import EXPECTED_BEFORE_END, conference_tasks, findings_to_take
from portal.attention.deadlines import deadline_tasks
from portal.attention.papers import own_tasks
from portal.attention.task import Task, entries, mobility_list
from portal.common.school_year import SchoolYear
from reports.enums import DocumentKind
from reports.models import Document


def tasks(membership: Membership, year: SchoolYear, today: date) -> list[Task]:
    school = membership.school
    return [
        *conference_tasks(school, year, today, may_record=False),
        *deadline_tasks(school, today),
        *documents_to_order(school, year, today),
        *reports_missing(school, year, today),
        *own_tasks(membership.user, school, today),
        *findings_to_take(membership.user, school),
    ]


def documents_to_order(school: School, year: SchoolYear, today: date) -> list[Task]:
    """The annual summary when the year is nearly over; the dissemination report when the conference is closed."""
    documents = Document.objects.filter(school=school, year=year.start, made_at__isnull=False)
    made = set(documents.values_list("kind", flat=True))
    closed = Conference.objects.filter(school=school, year=year.start, state=ConferenceState.CLOSED).exists()
    expected = [
        (DocumentKind.ANNUAL, today >= year.last_day - EXPECTED_BEFORE_END),
        (DocumentKind.CONFERENCE, closed),
    ]
    return [
        Task(
            what=_("%(document)s, %(year)s: not made yet") % {"document": kind.label, "year": year},
            mark=str(year),
            url=reverse("reports:year-detail", query={"sy": year.start}),
            action=_("Order the document"),
        )
        for kind, is_expected in expected
        if is_expected and kind not in made
    ]


def reports_missing(school: School, year: SchoolYear, today: date) -> list[Task]:
    count = Mobility.objects.filter(school=school).in_school_year(year).awaiting_report(today).count()
    if not count:
        return []
    what = ngettext(
        "%(count)d experience report of the year is missing", "%(count)d experience reports of the year are missing",
        count,
    )  # fmt: skip
    return [
        Task(
            what=what % {"count": count},
            more=_("The annual summary counts only the reports that are in."),
            mark=entries(count),
            url=mobility_list(year, report="missing"),
            action=_("Show whose"),
        )
    ]
