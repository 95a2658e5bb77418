"""One evaluation conference with its days and presenters."""

from collections import Counter
from collections.abc import Container, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mobilities.conference_record import told
from mobilities.enums import ConferenceState, FindingKind, PersonKind, ReviewKind
from mobilities.host_record import unnamed
from mobilities.models import Conference, Mobility
from reports import documents as printed
from reports.composition.entries import project_entries
from reports.composition.findings import decisions, said
from reports.documents.sections import WRITTEN_IN
from reports.models import NewsText
from reports.news import giving
from reports.news.withheld import is_final, judged
from reports.statistics import ranked


def conference_card(conference: Conference, went: Sequence[Mobility], language: str) -> printed.Conference:
    now = told(conference)
    return printed.Conference(
        title=now.title,
        people=now.people,
        days=tuple(
            conference_day(day, [row for row in now.presentations if row.day_id == day.pk]) for day in now.days
        ),
        summary=now.summary,
        shared_before=now.shared_before,
        reviewed=project_entries(now.projects, ReviewKind.REVIEWED, conference.school, language),
        introduced=project_entries(now.projects, ReviewKind.INTRODUCED, conference.school, language),
        pluses=said(now.of_kind(FindingKind.PLUS), went, language),
        minuses=said(now.of_kind(FindingKind.MINUS), went, language),
        votes=tuple(
            printed.Vote(poll.question, tuple(poll.answers), poll.total)
            for poll in now.polls
            if poll.total and poll.is_closed
        ),
        open_before=decisions(now.open_before),
        is_closed=conference.state == ConferenceState.CLOSED,
    )


def conference_day(day, presentations) -> printed.ConferenceDay:
    return printed.ConferenceDay(
        date=day.date,
        theme=day.theme,
        building=day.building,
        people=day.ticked + day.other_attendees,
        presentations=tuple(
            printed.Presentation(
                title=row.title,
                presenters=presenters(row),
                time=f"{row.time:%H:%M}" if row.time else "",
            )
            for row in presentations
        ),
    )


def presenters(presentation, known: Container[int] | None = None) -> str:
    """Staff by name, with `known` only these; learners, many of them minors, by group only."""
    people = list(presentation.presenters.all())
    staff = [person for person in people if person.kind == PersonKind.STAFF]
    names = [str(person) for person in staff if known is None or person.pk in known]
    groups = ranked(Counter(person.group or _("learners") for person in people if person.kind == PersonKind.LEARNER))
    others = dict.fromkeys(unnamed(person) for person in staff if known is not None and person.pk not in known)
    return ", ".join([*names, *(group for group, _count in groups), *others])


def approved_texts(texts: QuerySet[NewsText]) -> list[NewsText]:
    """Judged, the newest approved first."""
    return judged(texts.filter(approved_at__isnull=False).order_by("-approved_at", "-pk"))


def news_of(texts: QuerySet[NewsText], language: str) -> printed.News | None:
    """The newest approved one of `texts` that may go out; in Latvian where nobody has translated it."""
    text = next((row for row in approved_texts(texts) if is_final(row)), None)
    if text is None:
        return None
    found = language if giving.paragraphs(text, language) else WRITTEN_IN
    return printed.News(giving.title_in(text, found), tuple(giving.paragraphs(text, found)), found)
