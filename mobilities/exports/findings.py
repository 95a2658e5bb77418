"""Conferences as a table; and what they found: words and what they are about, no people."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import Conference, Finding
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from portal.common.text import day


def finding_rows(school: str, findings: Iterable[Finding]) -> Iterator[list[Cell]]:
    yield [
        _("School"),
        _("Day"),
        _("Time"),
        _("Session"),
        _("Kind"),
        _("Finding"),
        _("Host"),
        _("Country"),
        _("Qualification"),
        _("Activity type"),
        _("Project"),
        _("Owner"),
        _("Due"),
        _("Done on"),
    ]
    for row in findings:
        session = row.session
        yield [
            school,
            session.day.date if session else None,
            session.time.isoformat("minutes") if session and session.time else "",
            session.title if session else "",
            str(row.get_kind_display()),
            row.text,
            str(row.host or ""),
            country_name(row.country) if row.country else "",
            str(row.qualification or ""),
            str(row.activity_type or ""),
            str(row.project or ""),
            row.owner,
            row.due,
            row.done_on,
        ]


def conference_rows(conferences: Iterable[Conference]) -> Iterator[list[Cell]]:
    yield [_("School year"), _("Title"), _("Days"), _("State")]
    for row in conferences:
        days = "; ".join(day(each.date) for each in row.days.all())
        yield [str(row.school_year), row.title, days, str(row.get_state_display())]
