"""Two or more rows of one person become one: every reference moves, or nothing happens.

What refers to a person is asked of the model, so that a relation added later moves as well. Those that need more than
moving stand in SPECIAL.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import F, ForeignObjectRel, Model, UniqueConstraint
from django.utils.translation import gettext as _

from mobilities.completeness import last_of, overlap
from mobilities.duplicates import pair
from mobilities.enums import ApplicationState, PersonKind
from mobilities.models import (
    AccompanyingPerson,
    Application,
    Consent,
    ExperienceReport,
    MergedPerson,
    Mobility,
    Paper,
    Participant,
    PersonContact,
    ToldApart,
)
from mobilities.services.checklists import keep_people_in_step
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.folding import fold
from portal.common.models import Versioned
from portal.common.refused import Refused
from portal.common.text import day_range

CHOSEN = (
    "kind", "first_name", "last_name", "birth_date", "gender", "nationality", "email", "phone", "group",
    "qualification", "work_field", "home", "user", "fewer_opportunities", "is_active",
)  # fmt: skip


@transaction.atomic
def merge(people: Sequence[Participant], versions: Mapping[int, int], chosen: Mapping[str, Any], user) -> Participant:
    """The oldest row is kept and gets the values `chosen`. Raises Refused where a row was changed since it was shown,
    or where two of the mobilities cannot both be."""
    rows = list(Participant.objects.select_for_update().filter(pk__in=[person.pk for person in people]).order_by("pk"))
    if {row.pk: row.version for row in rows} != dict(versions):
        raise Refused(_("Somebody changed one of these people meanwhile. Open the page anew and compare again."))
    if len(rows) < 2 or len({row.school_id for row in rows}) > 1:
        raise Refused(_("Choose at least two people of the school."))
    refuse_clashes(rows)
    kept, *others = rows
    former = [row.pk for row in others]
    before = {name: getattr(kept, name) for name in CHOSEN}
    for gone in others:
        move_all(gone, kept)
        MergedPerson.objects.create(former_id=gone.pk, kept=kept)
        audit.delete(gone, user, kept.school)
    for name, value in fitting(chosen).items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    changes = {
        name: [audit.short(before[name]), audit.short(getattr(kept, name))]
        for name in CHOSEN
        if before[name] != getattr(kept, name)
    }
    follow_papers(former, kept, user)
    audit.record(user, kept.school, Verb.CHANGE, kept, changes | {"merged": ["", ", ".join(map(str, others))[:500]]})
    return kept


def follow_papers(former: Sequence[int], kept: Participant, user) -> None:
    """Lines of those who travel along are told apart by the person; of two alike the kept person's stays."""
    for gone in former:
        for paper in Paper.objects.filter(key__endswith=f"@{gone}", mobility__school=kept.school_id):
            key = paper.key.replace(f"@{gone}", f"@{kept.pk}")
            if not Paper.objects.filter(mobility=paper.mobility_id, key=key).exists():
                Paper.objects.filter(pk=paper.pk).update(key=key)
    keep_people_in_step([kept.pk], kept.school, user)


