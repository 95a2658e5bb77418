"""Mobility IDs are given once, kept for ever, and never given again."""

from collections.abc import Iterable, Mapping, Sequence

from mobilities.beneficiary_module import numbers
from mobilities.models import Mobility, ModuleNumbering
from portal.audit.models import Verb
from portal.audit.services import record_many
from portal.common.refused import Refused
from projects.models import Project

BATCH = 500


def give_numbers(
    project: Project, keys: Sequence[int], user, *, taken_over: Mapping[int, str], highest: int
) -> dict[int, str]:
    """Key of each mobility > its ID; new ones in the order of `keys`. `taken_over`: IDs that the module gave already;
    `highest`: the greatest ordinal known there. Runs inside a transaction. Raises Refused."""
    stem = numbers.stem_of(project)
    ModuleNumbering.objects.get_or_create(project=project)
    numbering = ModuleNumbering.objects.select_for_update().get(project=project)
    used = dict(Mobility.objects.filter(project=project).exclude(module_id="").values_list("module_id", "pk"))
    numbering.last = max([numbering.last, highest, *(numbers.ordinal_of(stem, module_id) for module_id in used)])
    known = {pk: module_id for module_id, pk in used.items()}
    new: dict[int, str] = {}
    for pk in keys:
        if pk in known:
            continue
        wanted = taken_over.get(pk, "")
        if not wanted or wanted in used:
            numbering.last += 1
            wanted = numbers.number_of(stem, numbering.last)
        used[wanted] = pk
        new[pk] = wanted
    numbering.save(update_fields=["last"])
    write(project, new, user)
    return known | new


def know_of(project: Project, module_ids: Iterable[str]) -> None:
    """IDs that the module has, whoever gave them, are never given here to another mobility. Runs inside a
    transaction."""
    try:
        stem = numbers.stem_of(project)
    except Refused:
        return
    highest = max((numbers.ordinal_of(stem, module_id) for module_id in module_ids), default=0)
    if highest:
        ModuleNumbering.objects.get_or_create(project=project)
        ModuleNumbering.objects.filter(project=project, last__lt=highest).update(last=highest)


def write(project: Project, new: Mapping[int, str], user) -> None:
    rows = list(Mobility.objects.filter(pk__in=list(new)).select_related("participant")) if len(new) <= BATCH else [
        row for row in Mobility.objects.filter(project=project).select_related("participant") if row.pk in new
    ]  # fmt: skip
    for row in rows:
        row.module_id = new[row.pk]
    Mobility.objects.bulk_update(rows, ["module_id"], batch_size=BATCH)
    record_many(user, project.school, ((Verb.CHANGE, row, {"module_id": ["", row.module_id]}) for row in rows))
