"""What the register says to a field of the module, of one mobility."""

from collections.abc import Callable

from mobilities.beneficiary_module import subject as of
from mobilities.beneficiary_module.lists import Choice, city
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.subject import Subject
from mobilities.grants import distance_of
from mobilities.models import MobilityGrant

Read = Callable[[Subject], Value | Choice]


def host(name: str) -> Read:
    return lambda row: getattr(row.mobility.host, name) if row.is_outgoing and row.mobility.host else ""


def receiving(name: str) -> Read:
    """The host; of guests the school itself."""
    return lambda row: host(name)(row) if row.is_outgoing else getattr(row.mobility.school, name)


def receiving_name(row: Subject) -> Value | Choice:
    return host("name")(row) if row.is_outgoing else school_name(row)


def sending(name: str) -> Read:
    return lambda row: getattr(row.mobility.school, name) if row.is_outgoing else ""


def receiving_city(row: Subject) -> Choice | None:
    there = row.mobility.host if row.is_outgoing else row.mobility.school
    return city(there.city, there.country) if there else None


def sending_city(row: Subject) -> Choice | None:
    home = row.mobility.school
    return city(home.city, home.country) if row.is_outgoing else None


def amount(*categories: str) -> Read:
    return lambda row: row.amount(*categories)


def school_name(row: Subject) -> Choice:
    """In both languages: the module has one of them, as the school registered there."""
    school = row.mobility.school
    return Choice(tuple(dict.fromkeys((school.name, school.name_in("en")))))


def sending_name(row: Subject) -> Value | Choice:
    return school_name(row) if row.is_outgoing else row.mobility.participant.home


def sending_country(row: Subject) -> Choice | None:
    return of.country(row.mobility.school.country) if row.is_outgoing else None


def working_language(row: Subject) -> Choice | None:
    """As the learning plan says it; else the only one of the host."""
    plan = getattr(row.mobility, "learning_plan", None)
    if plan and plan.language:
        return of.language([plan.language])
    return host_language(row)


def host_language(row: Subject) -> Choice | None:
    there = row.mobility.host if row.is_outgoing else None
    return of.language(each.language for each in there.languages.all()) if there else None


def isced(row: Subject) -> Choice | None:
    learnt = row.mobility.participant.qualification
    return of.education(learnt.isced_f) if learnt else None


def eqf(row: Subject) -> Choice | None:
    learnt = row.mobility.participant.qualification
    return of.eqf(learnt.eqf_level) if learnt else None


def qualification(row: Subject) -> Choice | None:
    learnt = row.mobility.participant.qualification
    return Choice(tuple(dict.fromkeys((learnt.name_in("en"), learnt.name_lv)))) if learnt else None


def travel_days(row: Subject) -> int | None:
    """As entered; else as many as the agreement funds."""
    entered = travel_days_entered(row)
    if entered is not None:
        return entered
    lines = [each for line in row.counted.grant.lines for each in (line, *line.instead_of)]
    return next((line.inputs["travel_days"] for line in lines if "travel_days" in line.inputs), None)


def travel_days_entered(row: Subject) -> int | None:
    return row.counted.terms.travel_days


def distance_of_places(row: Subject) -> int | None:
    km = distance_of(row.mobility, MobilityGrant(mobility=row.mobility)).km
    return None if km is None else int(km)


def distance(row: Subject) -> int | None:
    km = row.counted.distance.km
    return None if km is None else int(km)
