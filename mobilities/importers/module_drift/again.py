"""After differences were taken over: whether they are settled indeed, and what follows for other rows of the file."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.comparing import LONGEST, Difference, compare
from mobilities.beneficiary_module.fields import BY_NAME, STOPS
from mobilities.beneficiary_module.sides import as_sent, in_readers_words, in_words, is_same
from mobilities.enums import DriftKind, DriftSettled
from mobilities.importers.module_drift.amounts import here
from mobilities.importers.module_drift.applied import BATCH, STALE, Applied
from mobilities.models import Mobility, ModuleDifference, ModuleFile
from mobilities.services.module_drift import kept, may_take
from mobilities.services.module_files import opened
from portal.common.refused import Refused
from portal.imports.sentences import sentence

OF_PERSON, OF_HOST = ("person", "home"), ("host_details",)
# What a new mobility takes over with it; persons and hosts that were here before are asked about one by one.
WITH_IT = ("mobility", "grant", "plan")


def takes(each: ModuleDifference | Difference) -> str:
    return BY_NAME[each.field].takes if each.field in BY_NAME else ""


def found_now(file: ModuleFile) -> Sequence[Difference]:
    """The same file against the register as it is now; nothing where the file is kept no more."""
    try:
        return compare(opened(file), file.project, file.mapping).differences
    except Refused:
        return ()


def see_whether_settled(file: ModuleFile, result: Applied) -> None:
    """What was written and differs all the same is not taken over: it says so and stays open."""
    done = [each for each in result.done if each.kind == DriftKind.DIFFERS and each.field not in ("", STOPS)]
    now = here(file, done)
    unsettled = [
        each for each in done if each.pk not in now or not is_same(BY_NAME[each.field], now[each.pk], each.theirs)
    ]
    keys = {each.pk for each in unsettled}
    result.done = [each for each in result.done if each.pk not in keys]
    for each in unsettled:
        if each.pk in now:
            each.ours = in_words(as_sent(now[each.pk]))[:LONGEST]
        result.refuse([each], still_there(each) if each.pk in now else STALE)


def still_there(each: ModuleDifference) -> object:
    text = _("It was written, and still differs: here it is %(ours)s. Mend it on its page, or let ours stand.")
    ours, field = each.ours, each.field
    return sentence(text, ours=lambda: in_readers_words(ours, field) or "–")


def take_with(file: ModuleFile, rows: Iterable[ModuleDifference], user) -> list[ModuleDifference]:
    """What else the rows say of mobilities that were only there. Of new ones it is taken over too, as far as nothing
    is overwritten that others share: these are returned. All others are differences to be decided."""
    by_mobility = {each.mobility_id: each for each in rows}
    if not by_mobility:
        return []
    new = [
        kept(file, each, None)
        for each in found_now(file)
        if each.mobility in by_mobility and each.kind in (DriftKind.DIFFERS, DriftKind.DRAFT_THERE)
    ]
    ModuleDifference.objects.bulk_create(new, batch_size=BATCH)
    stored = file.differences.filter(pk__in=[each.pk for each in new]).select_related("mobility__school")
    taken = [each for each in stored if goes_with(each, by_mobility[each.mobility_id])]
    for each in taken:
        each.settled, each.settled_by, each.settled_at = DriftSettled.THEIRS, user, timezone.now()
    ModuleDifference.objects.bulk_update(taken, ["settled", "settled_by", "settled_at"], batch_size=BATCH)
    return taken


def goes_with(each: ModuleDifference, whole: ModuleDifference) -> bool:
    if each.kind != DriftKind.DIFFERS or not each.theirs or not whole.values.get("is_added") or not may_take(each):
        return False
    if each.field == STOPS or takes(each) in WITH_IT:
        return True
    is_of_new = whole.values.get("is_new_person") and takes(each) in OF_PERSON
    return bool(is_of_new) or takes(each) == "follows"


def name_rest(file: ModuleFile, rows: Sequence[ModuleDifference], result: Applied) -> None:
    """Beside a mobility that was only there: the columns in which it differs still. They are undecided."""
    refused = [each for each in result.refused if each.values.get("is_with")]
    for each in refused:
        each.settled, each.settled_by, each.settled_at = "", None, None
    ModuleDifference.objects.bulk_update(refused, ["settled", "settled_by", "settled_at"], batch_size=BATCH)
    done = {each.pk for each in result.done}
    open_now = file.differences.filter(mobility__in=[each.mobility_id for each in rows], kind=DriftKind.DIFFERS)
    for each in rows:
        mine = [other for other in open_now if other.mobility_id == each.mobility_id and other.pk not in done]
        each.values["rest"] = [other.column for other in mine]


def recount_shared(file: ModuleFile, result: Applied) -> None:
    """The differences of other mobilities that share a person or host with one that was changed."""
    hosts = {each.mobility.host_id for each in result.done if each.mobility and takes(each) in OF_HOST}
    people = {each.mobility.participant_id for each in result.done if each.mobility and takes(each) in OF_PERSON}
    shared = Q(host__in=hosts - {None}) | Q(participant__in=people)
    about = set(Mobility.objects.filter(shared, project=file.project).values_list("pk", flat=True))
    if len(about) < 2:
        return
    fields = [name for name, known in BY_NAME.items() if known.takes in (*OF_PERSON, *OF_HOST)]
    now = {
        (each.mobility, each.field): each
        for each in found_now(file)
        if each.mobility in about and each.field in fields and each.kind == DriftKind.DIFFERS
    }
    before = list(file.differences.filter(mobility__in=about, field__in=fields, applied_at=None))
    gone = [each.pk for each in before if (each.mobility_id, each.field) not in now]
    for each in before:
        if found := now.pop((each.mobility_id, each.field), None):
            refusal = {"refusal": each.values["refusal"]} if "refusal" in each.values else {}
            each.ours, each.theirs, each.values = found.ours, found.theirs, found.values | refusal
    ModuleDifference.objects.bulk_update(
        [each for each in before if each.pk not in gone], ["ours", "theirs", "values"], batch_size=BATCH
    )
    file.differences.filter(pk__in=gone).delete()
    ModuleDifference.objects.bulk_create([kept(file, each, None) for each in now.values()], batch_size=BATCH)
    result.more, result.fewer = len(now), len(gone)
