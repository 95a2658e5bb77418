"""The organisations, whom to reach in them, where and when the stay is."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.enums import ContactRole, PersonKind
from portal.common import places, text
from portal.common.countries import country_name
from portal.common.typography import NBSP
from reports.papers.blocks.build import Built, missing
from reports.papers.facts import Contact, Facts, Organisation, joined
from reports.papers.shapes import Facing, Grid
from reports.papers.tongue import Tongue

ROLES = {
    ContactRole.MENTOR: _("Mentor"),
    ContactRole.ADMINISTRATIVE: _("Administrative contact"),
    ContactRole.EMERGENCY: _("Emergency contact"),
}


NONE = "–"


def parties(facts: Facts, tongue: Tongue) -> Built:
    """Both organisations beside each other."""
    sending, receiving = facts.sending, facts.receiving
    heads = ("", tongue.say(_("Sending organisation")), tongue.say(_("Receiving organisation")))
    rows = [
        (
            tongue.say(pgettext_lazy("of an organisation", "Name")),
            tongue.each(sending.name_in),
            tongue.each(receiving.name_in),
        ),
        (tongue.say(_("Address")), *(address(each, tongue) for each in (sending, receiving))),
        (tongue.say(_("Registration number")), sending.registration_number, receiving.registration_number),
        (tongue.say(_("OID")), sending.oid, receiving.oid),
        (tongue.say(_("E-mail")), sending.email, receiving.email),
        (tongue.say(_("Phone")), sending.phone, receiving.phone),
    ]
    kept = (*rows[:2], *((row[0], *(value or NONE for value in row[1:])) for row in rows[2:] if any(row[1:])))
    shape = Grid(tongue.say(_("Organisations")), heads, kept)
    gaps = missing(host=facts.has_host, school_address=facts.school.address)
    if facts.is_incoming:
        gaps += missing(sender=facts.theirs.name)
    elif facts.host:
        gaps += missing(host_address=facts.host.address)
    return shape, gaps


def address(organisation: Organisation, tongue: Tongue) -> str:
    city = tongue.each(lambda lang: places.name_in(organisation.city, organisation.country, lang))
    country = tongue.each(lambda lang: country_name(organisation.country, lang)) if organisation.country else ""
    return joined(organisation.street, city, organisation.postcode, country)


def contacts(facts: Facts, tongue: Tongue) -> Built:
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
            rows.append(
                (tongue.each(organisation.name_in), tongue.say(label), found.name if found else "", reached(found))
            )
            if found is None and (organisation.is_ours or facts.has_host):
                gaps.append(f"{'school' if organisation.is_ours else 'host'}_{role}")
    return Grid(tongue.say(_("Contacts")), heads, without_repeats(rows)), gaps


def reached(contact: Contact | None) -> str:
    """A phone number stays in one line."""
    return ", ".join(filter(None, [contact.email, contact.phone.replace(" ", NBSP)])) if contact else ""


def without_repeats(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """An organisation is named in the first of its rows."""
    shown, last = [], None
    for row in rows:
        shown.append(("\u00a0" if row[0] == last else row[0], *row[1:]))
        last = row[0]
    return tuple(shown)


def stay(facts: Facts, tongue: Tongue) -> Built:
    travel = _("Green travel") if facts.mobility.green_travel else _("Standard travel")
    rows = (*stay_rows(facts, tongue), (tongue.say(_("Way of travelling")), tongue.say(travel)))
    return Facing(tongue.say(_("Project, place and dates")), rows), stay_gaps(facts)


def attended(facts: Facts, tongue: Tongue) -> Built:
    """What a certificate certifies: who, where and when."""
    person = facts.person
    is_asked = person.kind == PersonKind.LEARNER
    rows = [(tongue.say(_("First and last name")), str(person))]
    if is_asked or person.birth_date:
        born = tongue.each(lambda lang: text.long_day(person.birth_date, lang))
        rows.append((tongue.say(_("Date of birth")), born))
    gaps = missing(birth_date=person.birth_date or not is_asked)
    return Facing("", (*rows, *stay_rows(facts, tongue))), gaps + stay_gaps(facts)


def issued(facts: Facts, tongue: Tongue) -> Built:
    return Facing("", ((tongue.say(_("Place of issue")), ""), (tongue.say(_("Date of issue")), ""))), []


def stay_rows(facts: Facts, tongue: Tongue) -> list[tuple[str, str]]:
    row = facts.mobility
    rows = [
        (tongue.say(_("Project")), " ".join(filter(None, [facts.project.code, tongue.each(facts.project.title_in)]))),
        (tongue.say(_("Activity type")), tongue.each(row.activity_type.name_in)),
        (tongue.say(_("Receiving organisation")), tongue.each(facts.receiving.name_in)),
        (tongue.say(_("Place")), place(facts, tongue)),
        (tongue.say(_("Dates")), tongue.each(lambda lang: text.day_range(facts.first_day, facts.last_day, lang))),
        (tongue.say(_("Days, travel days not counted")), str((facts.last_day - facts.first_day).days + 1)),
    ]
    if row.blended_days:
        rows.append((tongue.say(_("Virtual days")), str(row.blended_days)))
    return rows


def stay_gaps(facts: Facts) -> list[str]:
    return missing(host=facts.has_host, project_code=facts.project.code or not facts.project.is_paid_by_units)


def place(facts: Facts, tongue: Tongue) -> str:
    where = facts.school if facts.is_incoming else facts.host
    if where is None:
        return ""

    def said(language: str) -> str:
        return joined(places.name_in(where.city, where.country, language), country_name(where.country, language))

    return tongue.each(said)
