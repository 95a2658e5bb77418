"""Projects by code or title, and the activity types that each of them offers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from mobilities.importers.names import Names, words_of
from mobilities.importers.register.answers import SHOWN, Kept, ambiguous, not_found
from portal.common.refused import Refused
from portal.imports.sentences import sentence, some_of
from projects import grant_code
from projects.models import ActivityType, Project


class Grant(NamedTuple):
    pk: int
    code: str
    title: str
    title_en: str

    @property
    def in_full(self) -> str:
        return f"{self.code} {self.title}".strip()


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
