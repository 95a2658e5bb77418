"""The people of the school by the names that a table calls them by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonKind
from mobilities.importers.names import Names, name_of_person, words_of
from mobilities.importers.register.answers import HINT, Kept, ambiguous, not_found
from mobilities.importers.register.namesakes import in_full, meant
from mobilities.models import Participant
from portal.common.refused import Refused
from portal.common.text import day
from portal.imports.sentences import sentence

FEW_NAMES = 5
MANY_NAMES = 500  # of more than these, everybody's name is read
MOST_NEAR = 5_000
PEOPLE_FIRST = ("-is_active", "last_name", "first_name", "pk")
NAMED = ("pk", "first_name", "last_name")


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
        if born:
            self.refuse_other_birth(found, born)
        for told in filter(None, (hint, email, group)):
            found = meant(found, told)
        if born:
            found = [row for row in found if row.birth_date in (born, None)] or found
        if len(found) > 1:
            text = _(
                "%(count)s people have this name: %(names)s. Write behind the name, in brackets, what tells them "
                "apart, as here, or add the group, the date of birth or the e-mail."
            )
            raise ambiguous(text, found, partial(in_full, alike=found))
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
    def refuse_other_birth(found: list[Participant], born: Any) -> None:
        if found and all(row.birth_date not in (born, None) for row in found):
            text = _("In the register %(person)s was born on %(day)s. Correct the date or the name.")
            raise Refused(sentence(text, person=found[0], day=lambda: day(found[0].birth_date)))
