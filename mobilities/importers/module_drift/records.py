"""What is kept beside the mobility: person, host, terms of the grant, learning plan, places of the stay."""

from collections import defaultdict
from decimal import InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.comparing import stops_of
from mobilities.beneficiary_module.fields import BY_NAME
from mobilities.beneficiary_module.journal import OF_MODULE
from mobilities.beneficiary_module.lists import BETWEEN, choose
from mobilities.beneficiary_module.rows import day_of
from mobilities.beneficiary_module.sides import decimal
from mobilities.beneficiary_module.subject import gender
from mobilities.beneficiary_module.subject import named as words_of
from mobilities.enums import Gender, PersonKind, StopKind
from mobilities.importers.fields import yes_or_no
from mobilities.importers.module_drift.applied import (
    KINDS,
    NO_DATE,
    NOTHING_THERE,
    STALE,
    Applied,
    record_of,
    renew_versions,
    unchanged,
)
from mobilities.importers.module_drift.stays import country_of
from mobilities.models import (
    ItineraryStop,
    Mobility,
    MobilityGrant,
    ModuleDifference,
    ModuleFile,
    Participant,
    Qualification,
)
from mobilities.services.checklists import keep_people_in_step, sync
from mobilities.services.itineraries import replace_itinerary
from mobilities.services.participants import CHECKED
from portal.audit.models import Verb
from portal.audit.services import record, short
from portal.common.folding import fold
from portal.common.languages import codes_by_name
from portal.common.models import Versioned
from portal.common.refused import Refused
from portal.imports.sentences import sentence

# Field of the module > attribute of our row, where the names differ.
ATTRIBUTES = {
    "receiving_oid": "oid", "receiving_city": "city", "receiving_address": "address",
    "receiving_postcode": "postcode", "receiving_website": "website", "receiving_email": "email",
    "receiving_phone": "phone", "zero_grant": "is_zero_grant", "working_language": "language",
    "participant_type": "kind", "force_majeure": "stop_kind", "sending_name": "home",
}  # fmt: skip
NEVER_EMPTY = {"first_name", "last_name", "birth_date", "receiving_city", "participant_type"}


def change_records(file: ModuleFile, rows: list[ModuleDifference], user, result: Applied) -> None:
    """Each kind of ours on its own: what one refuses does not hold back the others."""
    kinds: dict[str, list[ModuleDifference]] = defaultdict(list)
    for each in rows:
        kinds[BY_NAME[each.field].takes].append(each)
    for kind, mine in kinds.items():
        try:
            with transaction.atomic():
                save_record(file, kind, mine, user)
        except Refused as refusal:
            result.refuse(mine, refusal.args[0])
        else:
            result.take(mine)


def save_record(file: ModuleFile, kind: str, rows: list[ModuleDifference], user) -> None:
    """Raises Refused, and then nothing is saved."""
    mobility = Mobility.objects.select_related("participant", "host", "grant", "learning_plan").get(
        pk=rows[0].mobility_id
    )
    ours = record_of(kind, mobility)
    if ours is not None and ours.pk:
        ours = type(ours).objects.select_for_update(of=("self",)).get(pk=ours.pk)
    compared_as = ModuleDifference.objects.get(pk=rows[0].pk).values.get(KINDS[kind][1])
    if ours is None or (ours.version if ours.pk else None) != compared_as:
        raise Refused(STALE)
    changes = {}
    for each in rows:
        name, value = ATTRIBUTES.get(each.field, each.field), value_of(each, ours)
        changes[name] = [short(getattr(ours, name)), short(value)]
        setattr(ours, name, value)
        if name == "distance_km":
            ours.distance_checked_on = None if value is None else timezone.localdate()
    verb = Verb.CHANGE if ours.pk else Verb.ADD
    save_checked(ours, changes)
    record(user, file.school, verb, ours, changes)
    if not hasattr(ours, "project_key"):
        told = {f"{OF_MODULE}{each.field}": changes[ATTRIBUTES.get(each.field, each.field)] for each in rows}
        record(user, file.school, Verb.CHANGE, mobility, told)
    if kind in ("grant", "break"):
        sync([mobility])
    if isinstance(ours, Participant) and not CHECKED.isdisjoint(changes):
        keep_people_in_step([ours.pk], file.school, user)
    renew_versions(file, kind, [ours])


