"""The placeholders of papers: one table of those inside a sentence, one of those that stand alone.

Each says what it is, how it is read from the facts, and which gap it leaves when it is empty; one without a gap may
be empty, and is then left out of the sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ContactRole
from portal.common import places, text
from portal.common.countries import country_name
from portal.common.iban import in_fours
from portal.common.languages import language_name
from portal.common.usual_words import in_language
from reports.papers.facts import Facts, Organisation

Read = Callable[[Facts, str], str]


@dataclass(frozen=True)
class Placeholder:
    """`read` gives the value in a language; `gap` names the row of GAPS that an empty one is."""

    name: str
    label: object
    read: Read
    gap: str = ""


def organisation(which: str, read: Callable[[Organisation, str], str]) -> Read:
    return lambda facts, language: read(getattr(facts, which), language)


def contact(which: str, role: str, attribute: str = "name") -> Read:
    def read(facts: Facts, language: str) -> str:
        found = getattr(facts, which).contacts.get(role)
        return in_language(getattr(found, attribute), language) if found else ""

    return read


def guardian(attribute: str) -> Read:
    return lambda facts, language: next(
        (in_language(getattr(row, attribute), language) for row in facts.guardians), ""
    )


def travel(facts: Facts, language: str) -> str:
    return str(_("green travel") if facts.mobility.green_travel else _("standard travel"))


def city(facts: Facts, language: str) -> str:
    where = facts.school if facts.is_incoming else facts.host
    return places.name_in(where.city, where.country, language) if where else ""


def dates(facts: Facts, language: str) -> str:
    return text.day_range(facts.first_day, facts.last_day, language)


def money(read: Callable[[Facts], object]) -> Read:
    return lambda facts, language: text.euro(read(facts), language) if facts.grant_lines or facts.is_zero_grant else ""


def hours(facts: Facts, language: str) -> str:
    return str(facts.plan.hours_per_week or "") if facts.plan else ""


def working_language(facts: Facts, language: str) -> str:
    return language_name(facts.plan.language, language) if facts.plan and facts.plan.language else ""


def bank(attribute: str) -> Read:
    return lambda facts, language: getattr(facts.bank, attribute) if facts.bank else ""


def emergency(facts: Facts, language: str) -> str:
    row = facts.emergency
    return ", ".join(filter(None, [row.name, in_language(row.relation, language), row.phone])) if row else ""


def qualification(attribute: str) -> Read:
    def read(facts: Facts, language: str) -> str:
        found = facts.person.qualification
        return str(getattr(found, attribute) or "") if found else ""

    return read


CASES = {
    "": _("standing alone"), "genitive": _("after “from”"), "dative": _("after “to”"), "locative": _("to say when"),
}  # fmt: skip
EXAMPLE = date(2026, 11, 17)


def in_cases(name: str, label: object, read: Callable[[Facts], date]) -> list[Placeholder]:
    """A day as Latvian sentences want it; English has one form for all."""
    return [
        Placeholder(
            f"{name}_{case}".rstrip("_"),
            format_lazy("{}, {}: {}", label, used, text.long_day(EXAMPLE, "lv", case)),
            lambda facts, language, case=case: text.long_day(read(facts), language, case),
        )
        for case, used in CASES.items()
    ]


INLINE = [
    Placeholder("participant_name", _("First and last name of the participant"), lambda f, lang: str(f.person)),
    Placeholder(
        "participant_birth_date", _("Date of birth"), lambda f, lang: text.long_day(f.person.birth_date, lang),
        "birth_date",
    ),
    Placeholder("participant_email", _("E-mail of the participant"), lambda f, lang: f.person.email, "person_email"),
    Placeholder("participant_phone", _("Phone of the participant"), lambda f, lang: f.person.phone, "person_phone"),
    Placeholder("participant_group", _("Group of the participant"), lambda f, lang: f.person.group),
    Placeholder("work_field", _("Field of work of a member of staff"),
                lambda f, lang: in_language(f.person.work_field, lang)),
    Placeholder(
        "qualification", _("Qualification"),
        lambda f, lang: f.person.qualification.name_in(lang) if f.person.qualification else "", "qualification",
    ),
    Placeholder("eqf_level", _("EQF level"), qualification("eqf_level")),
    Placeholder("guardian_name", _("Name of the parent or guardian"), guardian("name"), "guardian"),
    Placeholder("guardian_relation", _("Relation of the parent or guardian"), guardian("relation")),
    Placeholder("guardian_phone", _("Phone of the parent or guardian"), guardian("phone"), "guardian_phone"),
    Placeholder("guardian_email", _("E-mail of the parent or guardian"), guardian("email")),
    Placeholder("emergency_contact", _("Whom to call in an emergency"), emergency, "emergency"),
    Placeholder("school_name", _("Name of the school in the project"), organisation("ours", Organisation.name_in)),
    Placeholder("school_address", _("Address of the school"), organisation("ours", Organisation.address_in),
                "school_address"),
    Placeholder("school_registration_number", _("Registration number of the school"),
                organisation("ours", lambda o, lang: o.registration_number), "school_registration"),
    Placeholder("school_email", _("E-mail of the school"), organisation("ours", lambda o, lang: o.email)),
    Placeholder("school_phone", _("Phone of the school"), organisation("ours", lambda o, lang: o.phone)),
    Placeholder("school_signatory", _("Who signs for the school"), contact("ours", ContactRole.SIGNATORY),
                "school_signatory"),
    Placeholder("school_signatory_position", _("Position of whoever signs for the school"),
                contact("ours", ContactRole.SIGNATORY, "position")),
    Placeholder("teacher_in_charge", _("Teacher in charge, or the school's mentor"),
                contact("ours", ContactRole.MENTOR), "school_mentor"),
    Placeholder("host_name", _("Name of the host"), organisation("theirs", Organisation.name_in), "host"),
    Placeholder("host_address", _("Address of the host"), organisation("theirs", Organisation.address_in),
                "host_address"),
    Placeholder("host_mentor", _("Mentor at the host"), contact("theirs", ContactRole.MENTOR), "host_mentor"),
    Placeholder("sending_name", _("Sending organisation"), organisation("sending", Organisation.name_in), "sender"),
    Placeholder("receiving_name", _("Receiving organisation"), organisation("receiving", Organisation.name_in),
                "host"),
    Placeholder("country", _("Country of the stay"),
                lambda f, lang: country_name(f.mobility.country, lang) if f.mobility.country else "", "host"),
    Placeholder("city", _("City of the stay"),
                city, "host"),
    Placeholder("project_code", _("Grant code of the project"), lambda f, lang: f.project.code, "project_code"),
    Placeholder("project_title", _("Title of the project"), lambda f, lang: f.project.title_in(lang)),
    Placeholder("activity_type", _("Activity type"), lambda f, lang: f.mobility.activity_type.name_in(lang)),
    *in_cases("first_day", _("First day of the stay"), lambda facts: facts.first_day),
    *in_cases("last_day", _("Last day of the stay"), lambda facts: facts.last_day),
    Placeholder("dates", _("Dates of the stay"), dates),
    Placeholder("days", _("Days of the stay"), lambda f, lang: str((f.last_day - f.first_day).days + 1)),
    Placeholder("virtual_days", _("Virtual days"), lambda f, lang: str(f.mobility.blended_days)),
    Placeholder("travel", _("Green or standard travel"), travel),
    Placeholder("hours_per_week", _("Hours a week"), hours, "hours"),
    Placeholder("working_language", _("Working language"), working_language, "working_language"),
    Placeholder("grant_total", _("Grant of the participant"), money(lambda f: f.grant_total), "amounts"),
    Placeholder("first_payment_percent", _("First payment, %"), lambda f, lang: str(f.project.first_payment)),
    Placeholder("first_payment", _("First payment, amount"), money(lambda f: f.first_payment), "amounts"),
    Placeholder("last_payment", _("Rest, paid after the report"),
                money(lambda f: f.grant_total - f.first_payment), "amounts"),
    Placeholder("account_holder", _("Holder of the bank account"), bank("holder"), "bank"),
    Placeholder("iban", _("IBAN"), lambda f, lang: in_fours(f.bank.iban) if f.bank else "", "bank"),
    Placeholder("accompanying_name", _("Name of the accompanying person"),
                lambda f, lang: str(f.accompanying) if f.accompanying else ", ".join(map(str, f.companions)),
                "accompanying"),
    *in_cases("today", _("Day on which the paper is made"), lambda facts: facts.today),
]  # fmt: skip
BY_NAME = {row.name: row for row in INLINE}
