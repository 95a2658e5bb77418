"""From an upload to a template, or a sentence that says why it is none."""

from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.beneficiary_module.template import Template, named
from mobilities.beneficiary_module.text import Text
from mobilities.beneficiary_module.workbook import Workbook
from mobilities.enums import ModuleFilePurpose
from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import reading

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".txt", ".tsv")


def open_template(file: BinaryIO, name: str, purpose: str = ModuleFilePurpose.FILL) -> Template:
    """Judged, and laid out by what it looks like. Raises Refused."""
    template = read_template(file, name, purpose)
    remark_on(template)
    return template


def read_template(file: BinaryIO, name: str, purpose: str) -> Template:
    head = file.read(8)
    file.seek(0)
    if not head:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    is_archive = head.startswith(reading.ZIP)
    if head.startswith(uploads.OLE_SIGNATURE):
        raise Refused(
            _(
                "“%(name)s” is protected with a password or of an old format. Open it in a spreadsheet and save it as "
                "XLSX without a password; or have the module export CSV."
            )
            % {"name": name}
        )
    if is_archive and name.lower().endswith(WORKBOOKS):
        return Workbook(file, name, purpose)
    if not is_archive and name.lower().endswith(TEXTS):
        return Text(file, name)
    raise Refused(
        _("“%(name)s” is no template of the module. Send the XLSX or CSV file that it exported.") % {"name": name}
    )


def remark_on(template: Template) -> None:
    special = [column.title for column in template.layout.columns if column.is_special]
    if special:
        text = gettext_lazy(
            "Columns that ask for health, origin, belief or the reasons for fewer opportunities are never filled and "
            "never read: %(names)s."
        )
        template.remark(text, names=named(special))
