"""Who signs a paper: a field for each, with the name of whoever is known to sign."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.enums import ContactRole
from portal.common.usual_words import in_language
from reports.papers.facts import Facts, Organisation
from reports.papers.shapes import Shape, Signatures, Signer
from reports.papers.tongue import Tongue

Signs = Iterator[tuple[Signer, str]]  # with the gap that a missing name is


def signatures(*who: str, with_stamp: bool = False) -> Callable[[Facts, Tongue], tuple[Shape, list[str]]]:
    """Of the participant, with a guardian beside whoever is under 18, and of the organisations that are asked."""

    def build(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
        signers, gaps = [], []
        for name in who:
            for signer, gap in SIGNERS[name](facts, tongue):
                signers.append(signer)
                gaps += [gap] if gap else []
        words = {
            "name": tongue.say(_("First and last name")),
            "signature": tongue.say(pgettext_lazy("of a person", "Signature")),
            "date": tongue.say(_("Date")),
        }
        stamp = tongue.say(_("Place for a stamp")) if with_stamp else ""
        return Signatures(tuple(signers), words, stamp), gaps

    return build


def participant_signs(facts: Facts, tongue: Tongue) -> Signs:
    label = _("Accompanying person") if facts.accompanying else _("Participant")
    yield Signer(tongue.say(label), str(facts.person)), ""


def guardian_signs(facts: Facts, tongue: Tongue) -> Signs:
    if facts.is_minor is not False:
        name = facts.guardians[0].name if facts.guardians else ""
        yield Signer(tongue.say(_("Parent or guardian")), name), "" if name else "guardian"


def sending_signs(facts: Facts, tongue: Tongue) -> Signs:
    yield organisation_signs(facts.sending, tongue, _("Sending organisation"))


def receiving_signs(facts: Facts, tongue: Tongue) -> Signs:
    yield organisation_signs(facts.receiving, tongue, _("Receiving organisation"))


def school_signs(facts: Facts, tongue: Tongue) -> Signs:
    yield organisation_signs(facts.ours, tongue, pgettext_lazy("party", "School"))


def organisation_signs(organisation: Organisation, tongue: Tongue, label: object) -> tuple[Signer, str]:
    signatory = organisation.contacts.get(ContactRole.SIGNATORY)
    position = tongue.each(lambda lang: in_language(signatory.position, lang)) if signatory else ""
    name = ", ".join(filter(None, [signatory.name, position])) if signatory else ""
    gap = "" if name or not organisation.contacts and not organisation.is_ours else (
        "school_signatory" if organisation.is_ours else "host_signatory"
    )  # fmt: skip
    return Signer(tongue.say(label), name, tongue.each(organisation.name_in)), gap


SIGNERS = {
    "participant": participant_signs,
    "guardian": guardian_signs,
    "sending": sending_signs,
    "receiving": receiving_signs,
    "school": school_signs,
    "traveller": participant_signs,
}
