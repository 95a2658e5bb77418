"""Findings while the conference goes on: taken by several people at once, none of whom overwrites another."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mobilities.models import Conference, Finding, Presentation, ProposalAside
from mobilities.proposals import Proposal, proposals
from portal.audit.models import Verb
from portal.audit.services import delete, record, save_form
from portal.common.refused import Refused


class Stale(Refused):
    """Somebody else changed the row meanwhile; `finding` is as it stands now, None where it is gone."""

    def __init__(self, finding: Finding | None) -> None:
        super().__init__(_("Somebody else has changed this meanwhile."))
        self.finding = finding


def add_finding(form, user, school, sent_as: str = "") -> Finding:
    """Saved once, however often it is sent under the same key."""
    finding = form.instance
    finding.created_by, finding.sent_as = user, sent_as
    try:
        with transaction.atomic():
            return save_form(form, user, school)
    except IntegrityError:
        there = finding.conference.findings.filter(sent_as=sent_as).exclude(sent_as="").first()
        if there is None:
            raise
        return there


@transaction.atomic
def delete_finding(finding: Finding, user, version: int) -> None:
    now = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if now is None or now.version != version:
        raise Stale(now)
    delete(now, user, now.conference.school)


def take_proposal(conference: Conference, user, key: str, session: Presentation | None = None) -> Finding:
    """The proposal as a finding of `session`, tied as proposed."""
    proposal = proposal_of(conference, key)
    finding = Finding(
        conference=conference,
        kind=proposal.kind,
        text=proposal.text,
        session=session,
        source=key,
        created_by=user,
        **proposal.ties,
    )
    try:
        with transaction.atomic():
            finding.save()
            record(user, conference.school, Verb.ADD, finding, {"source": ["", key]})
    except IntegrityError:
        raise Refused(_("Somebody else has taken it over already.")) from None
    return finding


@transaction.atomic
def set_aside(conference: Conference, user, key: str) -> None:
    proposal = proposal_of(conference, key)
    made, is_new = ProposalAside.objects.get_or_create(conference=conference, key=key, defaults={"user": user})
    if is_new:
        record(user, conference.school, Verb.ADD, made, {"proposal": ["", proposal.text]})


@transaction.atomic
def offer_again(conference: Conference, user, key: str) -> None:
    """What was set aside by mistake is proposed once more."""
    row = conference.proposals_aside.filter(key=key).first()
    if row:
        delete(row, user, conference.school)


def proposal_of(conference: Conference, key: str) -> Proposal:
    found = next((row for row in proposals(conference) if row.key == key), None)
    if found is None:
        raise Refused(_("It is not proposed any more: it has been taken over, set aside or withdrawn."))
    return found