def fitting(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Learners have no post and no account, staff no group: as on the form of a person."""
    if chosen["kind"] == PersonKind.LEARNER:
        return {**chosen, "work_field": "", "user": None}
    return {**chosen, "group": "", "qualification": None}


def refuse_clashes(people: Sequence[Participant]) -> None:
    """One person cannot be on two journeys at once; whoever merges has to say which one is right."""
    rows = Mobility.objects.standing().filter(participant__in=people).select_related("grant")
    trips = list(rows.order_by("start", "pk"))
    for one, other in combinations(trips, 2):
        if one.participant_id != other.participant_id and overlap(one, other):
            sentence = _(
                "Two mobilities overlap: %(one)s and %(other)s. Correct or cancel one of them first; perhaps these "
                "are two people after all."
            )
            raise Refused(sentence % {"one": period(one), "other": period(other)})
    for along in AccompanyingPerson.objects.standing().filter(person__in=people):
        for trip in trips:
            if trip.participant_id != along.person_id and overlap(trip, along):
                sentence = _("One of them takes part in a mobility %(one)s while the other accompanies people then.")
                raise Refused(sentence % {"one": period(trip)})


def period(row: Mobility) -> str:
    return day_range(row.start, last_of(row))


def relations() -> list[ForeignObjectRel]:
    """Every foreign key of any model that points to a person, those behind many-to-many fields included."""
    every = Participant._meta.get_fields(include_hidden=True)
    return [each for each in every if each.auto_created and not each.concrete and not each.many_to_many]


def move_all(gone: Participant, kept: Participant) -> None:
    for relation in relations():
        SPECIAL.get(relation.related_model, move)(relation, gone, kept)
    for relation in relations():
        if relation.related_model._base_manager.filter(**{relation.field.name: gone}).exists():
            raise RuntimeError(f"{relation.related_model.__name__} still refers to the merged person")


def move(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    """Each row moves, except one whose twin the kept person has: present on a day, speaks a language."""
    model, name = relation.related_model, relation.field.name
    counted = {"version": F("version") + 1} if issubclass(model, Versioned) else {}
    for row in model._base_manager.filter(**{name: gone}):
        if has_twin(row, name, kept):
            row.delete()
        else:
            model._base_manager.filter(pk=row.pk).update(**{name: kept}, **counted)


def has_twin(row: Model, name: str, kept: Participant) -> bool:
    rows = type(row)._base_manager.filter(**{name: kept})
    return any(
        rows.filter(**{other: getattr(row, other) for other in fields if other != name}).exists()
        for fields in unique_sets(type(row), name)
    )


def unique_sets(model: type[Model], name: str) -> list[Sequence[str]]:
    """The sets of fields with `name` that stand once; those with a condition belong into SPECIAL."""
    constraints = (each for each in model._meta.constraints if isinstance(each, UniqueConstraint))
    sets = [each.fields for each in constraints if each.condition is None]
    if model._meta.get_field(name).unique:
        sets.append([name])
    return [fields for fields in [*sets, *model._meta.unique_together] if name in fields]


def move_consents(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    """Of two that stand the later one stays. A consent that one row took back later is taken back for both."""
    for kind in {*gone.consents.values_list("kind", flat=True)}:
        ours, theirs = (list(person.consents.filter(kind=kind).order_by("given_on", "pk")) for person in (kept, gone))
        standing = sorted(
            (row for row in [*theirs, *ours] if row.revoked_on is None),
            key=lambda row: (row.given_on, row.text.number),
        )
        if len(standing) > 1:
            end(standing[0], standing[1].given_on)
        elif standing:
            others = theirs if standing[0] in ours else ours
            taken_back = max((row.revoked_on for row in others), default=None)
            if taken_back and taken_back > standing[0].given_on:
                end(standing[0], taken_back)
    gone.consents.update(person=kept)


def end(consent: Consent, on) -> None:
    consent.revoked_on = on
    consent.save(update_fields=["revoked_on"])


def move_applications(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    """Of two in one call the one that got further stays, with its points."""
    for row in gone.applications.all():
        twin = kept.applications.filter(selection=row.selection_id).first()
        if twin and progress(row) > progress(twin):
            twin.delete()
            twin = None
        if twin:
            row.delete()
        else:
            gone.applications.filter(pk=row.pk).update(person=kept, version=F("version") + 1)


def progress(row: Application) -> tuple[bool, bool, int]:
    return row.mobility_id is not None, row.state != ApplicationState.APPLIED, row.scores.count()


def move_contacts(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    """The same contact of both is one, with what either knew."""
    known = {(row.role, fold(row.name)): row for row in kept.contacts.all()}
    for row in gone.contacts.all():
        twin = known.get((row.role, fold(row.name)))
        if twin is None:
            row.person = kept
            row.save(update_fields=["person"])
            continue
        for name in ("relation", "email", "phone"):
            setattr(twin, name, getattr(twin, name) or getattr(row, name))
        twin.save()
        row.delete()


def move_trips_along(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    """The same trip of both is one, with the mobilities of both; where both reported, both reports stay."""
    for row in gone.accompanied.all():
        twin = kept.accompanied.filter(project=row.project_id, start=row.start, end=row.end).first()
        if twin and (not hasattr(row, "report") or not hasattr(twin, "report")):
            ExperienceReport.objects.filter(accompanying=row).update(accompanying=twin)
            twin.mobilities.add(*row.mobilities.all())
            row.delete()
        else:
            row.person = kept
            row.save(update_fields=["person"])


def move_told_apart(relation: ForeignObjectRel, gone: Participant, kept: Participant) -> None:
    name = relation.field.name
    for row in ToldApart.objects.filter(**{name: gone}):
        other = row.second_id if name == "first" else row.first_id
        row.delete()
        if other != kept.pk:
            tell_apart([kept.pk, other])


@transaction.atomic
def tell_apart(keys: Iterable[int]) -> None:
    """Each of them is another person than all the others."""
    for one, other in combinations(sorted(set(keys)), 2):
        first, second = pair(one, other)
        ToldApart.objects.get_or_create(first_id=first, second_id=second)


SPECIAL: dict[type[Model], Callable[[ForeignObjectRel, Participant, Participant], None]] = {
    AccompanyingPerson: move_trips_along,
    Application: move_applications,
    Consent: move_consents,
    PersonContact: move_contacts,
    ToldApart: move_told_apart,
}
