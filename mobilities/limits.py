"""What makes a mobility right: dates, activity type, people. The one place that knows; pages only show it.

Durations count the first and the last day and leave travel days out. Limits are rows of ActivityType, so old calls
keep theirs; the sources stand there. "A participant cannot be an accompanying person" is the programme's rule for
every action.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import Direction, PersonKind
from mobilities.models import AccompanyingPerson, Host, Mobility, Participant
from portal.common.text import day, day_range
from projects.enums import Category
from projects.models import ActivityType, Project


class Severity(StrEnum):
    ERROR = "error"
    BREACH = "breach"  # may be overridden with a reason
    WARNING = "warning"


@dataclass(frozen=True)
class Notice:
    """One thing that is wrong: the form field it belongs to, a sentence, and the row it is about."""

    field: str
    severity: Severity
    sentence: str
    about: object = None

    @property
    def page(self) -> str:
        """Where the mobility is that stands in the way; empty for anything else."""
        return reverse("mobilities:mobility-detail", args=[self.about.pk]) if isinstance(self.about, Mobility) else ""


@dataclass(frozen=True)
class Plan:
    """A mobility as it is being typed; whatever is not known yet is None."""

    project: Project | None = None
    activity_type: ActivityType | None = None
    participant: Participant | None = None
    host: Host | None = None
    direction: str = Direction.OUTGOING
    start: date | None = None
    end: date | None = None
    pk: int | None = None

    @property
    def days(self) -> int | None:
        return (self.end - self.start).days + 1 if self.start and self.end else None


def notices(plan: Plan, along: Iterable[Participant] = ()) -> list[Notice]:
    """Everything there is to say about `plan`; `along` are its accompanying persons."""
    found = [
        *check_dates(plan), *check_activity(plan), *check_direction(plan), *check_person(plan), *check_host(plan),
        *check_company(plan, along),
    ]  # fmt: skip
    if plan.participant and plan.start and plan.end and plan.start <= plan.end:
        found += [*check_overlaps(plan), *check_accompanying(plan)]
    return found


def check_dates(plan: Plan) -> Iterable[Notice]:
    if plan.days is None:
        return
    if plan.days < 1:
        sentence = _("The end, %(end)s, is before the start, %(start)s.")
        yield Notice("end", Severity.ERROR, sentence % {"start": day(plan.start), "end": day(plan.end)})
        return
    project = plan.project
    if project and not (project.start <= plan.start and plan.end <= project.end):
        sentence = _("The project runs %(period)s; these dates lie outside it.")
        period = day_range(project.start, project.end)
        yield Notice("start", Severity.BREACH, sentence % {"period": period})


def check_activity(plan: Plan) -> Iterable[Notice]:
    kind = plan.activity_type
    if kind is None:
        return
    yield from check_length(plan, kind)
    call_year = plan.project.call_year if plan.project else None
    if not kind.is_in_call(call_year):
        sentence = _("“%(type)s” does not exist in call year %(year)s, the call of the project.")
        yield Notice("activity_type", Severity.ERROR, sentence % {"type": kind, "year": call_year})
    person = plan.participant
    wanted = {Category.LEARNER: PersonKind.LEARNER, Category.STAFF: PersonKind.STAFF}.get(kind.category)
    if person and wanted and person.kind != wanted:
        for_whom = _("learners") if wanted == PersonKind.LEARNER else _("staff")
        sentence = _("“%(type)s” is for %(whom)s; %(person)s is registered otherwise.")
        words = {"type": kind, "whom": for_whom, "person": person}
        yield Notice("participant", Severity.ERROR, sentence % words, person)


def check_length(plan: Plan, kind: ActivityType) -> Iterable[Notice]:
    length = plan.days
    if length is None or length < 1:
        return
    severity = Severity.BREACH if kind.may_override else Severity.ERROR
    least = least_days(kind, plan.participant)
    if least is not None and length < least:
        sentence = ngettext(
            "%(days)s day is too short: “%(type)s” takes at least %(limit)s.",
            "%(days)s days are too short: “%(type)s” takes at least %(limit)s.",
            length,
        )
        yield Notice("end", severity, sentence % {"days": length, "type": kind, "limit": least})
    if kind.max_days is not None and length > kind.max_days:
        sentence = ngettext(
            "%(days)s day is too long: “%(type)s” takes at most %(limit)s.",
            "%(days)s days are too long: “%(type)s” takes at most %(limit)s.",
            length,
        )
        yield Notice("end", severity, sentence % {"days": length, "type": kind, "limit": kind.max_days})


def least_days(kind: ActivityType, person: Participant | None) -> int | None:
    if person and person.fewer_opportunities and kind.min_days_fewer_opportunities is not None:
        return kind.min_days_fewer_opportunities
    return kind.min_days


def check_direction(plan: Plan) -> Iterable[Notice]:
    kind = plan.activity_type
    if kind and kind.is_incoming and plan.direction == Direction.OUTGOING:
        sentence = _("“%(type)s” means guests who come to the school: enter it as an incoming mobility.")
        yield Notice("direction", Severity.ERROR, sentence % {"type": kind})


def check_person(plan: Plan) -> Iterable[Notice]:
    if plan.participant and not plan.participant.is_active:
        sentence = _("%(person)s is marked as no longer at the school.")
        yield Notice("participant", Severity.WARNING, sentence % {"person": plan.participant}, plan.participant)


def check_host(plan: Plan) -> Iterable[Notice]:
    if plan.direction == Direction.INCOMING:
        if plan.host:
            sentence = _("The school itself hosts an incoming mobility; leave the host empty.")
            yield Notice("host", Severity.ERROR, sentence)
    elif plan.host is None:
        yield Notice("host", Severity.WARNING, _("No host yet. It can be added later."))
    elif not plan.host.is_active:
        sentence = _("%(host)s is marked as no longer working with the school.")
        yield Notice("host", Severity.WARNING, sentence % {"host": plan.host}, plan.host)


def check_company(plan: Plan, along: Iterable[Participant]) -> Iterable[Notice]:
    if plan.participant and plan.participant in list(along):
        sentence = _("%(person)s cannot take part and accompany on the same trip.")
        yield Notice("accompanying", Severity.ERROR, sentence % {"person": plan.participant}, plan.participant)


def check_overlaps(plan: Plan) -> Iterable[Notice]:
    rows = Mobility.objects.filter(participant=plan.participant, start__lte=plan.end, end__gte=plan.start)
    for row in rows.standing().exclude(pk=plan.pk).select_related("host"):
        sentence = _("%(person)s already has a mobility %(period)s (%(place)s).")
        words = {
            "person": plan.participant,
            "period": day_range(row.start, row.end),
            "place": row.host.name if row.host else _("no host yet"),
        }
        yield Notice("participant", Severity.ERROR, sentence % words, row)


def check_accompanying(plan: Plan) -> Iterable[Notice]:
    """A trip whose every mobility is cancelled holds nobody back."""
    trip = Mobility.objects.filter(accompanying_persons=OuterRef("pk"))
    rows = AccompanyingPerson.objects.filter(person=plan.participant, start__lte=plan.end, end__gte=plan.start)
    for row in rows.filter(Exists(trip.standing()) | ~Exists(trip)):
        sentence = _("%(person)s accompanies others %(period)s and cannot be a participant then.")
        words = {"person": plan.participant, "period": day_range(row.start, row.end)}
        yield Notice("participant", Severity.ERROR, sentence % words, row)


def company_notices(people: Iterable[Participant], start: date, end: date, own: Iterable[int] = ()) -> list[Notice]:
    """Why some of `people` cannot accompany from `start` to `end`; `own` are ids of mobilities not to look at."""
    clashes = (
        Mobility.objects.filter(Q(participant__in=list(people)), start__lte=end, end__gte=start)
        .standing()
        .exclude(pk__in=list(own))
        .select_related("participant")
    )
    sentence = _("%(person)s is a participant %(period)s and cannot accompany others then.")
    return [
        Notice(
            "accompanying",
            Severity.ERROR,
            sentence % {"person": row.participant, "period": day_range(row.start, row.end)},
            row,
        )
        for row in clashes
    ]
