"""What became of differences that were taken over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice
from mobilities.models import LearningPlan, Mobility, MobilityGrant, ModuleDifference, ModuleFile
from portal.common.models import Versioned
from portal.common.refused import Refused
from portal.imports.sentences import in_every_language

STALE = _("Somebody changed it here after the comparison. Compare anew and decide again.")
NOTHING_THERE = _(
    "The module has nothing there, and here it cannot be empty. Let ours stand: it goes into the next file for the "
    "module."
)
WENT_IN_PART = _(
    "It was interrupted here, so it took place in part and no file cancels it. If it did not take place, reopen and "
    "cancel it on its page."
)
NO_DATE = _("“%(text)s” is no date.")
BATCH = 500


@dataclass
class Applied:
    """Differences that are in the register now, those that are not, and mobilities that were changed."""

    done: list[ModuleDifference] = field(default_factory=list)
    refused: list[ModuleDifference] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    incomplete: list[tuple[Mobility, list[Notice]]] = field(default_factory=list)  # of those changed, and why
    more: int = 0  # differences of other mobilities that came with a person or host they share
    fewer: int = 0

    def take(self, rows: Sequence[ModuleDifference]) -> None:
        self.done += rows
        self.changed |= {each.mobility_id for each in rows if each.mobility_id}

    def refuse(self, rows: Sequence[ModuleDifference], text: object) -> None:
        for each in rows:
            each.values["refusal"] = in_every_language(text)
        self.refused += rows


def unchanged(each: ModuleDifference) -> Mobility:
    """Our mobility, locked, as it was compared. Raises Refused."""
    found = Mobility.objects.select_for_update(of=("self",)).filter(pk=each.mobility_id).first()
    if found is None or found.version != each.values.get("version"):
        raise Refused(STALE)
    return found


# Kind of our rows > how a difference finds them, and under which name it keeps the version that was compared.
KINDS = {
    "mobility": ("mobility", "version"),
    "person": ("mobility__participant", "person_version"),
    "home": ("mobility__participant", "person_version"),
    "host_details": ("mobility__host", "host_version"),
    "grant": ("mobility__grant", "grant_version"),
    "break": ("mobility__grant", "grant_version"),
    "plan": ("mobility__learning_plan", "plan_version"),
}


def record_of(kind: str, mobility: Mobility) -> Versioned | None:
    """Ours of that kind; where nothing was entered yet, a row that is not saved."""
    if kind in ("person", "home"):
        return mobility.participant
    if kind == "host_details":
        return mobility.host
    if kind in ("grant", "break"):
        return getattr(mobility, "grant", None) or MobilityGrant(mobility=mobility)
    return getattr(mobility, "learning_plan", None) or LearningPlan(mobility=mobility)


def renew_versions(file: ModuleFile, kind: str, saved: Iterable[Versioned]) -> None:
    """Our own change is no somebody else's: what is still open about the same rows may follow."""
    path, name = KINDS[kind]
    versions = {row.pk: row.version for row in saved}
    about = file.differences.filter(applied_at=None, **{f"{path}__in": list(versions)})
    rows = list(about.annotate(about=F(f"{path}__pk")))
    for each in rows:
        each.values[name] = versions[each.about]
    ModuleDifference.objects.bulk_update(rows, ["values"], batch_size=BATCH)
