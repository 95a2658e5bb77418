"""Making a conference's days and sessions of what was proposed, all in one step."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.conference_plan import SECOND_DAY
from mobilities.enums import ReviewKind
from mobilities.models import Conference, ConferenceDay, ConferenceProject, Presentation
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused

LUNCH = timedelta(minutes=45)
LATEST_LUNCH = timedelta(hours=2)  # after the hour at which it is wanted; who begins later has eaten


@transaction.atomic
def make_plan(conference: Conference, user, plan: dict, sessions: list[dict]) -> list[ConferenceDay]:
    """The days. Of one that was there before `kept` names what stands in it otherwise than planned. `plan` and
    `sessions` are what the forms of conference_plan hold. Raises Refused where somebody was quicker."""
    Conference.objects.select_for_update().get(pk=conference.pk)
    shown = {mobility.pk for session in sessions for mobility in session["mobilities"]}
    if Presentation.objects.filter(day__conference=conference, mobilities__in=shown).exists():
        raise Refused(_("Some of these mobilities got a session meanwhile. Look at those left and save again."))
    if any(session["day"] == SECOND_DAY for session in sessions) and not plan.get("second"):
        sessions = [session | {"day": "1"} for session in sessions]
    days = {"1": day_of(conference, user, plan, "first")}
    if plan.get("second"):
        days[SECOND_DAY] = day_of(conference, user, plan, "second")
    for key, day in days.items():
        make_sessions(day, user, plan, [session for session in sessions if session["day"] == key])
    if plan["with_projects"]:
        review_projects(conference, user, sessions)
    return list(days.values())


def day_of(conference: Conference, user, plan: dict, name: str) -> ConferenceDay:
    """The day of this date. What is empty in it is filled; what stands in it already stays."""
    values = {"theme": plan[f"{name}_theme"], "building": plan["building"], "starts_at": plan["begins"]}
    day, is_new = ConferenceDay.objects.get_or_create(conference=conference, date=plan[name], defaults=values)
    day.kept = []
    if is_new:
        record(user, conference.school, Verb.ADD, day)
        return day
    there = {field: getattr(day, field) for field in values}
    filled = {field: value for field, value in values.items() if value and not there[field]}
    if filled:
        for field, value in filled.items():
            setattr(day, field, value)
        day.save(update_fields=[*filled])
        record(user, conference.school, Verb.CHANGE, day, {field: ["", str(value)] for field, value in filled.items()})
    day.kept = [
        there[field] for field in ("building", "theme") if there[field] and values[field] not in ("", there[field])
    ]
    return day


def make_sessions(day: ConferenceDay, user, plan: dict, sessions: list[dict]) -> None:
    """One after the other, after those that the day has already; between them a break for lunch."""
    lunch = datetime.combine(day.date, plan["lunch"]) if plan["lunch"] else None
    at = datetime.combine(day.date, plan["begins"])
    for row in day.presentations.exclude(time=None):
        at = max(at, datetime.combine(day.date, row.time) + timedelta(minutes=row.minutes or 30))
    began = min((row.time for row in day.presentations.exclude(time=None)), default=at.time())
    if lunch and (lunch.time() <= began or at >= lunch + LATEST_LUNCH):
        lunch = None
    for session in sessions:
        if lunch and at >= lunch:
            at, lunch = at + LUNCH, None
        if at.date() != day.date:
            raise Refused(_("So many sessions do not fit into one day."))
        made = Presentation.objects.create(
            day=day, time=at.time(), minutes=session["minutes"], room=plan["room"], title=session["title"]
        )
        made.mobilities.set(session["mobilities"])
        made.presenters.set({mobility.participant_id for mobility in session["mobilities"]})
        record(user, day.conference.school, Verb.ADD, made)
        at += timedelta(minutes=session["minutes"])


def review_projects(conference: Conference, user, sessions: list[dict]) -> None:
    projects = {mobility.project_id for session in sessions for mobility in session["mobilities"]}
    there = set(conference.conference_projects.values_list("project", flat=True))
    for key in sorted(projects - there):
        made = ConferenceProject.objects.create(conference=conference, project_id=key, kind=ReviewKind.REVIEWED)
        record(user, conference.school, Verb.ADD, made)
