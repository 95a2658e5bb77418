"""The placeholders that stand alone: each a function from facts to a shape and the gaps it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.enums import ConsentKind, ContactRole, PersonKind
from portal.common import text
from portal.common.countries import country_name
from portal.common.iban import in_fours
from portal.common.languages import language_name
from projects.enums import BudgetCategory
from reports.papers.facts import Contact, Facts, Organisation
from reports.papers.shapes import Facing, Grid, Nothing, Shape, Tongues, Writing
from reports.papers.signers import signatures
from reports.papers.tongue import Tongue

Build = Callable[[Facts, Tongue], tuple[Shape, list[str]]]
ROLES = {
    ContactRole.MENTOR: _("Mentor"),
    ContactRole.ADMINISTRATIVE: _("Administrative contact"),
    ContactRole.EMERGENCY: _("Emergency contact"),
}
JOURNEY_LEGS = 6
LINES_OF_DAYS = 5


@dataclass(frozen=True)
class Block:
    name: str
    label: object
    build: Build


def missing(**found: object) -> list[str]:
    """Names of the gaps whose value is empty."""
    return [name for name, value in found.items() if not value]


def participant(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    person = facts.person
    is_learner = person.kind == PersonKind.LEARNER
    named = person.qualification
    rows = [
        (tongue.say(_("First and last name")), str(person)),
        (tongue.say(_("Date of birth")), tongue.each(lambda lang: text.long_day(person.birth_date, lang))),
        (tongue.say(_("E-mail")), person.email),
        (tongue.say(_("Phone")), person.phone),
    ]
    if is_learner:
        rows.append((tongue.say(_("Qualification")), tongue.each(lambda lang: named.name_in(lang)) if named else ""))
        level = f"EQF {named.eqf_level}" if named and named.eqf_level else ""
        rows += [(tongue.say(_("Group, level")), ", ".join(filter(None, [person.group, level])))] * bool(
            person.group or level
        )
    elif person.work_field:
        rows.append((tongue.say(_("Field of work")), person.work_field))
    gaps = missing(
        birth_date=person.birth_date or not is_learner, person_email=person.email, person_phone=person.phone
    )
    if is_learner and named is None:
        gaps.append("qualification")
    return Facing(tongue.say(_("Participant")), tuple(rows)), gaps


def parties(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    """Both organisations beside each other."""
    sending, receiving = facts.sending, facts.receiving
    heads = ("", tongue.say(_("Sending organisation")), tongue.say(_("Receiving organisation")))
    rows = [
        (tongue.say(pgettext_lazy("of an organisation", "Name")), sending.name, receiving.name),
        (tongue.say(_("Address")), *(address(each, tongue) for each in (sending, receiving))),
        (tongue.say(_("Registration number")), sending.registration_number, receiving.registration_number),
        (tongue.say(_("OID")), sending.oid, receiving.oid),
        (tongue.say(_("E-mail")), sending.email, receiving.email),
        (tongue.say(_("Phone")), sending.phone, receiving.phone),
    ]
    kept = tuple(row for row in rows if any(row[1:]) or row == rows[1])
    shape = Grid(tongue.say(_("Organisations")), heads, kept)
    gaps = missing(host=facts.has_host, school_address=facts.school.address)
    if facts.is_incoming:
        gaps += missing(sender=facts.theirs.name)
    elif facts.host:
        gaps += missing(host_address=facts.host.address)
    return shape, gaps


def address(organisation: Organisation, tongue: Tongue) -> str:
    if not organisation.country:
        return organisation.address
    country = tongue.each(lambda lang: country_name(organisation.country, lang))
    return ", ".join(filter(None, [organisation.address, country]))


def contacts(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    heads = (
        tongue.say(_("Organisation")), tongue.say(_("Role")), tongue.say(_("First and last name")),
        tongue.say(_("E-mail, phone")),
    )  # fmt: skip
    rows, gaps = [], []
    for organisation in (facts.sending, facts.receiving):
        if organisation is facts.theirs and facts.is_incoming:
            continue  # the school of a guest names its own people
        for role, label in ROLES.items():
            found = organisation.contacts.get(role)
            rows.append((organisation.name, tongue.say(label), found.name if found else "", reached(found)))
            if found is None and (organisation.is_ours or facts.has_host):
                gaps.append(f"{'school' if organisation.is_ours else 'host'}_{role}")
    return Grid(tongue.say(_("Contacts")), heads, without_repeats(rows)), gaps


def reached(contact: Contact | None) -> str:
    return ", ".join(filter(None, [contact.email, contact.phone])) if contact else ""


def without_repeats(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """An organisation is named in the first of its rows."""
    shown, last = [], None
    for row in rows:
        shown.append(("\u00a0" if row[0] == last else row[0], *row[1:]))
        last = row[0]
    return tuple(shown)


def guardian(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    """Only for somebody who is, or may be, under 18."""
    if facts.is_minor is False:
        return Nothing(), []
    first = next(iter(facts.guardians), None)
    rows = (
        (tongue.say(_("First and last name")), first.name if first else ""),
        (tongue.say(_("Relation")), first.relation if first else ""),
        (tongue.say(_("Phone")), first.phone if first else ""),
        (tongue.say(_("E-mail")), first.email if first else ""),
    )
    gaps = missing(guardian=first, birth_date=facts.person.birth_date)
    if first:
        gaps += missing(guardian_phone=first.phone)
    return Facing(tongue.say(_("Parent or guardian")), rows), gaps


def stay(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    row = facts.mobility
    travel = _("Green travel") if row.green_travel else _("Standard travel")
    rows = [
        (tongue.say(_("Project")), " ".join(filter(None, [facts.project.code, tongue.each(facts.project.title_in)]))),
        (tongue.say(_("Activity type")), tongue.each(row.activity_type.name_in)),
        (tongue.say(_("Receiving organisation")), facts.receiving.name),
        (tongue.say(_("Place")), place(facts, tongue)),
        (tongue.say(_("Dates")), tongue.each(lambda lang: text.day_range(facts.first_day, facts.last_day, lang))),
        (tongue.say(_("Days, travel days not counted")), str((facts.last_day - facts.first_day).days + 1)),
    ]
    if row.blended_days:
        rows.append((tongue.say(_("Virtual days")), str(row.blended_days)))
    rows.append((tongue.say(_("Way of travelling")), tongue.say(travel)))
    return Facing(tongue.say(_("Project, place and dates")), tuple(rows)), missing(
        host=facts.has_host, project_code=facts.project.code or not facts.project.is_paid_by_units
    )


def place(facts: Facts, tongue: Tongue) -> str:
    where = facts.school if facts.is_incoming else facts.host
    if where is None:
        return ""
    return ", ".join(filter(None, [where.city, tongue.each(lambda lang: country_name(where.country, lang))]))


def work(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    plan = facts.plan
    language = tongue.each(lambda lang: language_name(plan.language, lang)) if plan and plan.language else ""
    hours = str(plan.hours_per_week or "") if plan else ""
    rows = ((tongue.say(_("Working language")), language), (tongue.say(_("Hours a week")), hours))
    return Facing(tongue.say(_("Working hours and language")), rows), missing(working_language=language, hours=hours)


def of_plan(name: str) -> Build:
    def build(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
        written = facts.plan_text(name)
        return Writing(paragraphs(written)), missing(**{name: written})

    return build


def paragraphs(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def programme_days(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    heads = (tongue.say(_("Day")), tongue.say(_("What happens")))
    rows = tuple((tongue.each(lambda lang, row=row: text.day(row.day, lang)), row.text) for row in facts.days)
    return Grid(tongue.say(_("Programme by days")), heads, rows or (("", ""),) * LINES_OF_DAYS), missing(
        programme_days=rows
    )


def participants(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    heads = (
        tongue.say(_("First and last name")), tongue.say(pgettext_lazy("of learners", "Group")),
        tongue.say(_("Qualification or field of work")),
    )  # fmt: skip
    rows = tuple(
        (str(row.participant), row.participant.group, what_of(row, tongue)) for row in facts.group or (facts.mobility,)
    )
    return Grid(tongue.say(_("Participants")), heads, rows), []


def what_of(row, tongue: Tongue) -> str:
    named = row.participant.qualification
    return tongue.each(named.name_in) if named else row.participant.work_field or "–"


def companions(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    if not facts.companions:
        return Nothing(), []
    heads = (tongue.say(_("Accompanying person")), tongue.say(_("Dates")))
    rows = tuple(
        (str(row), tongue.each(lambda lang, row=row: text.day_range(row.start, row.end, lang)))
        for row in facts.companions
    )
    return Grid(tongue.say(_("Accompanying persons")), heads, rows), []


def amounts(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    heads = (tongue.say(_("What it is paid for")), tongue.say(_("Amount")))
    lines = facts.grant_lines
    rows = [(tongue.say(BudgetCategory(line.category).label), in_euro(line.amount, tongue)) for line in lines]
    total = in_euro(facts.grant_total, tongue)
    rows.append((tongue.say(_("Together")), total if lines or facts.is_zero_grant else ""))
    gaps = missing(
        amounts=lines or facts.is_zero_grant, unconfirmed_rates=all(line.is_confirmed for line in lines)
    )  # fmt: skip
    return Grid(tongue.say(_("Grant of the participant")), heads, tuple(rows), is_sum=True, numbers=True), gaps


def in_euro(amount: Decimal, tongue: Tongue) -> str:
    return tongue.each(lambda lang: text.euro(amount, lang))


def bank_account(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    bank = facts.bank
    rows = (
        (tongue.say(_("Account holder")), bank.holder if bank else ""),
        (tongue.say(_("IBAN")), in_fours(bank.iban) if bank else ""),
        (tongue.say(_("Bank")), bank.bank if bank else ""),
    )
    return Facing(tongue.say(_("Bank account")), rows), missing(bank=bank)


def journey(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    """Filled in by hand when the way is made."""
    heads = (
        tongue.say(_("Date")), tongue.say(_("From")), tongue.say(_("To")), tongue.say(_("Means of transport")),
        tongue.say(_("Number of the ticket or document")),
    )  # fmt: skip
    return Grid(tongue.say(_("The way there and back")), heads, (("",) * len(heads),) * JOURNEY_LEGS), []


SKILLS = {
    "job_skills": _("Job-related skills"),
    "language_skills": _("Language skills"),
    "digital_skills": _("Digital skills"),
    "organisational_skills": _("Organisational skills"),
    "social_skills": _("Communication and social skills"),
    "other_skills": _("Other skills"),
}


def skills(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
    written = {name: facts.plan_text(name) for name in SKILLS}
    shown = {name: said for name, said in written.items() if said} or dict.fromkeys(list(SKILLS)[:4], "")
    rows = tuple((tongue.say(SKILLS[name]), said) for name, said in shown.items())
    return Facing(tongue.say(_("Skills gained")), rows), missing(results=any(written.values()))


def consent_text(kind: str) -> Build:
    def build(facts: Facts, tongue: Tongue) -> tuple[Shape, list[str]]:
        texts = facts.consent_texts[kind]
        return Tongues(tuple((lang, paragraphs(texts[lang])) for lang in tongue.languages)), []

    return build


BLOCKS = [
    Block("participant", _("Table: the participant"), participant),
    Block("parties", _("Table: both organisations"), parties),
    Block("contacts", _("Table: mentor, administrative and emergency contact of each organisation"), contacts),
    Block("guardian", _("Table: parent or guardian, only under 18"), guardian),
    Block("stay", _("Table: project, place and dates of the stay"), stay),
    Block("work", _("Table: working language and hours"), work),
    Block("outcomes", _("Learning plan: expected learning outcomes"), of_plan("outcomes")),
    Block("programme", _("Learning plan: programme and tasks"), of_plan("programme")),
    Block("monitoring", _("Learning plan: monitoring and support"), of_plan("monitoring")),
    Block("evaluation", _("Learning plan: evaluation"), of_plan("evaluation")),
    Block("recognition", _("Learning plan: recognition"), of_plan("recognition")),
    Block("activities_done", _("Learning plan: activities carried out"), of_plan("activities_done")),
    Block("skills", _("Table: skills gained"), skills),
    Block("programme_days", _("Table: programme by days"), programme_days),
    Block("participants", _("Table: all participants of the group"), participants),
    Block("companions", _("Table: accompanying persons, where there are any"), companions),
    Block("amounts", _("Table: amounts of the grant"), amounts),
    Block("bank_account", _("Table: bank account"), bank_account),
    Block("journey", _("Table: the way there and back, filled in by hand"), journey),
    Block("data_consent_text", _("Text in force: use of personal data"), consent_text(ConsentKind.DATA)),
    Block("image_consent_text", _("Text in force: use of pictures"), consent_text(ConsentKind.IMAGE)),
    Block("signatures", _("Signatures: participant (and guardian under 18), sending and receiving organisation"),
          signatures("participant", "guardian", "sending", "receiving")),
    Block("signatures_school", _("Signatures: participant (and guardian under 18), school"),
          signatures("participant", "guardian", "school")),
    Block("signature_person", _("Signature: participant (and guardian under 18)"),
          signatures("participant", "guardian")),
    Block("signature_guardian", _("Signature: parent or guardian"), signatures("guardian")),
    Block("signature_traveller", _("Signature: whoever travelled"), signatures("traveller")),
    Block("signature_receiving", _("Signature: receiving organisation"), signatures("receiving")),
    Block("signatures_organisations", _("Signatures: sending and receiving organisation"),
          signatures("sending", "receiving")),
]  # fmt: skip
BY_NAME = {row.name: row for row in BLOCKS}
