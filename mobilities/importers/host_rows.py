"""What the rows of a list say, tidied, and which of them tell of one host.

Rows are of one host when they share the PIC, the OID, or name, city and country, or mean one host of the register. The
first of them counts; later ones add what it left open. Two rows of one host that name different organisations are a
mistake of the file.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.enums import ContactRole, HostKind
from mobilities.importers.cities import is_same_city
from mobilities.importers.host_fields import kind_in, own_kind_in
from mobilities.known_hosts import Place, Said, contradict, keys_of, place_of
from mobilities.models import Host
from portal.common.folding import fold
from portal.common.languages import languages_in
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.sentences import sentence
from projects.importers.fields import city_of

POSTCODE_LENGTH = Host._meta.get_field("postcode").max_length
CITY_LENGTH = Host._meta.get_field("city").max_length
POSTCODE = re.compile(r"(?:[A-Za-z]{1,3}[- ]?)?\d[\w-]*(?: \d[\w-]*)?")
SEVERAL = re.compile(r"\s+/\s+|\s+or\s+|[;,]\s*")
LOST = "?"
PARTS = ("name", "role", "email", "phone")
NAMELESS = _("A contact without a name is left out: %(said)s. Write the first and the last name as well.")
READ_AS = _("The postcode “%(said)s” is read as “%(read)s”.")
LEFT_EMPTY = _("The postcode “%(said)s” is left empty.")
TAKEN = ("oid", "pic", "email", "phone", "nace", "isced_f", "sector")


@dataclass(frozen=True)
class Contact:
    name: str
    role: str
    email: str
    phone: str


@dataclass
class Row:
    """`said`: field of a host > what the row says of it; `likely_kind`: what its type, in other words, may mean;
    `unknown_kind`: its type where that says nothing to the portal."""

    said: dict[str, str] = field(default_factory=dict)
    likely_kind: str = ""
    unknown_kind: str = ""
    languages: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    number: int = 0  # in the file, once it was checked

    @property
    def place(self) -> Place | None:
        return place_of(self.said)


@dataclass
class Group:
    """The rows of one host. `differing`: name and city of another one under the same number; `host`: that of the
    register which one of them means."""

    first: Row
    rows: list[Row] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    number: int = 0  # of the row that stands for all, once one was found right
    host: Host | None = None

    @property
    def said(self) -> dict[str, str]:
        return self.first.said


def tidied(values: dict[str, Any]) -> Row:
    row = Row({name: values[name] for name in TAKEN if values.get(name)})
    row.said |= {name: values[name] for name in ("name", "country") if values.get(name)}
    take_address(row, values)
    take_kind(row, values)
    take_website(row, values.get("website", ""))
    row.languages, others = languages_in(values.get("languages", ""))
    if others:
        row.remarks.append(
            sentence(_("These languages are not known and are left out: %(words)s."), words=", ".join(others))
        )
    row.contacts = contacts_of(values)
    row.remarks += nameless_contacts(values)
    return row


def take_address(row: Row, values: dict[str, Any]) -> None:
    address, city = values.get("address", ""), values.get("city", "")
    postcode = postcode_in(values.get("postcode", ""))
    if values.get("postcode") and postcode != values["postcode"]:
        row.remarks.append(sentence(READ_AS if postcode else LEFT_EMPTY, said=values["postcode"], read=postcode))
    if not city and address:
        city = city_of(address)[:CITY_LENGTH] or address.split(",")[-1].strip()[:CITY_LENGTH]
        address = street_of(address, postcode, city)
    row.said |= {name: said for name, said in (("address", address), ("postcode", postcode), ("city", city)) if said}


def postcode_in(text: str) -> str:
    """The text, where it fits; else the code it begins with or holds."""
    if len(text) <= POSTCODE_LENGTH and (any(map(str.isdigit, text)) or not text):
        return text
    found = POSTCODE.search(text)
    return found[0].strip()[:POSTCODE_LENGTH] if found else ""


def street_of(address: str, postcode: str, city: str) -> str:
    """ "Jowitt Avenue, MK42 8NW, Bedford" without what is known apart: postcode, city and what follows it."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    known = {"".join(fold(each).split()) for each in (postcode, city) if each}
    end = next((place for place, part in enumerate(parts) if "".join(fold(part).split()) in known), len(parts))
    return ", ".join(parts[:end]) or address


