"""Each rule of a mobility: what is wrong or missing, in a sentence, with where the rule stands.

Durations count the first and the last day and leave travel days out. Limits are rows of ActivityType, so old calls
keep theirs and each row brings its own source.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mobilities.completeness.around import Around, meets_problems
from mobilities.completeness.consents import check_consents
from mobilities.completeness.plan import Notice, Plan, Severity, overlap
from mobilities.completeness.promised import Promised
from mobilities.enums import ContactRole, HostState, MobilityState, PersonKind
from mobilities.models import Participant
from mobilities.models.mobility import REPORT_DUE_DAYS, report_due
from portal.common.countries import country_name
from portal.common.text import day, day_range, inner_quotes
from projects.enums import Category
from projects.models import ActivityType

MOST_PROBLEMS = 3
BEYOND_PLAN = "beyond_plan"
FOR_WHOM = {
    PersonKind.LEARNER: _(
        "“%(type)s” is for learners, but %(person)s is registered as staff. Choose a type for staff or another person."
    ),
    PersonKind.STAFF: _(
        "“%(type)s” is for staff, but %(person)s is registered as a learner. Choose a type for learners or another "
        "person."
    ),
}
REPORT_LATE = _("The experience report was due by %(day)s.")
REPORT_AWAITED = _("The experience report is awaited by %(day)s.")


def check(plan: Plan, around: Around) -> list[Notice]:
    """Everything there is to say about `plan`. Of a cancelled mobility only that its dates make sense."""
    found = [*check_order(plan)]
    if plan.is_cancelled:
        return found
    for rule in (check_period, check_activity, check_direction, check_person, check_host, check_company):
        found += rule(plan)
    for rule in (check_consents, check_contacts, check_problems, check_places, check_promise):
        found += rule(plan, around)
    for rule in (check_overlaps, check_accompanying, check_along):
        found += rule(plan, around)
    return [*found, *check_confirmed(plan), *check_responsible(plan), *check_report(plan)]


def of_host() -> str:
    return gettext("Capacity that the host has stated")


def of_conference() -> str:
    return gettext("Findings of the evaluation conferences")


def of_targets() -> str:
    return gettext("Targets of the project")


def portal_itself() -> str:
    return gettext("Check of the portal")


def of_programme() -> str:
    return gettext("Erasmus+ programme guide: a person is a participant or accompanies, never both")


def of_agreement() -> str:
    return gettext("Learning agreement: each organisation names a mentor and an administrative contact")


def of_grant_agreement() -> str:
    return gettext("Grant agreement: the period of the project")


def of_signature() -> str:
    return gettext("For a learner under 18 a parent or guardian signs too")


def of_reports() -> str:
    return gettext("Experience reports: %(days)s days after the end") % {"days": REPORT_DUE_DAYS}


def of_type(kind: ActivityType) -> str:
    """The source that stands in the row of the activity type."""
    return kind.shown_source or kind.code


def check_order(plan: Plan) -> Iterable[Notice]:
    if plan.days is not None and plan.days < 1:
        sentence = _("The end, %(end)s, is before the start, %(start)s. Write a later end or an earlier start.")
        words = {"start": partial(day, plan.start), "end": partial(day, plan.end)}
        yield Notice("order", "end", Severity.ERROR, sentence, portal_itself, words=words)


def check_period(plan: Plan) -> Iterable[Notice]:
    project = plan.project
    if project and plan.has_span and not (project.start <= plan.start and plan.end <= project.end):
        sentence = _("The project runs %(period)s; these dates lie outside it.")
        words = {"period": partial(day_range, project.start, project.end)}
        yield Notice("period", "start", breach(plan), sentence, of_grant_agreement, words=words)


def breach(plan: Plan) -> Severity:
    """A limit may be exceeded with a reason; with it, it is only worth a look."""
    return Severity.WARNING if plan.override_reason else Severity.BREACH


def check_activity(plan: Plan) -> Iterable[Notice]:
    kind = plan.activity_type
    if kind is None:
        return
    yield from check_length(plan, kind)
    call_year = plan.project.call_year if plan.project else None
    if not kind.is_in_call(call_year):
        sentence = _("“%(type)s” does not exist in call year %(year)s, the call of the project.")
        words = {"type": kind, "year": call_year}
        yield Notice("call_year", "activity_type", Severity.ERROR, sentence, partial(of_type, kind), words=words)
    person = plan.participant
    wanted = {Category.LEARNER: PersonKind.LEARNER, Category.STAFF: PersonKind.STAFF}.get(kind.category)
    if person and wanted and person.kind != wanted:
        words = {"type": kind, "person": person}
        source = partial(of_type, kind)
        yield Notice("for_whom", "participant", Severity.ERROR, FOR_WHOM[wanted], source, person, words)


def check_length(plan: Plan, kind: ActivityType) -> Iterable[Notice]:
    length = plan.days
    if length is None or length < 1:
        return
    severity = breach(plan) if kind.may_override else Severity.ERROR
    least = least_days(kind, plan.participant)
    if least is not None and length < least:
        words = {"days": length, "type": kind, "limit": least}
        yield Notice("too_short", "end", severity, partial(too_short, length), partial(of_type, kind), words=words)
    if kind.max_days is not None and length > kind.max_days:
        words = {"days": length, "type": kind, "limit": kind.max_days}
        yield Notice("too_long", "end", severity, partial(too_long, length), partial(of_type, kind), words=words)


def too_short(length: int) -> str:
    return ngettext(
        "%(days)s day is too short: “%(type)s” takes at least %(limit)s.",
        "%(days)s days are too short: “%(type)s” takes at least %(limit)s.",
        length,
    )


def too_long(length: int) -> str:
    return ngettext(
        "%(days)s day is too long: “%(type)s” takes at most %(limit)s.",
        "%(days)s days are too long: “%(type)s” takes at most %(limit)s.",
        length,
    )


def least_days(kind: ActivityType, person: Participant | None) -> int | None:
    if person and person.fewer_opportunities and kind.min_days_fewer_opportunities is not None:
        return kind.min_days_fewer_opportunities
    return kind.min_days


def check_direction(plan: Plan) -> Iterable[Notice]:
    kind = plan.activity_type
    if kind and kind.is_incoming and plan.is_outgoing:
        sentence = _("“%(type)s” means guests who come to the school: enter it as an incoming mobility.")
        yield Notice("incoming", "direction", Severity.ERROR, sentence, partial(of_type, kind), words={"type": kind})


def stay_at_home(kind: ActivityType, country: str) -> str:
    """For a destination in the school's own country; asked before there is a host."""
    sentence = _("%(country)s is the school's own country; “%(type)s” takes people abroad.")
    return str(sentence) % {"country": country_name(country), "type": kind}


