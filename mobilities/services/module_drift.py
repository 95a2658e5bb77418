"""Differences between an export of the module and the register: found, settled, and sent back as a template."""

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from mobilities.beneficiary_module import comparing, filling
from mobilities.beneficiary_module.comparing import Comparison, Difference
from mobilities.beneficiary_module.fields import AMOUNTS, BY_NAME, FLAGS, MONEY, STOP, STOPS
from mobilities.beneficiary_module.sides import in_readers_words
from mobilities.enums import (
    GOING,
    Direction,
    DriftKind,
    DriftSettled,
    MobilityState,
    ModuleFilePurpose,
    ModuleFileState,
)
from mobilities.models import Mobility, ModuleDifference, ModuleFile
from mobilities.services.module_files import Progress, keep, locked, opened, order, told
from mobilities.services.module_numbers import know_of
from portal.audit.models import Verb
from portal.audit.services import record, short
from portal.common.refused import Refused

BATCH = 500
MOST_TOLD = 5
UNTOLD = {"fewer_opportunities"}
MAY_BE_CANCELLED = (*GOING, MobilityState.CLOSED)  # a stay that was interrupted took place in part
SENT_AGAIN = (DriftKind.ONLY_HERE, DriftKind.DIFFERS, DriftKind.DRAFT_THERE)


def prepare_compare(row: ModuleFile, progress: Progress, user) -> Callable[[], None]:
    """Find all differences; what is returned keeps them. Raises Refused."""
    progress(0, 2, gettext_noop("Reading the export"))
    template = opened(row)
    progress(1, 2, gettext_noop("Comparing row by row"))
    found = comparing.compare(template, row.project, row.mapping)
    warnings = filling.warnings(template, row.project, row.mapping, row.name)

    def effect() -> None:
        now = locked(row)
        keep_differences(now, found)
        know_of(now.project, found.module_ids)
        now.state, now.done_at = ModuleFileState.READY, timezone.now()
        now.counts = {"rows": found.rows, "matched": found.matched, "differences": len(found.differences)}
        now.remarks = told([*template.remarks, *warnings, *found.remarks])
        now.version += 1
        now.save()
        record(user, now.school, Verb.MAKE, now, {"differences": ["", str(len(found.differences))]})

    return effect


def keep_differences(row: ModuleFile, found: Comparison) -> None:
    """What was settled already and is found again stays settled; what was applied is told no more."""
    before = {key_of(each): each for each in row.differences.exclude(settled="").filter(applied_at=None)}
    row.differences.all().delete()
    ModuleDifference.objects.bulk_create(
        (kept(row, each, before.get(each.key)) for each in found.differences), batch_size=BATCH
    )


def key_of(row: ModuleDifference) -> tuple:
    return (row.kind, row.mobility_id, row.module_id, row.field, row.ours, row.theirs)


def kept(row: ModuleFile, each: Difference, before: ModuleDifference | None) -> ModuleDifference:
    return ModuleDifference(
        file=row, kind=each.kind, mobility_id=each.mobility, module_id=each.module_id, label=each.label,
        row_number=each.row_number, field=each.field, column=each.column, ours=each.ours, theirs=each.theirs,
        values=each.values, settled=before.settled if before else "",
        settled_by_id=before.settled_by_id if before else None, settled_at=before.settled_at if before else None,
    )  # fmt: skip


def may_take(row: ModuleDifference) -> bool:
    """Whether the module's side can go into the register at all; the school's own data cannot."""
    if row.kind == DriftKind.ONLY_HERE:
        return row.mobility is not None and row.mobility.state in MAY_BE_CANCELLED
    if row.kind != DriftKind.DIFFERS:
        return True
    if row.values.get("falls_back"):
        return False
    if row.field in AMOUNTS and not row.theirs.strip():
        return False
    if row.field == STOPS:
        return any(set(stop) == set(STOP) for stop in row.values.get("stops", ()))
    takes = BY_NAME[row.field].takes if row.field in BY_NAME else ""
    if takes == "home":
        return row.mobility is not None and row.mobility.direction == Direction.INCOMING
    if row.mobility is not None and is_of_school(row.field, row.mobility):
        return False
    if takes == "host_details":
        return row.values.get("host_version") is not None
    return bool(takes)


