"""The school's people, hosts, projects and teachers by the names that a table calls them by.

A short table asks only for what it names, a long one for the names of everything; whole rows are read only of what was
named. The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonKind
from mobilities.importers.names import Names, name_of_person, words_of
from mobilities.models import Host, Participant
from portal.accounts.models import User
from portal.common.countries import country_name
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.common.text import day
from portal.imports import parsers
from portal.imports.sentences import sentence, some_of
from projects import grant_code
from projects.models import ActivityType, Project

FEW_NAMES = 5
MANY_NAMES = 500  # of more than these, everybody's name is read
MOST_NAMED = 2_000  # a database takes only so many keys in one question
MOST_NEAR = 5_000
PEOPLE_FIRST = ("-is_active", "last_name", "first_name", "pk")
NAMED = ("pk", "first_name", "last_name")
SHOWN = 4
HINT = re.compile(r"(?P<name>.*?)\s*\((?P<hint>[^()]*)\)\s*")
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


class Grant(NamedTuple):
    pk: int
    code: str
    title: str
    title_en: str

    @property
    def in_full(self) -> str:
        return f"{self.code} {self.title}".strip()


class Teacher(NamedTuple):
    pk: int
    first_name: str
    last_name: str
    email: str
    is_active: bool

    @property
    def in_full(self) -> str:
        return f"{self.first_name} {self.last_name} ({self.email})"


def not_found(text: object, rows: Iterable) -> Refused:
    """`text` with the nearest names, where there are any."""
    near = list(rows)
    if not near:
        return Refused(text)
    with_near = _("%(sentence)s Similar: %(names)s.")
    return Refused(sentence(with_near, sentence=lambda: str(text), names=lambda: told(near)))


def ambiguous(text: object, rows: Collection) -> Refused:
    return Refused(sentence(text, count=len(rows), names=lambda: told(rows)))


def told(rows: Collection) -> str:
    return some_of([row.in_full for row in rows], SHOWN)


@dataclass
class Kept:
    """The answer to one question, or why there is none: tables ask the same thousands of times."""

    answers: dict[Any, Any]

    def ask(self, question: Any, find: Callable[[], Any]) -> Any:
        if question not in self.answers:
            try:
                self.answers[question] = find()
            except Refused as refusal:
                self.answers[question] = refusal
        answer = self.answers[question]
        if isinstance(answer, Refused):
            raise answer.with_traceback(None)  # or each raising would make it longer
        return answer


def like_any(asked: Collection[str]) -> Q:
    """Whose first or last name begins like a word of a name, or whose e-mail it is."""
    found = Q(pk=None)
    for text in asked:
        if "@" in text:
            found |= Q(email__iexact=HINT.sub(r"\g<hint>", text))
        words = [word for word in words_of(HINT.sub(r"\g<name>", text)).split() if "@" not in text]
        longest = max(words, key=len, default="")
        if longest:
            found |= Q(first_name__has=longest) | Q(last_name__has=longest)
    return found


def of_that_last_name(asked: Collection[str]) -> Q:
    """Whose last name may stand in a name of a table, before or after the first. By one column: looking for many
    pairs of names tries each last name with each first one."""
    parts: set[str] = set()
    for text in asked:
        name = HINT.sub(r"\g<name>", text)
        for words in (name.replace(",", " ").split(), name.rpartition(",")[0].split()):
            for cut in range(1, len(words)):
                parts |= {" ".join(words[:cut]), " ".join(words[cut:])}
    return Q(last_name__in=parts)


def beginning_like(text: str) -> Q:
    """Whose first or last name has the first two letters of a word of `text`."""
    starts = {word[:2] for word in (*text.split(), *words_of(text).split()) if len(word) > 1}
    found = Q(pk=None)
    for start in starts:
        found |= Q(first_name__istartswith=start) | Q(last_name__istartswith=start)
    return found


def named_so(people: Iterable[tuple[int, str]]) -> Names:
    names = Names()
    for pk, name in people:
        names.add(name_of_person(name), pk)
    return names


class People:
    """Of a short table those who are called as it says, or might be; of a long one everybody."""

    def __init__(self, school, asked: Collection[str] | None = None) -> None:
        self.everybody = Participant.objects.filter(school=school)
        self.is_part = asked is not None and len(asked) <= MANY_NAMES
        if not self.is_part:
            self.load(self.everybody)
            return
        self.load(self.everybody.filter(of_that_last_name(asked)))
        missing = [text for text in asked if not self.called(text)[0]]
        if len(missing) > FEW_NAMES:
            self.is_part = False
            self.load(self.everybody)
        elif missing:
            self.load(self.everybody.filter(of_that_last_name(asked) | like_any(missing)))

    def load(self, rows) -> None:
        self.rows = {row.pk: row for row in rows.order_by(*PEOPLE_FIRST)}
        self.names, self.kept = named_so((pk, str(row)) for pk, row in self.rows.items()), Kept({})
        self.emails: dict[str, list[int]] = {}
        for pk, row in self.rows.items():
            if row.email:
                self.emails.setdefault(row.email.lower(), []).append(pk)

    def find(self, name: str, email: str = "", born: Any = None, group: str = "") -> int:
        return self.kept.ask((name, email, born, group), lambda: self.look_up(name, email, born, group))

    def find_staff(self, name: str) -> int:
        return self.kept.ask(("staff", name), lambda: self.look_up(name, "", None, "", staff=True))

    def look_up(self, name: str, email: str, born: Any, group: str, *, staff: bool = False) -> int:
        found, hint = self.called(name or email)
        if staff:
            found = [row for row in found if row.kind == PersonKind.STAFF]
        wanted = [self.is_like(text) for text in (hint, email, group) if text]
        if born:
            wanted.append(lambda row: row.birth_date in (born, None))
            self.refuse_other_birth(found, born)
        for is_meant in wanted:
            found = [row for row in found if is_meant(row)] or found
        if len(found) > 1:
            text = _("%(count)s people have this name: %(names)s. Add the group, the date of birth or the e-mail.")
            raise ambiguous(text, found)
        if not found:
            near = [row for row in self.nearest(name) if not staff or row.kind == PersonKind.STAFF]
            text = (
                _("The register has no member of staff with this name. Correct the name or add the person.")
                if staff
                else _("The register has nobody with this name. Correct the name or add the person.")
            )
            raise not_found(text, near)
        return found[0].pk

    def nearest(self, name: str) -> list[Participant]:
        if not self.is_part:
            return [self.rows[pk] for pk in self.names.nearest(name_of_person(name))]
        like = self.everybody.filter(beginning_like(name)).order_by(*PEOPLE_FIRST)
        names = named_so((pk, f"{first} {last}") for pk, first, last in like.values_list(*NAMED)[:MOST_NEAR])
        near = names.nearest(name_of_person(name))
        found = self.everybody.in_bulk(near)
        return [found[pk] for pk in near]

    def called(self, text: str) -> tuple[list[Participant], str]:
        """Those of that name or e-mail, and what stands behind the name to tell them apart."""
        if "@" in text and " " not in text:
            return [self.rows[pk] for pk in self.emails.get(text.lower(), [])], ""
        hint = ""
        if match := HINT.fullmatch(text):
            text, hint = match["name"], match["hint"]
        found = self.names.find(name_of_person(text))
        if not found and "," in text:
            text, _comma, hint = text.rpartition(",")
            found = self.names.find(name_of_person(text))
        people = [self.rows[pk] for pk in found]
        same = [row for row in people if str(row) == text]
        same = same or [row for row in people if str(row).lower() == text.lower()]
        return same or people, hint.strip()

    @staticmethod
    def is_like(hint: str) -> Callable[[Participant], bool]:
        """Any part of what `in_full` shows."""
        parts = {fold(part.strip()) for part in hint.split(",")}

        def is_meant(row: Participant) -> bool:
            known = {fold(row.group), fold(row.email)}
            if row.birth_date:
                known |= {row.birth_date.isoformat(), f"{row.birth_date:%d.%m.%Y}", f"{row.birth_date:%d.%m.%Y}."}
            return bool(parts & known)

        return is_meant

    @staticmethod
    def refuse_other_birth(found: list[Participant], born: Any) -> None:
        if found and all(row.birth_date not in (born, None) for row in found):
            text = _("In the register %(person)s was born on %(day)s. Correct the date or the name.")
            raise Refused(sentence(text, person=found[0], day=lambda: day(found[0].birth_date)))


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

    def called(self, text: str, country: str) -> tuple[list[Place], str]:
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


class Projects:
    def __init__(self, school) -> None:
        rows = Project.objects.filter(school=school).order_by("-start", "pk")
        self.rows = {row[0]: Grant(*row) for row in rows.values_list("pk", "code", "title", "title_en")}
        self.codes, self.kept = Names(), Kept({})
        for pk, row in self.rows.items():
            parts = words_of(row.code).split()
            for code in (" ".join(parts), " ".join(parts[3:]), parts[-1] if parts else ""):
                self.codes.add(code, pk)

    @cached_property
    def titles(self) -> Names:
        titles = Names()
        for pk, row in self.rows.items():
            for title in (row.title, row.title_en, f"{row.code} {row.title}", f"{row.code} {row.title_en}"):
                titles.add(words_of(title), pk)
        return titles

    def find(self, text: str) -> int:
        return self.kept.ask(text, lambda: self.look_up(text))

    def look_up(self, text: str) -> int:
        words = words_of(text)
        found = self.codes.find(words) or self.titles.find(words)
        if not found:
            code = grant_code.parse(text)
            found = self.codes.find(words_of(code.normal_form))
            if not found and code.number:
                found = self.codes.find(words_of(code.number))
        if len(found) > 1:
            text_of = _("%(count)s projects have this code or title: %(names)s. Write the whole grant code.")
            raise ambiguous(text_of, [self.rows[pk] for pk in found])
        if not found:
            near = self.codes.nearest(words) or self.titles.nearest(words)
            raise not_found(
                _("The register has no project with this code or title. Correct it or add the project."),
                [self.rows[pk] for pk in near],
            )
        return found[0]


class Teachers:
    def __init__(self, school) -> None:
        rows = User.objects.filter(memberships__school=school).order_by("pk")
        columns = ("pk", "first_name", "last_name", "email", "memberships__is_active")
        self.rows = {row[0]: Teacher(*row) for row in rows.values_list(*columns)}
        self.names, self.kept = Names(), Kept({})
        for pk, row in self.rows.items():
            self.names.add(name_of_person(f"{row.first_name} {row.last_name}"), pk)

    def find(self, text: str) -> int:
        return self.kept.ask(text, lambda: self.look_up(text))

    def name_of(self, pk: int | None) -> str:
        return f"{self.rows[pk].first_name} {self.rows[pk].last_name}" if pk else ""

    def look_up(self, text: str) -> int:
        match = HINT.fullmatch(text)
        name, hint = (match["name"], match["hint"]) if match else (text, "")
        found = [pk for pk, row in self.rows.items() if fold(row.email) in (fold(name), fold(hint))]
        found = found or self.names.find(name_of_person(name))
        found = [pk for pk in found if self.rows[pk].is_active] or found
        if len(found) > 1:
            raise ambiguous(
                _("%(count)s colleagues have this name: %(names)s. Write the e-mail instead."),
                [self.rows[pk] for pk in found],
            )
        if not found:
            text_of = _("Nobody with an account at the school has this name. Correct the name or write the e-mail.")
            raise not_found(text_of, [self.rows[pk] for pk in self.names.nearest(name_of_person(name))])
        return found[0]


class Kinds:
    """Activity types: those offered for each project first, then any, of which the rules say what is wrong."""

    def __init__(self, everything: list[ActivityType], offered: dict[int, list[ActivityType]]) -> None:
        self.offered, self.kept = offered, Kept({})
        self.everything = everything

    def find(self, text: str, project: int | None) -> ActivityType:
        return self.kept.ask((text, project), lambda: self.look_up(text, project))

    def look_up(self, text: str, project: int | None) -> ActivityType:
        offered = self.offered.get(project, self.everything)
        for rows in (offered, sorted(self.everything, key=lambda row: -row.call_year_from)):
            for row in rows:
                if words_of(text) in (words_of(row.code), words_of(row.name_lv), words_of(row.name_en)):
                    return row
        names = Names()
        for place, row in enumerate(offered):
            for name in (row.code, row.name_lv, row.name_en):
                names.add(words_of(name), place)
        near = [offered[place] for place in names.nearest(words_of(text))] or offered
        wanted = _("There is no such activity type. Write one like: %(names)s.")
        raise Refused(sentence(wanted, names=lambda: written_once(near)))


def written_once(types: Iterable[ActivityType]) -> str:
    """Rows of one code and name for several calls count as one."""
    return some_of(list(dict.fromkeys(f"{row.code} – {row}" for row in types)), SHOWN)


def whole_rows(rows, keys: Collection[int]) -> dict[int, Any]:
    """`rows` with one of `keys`, by key, in one query."""
    if len(keys) <= MOST_NAMED:
        rows = rows.filter(pk__in=keys)
        return {row.pk: row for row in rows}
    return {row.pk: row for row in rows if row.pk in keys}
