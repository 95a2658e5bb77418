"""python manage.py fill_template TEMPLATE OUT --project CODE: the module's template with our complete mobilities."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.beneficiary_module import filling, matching
from mobilities.beneficiary_module.command import add_project, existing_file, project_named
from mobilities.beneficiary_module.fields import BY_NAME, MANDATORY
from mobilities.beneficiary_module.filling import Filling
from mobilities.beneficiary_module.opening import open_template
from mobilities.beneficiary_module.rows import refuse_other_project
from mobilities.beneficiary_module.template import Template
from mobilities.services.module_files import remembered
from mobilities.services.module_numbers import give_numbers
from portal.common.refused import Refused
from projects.models import Project


class Command(BaseCommand):
    help = "Fills a template of the Beneficiary Module (XLSX or CSV) with the mobilities of a project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("template", type=existing_file, metavar="TEMPLATE")
        parser.add_argument("out", type=Path, metavar="OUT")
        add_project(parser)
        parser.add_argument("--with-incomplete", action="store_true", help="also mobilities that are not complete")

    def handle(self, *args: Any, template: Path, out: Path, **options: Any) -> None:
        project = project_named(options["project"], options["school"])
        if out.exists() and out.samefile(template):
            raise CommandError("OUT is the template itself; name another file.")
        with override(options["language"]):
            try:
                self.fill(project, template, out, only_complete=not options["with_incomplete"])
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            except OSError as error:
                raise CommandError(f"{out}: {error.strerror or error}") from None

    def fill(self, project: Project, path: Path, out: Path, *, only_complete: bool) -> None:
        with path.open("rb") as file:
            template = open_template(file, path.name)
        found = matching.guess(template.layout.columns, remembered(project))
        mapping = {key: match.field for key, match in found.items()}
        refuse_other_project(template, mapping, project, path.name)
        if not set(MANDATORY) & set(mapping.values()):
            names = ", ".join(str(BY_NAME[name].label) for name in MANDATORY)
            raise CommandError(
                _("None of the mandatory columns %(names)s is in the file; the module would refuse it.")
                % {"names": names}
            )
        plan = filling.plan(template, project, mapping, only_complete=only_complete)
        with transaction.atomic():
            keys = [each.mobility.pk for each in plan.subjects]
            ids = give_numbers(project, keys, None, taken_over=plan.taken_over, highest=plan.highest)
            out.write_bytes(template.write(plan.lines(ids)))
        self.report(template, plan, project, mapping, out)

    def report(self, template: Template, plan: Filling, project: Project, mapping: dict[str, str], out: Path) -> None:
        for column in template.layout.columns:
            field = mapping.get(column.key)
            self.stdout.write(f"{column.title}: {BY_NAME[field].label if field else '–'}")
        for remark in (*template.remarks, *filling.warnings(template, project, mapping), *plan.remarks()):
            self.stdout.write(str(remark))
        for subject in plan.left_out:
            reasons = " ".join(notice.sentence for notice in subject.reasons)
            self.stdout.write(_("Left out: %(who)s. %(why)s") % {"who": subject.label, "why": reasons})
        self.stdout.write(
            _("Mobilities in the file: %(filled)s; left out: %(left)s. %(path)s")
            % {"filled": len(plan.subjects), "left": len(plan.left_out), "path": out}
        )
