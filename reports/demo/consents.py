"""Consents, languages, guardians and anonymous counters of the demonstration."""

from datetime import date, timedelta

from django.utils import timezone

from mobilities.consent_texts import first_text
from mobilities.enums import ConsentGiver, ConsentKind, Direction, InclusionReason, PersonContactRole, PersonKind
from mobilities.inclusion import inclusion_of
from mobilities.models import Consent, ConsentText, InclusionCount, Participant, PersonContact, PersonLanguage
from portal.accounts.models import School
from portal.common.folding import fold
from reports.demo import people

FIRST_TEXT, SECOND_TEXT = date(2016, 9, 1), date(2021, 9, 1)
SPOKEN = [("en", "B1"), ("de", "A2"), ("ru", "B2"), ("en", "B2"), ("fr", "A1")]
REVOKED = 6  # which learner took the consent to pictures back
GUARDIANS = 300  # number of the first invented guardian
REASONS = (InclusionReason.ECONOMIC, InclusionReason.GEOGRAPHICAL, InclusionReason.SOCIAL)


def add_consents(school: School, projects: dict) -> None:
    texts = {kind: add_texts(school, kind) for kind in ConsentKind}
    wrote = Participant.objects.filter(
        school=school, kind=PersonKind.LEARNER, mobilities__report__isnull=False, mobilities__report__attachments=None
    )
    takes_back = wrote.order_by("pk")[REVOKED]
    travelled = Participant.objects.filter(school=school, mobilities__isnull=False, home="").distinct().order_by("pk")
    for number, person in enumerate(travelled):
        first = person.mobilities.order_by("start").first().start
        add_parts(person, number, first)
        for kind, (old, new) in texts.items():
            given_on = first - timedelta(days=30)
            text = new if given_on >= SECOND_TEXT else old
            if kind == ConsentKind.DATA or number % 4 or person == takes_back:
                add_consent(person, kind, text, given_on)
    takes_back.consents.filter(kind=ConsentKind.IMAGE).update(revoked_on=timezone.localdate() - timedelta(days=10))
    for project in projects.values():
        count_reasons(project)
    add_twin(travelled[0])


def add_texts(school: School, kind: ConsentKind) -> tuple[ConsentText, ConsentText]:
    """An old version without the part about taking it back, and the one in force."""
    words = first_text(school, kind)
    short = {name: text.partition("\n\n")[0] for name, text in words.items()}
    return (
        ConsentText.objects.create(school=school, kind=kind, number=1, valid_from=FIRST_TEXT, **short),
        ConsentText.objects.create(school=school, kind=kind, number=2, valid_from=SECOND_TEXT, **words),
    )


def add_parts(person: Participant, number: int, first: date) -> None:
    if number % 3 == 0:
        language, level = SPOKEN[number % len(SPOKEN)]
        PersonLanguage.objects.create(person=person, language=language, level=level)
    if person.is_minor_on(first):
        given, _family = people.name(GUARDIANS + number)
        PersonContact.objects.create(
            person=person, role=PersonContactRole.GUARDIAN, name=f"{given} {person.last_name}", relation="māte",
            phone=f"+371 2000 {number:04}",
        )  # fmt: skip


def add_consent(person: Participant, kind: ConsentKind, text: ConsentText, given_on: date) -> None:
    guardian = person.contacts.filter(role=PersonContactRole.GUARDIAN).first()
    alone = guardian is None or not person.is_minor_on(given_on)
    Consent.objects.create(
        person=person, kind=kind, text=text, given_on=given_on,
        given_by=ConsentGiver.SELF if alone else ConsentGiver.GUARDIAN, giver_name="" if alone else guardian.name,
    )  # fmt: skip


def count_reasons(project) -> None:
    """So that they agree with the flags: everybody has one reason, every third a second one."""
    if not project.mobilities.filter(direction=Direction.OUTGOING).exists():
        return
    flagged = inclusion_of(project).flagged
    for place, reason in enumerate(REASONS):
        people_counted = len(range(place, flagged, len(REASONS))) + (flagged // 3 if place == 0 else 0)
        if people_counted:
            InclusionCount.objects.create(project=project, reason=reason, people=min(people_counted, flagged))


def add_twin(person: Participant) -> None:
    """Somebody entered a second time, without accents, as happens."""
    Participant.objects.create(
        school=person.school, kind=person.kind, first_name=fold(person.first_name).title(),
        last_name=fold(person.last_name).title(), group=person.group, email="otrreiz@example.org",
        birth_date=person.birth_date, is_active=person.is_active,
    )  # fmt: skip
