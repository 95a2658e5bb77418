"""Which papers one journey needs, why and until when: a table of rules over a profile, and what a school or a project
asks for otherwise; it prints nothing and asks no database.

Whether somebody is under 18 is asked of the day of departure: whoever comes of age before it signs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import Direction, PaperKind, PaperPhase, PersonKind, ProfileGroup
from mobilities.models import AccompanyingPerson, ChecklistItem, Mobility, Participant
from projects.enums import ActivityFamily

NO_AGREEMENT = (ActivityFamily.PREPARATORY_VISIT, ActivityFamily.GROUP)
LAST_YEAR_OF_COMMITMENT = 2020
LEARNER, MINOR, STAFF, ACCOMPANYING, INCOMING = ProfileGroup
PARTICIPANTS = (LEARNER, MINOR, STAFF)


@dataclass(frozen=True)
class Profile:
    """Of one journey. `is_minor` at departure, None where the date of birth is not known; no `family`: no activity
    yet, only the person is looked at."""

    kind: str
    is_minor: bool | None = False
    is_incoming: bool = False
    family: str = ""
    is_shadowing: bool = False
    is_green: bool = False
    is_accompanying: bool = False
    call_year: int | None = None

    @property
    def groups(self) -> tuple[ProfileGroup, ...]:
        """Usually one; a learner whose age is not known may be in either."""
        if self.is_accompanying:
            return (ACCOMPANYING,)
        if self.is_incoming:
            return (INCOMING,)
        if self.is_minor is None and self.kind == PersonKind.LEARNER:
            return (LEARNER, MINOR)
        if self.is_minor:
            return (MINOR,)
        return (LEARNER,) if self.kind == PersonKind.LEARNER else (STAFF,)

    @property
    def has_agreement(self) -> bool:
        return bool(self.family) and self.family not in NO_AGREEMENT


def always(profile: Profile) -> bool:
    return True


@dataclass(frozen=True)
class Rule:
    """`groups`: who needs it; `when`: of which journeys; `due_days`: before the departure, after the first day or
    after the return, by phase. `item`: what of it a school or a project asks for otherwise, or on its own."""

    kind: PaperKind
    phase: PaperPhase
    groups: Sequence[ProfileGroup]
    when: Callable[[Profile], bool]
    due_days: int
    why: object
    source: object
    why_unknown: object = ""
    item: ChecklistItem | None = None
    is_used: bool = True

    @property
    def key(self) -> str:
        """A paper of the school's own keeps its key where a project asks for it otherwise."""
        if self.kind != PaperKind.OTHER:
            return str(self.kind)
        return f"{self.kind}-{self.item.instead_of_id or self.item.pk}"

    @property
    def label(self) -> str:
        return str(self.item) if self.kind == PaperKind.OTHER else str(self.kind.label)

    def is_needed(self, profile: Profile) -> bool:
        return self.is_used and not set(self.groups).isdisjoint(profile.groups) and self.when(profile)

    def paper(self, profile: Profile) -> Paper:
        unsure = self.why_unknown and profile.is_minor is None
        return Paper(
            self.kind, self.phase, str(self.why_unknown if unsure else self.why), str(self.source), self.label
        )

    def due(self, first: date, last: date) -> date:
        if self.phase == PaperPhase.BEFORE:
            return first - timedelta(days=self.due_days)
        return (first if self.phase == PaperPhase.DURING else last) + timedelta(days=self.due_days)


@dataclass(frozen=True)
class Paper:
    kind: PaperKind
    phase: PaperPhase
    why: str
    source: str
    label: str


@dataclass(frozen=True)
class Line:
    """A line that the checklist of a mobility is to have."""

    rule: Rule
    due: date
    responsible_id: int | None
    trip: AccompanyingPerson | None = None

    @property
    def key(self) -> str:
        """What tells it from others of the mobility: whoever travels along has lines of one's own."""
        return self.rule.key if self.trip is None else f"{self.rule.key}@{self.trip.person_id}"


GUIDE = _("Erasmus+ programme guide, key action 1")
AGREEMENT = _("Grant agreement of the project: papers kept for every participant")
DATA_PROTECTION = _("General Data Protection Regulation, articles 6, 7 and 13")
UNDER_AGE = _("Law on the Protection of Children's Rights; General Data Protection Regulation, article 8")
UNKNOWN_AGE = _("The date of birth is not known: needed if the person is under 18 at departure.")

