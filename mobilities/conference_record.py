"""What a conference concluded. Closing fixes it: later renames of projects, hosts and qualifications do not reach it.

People are not copied into the record: whoever is renamed, anonymised or erased is so here too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from mobilities.conference_year import compose_year
from mobilities.enums import ConferenceState, FindingKind, PollState
from mobilities.kept_rows import plain, rows_of
from mobilities.models import (
    Conference,
    ConferenceDay,
    ConferenceProject,
    ExperienceReport,
    Finding,
    Participant,
    Presentation,
)
from mobilities.services.polls import results

TIES = ("project", "host", "qualification", "activity_type")
PARTS = {
    "conference": ("title", "summary", "shared_before"),
    "days": ("conference", "date", "building", "theme", "starts_at", "ends_at", "other_attendees"),
    "presentations": ("day", "time", "minutes", "room", "title"),
    "projects": ("conference", "project", "kind", "note"),
    "findings": (
        "conference", "kind", "text", *TIES, "country", "mobility", "session", "source", "owner", "due", "done_on",
        "created_at",
    ),
    "open_before": ("conference", "kind", "text", "owner", "due"),
    "host": ("school", "name", "kind", "country", "city"),
}  # fmt: skip


@dataclass(frozen=True)
class PollRecord:
    question: str
    answers: list[tuple[str, int]]
    total: int
    key: int | None = None
    is_closed: bool = True


@dataclass
class Told:
    """A conference as the page and the document tell it. Set on the rows are `day.ticked`, `presentation.shown`, and
    `presentation.abroad`: the country of each person whose mobility it shows."""

    school: str
    school_en: str
    title: str
    summary: str
    shared_before: str
    days: list[ConferenceDay]
    presentations: list[Presentation]
    projects: list[ConferenceProject]
    findings: list[Finding]
    polls: list[PollRecord]
    people: int
    open_before: list[Finding]

    def of_kind(self, kind: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind == kind]


def told(conference: Conference) -> Told:
    """From the record where the conference is closed, from the rows while it is not."""
    if conference.state == ConferenceState.CLOSED and conference.record:
        return restored(conference)
    return standing(conference)


def standing(conference: Conference) -> Told:
    sessions = Presentation.objects.filter(day__conference=conference).select_related("day")
    ways = ("presenters__qualification", "mobilities")
    presentations = list(
        sessions.annotate(shown=Count("mobilities")).order_by(*Presentation._meta.ordering).prefetch_related(*ways)
    )
    for row in presentations:
        row.abroad = {each.participant_id: each.country for each in row.mobilities.all()}
    return Told(
        school=conference.school.name,
        school_en=conference.school.name_en,
        title=conference.title,
        summary=conference.summary,
        shared_before=conference.shared_before,
        days=list(conference.days.annotate(ticked=Count("attendances")).order_by("date")),
        presentations=presentations,
        projects=list(conference.conference_projects.select_related("project")),
        findings=list(conference.findings.select_related(*TIES, "session__day", "mobility__participant")),
        polls=[poll_record(poll) for poll in conference.polls.all()],
        people=conference.attendance_total(),
        open_before=open_decisions_before(conference),
    )


def open_decisions_before(conference: Conference) -> list[Finding]:
    """Decisions of earlier conferences that nobody has reported as carried out."""
    return list(decisions_before(conference).filter(done_on=None))


def decisions_before(conference: Conference) -> QuerySet[Finding]:
    rows = Finding.objects.filter(conference__school=conference.school_id, conference__year__lt=conference.year)
    return rows.filter(kind=FindingKind.DECISION).order_by("due", "pk")


def open_then(conference: Conference) -> list[Finding]:
    """Of a closed conference: what stood open when it was closed, each with the day on which it was carried out since.
    Records older than this part tell only when that was."""
    kept = conference.record.get("open_before")
    if kept is None:
        then = Q(done_on=None) | Q(done_on__gt=timezone.localdate(conference.closed_at))
        return list(decisions_before(conference).filter(then, created_at__lt=conference.closed_at))
    rows = rows_of(conference.record, "open_before")
    done = dict(decisions_before(conference).filter(done_on__isnull=False).values_list("pk", "done_on"))
    for row in rows:
        row.done_on = done.get(row.pk)
    return rows


def poll_record(poll) -> PollRecord:
    rows = results(poll)
    answers = [(row.option.text, row.ballots) for row in rows]
    return PollRecord(
        poll.question, answers, sum(row.ballots for row in rows), poll.pk, poll.state == PollState.CLOSED
    )


def compose(conference: Conference) -> dict:
    """The record as plain data."""
    now = standing(conference)
    record = {
        name: plain(getattr(now, name), PARTS[name]) for name in ("days", "presentations", "projects", "findings")
    }
    offers = list(offers_in(conference))
    learners = [person for row in now.presentations for person in row.presenters.all()]
    learners += [row.mobility.participant for row in offers]
    more = {"project": now.projects, "qualification": learners}
    for name in TIES:
        named = [*now.findings, *more.get(name, [])]
        rows = {row.pk: row for row in (getattr(owner, name) for owner in named) if row is not None}
        record[name] = plain(list(rows.values()), PARTS.get(name))
    return record | {
        "school": now.school,
        "school_en": now.school_en,
        "year": compose_year(conference),
        "conference": {name: getattr(now, name) for name in PARTS["conference"]},
        "ticked": {day.pk: day.ticked for day in now.days},
        "shown": {row.pk: row.shown for row in now.presentations},
        "abroad": {row.pk: row.abroad for row in now.presentations},
        "learned": {person.pk: person.qualification_id for person in learners},
        "polls": [[poll.question, poll.answers, poll.total, poll.key] for poll in now.polls],
        "people": now.people,
        "open_before": plain(now.open_before, PARTS["open_before"]),
        "offers": {row.pk: str(row.mobility.host or "") for row in offers},
    }


def offers_in(conference: Conference):
    """The approved reports of the year with a return invitation or a job offer."""
    year = conference.school_year
    rows = ExperienceReport.objects.approved().filter(
        Q(return_invitation=True) | Q(job_offer=True),
        school=conference.school_id,
        mobility__start__range=(year.first_day, year.last_day),
    )
    wanted = ("mobility__participant__qualification", "mobility__host")
    return rows.select_related(*wanted).order_by("mobility__start", "pk")


def offers_told(conference: Conference, rows) -> list[ExperienceReport]:
    """Those of `rows` that belong to the conference, each with `host_then`: of a closed one as it was closed."""
    record = (conference.record or {}) if conference.state == ConferenceState.CLOSED else {}
    kept = record.get("offers")
    found = [row for row in rows if kept is None or str(row.pk) in kept]
    learned_then(record, [row.mobility.participant for row in found])
    for row in found:
        row.host_then = str(row.mobility.host or "") if kept is None else kept[str(row.pk)]
    return found


def learned_then(record: dict, people: Iterable[Participant]) -> None:
    """Gives people the qualifications that they had, under the names that these had."""
    qualifications = {row.pk: row for row in rows_of(record, "qualification")}
    for person in people:
        key = record.get("learned", {}).get(str(person.pk))
        person.qualification = qualifications.get(key, person.qualification)


def restored(conference: Conference) -> Told:
    record = conference.record
    ties = {name: {row.pk: row for row in rows_of(record, name)} for name in TIES}
    days, presentations = rows_of(record, "days"), rows_of(record, "presentations")
    projects, findings = rows_of(record, "projects"), rows_of(record, "findings")
    done = dict(conference.findings.values_list("pk", "done_on"))
    sessions = {row.pk: row for row in presentations}
    for finding in findings:
        finding.conference = conference
        finding.session = sessions.get(finding.session_id)
        finding.done_on = done.get(finding.pk, finding.done_on)  # a decision is carried out after the conference
        for name in TIES:
            setattr(finding, name, ties[name].get(getattr(finding, f"{name}_id")))
    for row in projects:
        row.project = ties["project"][row.project_id]
    for day in days:
        day.ticked = record["ticked"][str(day.pk)]
    by_key = {day.pk: day for day in days}
    now = Presentation.objects.filter(pk__in=record["shown"]).prefetch_related("presenters__qualification")
    named = {row.pk: row for row in now}
    for row in presentations:
        row.day, row.shown = by_key[row.day_id], record["shown"][str(row.pk)]
        row.abroad = {int(key): country for key, country in record.get("abroad", {}).get(str(row.pk), {}).items()}
        kept = list(named[row.pk].presenters.all()) if row.pk in named else []
        learned_then(record, kept)
        row._prefetched_objects_cache = {"presenters": kept}
    return Told(
        school=record["school"],
        school_en=record.get("school_en", conference.school.name_en),
        **record["conference"],
        days=days,
        presentations=presentations,
        projects=projects,
        findings=findings,
        polls=[
            PollRecord(question, [tuple(answer) for answer in answers], n, *key)
            for question, answers, n, *key in record["polls"]
        ],
        people=record["people"],
        open_before=open_then(conference),
    )
