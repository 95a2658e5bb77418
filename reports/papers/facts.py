"""All that the papers of one mobility may print, gathered for many mobilities in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from mobilities import grants
from mobilities.consent_texts import first_text
from mobilities.enums import ConsentKind, ContactRole, Direction, MobilityState, PersonContactRole
from mobilities.models import (
    AccompanyingPerson,
    ChecklistItem,
    ConsentText,
    Host,
    HostContact,
    LearningPlan,
    Mobility,
    Participant,
    PersonBank,
    PersonContact,
    ProgrammeDay,
    SchoolContact,
)
from mobilities.papers import Profile, Rule, minor_at, profile_along, profile_of, rules_with
from portal.accounts.models import School
from portal.common import places
from portal.common.ordering import Latvian
from projects.enums import BudgetCategory
from projects.grants import Line
from projects.models import Project

CENT = Decimal("0.01")
# What an organisation gets for its own work is no part of what a participant is paid.
OF_THE_SCHOOL = (BudgetCategory.ORGANISATIONAL, BudgetCategory.INCLUSION_ORGANISATION)


@dataclass(frozen=True)
class Contact:
    """Somebody whom a paper names, whichever list they come from."""

    name: str
    position: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Organisation:
    """A party of a paper. `contacts`: role > who."""

    name: str
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""
    registration_number: str = ""
    oid: str = ""
    email: str = ""
    phone: str = ""
    contacts: dict[str, Contact] = field(default_factory=dict)
    is_ours: bool = False
    name_en: str = ""

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name

    def address_in(self, language: str) -> str:
        return joined(self.street, places.name_in(self.city, self.country, language), self.postcode)


@dataclass(frozen=True)
class Facts:
    """Of one mobility. `accompanying`: who travels along and is then the `person`; `group`: all who follow one
    programme; `rules`: kind > when the school's checklist asks for it, empty where everything is asked for."""

    school: School
    project: Project
    person: Participant
    mobility: Mobility
    host: Host | None
    plan: LearningPlan | None
    today: date
    days: tuple[ProgrammeDay, ...] = ()
    person_contacts: tuple[PersonContact, ...] = ()
    host_contacts: tuple[HostContact, ...] = ()
    school_contacts: tuple[SchoolContact, ...] = ()
    bank: PersonBank | None = None
    companions: tuple[AccompanyingPerson, ...] = ()
    consent_texts: dict[str, dict[str, str]] = field(default_factory=dict)
    counted: grants.Counted | None = None
    accompanying: AccompanyingPerson | None = None
    group: tuple[Mobility, ...] = ()
    rules: dict[str, Rule] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        return profile_along(self.mobility) if self.accompanying else profile_of(self.mobility)

    @property
    def is_incoming(self) -> bool:
        return self.mobility.direction == Direction.INCOMING

    @property
    def is_minor(self) -> bool | None:
        """At departure; None where the date of birth of a learner is not known."""
        return minor_at(self.person, self.mobility.start)

    @property
    def first_day(self) -> date:
        return self.accompanying.start if self.accompanying else self.mobility.start

    @property
    def last_day(self) -> date:
        return self.accompanying.end if self.accompanying else self.mobility.last_day

    @property
    def guardians(self) -> list[PersonContact]:
        return [row for row in self.person_contacts if row.role == PersonContactRole.GUARDIAN]

    @property
    def emergency(self) -> PersonContact | None:
        """Whom to call; of a minor a guardian where nobody else is named."""
        named = [row for row in self.person_contacts if row.role == PersonContactRole.EMERGENCY]
        return next(iter([*named, *self.guardians]), None)

    @property
    def has_host(self) -> bool:
        """Whether the receiving organisation is known; of guests we are it ourselves."""
        return self.is_incoming or self.host is not None

    @property
    def was_called_otherwise(self) -> bool:
        """The name of the project's days stands, in the one language it was kept in."""
        return self.project.school_name not in ("", self.school.name)

    @cached_property
    def ours(self) -> Organisation:
        school = self.school
        contacts = by_role(self.school_contacts)
        teacher = self.mobility.responsible  # of a member of staff perhaps the same person, who is no own mentor
        if teacher is not None and teacher.pk != self.mobility.participant.user_id and not self.accompanying:
            contacts[ContactRole.MENTOR] = Contact(teacher.get_full_name(), email=teacher.email)
        return Organisation(
            name=self.project.school_name or school.name,
            street=school.address,
            city=school.city,
            postcode=school.postcode,
            country=school.country,
            registration_number=school.registration_number,
            oid=school.oid,
            email=school.email,
            phone=school.phone,
            contacts=contacts,
            is_ours=True,
            name_en="" if self.was_called_otherwise else school.name_en,
        )

    @cached_property
    def theirs(self) -> Organisation:
        """The other organisation: the host, or where a guest comes from."""
        if self.is_incoming:
            return Organisation(name=self.mobility.participant.home)
        host = self.host
        if host is None:
            return Organisation(name="")
        contacts = by_role(self.host_contacts)
        if self.plan is not None and self.plan.mentor is not None:
            contacts[ContactRole.MENTOR] = contact_of(self.plan.mentor)
        return Organisation(
            name=host.name,
            street=host.address,
            city=host.city,
            postcode=host.postcode,
            country=host.country,
            oid=host.oid,
            email=host.email,
            phone=host.phone,
            contacts=contacts,
        )

    @property
    def sending(self) -> Organisation:
        return self.theirs if self.is_incoming else self.ours

    @property
    def receiving(self) -> Organisation:
        return self.ours if self.is_incoming else self.theirs

    @property
    def grant_lines(self) -> list[Line]:
        """What the participant is paid."""
        if self.counted is None:
            return []
        return [line for line in self.counted.grant.lines if line.category not in OF_THE_SCHOOL]

    @property
    def is_zero_grant(self) -> bool:
        return self.counted is not None and self.counted.terms.is_zero_grant

    @property
    def grant_total(self) -> Decimal:
        return sum((line.amount for line in self.grant_lines), Decimal("0.00"))

    @property
    def first_payment(self) -> Decimal:
        return (self.grant_total * self.project.first_payment / 100).quantize(CENT, ROUND_HALF_UP)

    def plan_text(self, name: str) -> str:
        return getattr(self.plan, name) if self.plan is not None else ""

    def of_companion(self, accompanying: AccompanyingPerson) -> "Facts":
        person = accompanying.person
        return replace(self, accompanying=accompanying, person=person, person_contacts=(), bank=None, counted=None)

    def of_group(self, group: Iterable[Mobility]) -> "Facts":
        return replace(self, group=tuple(group))


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def contact_of(row) -> Contact:
    return Contact(row.name, getattr(row, "position", ""), row.email, row.phone)