RULES = (
    Rule(
        PaperKind.LEARNING_AGREEMENT, PaperPhase.BEFORE, PARTICIPANTS, lambda of: of.has_agreement, 14,
        _("Says what is learned, who mentors and how it is recognised; participant, school and host sign it."), GUIDE,
    ),
    Rule(
        PaperKind.GROUP_PROGRAMME, PaperPhase.BEFORE, PARTICIPANTS, lambda of: of.family == ActivityFamily.GROUP, 14,
        _("A group follows one programme; it stands in place of single learning agreements."), GUIDE,
    ),
    Rule(
        PaperKind.SHADOWING_PROGRAMME, PaperPhase.BEFORE, PARTICIPANTS,
        lambda of: bool(of.family) and of.is_shadowing, 14,
        _("Says day by day whose work is observed."), GUIDE,
    ),
    Rule(
        PaperKind.GRANT_AGREEMENT, PaperPhase.BEFORE, PARTICIPANTS, lambda of: bool(of.family), 14,
        _("Between the school and the participant: how much is paid, when and for what."), AGREEMENT,
    ),
    Rule(
        PaperKind.QUALITY_COMMITMENT, PaperPhase.BEFORE, PARTICIPANTS,
        lambda of: of.has_agreement and of.call_year is not None and of.call_year <= LAST_YEAR_OF_COMMITMENT, 14,
        _("Calls to 2020 ask for it beside the learning agreement."), _("Erasmus+ programme guides to 2020"),
    ),
    Rule(
        PaperKind.DATA_CONSENT, PaperPhase.BEFORE, (*PARTICIPANTS, ACCOMPANYING), always, 30,
        _("The participant agrees to the use of personal data; under 18 a parent or guardian does."), DATA_PROTECTION,
    ),
    Rule(
        PaperKind.IMAGE_CONSENT, PaperPhase.BEFORE, (*PARTICIPANTS, ACCOMPANYING, INCOMING), always, 14,
        _("Given freely; without it no picture of the person is published."), DATA_PROTECTION,
    ),
    Rule(
        PaperKind.PARENTAL_CONSENT, PaperPhase.BEFORE, (MINOR,), always, 30,
        _("Under 18 at departure: a parent or guardian agrees to the journey and signs every paper as well."),
        UNDER_AGE, UNKNOWN_AGE,
    ),
    Rule(
        PaperKind.ATTENDANCE_LIST, PaperPhase.DURING, (LEARNER, MINOR), lambda of: of.has_agreement, 14,
        _("Kept at the host from the first day and signed by the mentor; its first pages come during the stay, so "
          "that the school notices absences."), GUIDE,
    ),
    Rule(
        PaperKind.LEARNING_CHANGES, PaperPhase.DURING, PARTICIPANTS, lambda of: of.has_agreement, 14,
        _("Only where tasks, days, place or mentor change during the stay; the three parties sign."), GUIDE,
    ),
    Rule(
        PaperKind.TRAVEL_DECLARATION, PaperPhase.AFTER, (*PARTICIPANTS, ACCOMPANYING),
        lambda of: of.is_green and (bool(of.family) or of.is_accompanying), 14,
        _("Green travel is paid at its own rate: the traveller declares how the way was made, tickets beside it."),
        AGREEMENT,
    ),
    Rule(
        PaperKind.ATTENDANCE_CERTIFICATE, PaperPhase.AFTER, (*PARTICIPANTS, INCOMING), lambda of: bool(of.family), 14,
        _("Signed by whoever received the person: name, activity, first and last day."), AGREEMENT,
    ),
    Rule(
        PaperKind.ACCOMPANYING_CERTIFICATE, PaperPhase.AFTER, (ACCOMPANYING,), always, 14,
        _("Signed by the host: whom the person accompanied and on which days."), AGREEMENT,
    ),
    Rule(
        PaperKind.LEARNING_COMPLEMENT, PaperPhase.AFTER, PARTICIPANTS, lambda of: of.has_agreement, 30,
        _("Says what was learned and recognised."), GUIDE,
    ),
    Rule(
        PaperKind.EUROPASS_MOBILITY, PaperPhase.AFTER, PARTICIPANTS,
        lambda of: of.has_agreement and of.family != ActivityFamily.COMPETITION, 30,
        _("Records skills gained abroad; every participant is entitled to it."), _("Europass Decision (EU) 2018/646"),
    ),
)  # fmt: skip
OWN_SOURCE = _("Asked for by the school")


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """In the order of the phases."""
    return sorted(rules, key=lambda rule: list(PaperPhase).index(rule.phase))


