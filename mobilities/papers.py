"""Which papers one journey needs, and why: a table of rules over a profile; it prints nothing and asks no database.

Whether somebody is under 18 is asked of the day of departure: whoever comes of age before it signs alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import Direction, PaperKind, PaperPhase, PersonKind
from mobilities.models import Mobility, Participant
from projects.enums import ActivityFamily

NO_AGREEMENT = (ActivityFamily.PREPARATORY_VISIT, ActivityFamily.GROUP)
LAST_YEAR_OF_COMMITMENT = 2020


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
    def is_learner(self) -> bool:
        return self.kind == PersonKind.LEARNER

    @property
    def is_participant(self) -> bool:
        """Somebody we send, to take part in something that is known."""
        return bool(self.family) and not self.is_incoming and not self.is_accompanying

    @property
    def may_be_minor(self) -> bool:
        return self.is_minor is True or (self.is_minor is None and self.is_learner)

    @property
    def has_agreement(self) -> bool:
        return self.is_participant and self.family not in NO_AGREEMENT


@dataclass(frozen=True)
class Paper:
    kind: PaperKind
    phase: PaperPhase
    why: str
    source: str

    @property
    def label(self) -> str:
        return self.kind.label


@dataclass(frozen=True)
class Rule:
    kind: PaperKind
    phase: PaperPhase
    is_needed: Callable[[Profile], bool]
    why: object
    source: object
    why_unknown: object = ""

    def paper(self, profile: Profile) -> Paper:
        unsure = self.why_unknown and profile.is_minor is None
        return Paper(self.kind, self.phase, str(self.why_unknown if unsure else self.why), str(self.source))


GUIDE = _("Erasmus+ programme guide, key action 1")
AGREEMENT = _("Grant agreement of the project: papers kept for every participant")
DATA_PROTECTION = _("General Data Protection Regulation, articles 6, 7 and 13")
UNDER_AGE = _("Law on the Protection of Children's Rights; General Data Protection Regulation, article 8")
UNKNOWN_AGE = _("The date of birth is not known: needed if the person is under 18 at departure.")

RULES = (
    Rule(
        PaperKind.LEARNING_AGREEMENT, PaperPhase.BEFORE, lambda of: of.has_agreement,
        _("Says what is learned, who mentors and how it is recognised; participant, school and host sign it."), GUIDE,
    ),
    Rule(
        PaperKind.GROUP_PROGRAMME, PaperPhase.BEFORE,
        lambda of: of.is_participant and of.family == ActivityFamily.GROUP,
        _("A group follows one programme; it stands in place of single learning agreements."), GUIDE,
    ),
    Rule(
        PaperKind.SHADOWING_PROGRAMME, PaperPhase.BEFORE, lambda of: of.is_participant and of.is_shadowing,
        _("Says day by day whose work is observed."), GUIDE,
    ),
    Rule(
        PaperKind.GRANT_AGREEMENT, PaperPhase.BEFORE, lambda of: of.is_participant,
        _("Between the school and the participant: how much is paid, when and for what."), AGREEMENT,
    ),
    Rule(
        PaperKind.QUALITY_COMMITMENT, PaperPhase.BEFORE,
        lambda of: of.has_agreement and of.call_year is not None and of.call_year <= LAST_YEAR_OF_COMMITMENT,
        _("Calls to 2020 ask for it beside the learning agreement."), _("Erasmus+ programme guides to 2020"),
    ),
    Rule(
        PaperKind.DATA_CONSENT, PaperPhase.BEFORE, lambda of: not of.is_incoming,
        _("The participant agrees to the use of personal data; under 18 a parent or guardian does."), DATA_PROTECTION,
    ),
    Rule(
        PaperKind.IMAGE_CONSENT, PaperPhase.BEFORE, lambda of: True,
        _("Given freely; without it no picture of the person is published."), DATA_PROTECTION,
    ),
    Rule(
        PaperKind.PARENTAL_CONSENT, PaperPhase.BEFORE, lambda of: of.may_be_minor and not of.is_incoming,
        _("Under 18 at departure: a parent or guardian agrees to the journey and signs every paper as well."),
        UNDER_AGE, UNKNOWN_AGE,
    ),
    Rule(
        PaperKind.TRAVEL_DECLARATION, PaperPhase.AFTER,
        lambda of: of.is_green and not of.is_incoming and (of.is_participant or of.is_accompanying),
        _("Green travel is paid at its own rate: the traveller declares how the way was made, tickets beside it."),
        AGREEMENT,
    ),
    Rule(
        PaperKind.ATTENDANCE_CERTIFICATE, PaperPhase.AFTER,
        lambda of: of.is_participant or (of.is_incoming and bool(of.family)),
        _("Signed by whoever received the person: name, activity, first and last day."), AGREEMENT,
    ),
    Rule(
        PaperKind.ACCOMPANYING_CERTIFICATE, PaperPhase.AFTER, lambda of: of.is_accompanying,
        _("Signed by the host: whom the person accompanied and on which days."), AGREEMENT,
    ),
    Rule(
        PaperKind.LEARNING_COMPLEMENT, PaperPhase.AFTER, lambda of: of.has_agreement,
        _("Says what was learned and recognised."), GUIDE,
    ),
    Rule(
        PaperKind.EUROPASS_MOBILITY, PaperPhase.AFTER,
        lambda of: of.has_agreement and of.family != ActivityFamily.COMPETITION,
        _("Records skills gained abroad; every participant is entitled to it."), _("Europass Decision (EU) 2018/646"),
    ),
)  # fmt: skip


def papers(profile: Profile) -> list[Paper]:
    """In the order of the phases."""
    return [
        rule.paper(profile)
        for phase in PaperPhase
        for rule in RULES
        if rule.phase == phase and rule.is_needed(profile)
    ]


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


def papers_of(mobility: Mobility) -> list[Paper]:
    return papers(profile_of(mobility))


def papers_along(mobility: Mobility) -> list[Paper]:
    """What each member of staff who travels along needs."""
    return papers(Profile(PersonKind.STAFF, is_accompanying=True, is_green=mobility.green_travel))


def papers_today(person: Participant) -> list[Paper]:
    """What the person alone would need, if the journey began today."""
    is_incoming = bool(person.home)
    return papers(Profile(person.kind, minor_at(person, timezone.localdate()), is_incoming=is_incoming))


def minor_at(person: Participant, departure: date) -> bool | None:
    """Staff is of age, whether or not the register knows when they were born."""
    known = person.is_minor_on(departure)
    return False if known is None and person.kind == PersonKind.STAFF else known
