"""Every write on consents and their texts: one transaction with its audit entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.consent_texts import first_text
from mobilities.enums import ConsentGiver, ConsentKind, PersonContactRole
from mobilities.models import Consent, ConsentText, Participant, PersonContact
from mobilities.services.checklists import keep_people_in_step
from mobilities.services.papers import open_consents_again
from portal.accounts.models import School
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.common.text import day


@dataclass(frozen=True)
class Signed:
    """One person who signed; `guardian` is who did it for them, empty for the person alone."""

    person: Participant
    guardian: str = ""


@transaction.atomic
def add_text(text: ConsentText, user) -> ConsentText:
    """The next version of its kind. Raises Refused where an earlier version begins later."""
    last = newest_text(text.school, text.kind)
    if last is None and text.valid_from > timezone.localdate():
        last = make_first_text(text.school, text.kind, timezone.localdate(), user)
    if last and last.valid_from > text.valid_from:
        sentence = _("Version %(number)s is in force from %(day)s; a later version cannot begin before it.")
        raise Refused(sentence % {"number": last.number, "day": day(last.valid_from)})
    text.number = last.number + 1 if last else 1
    text.save(force_insert=True)
    audit.record(user, text.school, Verb.ADD, text)
    return text


@transaction.atomic
def change_text(text: ConsentText, user) -> None:
    """Raises Refused for a version that somebody signed."""
    kept = ConsentText.objects.select_for_update().get(pk=text.pk)
    if kept.consents.exists():
        raise Refused(_("Somebody signed this version, so its words stay. Add a new version instead."))
    changes = {
        name: ["", ""] for name in ("text_lv", "text_en", "valid_from") if getattr(kept, name) != getattr(text, name)
    }
    text.save()
    audit.record(user, text.school, Verb.CHANGE, text, changes)


def newest_text(school: School, kind: str) -> ConsentText | None:
    return ConsentText.objects.filter(school=school, kind=kind).order_by("-number").first()


def make_first_text(school: School, kind: str, valid_from: date, user) -> ConsentText:
    text = ConsentText(school=school, kind=kind, number=1, valid_from=valid_from, **first_text(school, kind))
    text.save(force_insert=True)
    audit.record(user, school, Verb.ADD, text)
    return text


def text_signed(school: School, kind: str, given_on: date, user) -> ConsentText:
    """The version in force on that day; the portal's own words where the school has none. Raises Refused."""
    texts = ConsentText.objects.filter(school=school, kind=kind)
    if found := texts.in_force(given_on).first():
        return found
    if texts.exists():
        raise Refused(
            _("No text was in force on %(day)s. Choose the version that was signed.") % {"day": day(given_on)}
        )
    return make_first_text(school, kind, given_on, user)


@transaction.atomic
def record_consents(
    school: School, kind: str, text: ConsentText | None, given_on: date, signed: Sequence[Signed], user
) -> list[Consent]:
    """The same consent of everybody in `signed`; those who gave it already in these words are left out.

    A consent that stands in older words ends on the day the new one is given. Raises Refused.
    """
    text = text or text_signed(school, kind, given_on, user)
    people = [each.person.pk for each in signed]
    standing = {
        row.person_id: row
        for row in Consent.objects.select_for_update().standing().filter(person__in=people, kind=kind)
    }
    made = []
    for each in signed:
        before = standing.get(each.person.pk)
        if before and before.text_id == text.pk:
            continue
        if before:
            end_before(before, given_on)
        giver = ConsentGiver.GUARDIAN if each.guardian else ConsentGiver.SELF
        made.append(
            Consent.objects.create(
                person=each.person, kind=kind, text=text, given_on=given_on, given_by=giver, giver_name=each.guardian
            )
        )
    audit.record_many(user, school, [(Verb.CHANGE, row.person, {"consents": ["", said(row)]}) for row in made])
    keep_people_in_step(people, school, user)
    return made


@transaction.atomic
def keep_guardians(signed: Sequence[Signed], school: School, user) -> None:
    """Whoever signed for somebody becomes a contact of theirs, where the register has none of that name. Who it is
    stays out of the journal."""
    rows = PersonContact.objects.filter(
        person__in=[each.person.pk for each in signed], role=PersonContactRole.GUARDIAN
    ).values_list("person", "name")
    known = {(person, fold(name)) for person, name in rows}
    new = [each for each in signed if each.guardian and (each.person.pk, fold(each.guardian)) not in known]
    PersonContact.objects.bulk_create(
        [PersonContact(person=each.person, role=PersonContactRole.GUARDIAN, name=each.guardian) for each in new]
    )
    audit.record_many(user, school, [(Verb.CHANGE, each.person, {"contacts": ["", ""]}) for each in new])


