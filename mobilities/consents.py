"""What a person agreed to, as it stands: read for the page of a person, a mobility and a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.enums import ConsentGiver, ConsentKind
from mobilities.models import Consent, ConsentText, Participant
from portal.common.folding import fold
from portal.common.text import day

FOLLOWS_REVOKED = {
    ConsentKind.DATA: gettext_lazy(
        "No new mobility can be entered for this person. What was agreed and paid already stays: mobilities, grants "
        "and handed-in reports, because the grant agreement obliges the school to prove them until its period of "
        "keeping papers is over."
    ),
    ConsentKind.IMAGE: gettext_lazy(
        "The photos and quotes of this person's mobilities leave the public pages at once and stay out of every "
        "document made from now on. Documents made before are not changed by it; take them out of circulation "
        "yourselves."
    ),
}
MADE_ALONE = gettext_lazy("It was given by the person alone while under 18: a parent or guardian has to sign.")


@dataclass(frozen=True)
class ConsentState:
    """`given` stands; without it `revoked` is the last one taken back. `newest`: the text in force now."""

    kind: ConsentKind
    given: Consent | None
    revoked: Consent | None
    newest: ConsentText | None
    past: tuple[Consent, ...] = ()

    @property
    def is_revoked(self) -> bool:
        return self.given is None and self.revoked is not None

    @property
    def is_outdated(self) -> bool:
        return bool(self.given and self.newest and self.given.text.number < self.newest.number)

    @property
    def is_made_alone(self) -> bool:
        return bool(self.given and given_alone(self.given))

    @property
    def sentence(self) -> str:
        if self.given:
            return _("Given %(day)s, version %(version)s.") % {
                "day": day(self.given.given_on),
                "version": self.given.text.number,
            }
        if self.revoked:
            return _("Revoked %(day)s.") % {"day": day(self.revoked.revoked_on)}
        return _("Not recorded.")

    @property
    def remarks(self) -> list[str]:
        """What follows from it, and what is not right with it."""
        if self.is_revoked:
            return [str(FOLLOWS_REVOKED[self.kind])]
        said = []
        if self.is_outdated:
            sentence = _(
                "Version %(old)s was signed; since %(day)s version %(new)s is in force. Let it be signed anew."
            )
            words = {"old": self.given.text.number, "new": self.newest.number, "day": day(self.newest.valid_from)}
            said.append(sentence % words)
        return [*said, str(MADE_ALONE)] if self.is_made_alone else said


def once(names: Iterable[str]) -> list[str]:
    """Each name in its first spelling, whatever the case and the diacritics."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return list(found.values())


def given_alone(consent: Consent) -> bool:
    """By a person under 18, without a guardian."""
    alone = consent.given_by == ConsentGiver.SELF
    return alone and bool(consent.person.is_minor_on(consent.given_on))


def states_of(person: Participant, today: date | None = None) -> list[ConsentState]:
    """One for each kind, in two queries."""
    kept = list(person.consents.select_related("text", "person").order_by("-given_on", "-pk"))
    texts = ConsentText.objects.filter(school=person.school_id).in_force(today or timezone.localdate())
    newest = {text.kind: text for text in texts}
    return [state_of(kind, [row for row in kept if row.kind == kind], newest.get(kind)) for kind in ConsentKind]


def state_of(kind: ConsentKind, rows: Iterable[Consent], newest: ConsentText | None) -> ConsentState:
    rows = list(rows)
    given = next((row for row in rows if row.revoked_on is None), None)
    revoked = sorted((row for row in rows if row.revoked_on), key=lambda row: row.revoked_on, reverse=True)
    past = tuple(row for row in rows if row != given)
    return ConsentState(kind, given, revoked[0] if revoked else None, newest, past)
