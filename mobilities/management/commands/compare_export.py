"""python manage.py compare_export FILE --project CODE: what differs between an export of the module and the register.

Writes nothing. Exit code 0: they agree; 1: they differ; 2: the file cannot be read.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.beneficiary_module import comparing, filling, matching
from mobilities.beneficiary_module.command import add_project, existing_file, project_named
from mobilities.beneficiary_module.comparing import Difference
from mobilities.beneficiary_module.opening import open_template
from mobilities.beneficiary_module.rows import refuse_other_project
from mobilities.enums import DriftKind
from mobilities.services.module_files import remembered
from portal.common.refused import Refused
from projects.models import Project


class Command(BaseCommand):
    help = "Shows what differs between an export of the Beneficiary Module and the register; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=existing_file, metavar="FILE")
        add_project(parser)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        project = project_named(options["project"], options["school"])
        with override(options["language"]):
            try:
                count = self.compare(project, file)
            except Refused as refusal:
                raise CommandError(str(refusal), returncode=2) from None
            if count:
                raise CommandError(_("Differences: %(count)s.") % {"count": count})
            self.stdout.write(_("The module and the register agree."))

    def compare(self, project: Project, path: Path) -> int:
        with path.open("rb") as file:
            template = open_template(file, path.name)
        found = matching.guess(template.layout.columns, remembered(project))
        mapping = {key: match.field for key, match in found.items()}
        refuse_other_project(template, mapping, project, path.name)
        result = comparing.compare(template, project, mapping)
        for remark in (*template.remarks, *filling.warnings(template, project, mapping), *result.remarks):
            self.stdout.write(str(remark))
        for each in result.differences:
            self.stdout.write(in_one_line(each))
        return len(result.differences)


def in_one_line(each: Difference) -> str:
    who = " ".join(filter(None, (each.module_id, each.label)))
    what = each.column or str(DriftKind(each.kind).label)
    return f"{who} | {what} | {_('here')}: {each.ours or '–'} | {_('in the module')}: {each.theirs or '–'}"