def by_role(rows: Iterable) -> dict[str, Contact]:
    """The first of each role."""
    found: dict[str, Contact] = {}
    for row in rows:
        found.setdefault(row.role, contact_of(row))
    return found


def gather(mobilities: Iterable[int], school: School, *, with_grants: bool = True) -> list[Facts]:
    """Facts of these mobilities of the school, by name. The number of queries does not grow with them."""
    rows = list(
        Mobility.objects.filter(pk__in=list(mobilities), school=school)
        .select_related(
            "participant__qualification", "participant__bank", "host", "project", "activity_type", "responsible",
            "grant", "learning_plan__mentor",
        )
        .prefetch_related(
            "participant__contacts", "host__contacts", "learning_plan__days", company(),
        )
        .order_by(Latvian("participant__last_name"), Latvian("participant__first_name"), "start", "pk")
    )  # fmt: skip
    shared = {
        "school": school,
        "today": timezone.localdate(),
        "school_contacts": tuple(SchoolContact.objects.filter(school=school)),
        "consent_texts": consent_texts(school),
    }
    counted = grants_of(rows) if with_grants else {}
    rules = rules_by_project(school, {row.project_id for row in rows})
    return [facts_of(row, counted.get(row.pk), shared | {"rules": rules[row.project_id]}) for row in rows]


def company() -> Prefetch:
    """Who travels along, with the first mobility of the trip that stands: there their checklist lies."""
    standing = Mobility.objects.exclude(state=MobilityState.CANCELLED).order_by("pk").values("pk")
    first = Subquery(standing.filter(accompanying_persons=OuterRef("pk"))[:1])
    return Prefetch(
        "accompanying_persons", AccompanyingPerson.objects.select_related("person").annotate(first_mobility=first)
    )


def rules_by_project(school: School, projects: set[int]) -> dict[int, dict[str, Rule]]:
    """Project > kind > the rule that the school and the project make of the portal's."""
    items = list(ChecklistItem.objects.filter(Q(project=None) | Q(project__in=projects), school=school))
    return {
        project: {rule.kind: rule for rule in rules_with([row for row in items if row.project_id in (None, project)])}
        for project in projects
    }


def grants_of(rows: list[Mobility]) -> dict[int, grants.Counted]:
    projects = {row.project_id: row.project for row in rows}
    found = grants.of_projects(list(projects.values()))
    return {each.mobility.pk: each for counted in found.values() for each in counted}


def consent_texts(school: School) -> dict[str, dict[str, str]]:
    """Kind > the words in force, ours where the school has none; without an English text the Latvian one stands."""
    kept = {row.kind: row for row in ConsentText.objects.filter(school=school).in_force()}
    texts = {}
    for kind in ConsentKind.values:
        row = kept.get(kind)
        own = {"text_lv": row.text_in("lv"), "text_en": row.text_in("en")} if row else first_text(school, kind)
        texts[kind] = {"lv": own["text_lv"], "en": own["text_en"]}
    return texts


def facts_of(row: Mobility, counted: grants.Counted | None, shared: dict) -> Facts:
    plan = getattr(row, "learning_plan", None)
    return Facts(
        project=row.project,
        person=row.participant,
        mobility=row,
        host=row.host,
        plan=plan,
        days=tuple(plan.days.all()) if plan else (),
        person_contacts=tuple(row.participant.contacts.all()),
        host_contacts=tuple(row.host.contacts.all()) if row.host else (),
        bank=getattr(row.participant, "bank", None),
        companions=tuple(row.accompanying_persons.all()),
        counted=counted,
        **shared,
    )
