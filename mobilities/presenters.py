"""Who presents, as far as a reader may know: names of people one may see and of colleagues who have an account; of
everybody else what they learn and where they were."""

from collections import Counter
from collections.abc import Iterable

from mobilities.host_record import unnamed
from mobilities.models import Participant, Presentation
from mobilities.veil import known_among
from portal.common.countries import country_name


def known_to(user, people: Iterable[int]) -> set[int]:
    """Those of `people` whose names are for `user`."""
    return set(known_among(user, Participant.objects.filter(pk__in=set(people))).values_list("pk", flat=True))


def name_presenters(user, presentations: list[Presentation]) -> None:
    """Sets `who` of each, a row of conference_record.Told."""
    people = {row.pk: list(row.presenters.all()) for row in presentations}
    known = known_to(user, (person.pk for each in people.values() for person in each)) if any(people.values()) else ()
    for row in presentations:
        names = [str(person) for person in people[row.pk] if person.pk in known]
        others = [person for person in people[row.pk] if person.pk not in known]
        row.who = "; ".join([*names, *counted(sorted(described(person, row.abroad) for person in others))])


def described(person: Participant, abroad: dict[int, str]) -> str:
    country = abroad.get(person.pk)
    return ", ".join(filter(None, [unnamed(person), country and country_name(country)]))


def counted(words: Iterable[str]) -> list[str]:
    return [f"{text} ({number})" if number > 1 else text for text, number in Counter(words).items()]
