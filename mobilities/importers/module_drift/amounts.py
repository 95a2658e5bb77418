"""Amounts of the module, fixed in the grant of a mobility; and what follows from data that are taken over."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from mobilities import grants
from mobilities.beneficiary_module.fields import AMOUNTS, BY_NAME
from mobilities.beneficiary_module.sides import agrees, as_sent, decimal, in_readers_words, in_words, is_same
from mobilities.beneficiary_module.subject import Subject
from mobilities.importers.module_drift.applied import STALE, Applied, renew_versions
from mobilities.models import ModuleDifference, ModuleFile
from mobilities.services.grants import fix_amount
from portal.common.refused import Refused
from portal.imports.sentences import sentence

LONGEST_SOURCE = 300
FOLLOWS_FROM = {
    "total_grant": _("the amounts of which it is the sum"),
    "days": _("the first and the last day"),
    "interruption_days": _("the days of the break"),
    "distance_band": _("the distance"),
    "receiving_country": _("the host"),
    "isced_f": _("the qualification of the person"),
    "eqf_level": _("the qualification of the person"),
    "accompanying": _("the accompanying persons entered"),
}
FALLS_BACK_ON = {
    "working_language": _("the only language of the host"),
    "distance_km": _("the places of the school and the host"),
}

EMPTY_AMOUNT = _(
    "The module has nothing there, which says nothing of the amount; here it is counted by the rates. Let ours stand, "
    "and it goes into the next file. If there is really nothing to pay, write 0 in the module."
)


def here(file: ModuleFile, rows: Sequence[ModuleDifference]) -> dict[int, Any]:
    """Key of a difference > our side of it as it is now; without those of mobilities that count no more."""
    if not rows:
        return {}
    project = file.project
    prefetch_related_objects([project], "rates")
    subjects = {
        row.mobility.pk: Subject(row, project, bool(project.rates.all())) for row in grants.of_project(project)
    }
    mobilities = [each.mobility for each in subjects.values()]
    known = ("participant__qualification", "accompanying_persons", "host__languages", "learning_plan")
    prefetch_related_objects(mobilities, *known)
    return {each.pk: side_of(each, subjects[each.mobility_id]) for each in rows if each.mobility_id in subjects}


def side_of(each: ModuleDifference, subject: Subject) -> Any:
    """Nothing entered where the module has nothing is no other side."""
    known = BY_NAME[each.field]
    return None if agrees(known, subject, each.theirs) and not each.theirs else known.read(subject)


def change_amounts(
    file: ModuleFile, rows: Sequence[ModuleDifference], before: dict[int, Any], user, result: Applied
) -> None:
    """`before`: our sides as they were when the taking over began."""
    now = here(file, rows)
    for each in rows:
        try:
            with transaction.atomic():
                change_amount(file, each, before, now, user)
        except Refused as refusal:
            result.refuse([each], refusal.args[0])
        else:
            result.take([each])


def change_amount(file: ModuleFile, each: ModuleDifference, before: dict[int, Any], now: dict[int, Any], user) -> None:
    """What has become the same by other changes needs no fixing. Raises Refused."""
    if each.pk not in now or each.pk not in before:
        raise Refused(STALE)
    if is_same(BY_NAME[each.field], now[each.pk], each.theirs):
        return
    if in_words(as_sent(before[each.pk])) != each.ours:
        raise Refused(STALE)
    source = f"{file.name}, {each.column}"[:LONGEST_SOURCE]
    terms = fix_amount(each.mobility, AMOUNTS[each.field], amount_of(each.theirs), source, user)
    renew_versions(file, "grant", [terms])


def amount_of(text: str) -> Decimal:
    """An empty cell says nothing; 0 is an amount. Raises Refused."""
    if not text.strip():
        raise Refused(EMPTY_AMOUNT)
    try:
        found = decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Refused(sentence(_("“%(text)s” is no amount."), text=text))
    return found


def see_what_follows(file: ModuleFile, rows: Sequence[ModuleDifference], result: Applied) -> None:
    """What is not kept on its own agrees once that agrees from which it follows."""
    now = here(file, rows)
    for each in rows:
        if each.pk not in now:
            result.refuse([each], STALE)
        elif is_same(BY_NAME[each.field], now[each.pk], each.theirs):
            result.take([each])
        else:
            result.refuse([each], still_otherwise(each, now[each.pk]))


def still_otherwise(each: ModuleDifference, ours: Any) -> object:
    text = _("Here it follows from %(what)s and is still %(ours)s. Take that over or mend it; or ours stands.")
    shown = in_words(as_sent(ours))
    return sentence(text, what=FOLLOWS_FROM[each.field], ours=lambda: in_readers_words(shown, each.field) or "–")
