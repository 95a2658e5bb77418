"""What papers want and the portal may not know: a sentence for each, and the page where it is entered."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.papers.facts import Facts


@dataclass(frozen=True)
class Place:
    """Where something is entered: the page, and whose page it is ("" for the school's own)."""

    address: Callable[[Facts], str]
    subject: Callable[[Facts], str] = lambda facts: ""
    is_of_plan: bool = False


@dataclass(frozen=True)
class Gap:
    """`sentence` is translated when it is shown."""

    key: str
    sentence: object
    address: str
    subject: str = ""

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "address": self.address, "subject": self.subject}


def person_page(facts: Facts, part: str = "") -> str:
    return reverse("mobilities:participant-edit", args=[facts.person.pk or 0]) + part


def mobility_page(facts: Facts) -> str:
    return reverse("mobilities:mobility-edit", args=[facts.mobility.pk or 0])


def host_page(facts: Facts, part: str = "") -> str:
    if facts.host is None:
        return mobility_page(facts)
    return reverse("mobilities:host-edit", args=[facts.host.pk or 0]) + part


def of_person(facts: Facts) -> str:
    return str(facts.person)


def of_host(facts: Facts) -> str:
    return facts.host.name if facts.host else of_person(facts)


person = Place(person_page, of_person)
person_contacts = Place(lambda facts: person_page(facts, "#contacts"), of_person)
bank = Place(lambda facts: reverse("mobilities:bank-edit", args=[facts.person.pk or 0]), of_person)
mobility = Place(mobility_page, of_person)
host = Place(host_page, of_host)
host_contacts = Place(lambda facts: host_page(facts, "#contacts"), of_host)
school_contacts = Place(lambda facts: reverse("mobilities:school-contact-list"))
school = Place(lambda facts: reverse("accounts:school-edit"))
checklist = Place(lambda facts: reverse("mobilities:checklist-list"))
plan = Place(
    lambda facts: reverse("mobilities:learning-plan-edit", args=[facts.mobility.pk or 0]), of_person, is_of_plan=True
)
grant = Place(lambda facts: reverse("mobilities:grant-detail", args=[facts.mobility.pk or 0]), of_person)
project = Place(
    lambda facts: reverse("projects:project-edit", args=[facts.project.pk or 0]), lambda facts: str(facts.project)
)


GAPS: dict[str, tuple[object, Place]] = {
    "birth_date": (_("The date of birth is not known."), person),
    "person_email": (_("The person's e-mail is not known."), person),
    "person_phone": (_("The person's phone is not known."), person),
    "qualification": (_("The qualification is not known."), person),
    "guardian": (_("No parent or guardian is named."), person_contacts),
    "guardian_phone": (_("The phone of the parent or guardian is not known."), person_contacts),
    "emergency": (_("Nobody is named to call in an emergency."), person_contacts),
    "sender": (_("The sending organisation is not named."), person),
    "bank": (_("No bank account is known."), bank),
    "host": (_("No host is chosen."), mobility),
    "host_address": (_("The host's address is not known."), host),
    "host_mentor": (_("The host has no mentor among its contacts."), host_contacts),
    "host_administrative": (_("The host has no administrative contact."), host_contacts),
    "host_emergency": (_("The host has no emergency contact."), host_contacts),
    "host_signatory": (_("Nobody is named who signs for the host."), host_contacts),
    "school_mentor": (_("No teacher in charge and no mentor of the school is named."), mobility),
    "school_administrative": (_("The school has no administrative contact."), school_contacts),
    "school_emergency": (_("The school has no emergency contact."), school_contacts),
    "school_signatory": (_("Nobody is named who signs for the school."), school_contacts),
    "school_address": (_("The school's address is not known."), school),
    "school_registration": (_("The school's registration number is not known."), school),
    "outcomes": (_("No expected learning outcomes are written."), plan),
    "programme": (_("No programme and tasks are written."), plan),
    "programme_days": (_("The programme has no days yet."), plan),
    "monitoring": (_("Nothing is written about monitoring and support."), plan),
    "evaluation": (_("Nothing is written about the evaluation."), plan),
    "recognition": (_("Nothing is written about the recognition."), plan),
    "hours": (_("The hours a week are not known."), plan),
    "working_language": (_("The working language is not known."), plan),
    "activities_done": (_("Nothing is written about the activities carried out."), plan),
    "results": (_("No skills gained are written."), plan),
    "only_latvian": (_("The school's own text is in Latvian; the English paper has it as it was written."), plan),
    "project_code": (_("The project has no grant code."), project),
    "unconfirmed_rates": (_("Some amounts are counted by rates not compared with the agreement yet."), grant),
    "amounts": (_("No amount can be counted yet."), grant),
    "accompanying": (_("Nobody travels along."), mobility),
    # for want of which a paper is not made at all
    "needs_host": (_("No host is chosen, and this paper names it."), mobility),
    "needs_grant": (_("No grant is counted for it: it is cancelled, or another school pays for the guest."), grant),
    "needs_amounts": (_("No amount can be counted yet: rates of the project or the distance are missing."), grant),
}
# Why a paper is not asked for; it is left out without anything being wrong.
NOT_NEEDED: dict[str, tuple[object, Place]] = {
    "is_of_age": (_("Of age at departure: nobody else has to consent."), person),
    "not_green": (_("Green travel is not marked."), mobility),
    "is_incoming": (_("This paper is made by the school that sends the person."), mobility),
    "is_cancelled": (_("The mobility is cancelled."), mobility),
    "not_shadowing": (_("The activity is no job shadowing."), mobility),
    "no_commitment": (_("Only calls to 2020 ask for it."), project),
    "no_group": (_("The activity is no group mobility."), mobility),
    "no_agreement": (_("The activity has no learning agreement: a preparatory visit, or a group with one programme."),
                     mobility),
    "switched_off": (_("The school's checklist does not ask for it."), checklist),
    "not_asked": (_("The rules do not ask for it from this group of people."), mobility),
}  # fmt: skip
KNOWN = GAPS | NOT_NEEDED


def gap(key: str, facts: Facts) -> Gap:
    sentence, place = KNOWN[key]
    return Gap(key, sentence, place.address(facts), place.subject(facts))