def is_of_school(field: str, mobility: Mobility) -> bool:
    """Of guests the school is the host. What is its own holds for all mobilities, so no row of a file changes it."""
    is_incoming = mobility.direction == Direction.INCOMING
    return field.startswith("receiving_" if is_incoming else "sending_")


@transaction.atomic
def settle(row: ModuleFile, keys: Iterable[int], choice: str, user) -> tuple[int, int]:
    """One way, the other, or, with "", undecided again; returns how many were settled, and how many cannot be taken
    over. What is applied already stays."""
    rows = list(locked(row).differences.filter(pk__in=list(keys), applied_at=None).select_related("mobility"))
    mine = [each for each in rows if choice != DriftSettled.THEIRS or may_take(each)]
    for each in mine:
        each.settled = choice
        each.settled_by, each.settled_at = (user, timezone.now()) if choice else (None, None)
        each.values.pop("refusal", None)
    ModuleDifference.objects.bulk_update(mine, ["settled", "settled_by", "settled_at", "values"], batch_size=BATCH)
    if mine:
        record(user, row.school, Verb.CHANGE, row, {f"settled_{choice or 'open'}": ["", told_shortly(mine)]})
    return len(mine), len(rows) - len(mine)


def told_shortly(rows: Sequence[ModuleDifference]) -> str:
    """For the journal: whose, which column, ours → theirs. Reasons for support stay out of it."""
    said = [shortly(each) for each in rows[:MOST_TOLD]]
    return short("; ".join(said) + (f"; … +{len(rows) - MOST_TOLD}" if len(rows) > MOST_TOLD else ""))


def shortly(each: ModuleDifference) -> str:
    what = ", ".join(filter(None, (each.label or each.module_id, each.column)))
    if each.field in UNTOLD:
        return what
    ours, theirs = each.ours, each.theirs
    if each.field in FLAGS | MONEY:
        with override(settings.LANGUAGE_CODE):  # the journal is in one language
            ours, theirs = (in_readers_words(text, each.field) for text in (ours, theirs))
    return f"{what}: {ours or '–'} → {theirs or '–'}"


def to_send(row: ModuleFile) -> list[int]:
    """Mobilities whose record stands and goes to the module again."""
    settled = row.differences.filter(settled=DriftSettled.OURS, kind__in=SENT_AGAIN, mobility__isnull=False)
    return sorted(set(settled.values_list("mobility", flat=True)))


@transaction.atomic
def order_only_drift(row: ModuleFile, user) -> ModuleFile:
    """A template like this export with exactly the mobilities whose record stands. Raises Refused."""
    now = locked(row)
    keys = to_send(now)
    if not keys:
        raise Refused(_("Decide first for which differences ours stands; only these mobilities go into the file."))
    waiting = now.differences.filter(settled=DriftSettled.THEIRS, applied_at=None, mobility__in=keys)
    if names := sorted(set(waiting.values_list("label", flat=True))):
        raise Refused(
            _("First take over what was decided so; otherwise the file would send back the old values of %(names)s.")
            % {"names": ", ".join(names[:5]) + (" …" if len(names) > 5 else "")}
        )
    with now.file.open("rb") as file:
        content = file.read()
    new = ModuleFile(
        school=now.school, project=now.project, user=user, purpose=ModuleFilePurpose.FILL, name=now.name,
        size=now.size, sha256=now.sha256, layout=now.layout | {"only": keys}, mapping=now.mapping, only_drift=True,
    )  # fmt: skip
    keep(new, content, user)
    return order(new, user)


def mark_applied(rows: Sequence[ModuleDifference]) -> None:
    now = timezone.now()
    for each in rows:
        each.applied_at = now
        each.values.pop("refusal", None)
    ModuleDifference.objects.bulk_update(rows, ["applied_at", "values"], batch_size=BATCH)
