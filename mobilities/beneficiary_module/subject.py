"""One mobility as the module asks about it: gathered for a whole project in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import prefetch_related_objects

from mobilities import isced
from mobilities.beneficiary_module.lists import GENDERS, Choice, yes_or_no
from mobilities.completeness import Notice, with_findings
from mobilities.enums import Direction, Gender
from mobilities.grants import Counted, of_project
from mobilities.models import ItineraryStop, Mobility
from portal.common.countries import country_name
from portal.common.languages import language_name
from portal.imports.parsers import COUNTRY_OF_AGENCY
from portal.imports.sentences import in_every_language
from projects.grants.types import LEAVING_OUT, Note
from projects.models import ActivityType, Project

# The experience report and who writes it are the school's own; the module does not ask for them.
OWN_MATTERS = {"report", "no_teacher"}
CODE_OF_PROGRAMME = {iso: code for code, iso in COUNTRY_OF_AGENCY.items()}


@dataclass
class Subject:
    """`module_id` as it is, or as it will be given."""

    counted: Counted
    project: Project
    has_rates: bool
    module_id: str = ""
    findings: list[Notice] = field(default_factory=list)

    @property
    def mobility(self) -> Mobility:
        return self.counted.mobility

    @property
    def is_outgoing(self) -> bool:
        return self.mobility.direction == Direction.OUTGOING

    @property
    def stops(self) -> list[ItineraryStop]:
        return list(self.mobility.stops.all())

    @property
    def reasons(self) -> list[Notice]:
        """Why it is not complete."""
        return missing_of(self.findings)

    @property
    def label(self) -> str:
        return str(self.mobility.participant)

    def amount(self, *categories: str) -> Decimal | None:
        """None where it cannot be counted in full: half an amount would be taken for the whole."""
        grant = self.counted.grant
        if not (self.has_rates or grant.fixed >= set(categories)) or grant.incomplete & set(categories):
            return None
        sums = grant.by_category()
        return sum((sums.get(category, Decimal(0)) for category in categories), Decimal(0))

    def uncounted(self, *categories: str) -> list[Note]:
        """What is due and cannot be counted, for want of which it stays empty; of all categories without one."""
        notes = [note for note in self.counted.grant.notes if note.key in LEAVING_OUT]
        return [note for note in notes if not categories or note.category in categories]

    @property
    def total(self) -> Decimal | None:
        if not self.has_rates or self.counted.grant.incomplete:
            return None
        return self.counted.grant.total


def missing_of(findings: Iterable[Notice]) -> list[Notice]:
    return [each for each in findings if each.severity.is_incomplete and each.kind not in OWN_MATTERS]


def subjects_of(project: Project) -> list[Subject]:
    """All mobilities of the project that the module counts, by their first days."""
    rows = of_project(project)
    mobilities = [row.mobility for row in rows]
    for row in mobilities:
        row.project = project
    prefetch_related_objects(
        mobilities,
        "stops",
        "accompanying_persons__person",
        "participant__qualification",
        "host__languages",
        "learning_plan",
    )
    with_findings(mobilities)
    has_rates = bool(project.rates.all())
    return [Subject(row, project, has_rates, row.mobility.module_id, row.mobility.findings) for row in rows]


def ids_given(project: Project) -> set[str]:
    """Mobility IDs of all its mobilities, of cancelled ones too; in capitals."""
    rows = Mobility.objects.filter(project=project).exclude(module_id="")
    return {module_id.upper() for module_id in rows.values_list("module_id", flat=True)}


# ---- values with a dictionary ----


def country(code: str) -> Choice | None:
    """EL and UK, as the programme calls Greece and the United Kingdom, beside GR and GB."""
    if not code:
        return None
    own = CODE_OF_PROGRAMME.get(code, code)
    return Choice((*dict.fromkeys((own, code)), country_name(code, "en"), country_name(code, "lv")))


def gender(known: str) -> Choice | None:
    return Choice(GENDERS[Gender(known)]) if known else None


def activity(kind: ActivityType) -> Choice:
    return Choice((kind.code, kind.name_en, kind.name_lv))


def education(code: str) -> Choice | None:
    return Choice((code, isced.names().get(code, code))) if code else None


def eqf(level: int | None) -> Choice | None:
    words = (f"EQF-{level}", f"EQF {level}", f"EQF level {level}", f"Level {level}", str(level))
    return Choice(words) if level else None


def language(codes: Iterable[str]) -> Choice | None:
    """Of several working languages nobody but people knows which one was spoken."""
    known = list(codes)
    if len(known) != 1:
        return None
    return Choice((known[0], language_name(known[0], "en"), language_name(known[0], "lv")))


def band(subject: Subject) -> Choice | None:
    """The distance band of the agreement's rates in which the distance lies."""
    km = subject.counted.distance.km
    if km is None:
        return None
    for rate in subject.project.rates.all():
        low, below = rate.km_from, rate.km_below
        if low is not None and low <= km and (below is None or km < below):
            shown = f"{low} km or more" if below is None else f"{low} - {below - 1} km"
            return Choice((shown,), km=km)
    return None


def named(member) -> Choice:
    """A member of an enumeration by its words in every language."""
    return Choice((str(member.value), *in_every_language(member.label).values()))


def flag(value: bool) -> Choice:
    return yes_or_no(value)
