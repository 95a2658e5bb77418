"""python manage.py fill_template TEMPLATE OUT --project CODE: the module's template with our complete mobilities.

Exit code 0: OUT is written and can be imported in the module; 1: it cannot be, or nothing is written because no
mobility goes into it, and a sentence says why.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.beneficiary_module import filling
from mobilities.beneficiary_module.command import ModuleCommand
from mobilities.beneficiary_module.fields import BY_NAME
from mobilities.beneficiary_module.filling import Filling
from mobilities.enums import ModuleFilePurpose, ModuleRows
from mobilities.services.module_numbers import give_numbers
from portal.common.refused import Refused
from projects.models import Project


class Command(ModuleCommand):
    help = "Fills a template of the Beneficiary Module (XLSX or CSV) with the mobilities of a project."
    purpose = ModuleFilePurpose.FILL

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("out", type=Path, metavar="OUT")
        parser.add_argument(
            "--rows",
            choices=ModuleRows.values,
            default=ModuleRows.COMPLETE,
            help="complete: what the module takes as complete; drafts: also rows in which it wants more than stands "
            "here; all: also mobilities that are not complete here",
        )

    def work(self, project: Project, options: dict[str, Any]) -> None:
        path, out = options["file"], options["out"]
        if out.exists() and out.samefile(path):
            raise Refused(_("OUT is the template itself; name another file."))
        template, mapping = self.opened(path, project)
        if out.suffix.lower() == ".xlsm":
            raise Refused(_("What is written holds no macros: let the name of OUT end with .xlsx."))
        plan = filling.plan(template, project, mapping, which=options["rows"])
        if plan.rows:
            with transaction.atomic():
                ids = give_numbers(project, plan.numbered, None, taken_over=plan.taken_over, highest=plan.highest)
                out.write_bytes(template.write(plan.lines(ids)))
        self.report(plan, path, out)
        if reason := filling.useless(plan.lacking, len(plan.rows)):
            raise Refused(reason)

    def report(self, plan: Filling, path: Path, out: Path) -> None:
        for column in plan.template.layout.columns:
            field = plan.mapping.get(column.key)
            self.stdout.write(f"{column.title}: {BY_NAME[field].label if field else '–'}")
        warnings = filling.warnings(plan.template, plan.project, plan.mapping, path.name)
        for remark in (*plan.template.remarks, *warnings, *plan.remarks()):
            self.stdout.write(str(remark))
        for column, rows in plan.empty_columns():
            self.stdout.write(
                _("“%(column)s” stays empty (rows: %(rows)s).") % {"column": column.title, "rows": len(rows)}
            )
        for row in plan.left_out:
            why = " ".join(map(str, row.reasons))
            self.stdout.write(_("Held back: %(who)s. %(why)s") % {"who": row.subject.label, "why": why})
        self.stdout.write(
            _("Mobilities in the file: %(filled)s, of them drafts: %(drafts)s; held back: %(left)s. %(path)s")
            % {
                "filled": len(plan.rows),
                "drafts": plan.drafts,
                "left": len(plan.left_out),
                "path": out if plan.rows else "",
            }
        )
