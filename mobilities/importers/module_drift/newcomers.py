"""People and hosts of whom the register knows nothing yet: added from the row of the module that tells of them."""

from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.lists import choose
from mobilities.beneficiary_module.subject import education, eqf
from mobilities.enums import PersonKind
from mobilities.importers.hosts import put_on_map
from mobilities.importers.module_drift.records import ATTRIBUTES, born, gender_of, nationality_of
from mobilities.importers.module_drift.stays import country_of
from mobilities.importers.register import OID, Hosts, People
from mobilities.models import Host, ModuleFile, Participant, Qualification
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.imports.sentences import sentence
from projects.models import ActivityType

HOST = (
    "receiving_city", "receiving_address", "receiving_postcode", "receiving_website", "receiving_email",
    "receiving_phone",
)  # fmt: skip


def add_person(file: ModuleFile, said: Mapping[str, str], kind: ActivityType | None, user) -> bool:
    """Where nobody here has the name, and whether it was so; whom of several is meant the import asks. Raises
    Refused."""
    first, last = said.get("first_name", ""), said.get("last_name", "")
    name = f"{first} {last}".strip()
    if not (first and last and kind) or People(file.school, {name}).called(name)[0]:
        return False
    if kind.category not in PersonKind.values:
        text = _("“%(type)s” does not say whether %(name)s is a learner or of the staff. Add the person first.")
        raise Refused(sentence(text, type=kind.code, name=name))
    person = Participant(
        school=file.school, kind=kind.category, first_name=first, last_name=last, email=said.get("email", ""),
        birth_date=born(said["birth_date"]) if said.get("birth_date") else None,
        gender=gender_of(said["gender"]) if said.get("gender") else "",
        nationality=nationality_of(said["nationality"]) if said.get("nationality") else "",
        home=said.get("sending_name", "") if kind.is_incoming else "", qualification=learnt(file, said),
    )  # fmt: skip
    refuse_known_email(person)
    add(person, file, user)
    return True


def learnt(file: ModuleFile, said: Mapping[str, str]) -> Qualification | None:
    """The one qualification of the school that the row can mean: by its name, else by its field and level."""
    name, field, level = (said.get(each, "") for each in ("qualification", "isced_f", "eqf_level"))
    rows = list(file.school.qualifications.all()) if name or field else []
    if name:
        rows = [row for row in rows if fold(name) in map(fold, (row.name_lv, row.name_en))]
    if field:
        rows = [row for row in rows if row.isced_f and choose([field], education(row.isced_f))]
    if level:
        rows = [row for row in rows if row.eqf_level and choose([level], eqf(row.eqf_level))]
    return rows[0] if len(rows) == 1 else None


def refuse_known_email(person: Participant) -> None:
    """Of somebody who was renamed, say, on one of the sides; brothers and sisters may share one."""
    same = Participant.objects.filter(school=person.school, email__iexact=person.email) if person.email else ()
    for other in same:
        if not (person.birth_date and other.birth_date) or person.birth_date == other.birth_date:
            text = _("%(person)s in the register has the e-mail %(email)s. If it is one person, correct the name.")
            raise Refused(sentence(text, person=other, email=person.email))


def with_host(file: ModuleFile, said: Mapping[str, str], user) -> dict[str, str]:
    """The row, calling its host as the register finds it; a host that nobody knows is added as a candidate. Raises
    Refused."""
    name, number = said.get("receiving_name", ""), OID.search(said.get("receiving_oid", ""))
    oid = number[0].upper() if number else ""
    hosts = Hosts(file.school, {each for each in (name, oid) if each})
    if oid in hosts.oids or not name:
        return dict(said)
    if any(place.oid in ("", oid) for place in hosts.called(name, "")[0]):
        return dict(said) | {"receiving_oid": ""}
    country = country_of(said.get("receiving_country", ""))
    if not (country and said.get("receiving_city")):
        text = _("The register has no host “%(name)s”, and the row does not say its city and country.")
        raise Refused(sentence(text, name=name))
    given = {ATTRIBUTES[each]: said[each] for each in HOST if said.get(each)}
    host = Host(school=file.school, name=name, country=country, oid=oid, **given)
    put_on_map(host)
    add(host, file, user)
    return dict(said) | {"receiving_oid": oid}


def add(row: Model, file: ModuleFile, user) -> None:
    """By the rules of the fields. Raises Refused."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(in_words(row, error)) from error
    row.save()
    record(user, file.school, Verb.ADD, row)


def in_words(row: Model, error: ValidationError) -> str:
    """Each message with the name of its field."""
    told = []
    for name, messages in error.message_dict.items():
        about = "" if name == NON_FIELD_ERRORS else f"{row._meta.get_field(name).verbose_name}: "
        told.append(about + " ".join(messages))
    return " ".join(told)