def take_kind(row: Row, values: dict[str, Any]) -> None:
    """A word of the portal decides; those of other lists are coarser and only help where nobody has decided yet."""
    text = values.get("kind", "")
    if kind := own_kind_in(text):
        row.said["kind"] = kind
        return
    row.likely_kind = kind_in(text) or (HostKind.SCHOOL if values.get("erasmus_code") else "")
    if text and not row.likely_kind:
        row.unknown_kind = text


def take_website(row: Row, text: str) -> None:
    if not text:
        return
    website = website_in(text)
    if website:
        row.said["website"] = website
    else:
        row.remarks.append(sentence(_("“%(said)s” is not a web address; it is left out."), said=text[:100]))


def website_in(text: str) -> str:
    """The first of several addresses, without blanks and backslashes inside; mail addresses are none."""
    for part in SEVERAL.split(text.replace("\\", "")):
        try:
            if part.strip() and "@" not in part:
                return parsers.website("".join(part.split()))
        except Refused:
            continue
    return ""


def told_of_contacts(values: dict[str, Any]) -> list[tuple[str, ...]]:
    """PARTS of each; the columns of a family belong together by their place."""
    return list(zip_longest(*(values.get(f"contact_{part}") or [] for part in PARTS), fillvalue=""))


def contacts_of(values: dict[str, Any]) -> list[Contact]:
    """Without a name there is no contact."""
    told = told_of_contacts(values)
    return [Contact(name, role or ContactRole.MENTOR, email, phone) for name, role, email, phone in told if name]


def nameless_contacts(values: dict[str, Any]) -> list[str]:
    nameless = [rest for name, *rest in told_of_contacts(values) if not name and any(rest)]
    return [sentence(NAMELESS, said=partial(in_words, *rest)) for rest in nameless]


def in_words(role: str, email: str, phone: str) -> str:
    return ", ".join(filter(None, [str(ContactRole(role).label) if role else "", email, phone]))


def grouped(rows: Sequence[Row], meant: Callable[[Said], list[Host]]) -> list[Group | None]:
    """The group of each row, in their order; None for a row that does not say enough to be a host. `meant` tells which
    hosts of the register are."""
    drop_shared_oids(rows)
    index: dict[tuple, Group] = {}
    found = []
    for row in rows:
        if not row.place:
            found.append(None)
            continue
        hosts = meant(row.said)
        host = hosts[0] if len(hosts) == 1 else None
        keys = [*keys_of(row.said), *([("host", host.pk)] if host else [])]
        group = group_of(row, keys, index) or Group(row)
        group.host = group.host or host
        join(group, row)
        for key in keys:
            index.setdefault(key, group)
        found.append(group)
    return found


def group_of(row: Row, keys: Iterable[tuple], index: dict[tuple, Group]) -> Group | None:
    for key in keys:
        group = index.get(key)
        if group and (key[0] != "place" or not contradict(group.said, row.said)):
            return group
    return None


def is_other(one: Row, other: Row) -> bool:
    """Another name, place or number; a city is the same in any language."""
    (name, city, country), there = one.place, other.place
    is_there = (name, country) == (there[0], there[2]) and is_same_city(city, there[1], one.said["country"])
    return not is_there or contradict(one.said, other.said)


def join(group: Group, row: Row) -> None:
    """The first row gains what only this one says."""
    group.rows.append(row)
    if row is group.first:
        return
    if is_other(row, group.first):
        group.differing.append(f"{row.said['name']}, {row.said['city']}")
        return
    for name, said in row.said.items():
        group.said.setdefault(name, said)
    group.first.likely_kind = group.first.likely_kind or row.likely_kind
    group.first.languages = list(dict.fromkeys([*group.first.languages, *row.languages]))
    group.first.contacts = list(dict.fromkeys([*group.first.contacts, *row.contacts]))


def drop_shared_oids(rows: Sequence[Row]) -> None:
    """An OID under which several PICs stand belongs to one of them at most: which one, the file does not say."""
    pics: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.said.get("oid") and row.said.get("pic"):
            pics[row.said["oid"]].add(row.said["pic"])
    for row in rows:
        oid = row.said.get("oid", "")
        if len(pics.get(oid, ())) > 1:
            del row.said["oid"]
            row.remarks.append(
                sentence(
                    _("The file has the OID %(oid)s with several different PICs, so the OID is left out."), oid=oid
                )
            )