def save_checked(ours: Versioned, changes: dict[str, Any]) -> None:
    """By the rules of the fields. Raises Refused."""
    try:
        ours.clean_fields(exclude=[each.name for each in ours._meta.fields if each.name not in changes])
        ours.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if ours.pk:
        ours.version += 1
    ours.save()


def value_of(each: ModuleDifference, ours: Versioned) -> Any:
    """Raises Refused."""
    if each.field == "force_majeure":
        return break_by(each.theirs, ours)
    if not each.theirs:
        if each.field in NEVER_EMPTY:
            raise Refused(NOTHING_THERE)
        return EMPTY.get(each.field, "")
    if each.field == "qualification":
        return qualification_called(each.theirs, ours)
    return READ.get(each.field, str)(each.theirs)


def break_by(text: str, terms: MobilityGrant) -> str:
    """The break stays where it is no force majeure. Raises Refused."""
    if not terms.stop_kind:
        raise Refused(_("No break is entered here, and the module does not say its days. Enter it with the grant."))
    return StopKind.FORCE_MAJEURE if text and yes_or_no(text) else StopKind.INTERRUPTION


def qualification_called(text: str, person: Participant) -> Qualification:
    """Raises Refused."""
    named = [row for row in person.school.qualifications.all() if fold(text) in map(fold, (row.name_lv, row.name_en))]
    if len(named) != 1:
        raise Refused(sentence(_("The school has no qualification “%(name)s”. Add it first."), name=text))
    return named[0]


def learner_or_staff(text: str) -> str:
    for kind in PersonKind:
        if choose([text], words_of(kind)):
            return kind.value
    raise Refused(sentence(_("“%(text)s” says neither learner nor staff."), text=text))


def gender_of(text: str) -> str:
    for each in Gender:
        if choose([text], gender(each)):
            return each.value
    raise Refused(sentence(_("“%(text)s” is no gender that the portal knows."), text=text))


def nationality_of(text: str) -> str:
    if code := country_of(text):
        return code
    raise Refused(sentence(_("“%(text)s” is no country that the portal knows."), text=text))


def born(text: str):
    if (found := day_of(text)) is None or found > timezone.localdate():
        raise Refused(sentence(NO_DATE, text=text))
    return found


def whole_number(text: str) -> int:
    try:
        found = decimal(text)
    except InvalidOperation:
        found = None
    if found is None or found != int(found):
        raise Refused(sentence(_("“%(text)s” is no whole number."), text=text))
    return int(found)


def language_code(text: str) -> str:
    for part in (text, *BETWEEN.split(text)):
        if code := codes_by_name().get(fold(part)):
            return code
    raise Refused(sentence(_("“%(text)s” is no language that the portal knows."), text=text))


EMPTY = {
    "qualification": None,
    "fewer_opportunities": False,
    "zero_grant": False,
    "travel_days": None,
    "distance_km": None,
}
READ = {
    "birth_date": born, "fewer_opportunities": yes_or_no, "zero_grant": yes_or_no, "travel_days": whole_number,
    "distance_km": whole_number, "working_language": language_code, "participant_type": learner_or_staff,
    "gender": gender_of, "nationality": nationality_of,
}  # fmt: skip


# ---- places of a stay ----


def change_stops(each: ModuleDifference, user, result: Applied) -> None:
    try:
        with transaction.atomic():
            mobility = unchanged(each)
            if stops_of(mobility.stops.all(), each.values["stops"][0]) != each.ours:
                raise Refused(STALE)
            replace_itinerary(mobility, list(map(stop_of, each.values["stops"])), user)
    except Refused as refusal:
        result.refuse([each], refusal.args[0])
    else:
        result.take([each])


def stop_of(said: dict[str, str]) -> ItineraryStop:
    """Raises Refused."""
    start, end = day_of(said["stop_start"]), day_of(said["stop_end"])
    country = country_of(said["stop_country"])
    if not (start and end and country and said["stop_city"]):
        text = _("A stop needs its city, country and both days; the module has “%(text)s”.")
        raise Refused(sentence(text, text=" ".join(filter(None, said.values()))))
    return ItineraryStop(city=said["stop_city"], country=country, start=start, end=end)
