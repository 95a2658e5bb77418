"""Which hosts of the register are meant by what a form or a row of a list says: one rule for both.

An OID and a PIC are of one organisation. So are a name and a place, however they are spelled, unless the numbers
differ: there are organisations that share both. Older registers may hold twins; then several hosts are found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from mobilities.models import Host
from portal.common.folding import fold

CODES = ("oid", "pic")
PLACE = ("name", "city", "country")

Place = tuple[str, ...]
Said = Mapping[str, Any]  # by the fields of a host; `vars(host)` is one


def place_of(said: Said) -> Place | None:
    words = written(said)
    return tuple(fold(" ".join(word.split())) for word in words) if all(words) else None


def written(said: Said) -> Place:
    return tuple(said.get(name) or "" for name in PLACE)


def contradict(one: Said, other: Said) -> bool:
    """They have different numbers; a number that only one of them has says nothing."""
    return any(one.get(name) and other.get(name) and one[name] != other[name] for name in CODES)


def keys_of(said: Said) -> Iterator[tuple]:
    for name in CODES:
        if said.get(name):
            yield name, said[name]
    if place := place_of(said):
        yield "place", place


class KnownHosts:
    def __init__(self, hosts: Iterable[Host]) -> None:
        self.by_key: dict[tuple, list[Host]] = defaultdict(list)
        for host in hosts:
            for key in keys_of(vars(host)):
                self.by_key[key].append(host)

    def with_code(self, name: str, said: Said) -> list[Host]:
        return self.by_key.get((name, said.get(name)), [])

    def namesakes(self, said: Said) -> list[Host]:
        """Of this name and place. With other numbers, only those written the same to the letter."""
        found = self.by_key.get(("place", place_of(said)), [])
        return [host for host in found if written(vars(host)) == written(said) or not contradict(vars(host), said)]

    def meant(self, said: Said) -> list[Host]:
        """By the OID and the PIC, else by name and place; several where these are of several."""
        found: list[Host] = []
        for name in CODES:
            here = nearest(self.with_code(name, said), said)
            found = [host for host in found if host in here] or [*found, *here]
        return found or nearest([host for host in self.namesakes(said) if not contradict(vars(host), said)], said)


def nearest(hosts: list[Host], said: Said) -> list[Host]:
    """Of several those of this name and place; of several of these the one that is written so."""
    for way in (place_of, written):
        if len(hosts) > 1:
            hosts = [host for host in hosts if way(vars(host)) == way(said)] or hosts
    return hosts


def taken(host: Host, said: Said) -> dict[str, Host]:
    """OID, PIC or name > another host of the school of which `said` says it."""
    near = Q(country=said["country"])
    for name in CODES:
        if said[name]:
            near |= Q(**{name: said[name]})
    known = KnownHosts(host.school.hosts.filter(near).exclude(pk=host.pk))
    others = {name: known.with_code(name, said) for name in CODES} | {"name": known.namesakes(said)}
    return {name: found[0] for name, found in others.items() if found}
