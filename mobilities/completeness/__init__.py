"""What makes a mobility complete: the one place that knows. Form, list, page, export and import only show it.

`findings(plans)` takes mobilities that are typed or imported, as `Plan`s; `findings_of(mobilities)` saved rows. Both
return for each all that is wrong or missing, and ask the database a fixed number of questions however many there are.
An importer makes a Plan of each row of its file, refuses the rows with an ERROR (or a BREACH without a reason) and
shows the other findings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from django.utils import timezone

from mobilities.completeness.around import Around, asks_for_consent
from mobilities.completeness.checks import check
from mobilities.completeness.plan import GRAVEST_FIRST, Notice, Plan, Severity, is_incomplete, last_of, overlap, worst
from mobilities.enums import REPORT_HANDED_IN
from mobilities.models import AccompanyingPerson, ExperienceReport, Mobility, Participant

__all__ = [
    "GRAVEST_FIRST",
    "Notice",
    "Plan",
    "Severity",
    "asks_for_consent",
    "clashes",
    "findings",
    "findings_of",
    "in_chunks",
    "is_incomplete",
    "last_of",
    "notices",
    "overlap",
    "plan_of",
    "with_findings",
    "worst",
]

CLASHES = {"overlap", "accompanies", "takes_part"}


def findings(plans: Sequence[Plan]) -> list[list[Notice]]:
    """Everything there is to say about each plan, in their order."""
    around = Around(plans)
    return [check(plan, around) for plan in plans]


def notices(plan: Plan, along: Iterable[Participant] = ()) -> list[Notice]:
    """The findings about one plan; `along` are its accompanying persons."""
    return findings([replace(plan, along=tuple(along) or plan.along)])[0]


def findings_of(mobilities: Sequence[Mobility]) -> dict[int, list[Notice]]:
    """Key of each saved mobility > its findings. Load them with Mobility.objects.with_names()."""
    along, reported, today = company_of(mobilities), reported_of(mobilities), timezone.localdate()
    plans = [plan_of(row, has_report=row.pk in reported, along=along[row.pk], today=today) for row in mobilities]
    return {row.pk: notices for row, notices in zip(mobilities, findings(plans), strict=True)}


def company_of(mobilities: Sequence[Mobility]) -> dict[int, tuple[Participant, ...]]:
    """Key of each mobility > who travels along; without a manager and a cache for each row."""
    pairs = AccompanyingPerson.mobilities.through.objects.filter(mobility__in=[row.pk for row in mobilities])
    along: dict[int, tuple[Participant, ...]] = defaultdict(tuple)
    for pair in pairs.select_related("accompanyingperson__person").order_by("pk"):
        along[pair.mobility_id] += (pair.accompanyingperson.person,)
    return along


def reported_of(mobilities: Sequence[Mobility]) -> set[int]:
    """Keys of those whose report was handed in; rows that know it (`has_report`) are not asked about again."""
    known = {row.pk for row in mobilities if getattr(row, "has_report", False)}
    unknown = [row.pk for row in mobilities if not hasattr(row, "has_report")]
    if not unknown:
        return known
    handed_in = ExperienceReport.objects.filter(mobility__in=unknown, state__in=REPORT_HANDED_IN)
    return known | set(handed_in.values_list("mobility", flat=True))


def with_findings(mobilities: Iterable[Mobility]) -> list[Mobility]:
    """The rows, each with `findings`, their `worst` severity and `is_incomplete`; those that have them keep them."""
    rows = list(mobilities)
    new = [row for row in rows if not hasattr(row, "findings")]
    found = findings_of(new)
    for row in new:
        row.findings = found[row.pk]
        row.worst = worst(row.findings)
        row.is_incomplete = is_incomplete(row.findings)
    return rows


def in_chunks(mobilities: Iterable[Mobility], size: int = 500) -> Iterator[Mobility]:
    """The rows with their findings, never more than `size` of them in memory."""
    rows = mobilities.iterator(chunk_size=size) if hasattr(mobilities, "iterator") else iter(mobilities)
    while chunk := list(islice(rows, size)):
        yield from with_findings(chunk)


def plan_of(row: Mobility, *, has_report: bool, along: Iterable[Participant] = (), today: date | None = None) -> Plan:
    return Plan(
        project=row.project,
        activity_type=row.activity_type,
        participant=row.participant,
        host=row.host,
        direction=row.direction,
        start=row.start,
        end=row.end,
        last_day=row.last_day,
        responsible_id=row.responsible_id,
        override_reason=row.override_reason,
        state=row.state,
        has_report=has_report,
        along=tuple(along),
        pk=row.pk,
        today=today,
    )


def clashes(plan: Plan) -> list[Notice]:
    """Only what stands in the way in the same days."""
    return [notice for notice in notices(plan) if notice.kind in CLASHES]
