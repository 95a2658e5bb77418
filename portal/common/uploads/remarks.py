"""What is said about a stored file that held something active, or that could not be read wholly."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.uploads.kinds import KEPT, Active


def remarks_of(kept: str) -> str:
    """`kept` is Accepted.remarks, as it stands with the file."""
    numbers = dict(word.partition(":")[::2] for word in kept.split())
    kinds = [Active(word) for word in numbers if word in Active.values]
    said = []
    if Active.PAGES in kinds:
        said.append(damaged(numbers[Active.PAGES]))
    if gone := ", ".join(str(kind.label) for kind in kinds if kind not in {*KEPT, Active.PAGES}):
        said.append(_("Taken out when it was uploaded: %(what)s.") % {"what": gone})
    if stays := ", ".join(str(kind.label) for kind in kinds if kind in KEPT):
        said.append(_("It holds %(what)s; open it with care.") % {"what": stays})
    return " ".join(said)


def damaged(number: str) -> str:
    if not number.isdecimal():
        return _("The file is damaged: pages may be missing. If so, upload the original again.")
    sentence = ngettext(
        "The file is damaged: only %(n)s page could be read, the rest may be missing. If so, upload the original "
        "again.",
        "The file is damaged: only %(n)s pages could be read, the rest may be missing. If so, upload the original "
        "again.",
        int(number),
    )
    return sentence % {"n": number}
