"""Colleagues with an account at the school."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from mobilities.importers.names import Names, name_of_person
from mobilities.importers.register.answers import HINT, Kept, ambiguous, not_found
from portal.accounts.models import User
from portal.common.folding import fold


class Teacher(NamedTuple):
    pk: int
    first_name: str
    last_name: str
    email: str
    is_active: bool

    @property
    def in_full(self) -> str:
        return f"{self.first_name} {self.last_name} ({self.email})"


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

    def in_a_cell(self, user: User) -> str:
        """With the e-mail where the name alone is another's as well."""
        alike = self.names.find(name_of_person(str(user)))
        return f"{user} ({user.email})" if user.pk in alike and len(alike) > 1 else str(user)

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