def check_person(plan: Plan) -> Iterable[Notice]:
    person = plan.participant
    if person is None:
        return
    if not person.is_active and not plan.is_over:
        sentence = _("%(person)s is marked as no longer at the school.")
        words = {"person": person}
        yield Notice("person_left", "participant", Severity.WARNING, sentence, portal_itself, person, words)
    if not plan.is_outgoing:
        if not person.home:
            sentence = _("It is not known which organisation sends %(person)s.")
            words = {"person": person}
            yield Notice("no_sender", "participant", Severity.MISSING, sentence, of_agreement, person, words)
    elif person.kind == PersonKind.LEARNER and person.birth_date is None:
        sentence = _("The date of birth of %(person)s is not known.")
        words = {"person": person}
        yield Notice("no_birth_date", "participant", Severity.MISSING, sentence, of_signature, person, words)


def check_host(plan: Plan) -> Iterable[Notice]:
    if not plan.is_outgoing:
        if plan.host:
            sentence = _("The school itself hosts an incoming mobility; leave the host empty.")
            yield Notice("host_at_home", "host", Severity.ERROR, sentence, portal_itself)
    elif plan.host is None:
        yield Notice("no_host", "host", Severity.MISSING, _("No host yet. It can be added later."), of_agreement)
    elif plan.host.state == HostState.PAUSED and not plan.is_over:
        sentence = _("Work with %(host)s is paused: %(reason)s")
        words = {"host": plan.host, "reason": plan.host.paused_reason}
        yield Notice("host_left", "host", Severity.WARNING, sentence, portal_itself, plan.host, words)


def check_contacts(plan: Plan, around: Around) -> Iterable[Notice]:
    if plan.host is None or not plan.is_outgoing:
        return
    lacks = {ContactRole.MENTOR, ContactRole.ADMINISTRATIVE}.difference(around.roles[plan.host.pk])
    sentence = None
    if len(lacks) == 2:
        sentence = _("%(host)s has neither a mentor nor an administrative contact.")
    elif ContactRole.MENTOR in lacks:
        sentence = _("%(host)s has no mentor among its contacts.")
    elif ContactRole.ADMINISTRATIVE in lacks:
        sentence = _("%(host)s has no administrative contact.")
    if sentence:
        words = {"host": plan.host}
        yield Notice("contacts", "host", Severity.MISSING, sentence, of_agreement, plan.host, words)


def check_problems(plan: Plan, around: Around) -> Iterable[Notice]:
    """What a conference found wrong at the host and nobody has settled."""
    if not meets_problems(plan):
        return
    for finding in around.problems.get(plan.host.pk, ())[:MOST_PROBLEMS]:
        sentence = _(
            "The conference of %(year)s named a problem at %(host)s: “%(problem)s”. Nobody has settled it yet."
        )
        problem = partial(inner_quotes, finding.text)
        words = {"year": partial(str, finding.conference.school_year), "host": plan.host, "problem": problem}
        yield Notice("problem", "host", Severity.WARNING, sentence, of_conference, plan.host, words)


