"""What both commands of operators share: the project by its code, the file by its columns, and the language."""

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.beneficiary_module import judging, matching
from mobilities.beneficiary_module.opening import open_template
from mobilities.beneficiary_module.template import Template
from mobilities.services.module_files import remembered
from portal.accounts.models import School
from portal.common.refused import Refused
from projects import grant_code
from projects.models import Project


class ModuleCommand(BaseCommand):
    """Ends with exit code 0 when its work is done, with 1 and a sentence where it cannot be."""

    purpose = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="XLSX or CSV, as the module exported it")
        parser.add_argument("--project", required=True, metavar="CODE", help="grant code in any shape, or its number")
        parser.add_argument("--school", default="", metavar="NAME", help="name or id, where several schools have it")
        parser.add_argument("--language", choices=["lv", "en"], default="lv", help="of the sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                self.work(project_named(options["project"], options["school"]), options)
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            except OSError as error:
                raise CommandError(f"{error.filename or options['file']}: {error.strerror or error}") from None

    def work(self, project: Project, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def opened(self, path: Path, project: Project) -> tuple[Template, dict[str, str]]:
        """The file and which of its columns is which. Raises Refused, as the pages do."""
        if not path.is_file():
            raise Refused(_("There is no file “%(path)s”.") % {"path": path})
        with path.open("rb") as file:
            template = open_template(file, path.name, self.purpose)
        found = matching.guess(template.layout.columns, remembered(project))
        mapping = {key: match.field for key, match in found.items()}
        judging.refuse_others(template, mapping, project, path.name)
        judging.refuse_other_layout(template, mapping, path.name)
        judging.refuse_unmatched(mapping, self.purpose)
        judging.take_up(template, mapping, project)
        return template, mapping


def project_named(code: str, school: str) -> Project:
    """Raises Refused, with what would be right."""
    rows = Project.objects.select_related("school").exclude(code="")
    if school:
        rows = rows.filter(school=school_named(school))
    found = list(rows.filter(code=grant_code.parse(code).normal_form)) or with_number(rows, code)
    if not found:
        raise Refused(_("There is no project with the code or number “%(code)s”.") % {"code": code})
    if len({row.code for row in found}) > 1:
        codes = ", ".join(sorted({row.code for row in found}))
        raise Refused(_("Several projects have this number; give the whole code: %(codes)s.") % {"codes": codes})
    if len(found) > 1:
        schools = ", ".join(f"{row.school.pk} “{row.school}”" for row in found)
        text = _("Several schools have this project; say which with --school: %(schools)s.")
        raise Refused(text % {"schools": schools})
    if not found[0].is_paid_by_units:
        text = _("%(code)s is not paid by units, so it is not in the Beneficiary Module.")
        raise Refused(text % {"code": found[0].code})
    return found[0]


def with_number(rows, text: str) -> list[Project]:
    """Of a number alone, with or without the zeros before it: 000009189, 9189, 077195."""
    number = text.strip().lstrip("0")
    if not re.fullmatch(r"\d{2,9}", number, re.ASCII):
        return []
    found = rows.filter(code__endswith=number)
    return [row for row in found if grant_code.parse(row.code).number.lstrip("0") == number]


def school_named(text: str) -> School:
    found = School.objects.filter(name=text).first()
    if found is None and text.isascii() and text.isdigit():
        found = School.objects.filter(pk=int(text[:15])).first()
    if found is None:
        raise Refused(_("There is no school “%(name)s”.") % {"name": text})
    return found