def end_before(consent: Consent, given_on: date) -> None:
    if consent.given_on > given_on:
        sentence = _("%(person)s gave a consent on %(day)s already, after this one.")
        raise Refused(sentence % {"person": consent.person, "day": day(consent.given_on)})
    consent.revoked_on = given_on
    consent.save(update_fields=["revoked_on"])


def said(consent: Consent) -> str:
    return f"{ConsentKind(consent.kind).value} {consent.given_on.isoformat()}"


def state_of(consent: Consent) -> str:
    """Tells whether somebody changed it meanwhile."""
    return f"{consent.given_on.isoformat()} {consent.text_id} {consent.giver_name}"


@transaction.atomic
def correct_consent(
    consent: Consent, text: ConsentText | None, given_on: date, guardian: str, seen: str, user
) -> None:
    """What was typed wrongly about one that stands; `seen` is its state_of() when it was shown.

    An earlier consent that ended with it ends on the right day. Who the guardian is stays out of the journal, which
    nobody can empty. Raises Refused.
    """
    kept = Consent.objects.select_for_update().select_related("person__school", "text").get(pk=consent.pk)
    school = kept.person.school
    if kept.revoked_on:
        raise Refused(_("This consent was revoked already, on %(day)s.") % {"day": day(kept.revoked_on)})
    if state_of(kept) != seen:
        raise Refused(_("Somebody else corrected this consent meanwhile. Open the page anew."))
    if text and text.valid_from > given_on and begins_with(text, kept):
        begin_earlier(text, given_on, user)
    before, was_given_on, was_named = in_full(kept), kept.given_on, kept.giver_name
    kept.given_on, kept.giver_name = given_on, guardian
    kept.given_by = ConsentGiver.GUARDIAN if guardian else ConsentGiver.SELF
    kept.text = text or text_signed(school, kept.kind, given_on, user)
    after = in_full(kept)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if guardian != was_named:
        changes["giver_name"] = ["", ""]
    if not changes:
        return
    for earlier in kept.person.consents.filter(kind=kept.kind, revoked_on=was_given_on).exclude(pk=kept.pk):
        end_before(earlier, given_on)
    kept.save()
    audit.record(user, school, Verb.CHANGE, kept, changes)
    audit.record(user, school, Verb.CHANGE, kept.person, {"consents": [line_of(before), line_of(after)]})
    keep_people_in_step([kept.person_id], school, user)


def begins_with(text: ConsentText, consent: Consent) -> bool:
    """Version 1 is in force since the first consent was recorded: a wrong day of the one is a wrong day of both."""
    return text.number == 1 and text.valid_from == consent.given_on


def begin_earlier(text: ConsentText, valid_from: date, user) -> None:
    changes = {"valid_from": [text.valid_from.isoformat(), valid_from.isoformat()]}
    text.valid_from = valid_from
    text.save(update_fields=["valid_from"])
    audit.record(user, text.school, Verb.CHANGE, text, changes)


def in_full(consent: Consent) -> dict[str, str]:
    """What the journal keeps of it."""
    return {
        "given_on": consent.given_on.isoformat(),
        "text": str(consent.text.number),
        "given_by": ConsentGiver(consent.given_by).value,
    }


def line_of(known: dict[str, str]) -> str:
    return ", ".join(known.values())


@transaction.atomic
def revoke_consent(consent: Consent, revoked_on: date, user) -> None:
    """Raises Refused where it was revoked meanwhile, or before it was given."""
    kept = Consent.objects.select_for_update().select_related("person__school").get(pk=consent.pk)
    if kept.revoked_on:
        raise Refused(_("This consent was revoked already, on %(day)s.") % {"day": day(kept.revoked_on)})
    if revoked_on < kept.given_on:
        raise Refused(_("It was given only on %(day)s.") % {"day": day(kept.given_on)})
    kept.revoked_on = revoked_on
    kept.save(update_fields=["revoked_on"])
    changes = {"consents": [said(kept), f"{kept.kind} {revoked_on.isoformat()}"]}
    audit.record(user, kept.person.school, Verb.CHANGE, kept.person, changes)
    open_consents_again(kept.person, kept.kind)
