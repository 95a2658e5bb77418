"""The hosts of the school by name, place or OID."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.importers.names import Names, words_of
from mobilities.importers.register.answers import HINT, Kept, ambiguous, not_found
from mobilities.importers.register.people import MANY_NAMES
from mobilities.models import Host
from portal.common.countries import country_name
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.imports import parsers

NUMBER = re.compile(r"\(#(\d{1,15})\)\s*$")
OID = re.compile(r"\bE\d{8}\b", re.IGNORECASE)


class Place(NamedTuple):
    pk: int
    name: str
    city: str
    country: str
    oid: str

    @property
    def in_full(self) -> str:
        return f"{self.name}, {self.city} ({country_name(self.country)})"

    @property
    def ways(self) -> Iterator[str]:
        """What a table may call it by, the shortest first."""
        yield self.name
        yield f"{self.name}, {self.city} ({self.country})"
        yield self.oid
        yield f"{self.name} (#{self.pk})"


class Hosts:
    """Of a short table the hosts that it names, if each is found; else all."""

    def __init__(self, school, asked: Collection[str] | None = None) -> None:
        hosts = Host.objects.filter(school=school)
        if asked is not None and len(asked) <= MANY_NAMES:
            oids = {match[0].upper() for text in asked if (match := OID.search(text))}
            self.load(hosts.filter(Q(name__in=asked) | Q(oid__in=oids)))
            names = {row.name for row in self.rows.values()}
            if all(text in names or ((match := OID.search(text)) and match[0].upper() in self.oids) for text in asked):
                return
        self.load(hosts)

    def load(self, rows) -> None:
        self.rows = {row[0]: Place(*row) for row in rows.order_by("name", "pk").values_list(*Place._fields)}
        self.names, self.kept = Names(), Kept({})
        self.oids: dict[str, list[int]] = {}
        for pk, row in self.rows.items():
            self.names.add(words_of(row.name), pk)
            if row.oid:
                self.oids.setdefault(row.oid, []).append(pk)

    @cached_property
    def places(self) -> Names:
        """By name and city."""
        places = Names()
        for pk, row in self.rows.items():
            places.add(words_of(f"{row.name} {row.city}"), pk)
        return places

    def find(self, text: str, city: str = "", country: str = "") -> int:
        return self.kept.ask((text, city, country), lambda: self.look_up(text, city, country))

    def look_up(self, text: str, city: str, country: str) -> int:
        found, country = self.called(text, country)
        if city:
            found = [row for row in found if fold(row.city) == fold(city)] or found
        if country and found:
            there = [row for row in found if row.country == country]
            if not there:
                words = _(
                    "In the register this host is in another country: %(names)s. Correct the country or the host."
                )
                raise ambiguous(words, found)
            found = there
        if len(found) > 1:
            raise ambiguous(_("%(count)s hosts have this name: %(names)s. Add the city, or write the OID."), found)
        if not found:
            near = self.names.nearest(words_of(text)) or self.places.nearest(words_of(text))
            raise not_found(
                _("The register has no host with this name. Correct the name or add the host."),
                [self.rows[pk] for pk in near],
            )
        return found[0].pk

    def in_a_cell(self, pk: int) -> str:
        """The shortest by which that host, and no other, is found."""
        return next(way for way in self.rows[pk].ways if way and self.is_found(way, pk))

    def is_found(self, text: str, pk: int) -> bool:
        with suppress(Refused):
            return self.find(text) == pk
        return False

    def called(self, text: str, country: str) -> tuple[list[Place], str]:
        if (match := NUMBER.search(text)) and (row := self.rows.get(int(match[1]))):
            return [row], country
        if (match := OID.search(text)) and (found := self.oids.get(match[0].upper())):
            return [self.rows[pk] for pk in found], country
        words = words_of(text)
        found = self.names.find(words) or self.places.find(words)
        found = [pk for pk in found if self.rows[pk].name == text] or found
        if not found and (parts := self.country_at_the_end(text)):
            words, country = words_of(parts[0]), country or parts[1]
            found = self.names.find(words) or self.places.find(words)
        return [self.rows[pk] for pk in found], country

    @staticmethod
    def country_at_the_end(text: str) -> tuple[str, str] | None:
        """Name, City (Country) or Name, City, Country"""
        match = HINT.fullmatch(text)
        name, last = (match["name"], match["hint"]) if match else (text.rpartition(",")[0], text.rpartition(",")[2])
        try:
            return (name, parsers.country(last.strip())) if name else None
        except Refused:
            return None
