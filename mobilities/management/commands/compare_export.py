"""python manage.py compare_export FILE --project CODE: what differs between an export of the module and our records.

Writes nothing. A table of differences, one a line, and how many there are. Exit code 0: the export was compared,
whether or not it differs; 1: it cannot be compared, and a sentence says why.
"""

from typing import Any

from django.utils.translation import gettext as _

from mobilities.beneficiary_module import comparing, filling
from mobilities.beneficiary_module.command import ModuleCommand
from mobilities.beneficiary_module.comparing import Difference
from mobilities.beneficiary_module.sides import in_readers_words
from mobilities.enums import DriftKind, ModuleFilePurpose
from portal.common.text import number
from projects.models import Project

WIDEST = 60


class Command(ModuleCommand):
    help = (
        "Shows what differs between an export of the Beneficiary Module and the register; changes nothing. "
        "Exit code 0: compared, with or without differences; 1: the file cannot be compared."
    )
    purpose = ModuleFilePurpose.COMPARE

    def work(self, project: Project, options: dict[str, Any]) -> None:
        path = options["file"]
        template, mapping = self.opened(path, project)
        result = comparing.compare(template, project, mapping)
        warnings = filling.warnings(template, project, mapping, path.name)
        for remark in (*template.remarks, *warnings, *result.remarks):
            self.stdout.write(str(remark))
        if not result.differences:
            self.stdout.write(_("The module and the register agree."))
            return
        for line in in_columns([head(), *map(cells_of, result.differences)]):
            self.stdout.write(line)
        self.stdout.write(_("Differences: %(count)s.") % {"count": number(len(result.differences))})


def head() -> list[str]:
    return [_("Mobility ID"), _("Participant"), _("What"), _("Here"), _("In the module")]


def cells_of(each: Difference) -> list[str]:
    what = each.column or str(DriftKind(each.kind).label)
    if not each.values.get("is_complete", True):
        what = f"{what}. {comparing.NOT_SENT_YET}"
    sides = [in_readers_words(text, each.field) or "–" for text in (each.ours, each.theirs)]
    return [each.module_id or "–", each.label or "–", what, *sides]


def in_columns(rows: list[list[str]]) -> list[str]:
    widths = [min(max(map(len, column)), WIDEST) for column in zip(*rows, strict=True)]
    return [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
