"""Two imported lists for the history: the school's own projects, all known already, and one with mistakes."""

from django.core.files.base import ContentFile

from portal.accounts.models import School, User
from portal.common.csv_lines import csv_lines
from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.services import rows, uploads

HEADER = ["Project Identifier", "Project Title", "Start date", "End date", "Grant EUR"]
MISTAKES = [
    ["2021-1-LV01-KA122-VET-000031477", "Viļņu mācības", "2021-09-01", "2020-08-31", "18 240,00"],
    ["2022-1-LV01-KA121-VET-000054310", "Krasta darbnīcas", "2022-06-01", "2023-08-31", "-500"],
    ["2022-1-LV01-KA121-VET-000054310", "Krasta darbnīcas II", "2022-06-01", "2023-08-31", "61 900,00"],
]


def add_imports(school: School, user: User) -> None:
    projects = school.projects.exclude(code="").order_by("start", "code")
    known = [
        [row.code, row.title, row.start.isoformat(), row.end.isoformat(), f"{row.grant or ''}"] for row in projects
    ]
    checked(school, user, "musu-projekti.csv", known)
    checked(school, user, "projektu-saraksts.csv", MISTAKES)


def checked(school: School, user: User, name: str, table: list[list[str]]) -> Import:
    """Through the engine's own steps, as far as the check."""
    content = "".join(csv_lines([HEADER, *table])).encode()
    kept = uploads.receive(IMPORTERS["projects"], ContentFile(content, name), name, len(content), school, user)
    Import.objects.filter(pk=kept.pk).update(state=ImportState.CHECKING)
    rows.at_once(lambda: rows.prepare_check(kept, lambda done, total, step: None))
    return kept
