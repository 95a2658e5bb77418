"""Personal data in free text that goes out: people of the school's register, personal codes, phones and addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from mobilities.enums import ConsentKind
from mobilities.models import Consent, HostContact, Participant, PersonContact
from mobilities.models.consent import taken_back
from portal.accounts.models import School
from portal.common.names_in_text import (
    Person,
    Register,
    codes_in,
    mentions,
    reached_at,
    register,
    stems,
    stems_of_name,
)

MOST_BEARERS_TOLD = 3


def register_of(school: School, text: str) -> Register:
    """Everybody whom the school knows by name and whose surname stands in the text: people, their contacts and
    guardians, people at hosts; in five queries."""
    said = frozenset(stems(text))
    contacts = chain(
        PersonContact.objects.filter(person__school=school).values_list("name", flat=True),
        HostContact.objects.filter(host__school=school).values_list("name", flat=True),
        Consent.objects.filter(person__school=school).exclude(giver_name="").values_list("giver_name", flat=True),
    )
    found = [
        (*split_name(name), Person(name)) for name in dict.fromkeys(contacts) if is_said(split_name(name)[1], said)
    ]
    return register([*participants(school.pk, said), *found])


def register_of_participants(school_id: int, text: str) -> Register:
    """Of those who give consents alone; in two queries."""
    return register(participants(school_id, frozenset(stems(text))))


def participants(school_id: int, said: frozenset[str]) -> list[tuple[str, str, Person]]:
    people = Participant.objects.filter(school=school_id)
    keys = [pk for pk, last in people.values_list("pk", "last_name") if is_said(last, said)]
    standing = Consent.objects.standing().filter(person=OuterRef("pk"), kind=ConsentKind.IMAGE)
    revoked = Exists(revoked_people(school_id).filter(pk=OuterRef("pk")))
    rows = people.filter(pk__in=keys).annotate(is_revoked=revoked, may_be_named=Exists(standing))
    return [
        (first, last, Person(f"{first} {last}", is_revoked, may_be_named))
        for first, last, is_revoked, may_be_named in rows.values_list(
            "first_name", "last_name", "is_revoked", "may_be_named"
        )
    ]


def is_said(last_name: str, said: frozenset[str]) -> bool:
    return not said.isdisjoint(stems_of_name(last_name))


def register_of_revoked(school_id: int) -> Register:
    """Looked for from their consents: few people have taken one back."""
    gone = Consent.objects.filter(revoked_on__isnull=False, person__school=school_id).values("person")
    rows = revoked_people(school_id).filter(pk__in=gone).values_list("first_name", "last_name")
    return register((first, last, Person(f"{first} {last}", is_revoked=True)) for first, last in rows)


def revoked_people(school_id: int):
    return Participant.objects.filter(taken_back("pk", *ConsentKind.values), school=school_id)


def split_name(name: str) -> tuple[str, str]:
    first, _space, last = name.strip().rpartition(" ")
    return first, last


def forbidden(text: str, known: Register, *, in_public: bool = False) -> list[str]:
    """Why the words may not go out at all, in sentences; a code is not repeated. A surname alone may be somebody
    else's: it is for a person to tick. `in_public`: on a public page, where nobody is named without a consent."""
    said = [_("A personal identity code is in the text: it is never published.")] if codes_in(text) else []
    named = mentions(text, known).named
    if names := [person.name for person in named if person.is_revoked]:
        sentence = _("A consent of these people was taken back, they may not be named: %(names)s.")
        said.append(sentence % {"names": ", ".join(dict.fromkeys(names))})
    if names := [person.name for person in without_consent(named)] if in_public else []:
        sentence = _(
            "No consent to pictures and publicity of these people is recorded, and a public page names nobody without"
            " one: %(names)s. Record it on the person's page, under Consents, or take the name out."
        )
        said.append(sentence % {"names": ", ".join(dict.fromkeys(names))})
    return said


def without_consent(named: Collection[Person]) -> list[Person]:
    """Of a name that two people have, the one who agreed may be meant."""
    agreed = {tuple(stems(person.name)) for person in named if person.may_be_named}
    return [
        person
        for person in named
        if person.may_be_named is False and not person.is_revoked and tuple(stems(person.name)) not in agreed
    ]


def to_be_checked(text: str, known: Register, *, in_public: bool = False) -> dict[str, str]:
    """What a person decides on: the thing, and what is known of the consent."""
    found = mentions(text, known)
    refused = without_consent(found.named) if in_public else []
    people = {
        person.name: consent_of(person) for person in found.named if not person.is_revoked and person not in refused
    }
    surnames = {word: borne_by(bearers) for word, bearers in found.alone.items()}
    return people | surnames | dict.fromkeys(reached_at(text), "")


def objections(said: Iterable[tuple[str, Collection[str]]], known: Register, *, in_public: bool = False) -> list[str]:
    """Why it may not be approved, in sentences. `said`: words, and what in them was ticked as fit to be published."""
    sentences: dict[str, None] = {}
    unseen: dict[str, None] = {}
    for text, checked in said:
        sentences |= dict.fromkeys(forbidden(text, known, in_public=in_public))
        things = to_be_checked(text, known, in_public=in_public)
        unseen |= dict.fromkeys(each for each in things if each not in checked)
    if unseen:
        words = _(
            "These personal data are in the text: %(things)s. Take them out, or tick each that may be published."
        )
        sentences[words % {"things": ", ".join(unseen)}] = None
    return list(sentences)


def consent_of(person: Person) -> str:
    if person.may_be_named is None:
        return _("a contact person; ask them")
    return _("the consent to pictures stands") if person.may_be_named else _("no consent to pictures is recorded")


def borne_by(people: list[Person]) -> str:
    names = [
        _("%(name)s, who took a consent back") % {"name": person.name} if person.is_revoked else person.name
        for person in sorted(dict.fromkeys(people), key=lambda person: not person.is_revoked)
    ]
    told = "; ".join(names[:MOST_BEARERS_TOLD]) + ("; …" if len(names) > MOST_BEARERS_TOLD else "")
    return _("a surname alone; in the register: %(names)s") % {"names": told}