def check_places(plan: Plan, around: Around) -> Iterable[Notice]:
    """What the host said it takes at a time; more of them are worth a call."""
    if not plan.host or not plan.participant or not plan.has_span or plan.is_over:
        return
    capacity = around.capacities.get((plan.host.pk, plan.participant.qualification_id))
    if not plan.is_outgoing:
        return
    if capacity is None:
        yield from check_unstated(plan, around)
        return
    planned = around.occupied[capacity.host_id, capacity.qualification_id].peak(plan.start, plan.end)
    if planned > capacity.places:
        sentence = _(
            "%(host)s takes %(places)s at a time for “%(qualification)s”; %(planned)s are planned in these days."
        )
        words = {
            "host": plan.host, "places": capacity.places, "qualification": capacity.qualification, "planned": planned,
        }  # fmt: skip
        yield Notice("places", "host", Severity.WARNING, sentence, of_host, plan.host, words)


def check_unstated(plan: Plan, around: Around) -> Iterable[Notice]:
    """A host that says whom it takes, and does not name this qualification."""
    qualification = around.unstated.get(plan.participant.qualification_id)
    if qualification is None or plan.host.pk not in around.stating:
        return
    sentence = _("%(host)s states no places for “%(qualification)s”.")
    words = {"host": plan.host, "qualification": qualification}
    yield Notice("no_places", "host", Severity.WARNING, sentence, of_host, plan.host, words)


def check_promise(plan: Plan, around: Around) -> Iterable[Notice]:
    """More of them than the project promised; of what is saved and over nothing is asked any more."""
    if notice := beyond_plan(plan, around.promised):
        yield notice


def beyond_plan(plan: Plan, promised: Promised) -> Notice | None:
    beyond = promised.beyond(plan)
    if beyond is None or (plan.pk and plan.is_over):
        return None
    sentence = _("The project plans %(planned)s of “%(type)s”; %(entered)s are entered.")
    words = {"planned": beyond[0], "entered": beyond[1], "type": plan.activity_type}
    return Notice(BEYOND_PLAN, "activity_type", Severity.WARNING, sentence, of_targets, words=words)


def check_company(plan: Plan) -> Iterable[Notice]:
    if plan.participant and plan.participant in plan.along:
        sentence = _("%(person)s cannot take part and accompany on the same trip.")
        words = {"person": plan.participant}
        yield Notice("both", "accompanying", Severity.ERROR, sentence, of_programme, plan.participant, words)


def check_overlaps(plan: Plan, around: Around) -> Iterable[Notice]:
    if not plan.participant or not plan.has_span:
        return
    for row in around.mobilities[plan.participant.pk]:
        if row.pk != plan.pk and overlap(plan, row):
            words = {
                "person": plan.participant,
                "period": partial(day_range, row.start, row.last_day),
                "place": row.place or _("no host yet"),
            }
            sentence = _("%(person)s already has a mobility %(period)s (%(place)s).")
            yield Notice("overlap", "participant", Severity.ERROR, sentence, portal_itself, row, words)


def check_accompanying(plan: Plan, around: Around) -> Iterable[Notice]:
    if not plan.participant or not plan.has_span:
        return
    for row in around.company[plan.participant.pk]:
        if overlap(plan, row):
            words = {"person": plan.participant, "period": partial(day_range, row.start, row.end)}
            sentence = _("%(person)s accompanies others %(period)s and cannot be a participant then.")
            yield Notice("accompanies", "participant", Severity.ERROR, sentence, of_programme, row, words)


def check_along(plan: Plan, around: Around) -> Iterable[Notice]:
    """Those who come along and take part in something else in these days."""
    if not plan.has_span:
        return
    for person in plan.along:
        for row in around.mobilities[person.pk]:
            if row.pk != plan.pk and overlap(plan, row):
                words = {"person": person, "period": partial(day_range, row.start, row.last_day)}
                sentence = _("%(person)s is a participant %(period)s and cannot accompany others then.")
                yield Notice("takes_part", "accompanying", Severity.ERROR, sentence, of_programme, row, words)


def check_responsible(plan: Plan) -> Iterable[Notice]:
    """Somebody has to write the report, as long as there is none: the participant's own account, or the teacher."""
    writes_alone = plan.participant is not None and plan.participant.user_id is not None
    if plan.is_outgoing and plan.responsible_id is None and not writes_alone and not plan.has_report:
        sentence = _("No teacher in charge: nobody is asked for the report.")
        yield Notice("no_teacher", "responsible", Severity.MISSING, sentence, portal_itself)


def check_confirmed(plan: Plan) -> Iterable[Notice]:
    """Nobody said that it takes place; without that it counts nowhere."""
    if plan.pk and plan.state == MobilityState.PLANNED and plan.start and plan.start <= plan.day:
        sentence = _("The start date has passed: confirm or cancel.")
        yield Notice("unconfirmed", "state", Severity.WARNING, sentence, portal_itself)


def check_report(plan: Plan) -> Iterable[Notice]:
    if not plan.is_outgoing or not plan.is_over or plan.has_report or plan.is_only_planned:
        return
    due = report_due(plan.last)
    sentence = REPORT_LATE if due < plan.day else REPORT_AWAITED
    yield Notice("report", "report", Severity.MISSING, sentence, of_reports, words={"day": partial(day, due)})
