"""Votes of the audience: made, opened, closed, and the ballots that come in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from mobilities.enums import PollState
from mobilities.models import Ballot, Conference, Poll, PollOption, Presentation
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused

STEPS = {PollState.OPEN: (PollState.DRAFT, PollState.CLOSED), PollState.CLOSED: (PollState.OPEN,)}
VERBS = {PollState.OPEN: Verb.OPEN, PollState.CLOSED: Verb.CLOSE}


@dataclass(frozen=True)
class Result:
    option: PollOption
    ballots: int
    percent: int


def results(poll: Poll) -> list[Result]:
    """Every answer in the order of the vote; a fixed number of queries."""
    rows = list(poll.options.annotate(ballots_cast=Count("ballots")).order_by("order", "pk"))
    total = sum(row.ballots_cast for row in rows)
    return [Result(row, row.ballots_cast, round(100 * row.ballots_cast / total) if total else 0) for row in rows]


@transaction.atomic
def make_poll(poll: Poll, user, answers: list[str], in_english: Sequence[str] = ()) -> Poll:
    """Save a new vote with its answers, all or none of them also in English; an answer that is the title of a session
    is tied to it."""
    poll.save()
    sessions = {row.title: row for row in Presentation.objects.filter(day__conference=poll.conference_id)}
    PollOption.objects.bulk_create(
        PollOption(poll=poll, order=order, text=text, text_en=text_en, presentation=sessions.get(text))
        for order, (text, text_en) in enumerate(zip_longest(answers, in_english, fillvalue=""))
    )
    record(user, poll.conference.school, Verb.ADD, poll, {"answers": ["", "; ".join(answers)[:500]]})
    return poll


@transaction.atomic
def move_poll(poll: Poll, user, state: PollState) -> None:
    if not Poll.objects.filter(pk=poll.pk, state__in=STEPS[state]).update(state=state):
        raise Refused(_("The vote has moved on meanwhile; look at it again."))
    record(user, poll.conference.school, VERBS[state], poll, {"state": [poll.state, state]})


def close_polls(conference: Conference) -> None:
    conference.polls.filter(state=PollState.OPEN).update(state=PollState.CLOSED)


def voter_of(poll: Poll, device: str) -> str:
    """Of the random key of a device: the same in one vote, and not to be recognised in another."""
    return hashlib.sha256(f"{poll.pk}:{device}".encode()).hexdigest()


def cast(poll: Poll, device: str, option: PollOption) -> None:
    """One statement, whether it is the first ballot of a device or a changed one: nobody waits for anybody else."""
    Ballot.objects.bulk_create(
        [Ballot(poll=poll, option=option, voter=voter_of(poll, device))],
        update_conflicts=True,
        unique_fields=["poll", "voter"],
        update_fields=["option"],
    )
