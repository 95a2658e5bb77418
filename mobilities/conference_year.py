"""The year on which a conference looks back: who was abroad, what was offered, where it was shown besides. Of a closed
conference as its record has it, without the people."""

from collections import defaultdict

from django.utils import timezone

from mobilities.enums import ConferenceState, Direction, ReportState
from mobilities.kept_rows import plain, rows_of
from mobilities.models import Conference, ExperienceReport, Mobility, Participant, Presentation, Sharing

TIES = ("project", "activity_type")


def journeys(conference: Conference) -> list[Mobility]:
    """Those decided to take place that have begun, each with its approved report, if there is one."""
    kept = kept_year(conference)
    return standing(conference) if kept is None else restored(kept)


def sharings(conference: Conference) -> list[Sharing]:
    kept = kept_year(conference)
    return shared_in(conference) if kept is None else rows_of(kept, "sharings")


def kept_year(conference: Conference) -> dict | None:
    """None while it is not closed, and of records that are older than this part."""
    return (conference.record or {}).get("year") if conference.state == ConferenceState.CLOSED else None


def standing(conference: Conference) -> list[Mobility]:
    rows = Mobility.objects.filter(
        school=conference.school_id, direction=Direction.OUTGOING, start__lte=timezone.localdate()
    )
    rows = rows.taking_place().in_school_year(conference.school_year).with_names().select_related("report")
    return list(rows.order_by("start", "pk"))


def shared_in(conference: Conference) -> list[Sharing]:
    return list(Sharing.objects.filter(school=conference.school_id).in_school_year(conference.school_year))


def share_sessions(conference: Conference, sessions: list[Presentation]) -> None:
    """Sets `shared` of each: where its mobilities were shown besides."""
    told = {row.pk: row for row in sharings(conference)} if sessions else {}
    pairs = Sharing.mobilities.through.objects.filter(mobility__presentations__in=[row.pk for row in sessions])
    pairs = pairs.values_list("mobility__presentations", "sharing") if told else ()
    of_session = defaultdict(set)
    for session, sharing in pairs:
        of_session[session].add(sharing)
    for row in sessions:
        row.shared = [sharing for key, sharing in told.items() if key in of_session[row.pk]]


def approved_report(mobility: Mobility) -> ExperienceReport | None:
    report = getattr(mobility, "report", None)
    return report if report is not None and report.state == ReportState.APPROVED else None


def compose_year(conference: Conference) -> dict:
    rows = standing(conference)
    trades = {row.participant.qualification_id: row.participant.qualification for row in rows}
    trades.pop(None, None)
    offered = {
        row.pk: [report.pk, report.job_offer, report.return_invitation]
        for row in rows
        if (report := approved_report(row))
    }
    return {
        "mobilities": plain(rows, ("country", *TIES)),
        "people": {row.pk: [row.participant.kind, row.participant.qualification_id] for row in rows},
        "reports": offered,
        "sharings": plain(shared_in(conference), ("school", "kind", "date", "title")),
        "qualification": plain(list(trades.values()), None),
        **{name: plain(list({getattr(row, name) for row in rows}), None) for name in TIES},
    }


def restored(kept: dict) -> list[Mobility]:
    ties = {name: {row.pk: row for row in rows_of(kept, name)} for name in (*TIES, "qualification")}
    rows = rows_of(kept, "mobilities")
    for row in rows:
        kind, trade = kept["people"][str(row.pk)]
        row.participant = Participant(kind=kind, qualification=ties["qualification"].get(trade))
        for name in TIES:
            setattr(row, name, ties[name][getattr(row, f"{name}_id")])
        row._state.fields_cache["report"] = None
        if str(row.pk) in kept["reports"]:
            key, job, again = kept["reports"][str(row.pk)]
            ExperienceReport(
                pk=key, mobility=row, state=ReportState.APPROVED, job_offer=job, return_invitation=again
            )  # is then row.report
    return rows