def rules_with(items: Iterable[ChecklistItem]) -> list[Rule]:
    """The portal's rules as a school and one of its projects change them: `items` of both, the project's win."""
    items = sorted(items, key=is_of_project)
    changed = {item.kind: item for item in items if item.kind != PaperKind.OTHER}
    instead = {item.instead_of_id: item for item in items if item.instead_of_id}
    own = [instead.get(item.pk, item) for item in items if item.is_own]
    return in_order([*(rule_with(rule, changed.get(rule.kind)) for rule in RULES), *(own_rule(item) for item in own)])


def is_of_project(item: ChecklistItem) -> bool:
    return item.project_id is not None


def rule_with(rule: Rule, item: ChecklistItem | None) -> Rule:
    """The condition of the journey stays; who, until when and whether at all is the item's."""
    if item is None:
        return rule
    return replace(rule, groups=groups_of(item), due_days=item.due_days, is_used=item.is_used, item=item)


def own_rule(item: ChecklistItem) -> Rule:
    return Rule(
        PaperKind.OTHER, PaperPhase(item.phase), groups_of(item), always, item.due_days, item.why, OWN_SOURCE,
        item=item, is_used=item.is_used,
    )  # fmt: skip


def groups_of(item: ChecklistItem) -> tuple[ProfileGroup, ...]:
    return tuple(group for group in ProfileGroup if group in item.groups)


def papers(profile: Profile, rules: Iterable[Rule] = RULES) -> list[Paper]:
    """In the order of the phases."""
    return [rule.paper(profile) for rule in in_order(rules) if rule.is_needed(profile)]


def profile_of(mobility: Mobility) -> Profile:
    """Of the participant of a saved mobility."""
    kind = mobility.activity_type
    return Profile(
        kind=mobility.participant.kind,
        is_minor=minor_at(mobility.participant, mobility.start),
        is_incoming=mobility.direction == Direction.INCOMING,
        family=kind.family,
        is_shadowing="SHDW" in kind.code,
        is_green=mobility.green_travel,
        call_year=mobility.project.call_year,
    )


def profile_along(mobility: Mobility) -> Profile:
    """Of whoever travels along."""
    return replace(profile_of(mobility), kind=PersonKind.STAFF, is_minor=False, is_accompanying=True)


def lines_wanted(
    mobility: Mobility, rules: Sequence[Rule] = RULES, company: Iterable[AccompanyingPerson] = ()
) -> list[Line]:
    """The lines of the mobility's checklist, in its order: the participant's, then those of whoever travels along.
    `rules` as rules_with() gives them, or the portal's own."""
    profile = profile_of(mobility)
    lines = [
        Line(rule, rule.due(mobility.start, mobility.last_day), in_charge(rule, mobility))
        for rule in rules
        if rule.is_needed(profile)
    ]
    along = profile_along(mobility)
    return lines + [
        Line(rule, rule.due(trip.start, trip.end), in_charge(rule, mobility), trip)
        for trip in company
        for rule in rules
        if rule.is_needed(along)
    ]


def in_charge(rule: Rule, mobility: Mobility) -> int | None:
    return (rule.item.responsible_id if rule.item else None) or mobility.responsible_id


def papers_of(mobility: Mobility) -> list[Paper]:
    return papers(profile_of(mobility))


def papers_along(mobility: Mobility) -> list[Paper]:
    """What each member of staff who travels along needs."""
    return papers(profile_along(mobility))


def papers_today(person: Participant) -> list[Paper]:
    """What the person alone would need, if the journey began today."""
    is_incoming = bool(person.home)
    return papers(Profile(person.kind, minor_at(person, timezone.localdate()), is_incoming=is_incoming))


def minor_at(person: Participant, departure: date) -> bool | None:
    """Staff is of age, whether or not the register knows when they were born."""
    known = person.is_minor_on(departure)
    return False if known is None and person.kind == PersonKind.STAFF else known
