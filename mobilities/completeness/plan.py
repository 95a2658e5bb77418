"""What the rules look at, and what they answer with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from mobilities.enums import Direction, MobilityState
from mobilities.models import AccompanyingPerson, Host, Mobility, Participant
from projects.models import ActivityType, Project


class Severity(StrEnum):
    ERROR = "error"  # cannot be saved
    BREACH = "breach"  # a limit is exceeded; a reason makes it a warning
    MISSING = "missing"  # can be saved, and the mobility is not complete
    WARNING = "warning"  # worth a look, nothing is missing

    @property
    def is_incomplete(self) -> bool:
        return self is not Severity.WARNING


GRAVEST_FIRST = list(Severity)
ABOUT_A_MOBILITY = {"overlap", "takes_part"}


@dataclass(frozen=True)
class Notice:
    """One finding. `kind` names its rule; `field` is the form's field; `where` says where the rule stands.

    The sentence is put together when it is read, in the reader's language: an import checks thousands of rows and is
    read in two. A word that is a function is asked then; a text that is one has the right plural.
    """

    kind: str
    field: str
    severity: Severity
    text: object
    where: Callable[[], str]
    about: object = None
    words: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def sentence(self) -> str:
        words = {name: word() if callable(word) else word for name, word in self.words.items()}
        text = str(self.text() if callable(self.text) else self.text)
        return text % words if words else text

    @property
    def source(self) -> str:
        return self.where()

    @property
    def page(self) -> str:
        """Where the mobility is that stands in the way; empty for anything else."""
        return reverse("mobilities:mobility-detail", args=[self.about.pk]) if self.kind in ABOUT_A_MOBILITY else ""


@dataclass(frozen=True)
class Plan:
    """A mobility as it is saved, typed or imported; whatever is not known is None. `pk`: of the saved row.

    `last_day`: of a stay that was broken off; the length is still that of the whole stay, which was allowed.
    """

    project: Project | None = None
    activity_type: ActivityType | None = None
    participant: Participant | None = None
    host: Host | None = None
    direction: str = Direction.OUTGOING
    start: date | None = None
    end: date | None = None
    last_day: date | None = None
    responsible_id: int | None = None
    override_reason: str = ""
    state: str = MobilityState.PLANNED
    has_report: bool = False
    along: tuple[Participant, ...] = ()
    pk: int | None = None
    today: date | None = None

    @cached_property
    def days(self) -> int | None:
        return (self.end - self.start).days + 1 if self.start and self.end else None

    @cached_property
    def has_span(self) -> bool:
        return self.days is not None and self.days > 0

    @property
    def is_cancelled(self) -> bool:
        return self.state == MobilityState.CANCELLED

    @cached_property
    def is_outgoing(self) -> bool:
        return self.direction == Direction.OUTGOING

    @cached_property
    def is_over(self) -> bool:
        return self.last is not None and self.last < self.day

    @property
    def is_only_planned(self) -> bool:
        """Saved, and nobody said that it takes place: it owes no report."""
        return self.pk is not None and self.state == MobilityState.PLANNED

    @cached_property
    def day(self) -> date:
        return self.today or timezone.localdate()

    @cached_property
    def last(self) -> date | None:
        return last_of(self)


def overlap(one: Plan | Mobility | AccompanyingPerson, other: Plan | Mobility | AccompanyingPerson) -> bool:
    """Whether a day belongs to both; a stay that was broken off frees the rest of its days."""
    return one.start <= last_of(other) and other.start <= last_of(one)


def last_of(row: Plan | Mobility | AccompanyingPerson) -> date:
    return getattr(row, "last_day", None) or row.end


def worst(notices: list[Notice]) -> Severity | None:
    return min((notice.severity for notice in notices), key=GRAVEST_FIRST.index, default=None)


def is_incomplete(notices: list[Notice]) -> bool:
    return any(notice.severity.is_incomplete for notice in notices)
