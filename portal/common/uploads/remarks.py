"""What is said about a stored file that held something active."""

from django.utils.translation import gettext as _

from portal.common.uploads.kinds import KEPT, Active


def remarks_of(kept: str) -> str:
    """`kept` is Accepted.remarks, as it stands with the file."""
    kinds = [Active(word) for word in kept.split() if word in Active.values]
    said = []
    if gone := ", ".join(str(kind.label) for kind in kinds if kind not in KEPT):
        said.append(_("Taken out when it was uploaded: %(what)s.") % {"what": gone})
    if stays := ", ".join(str(kind.label) for kind in kinds if kind in KEPT):
        said.append(_("It holds %(what)s; open it with care.") % {"what": stays})
    return " ".join(said)
