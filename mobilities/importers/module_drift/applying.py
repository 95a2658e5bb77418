"""All that was settled for the module at once: by mobility, and each refusal alone."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.beneficiary_module.fields import AMOUNTS, BY_NAME, STOPS
from mobilities.beneficiary_module.lists import YES, plain
from mobilities.beneficiary_module.subject import missing_of
from mobilities.completeness import Notice, with_findings
from mobilities.enums import Direction, DriftKind, DriftSettled, MobilityState
from mobilities.importers.module_drift.again import name_rest, recount_shared, see_whether_settled, take_with
from mobilities.importers.module_drift.amounts import change_amounts, here, see_what_follows
from mobilities.importers.module_drift.applied import BATCH, WENT_IN_PART, Applied, unchanged
from mobilities.importers.module_drift.newcomers import add_person, with_host
from mobilities.importers.module_drift.records import change_records, change_stops
from mobilities.importers.module_drift.stays import (
    COLUMNS,
    change_mobilities,
    through_import,
    type_of,
    values_of_row,
)
from mobilities.models import Mobility, ModuleDifference, ModuleFile, ModuleNumbering
from mobilities.services import mobilities as services
from mobilities.services.module_drift import mark_applied
from mobilities.services.module_files import locked
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused

NO_DAYS = gettext_lazy("The module does not say how many virtual days. Enter them on the page of the mobility.")


@transaction.atomic
def apply_settled(row: ModuleFile, user) -> Applied:
    """All differences that were settled for the module; those that cannot be taken over say why and stay open."""
    now = locked(row)
    waiting = list(
        now.differences.filter(settled=DriftSettled.THEIRS, applied_at=None).select_related("mobility__school")
    )
    result = Applied()
    together: dict[int, list[ModuleDifference]] = defaultdict(list)
    for each in waiting:
        if each.kind == DriftKind.DIFFERS and each.mobility_id:
            together[each.mobility_id].append(each)
        else:
            one_by_one(now, each, user, result)
    there = [each for each in result.done if each.kind == DriftKind.ONLY_THERE and each.mobility_id]
    for each in take_with(now, there, user):
        each.values["is_with"] = True
        together[each.mobility_id].append(each)
    amounts = [each for rows in together.values() for each in rows if each.field in AMOUNTS]
    following = [each for rows in together.values() for each in rows if follows(each)]
    before = here(now, amounts)
    groups = [knowing_days(knowing_hosts(now, rows, user, result), result) for rows in together.values()]
    change_mobilities(now, [[each for each in rows if each.field in COLUMNS] for rows in groups], user, result)
    for rows in groups:
        change_records(now, [each for each in rows if is_of_record(each)], user, result)
        for each in rows:
            if each.field == STOPS:
                change_stops(each, user, result)
    change_amounts(now, amounts, before, user, result)
    see_what_follows(now, following, result)
    see_whether_settled(now, result)
    if there:
        name_rest(now, there, result)
    mark_applied(result.done)
    keep_refusals(result.refused)
    recount_shared(now, result)
    result.incomplete = incomplete_of(result.changed)
    return result


def follows(each: ModuleDifference) -> bool:
    return each.field != STOPS and BY_NAME[each.field].takes == "follows"


def is_of_record(each: ModuleDifference) -> bool:
    return each.field not in (*COLUMNS, *AMOUNTS, STOPS) and not follows(each)


def knowing_hosts(file: ModuleFile, rows: list[ModuleDifference], user, result: Applied) -> list[ModuleDifference]:
    """The differences of one mobility, once the register has the host that one of them names; else without that."""
    for each in rows:
        if each.field == "receiving_name" and each.theirs and each.mobility.direction == Direction.OUTGOING:
            try:
                each.values["row"] = with_host(file, each.values.get("row", {}), user)
            except Refused as refusal:
                result.refuse([each], refusal.args[0])
                return [other for other in rows if other is not each]
    return rows


def knowing_days(rows: list[ModuleDifference], result: Applied) -> list[ModuleDifference]:
    """The differences of one mobility; that it is blended only with how many days."""
    said = {each.field for each in rows if each.theirs}
    for each in rows:
        if each.field == "blended" and "blended_days" not in said and plain(each.theirs) in map(plain, YES):
            result.refuse([each], NO_DAYS)
            return [other for other in rows if other is not each]
    return rows


def incomplete_of(keys: set[int]) -> list[tuple[Mobility, list[Notice]]]:
    rows = with_findings(Mobility.objects.standing().filter(pk__in=keys).with_names())
    return [(row, missing) for row in rows if (missing := missing_of(row.findings))]


def keep_refusals(rows: Sequence[ModuleDifference]) -> None:
    """Beside what was written of the same rows meanwhile: their versions."""
    now = ModuleDifference.objects.in_bulk([each.pk for each in rows])
    for each in rows:
        now[each.pk].values["refusal"] = each.values["refusal"]
        now[each.pk].ours = each.ours
    ModuleDifference.objects.bulk_update(now.values(), ["values", "ours"], batch_size=BATCH)


def one_by_one(file: ModuleFile, each: ModuleDifference, user, result: Applied) -> None:
    try:
        with transaction.atomic():
            whole(file, each, user)
    except Refused as refusal:
        result.refuse([each], refusal.args[0])
    else:
        result.take([each])


def whole(file: ModuleFile, each: ModuleDifference, user) -> None:
    """A mobility that is on one side only, or a draft there. Raises Refused."""
    if each.kind == DriftKind.DRAFT_THERE:
        return  # known, and left as it is
    if each.kind == DriftKind.ONLY_HERE:
        cancel(file, unchanged(each), user)
    elif each.values.get("is_cancelled"):
        reopen(unchanged(each), user)
    elif each.mobility_id:
        take_id(file, unchanged(each), each.module_id, user)
    else:
        add_mobility(file, each, user)


def cancel(file: ModuleFile, mobility: Mobility, user) -> None:
    """A closed one by the steps that people would take. Raises Refused."""
    today = timezone.localdate()
    if mobility.state == MobilityState.INTERRUPTED:
        raise Refused(WENT_IN_PART)
    if mobility.state == MobilityState.CLOSED:
        services.move_mobility(mobility, user, "reopen", today)
        mobility.refresh_from_db()
    services.move_mobility(mobility, user, "cancel", today)
    record(user, file.school, Verb.CHANGE, mobility, {"not_in_module": ["", file.name]})


def reopen(mobility: Mobility, user) -> None:
    """What began before today took place, as in imports. Raises Refused."""
    today = timezone.localdate()
    services.move_mobility(mobility, user, "reopen", today)
    mobility.refresh_from_db()
    if mobility.state == MobilityState.PLANNED and mobility.start <= today:
        services.move_mobility(mobility, user, "confirm", today)


def take_id(file: ModuleFile, mobility: Mobility, module_id: str, user) -> None:
    """The module's own ID; from now on it is known by it. Raises Refused."""
    ModuleNumbering.objects.get_or_create(project=file.project)
    ModuleNumbering.objects.select_for_update().get(project=file.project)
    if mobility.module_id and mobility.module_id != module_id:
        raise Refused(_("This mobility has another mobility ID already, and an ID never changes."))
    if not module_id:
        raise Refused(_("The row in the module has no mobility ID."))
    if Mobility.objects.filter(project=file.project, module_id=module_id).exclude(pk=mobility.pk).exists():
        raise Refused(_("Another mobility of the project has this mobility ID."))
    mobility.module_id = module_id
    mobility.save(update_fields=["module_id"])
    record(user, file.school, Verb.CHANGE, mobility, {"module_id": ["", module_id]})


def add_mobility(file: ModuleFile, each: ModuleDifference, user) -> None:
    """By the checks of an import, with the person and the host where nobody here is called so. Raises Refused with
    all that it says."""
    said = each.values.get("row", {})
    kind = type_of(file, said.get("activity_type", ""))
    each.values["is_added"], each.values["is_new_person"] = True, add_person(file, said, kind, user)
    if kind is None or not kind.is_incoming:
        said = with_host(file, said, user)
    checked = through_import(file, values_of_row(file, said), user)
    take_id(file, checked.saved, each.module_id, user)
    each.mobility = checked.saved
    each.save(update_fields=["mobility"])
