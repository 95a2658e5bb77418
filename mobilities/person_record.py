"""What the register knows of a person, and what it still lacks: for the page of the person."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.consents import ConsentState, once
from mobilities.enums import ConsentKind, PersonContactRole, PersonKind
from mobilities.models import Mobility, Participant, Qualification
from portal.common.countries import country_name
from portal.common.text import day


def key_facts(person: Participant, mobilities: list[Mobility], *, sees_birth_date: bool) -> list[dict[str, Any]]:
    age = person.age_on(timezone.localdate())
    standing = [mobility for mobility in mobilities if mobility.state != "cancelled"]
    facts = []
    if person.kind == PersonKind.LEARNER:
        facts.append({"label": _("Qualification"), "value": person.qualification or "–"})
        facts.append({"label": _("Group"), "value": person.group or "–"})
    else:
        facts.append({"label": _("Field of work"), "value": person.work_field or "–"})
    facts.append(
        {
            "label": _("Age"),
            "value": "–" if age is None else age,
            "note": day(person.birth_date) if sees_birth_date else "",
        }
    )
    return [*facts, {"label": _("Mobilities"), "value": len(standing)}]


def about(person: Participant, languages: list, *, sees_all: bool) -> list[dict[str, Any]]:
    """Gender and nationality are for those alone who send them to the Commission or see all."""
    told = [(_("Gender"), person.get_gender_display()), (_("Nationality"), country_name(person.nationality))]
    rows = [
        *(told if sees_all else []),
        (_("Languages"), ", ".join(map(str, languages))),
        (_("E-mail"), person.email),
        (_("Phone"), person.phone),
        (_("Sending organisation"), person.home),
        (_("Account in the portal"), person.user and person.user.email),
        (_("Fewer opportunities"), _("Yes") if person.fewer_opportunities else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def about_qualification(qualification: Qualification | None) -> list[dict[str, Any]]:
    if qualification is None:
        return []
    rows = [
        (_("Name in Latvian"), qualification.name_lv),
        (_("Name in English"), qualification.name_en),
        (_("ISCED-F field"), qualification.isced_f_name),
        (_("EQF level"), qualification.eqf_level),
    ]
    return [{"label": label, "value": value or "–"} for label, value in rows]


def missing(person: Participant, contacts: list, states: list[ConsentState]) -> list[dict[str, str]]:
    """Each with the field that mends it; guests from elsewhere bring their papers from home."""
    edit = reverse("mobilities:participant-edit", args=[person.pk])
    rows = [] if person.home else [*of_register(person), *of_guardian(person, contacts)]
    found = [{"text": text, "action": action, "url": f"{edit}#{place}"} for text, action, place in rows]
    return [*found, *of_consents(person, states)]


def of_register(person: Participant) -> list[tuple[str, str, str]]:
    rows = []
    is_learner = person.kind == PersonKind.LEARNER
    if is_learner and person.qualification is None:
        text = _("No qualification; the year's statistics need it.")
        rows.append((text, _("Choose the qualification"), "id_qualification"))
    if is_learner and not person.group:
        rows.append((_("No group."), _("Enter the group"), "id_group"))
    if is_learner and person.birth_date is None:
        text = _("No date of birth; it decides whether a guardian signs.")
        rows.append((text, _("Enter the date"), "id_birth_date"))
    if not is_learner and person.user is None:
        rows.append((_("No account: this person cannot write a report."), _("Choose the account"), "id_user"))
    return rows


def of_guardian(person: Participant, contacts: list) -> list[tuple[str, str, str]]:
    if not person.is_minor_on(timezone.localdate()):
        return []
    if any(row.role == PersonContactRole.GUARDIAN for row in contacts):
        return []
    text = _("Under 18, and no parent or guardian is named.")
    if signed := signers(person, contacts):
        text += " " + _("%(name)s signed the consent.") % {"name": signed[0]}
    return [(text, _("Name the guardian"), "contacts")]


def signers(person: Participant, contacts: list) -> list[str]:
    """Guardians who signed for a minor of whom no guardian is named yet, each once; who signed what stands, first."""
    is_guarded = any(row.role == PersonContactRole.GUARDIAN for row in contacts)
    if is_guarded or not person.is_minor_on(timezone.localdate()):
        return []
    signed = person.consents.exclude(giver_name="")
    signed = signed.order_by(F("revoked_on").desc(nulls_first=True), "-given_on", "-pk")
    return once(signed.values_list("giver_name", flat=True))


def of_consents(person: Participant, states: list[ConsentState]) -> list[dict[str, str]]:
    rows = []
    for state in states:
        if state.is_revoked and state.kind == ConsentKind.DATA:
            text = _("The consent to the use of personal data is revoked: no new mobility without it.")
        elif not person.is_active:
            continue
        elif state.is_outdated or state.is_made_alone:
            text = state.remarks[0]
        elif state.kind == ConsentKind.DATA and state.given is None and not person.home:
            text = _("No consent to the use of personal data.")
        else:
            continue
        address = f"{reverse('mobilities:consent-add')}?person={person.pk}&kind={state.kind.value}"
        rows.append({"text": text, "action": _("Record a consent"), "url": address})
    return rows
