"""A small importer of names, so that the engine is tested without any table of the apps above."""

from typing import Any

import pytest
from django.core.files.base import ContentFile

from portal.accounts.models import Membership
from portal.imports import parsers, registry
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Field, Importer
from portal.imports.services import uploads


class NamesImporter(Importer):
    """Renames members of the school by their e-mail address: enough to see rows change."""

    kind = "names"
    title = "Names"
    permission = "imports.change_import"
    fields = (
        Field("email", "E-pasts", parsers.text(100), ("E-mail",), required=True),
        Field("name", "Vārds", parsers.text(20), ("First name",)),
        Field("grant", "Stipendija", parsers.euro, ("Amount in euros",)),
        Field("note", "Piezīmes", parsers.text(50), ("Note #",), many=True),
    )
    applied: list[list[Checked]] = []

    def open(self, school, values) -> dict[str, Membership]:
        members = Membership.objects.filter(school=school).select_related("user")
        return {member.user.email: member for member in members}

    def check(self, checked: Checked, values: dict[str, Any], context: dict[str, Membership]) -> None:
        checked.label = checked.key = values.get("email", "")
        if "email" in values and checked.label not in context:
            checked.refuse("Tādas personas skolā nav.")
        if checked.reasons:
            return
        user = context[checked.label].user
        wanted = values.get("name") or user.first_name
        checked.outcome = Outcome.UNCHANGED if wanted == user.first_name else Outcome.CHANGED
        checked.data = (user, wanted, values)

    def say_shared(self, key: str, numbers: str) -> str:
        return f"{key}: {numbers}"

    def apply(self, rows, school, user) -> None:
        self.applied.append(list(rows))
        for row in rows:
            person, name, _values = row.data
            type(person).objects.filter(pk=person.pk).update(first_name=name)


@pytest.fixture(autouse=True)
def names_importer(monkeypatch):
    importer = NamesImporter()
    importer.applied = []
    monkeypatch.setitem(registry.IMPORTERS, importer.kind, importer)
    return importer


@pytest.fixture
def received(names_importer, school, coordinator):
    """received(content, name="names.csv"): an import as the upload leaves it."""

    def receive(content: bytes | str, name: str = "names.csv"):
        data = content.encode() if isinstance(content, str) else content
        return uploads.receive(names_importer, ContentFile(data, name), name, len(data), school, coordinator)

    return receive
