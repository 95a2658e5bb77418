"""What each way of settling a difference means, where it is not plain."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.beneficiary_module.comparing import NOT_SENT_YET
from mobilities.beneficiary_module.fields import AMOUNTS, BY_NAME
from mobilities.enums import DriftKind, MobilityState
from mobilities.importers.module_drift.amounts import EMPTY_AMOUNT, FALLS_BACK_ON, FOLLOWS_FROM
from mobilities.importers.module_drift.applied import WENT_IN_PART
from mobilities.models import ModuleDifference
from mobilities.services import module_drift as services
from mobilities.views.module_mends import page_of_field
from portal.common.text import number
from projects.models import Project


def hint_of(row: ModuleDifference, project: Project, shared: dict[int, int]) -> str:
    """`shared`: key of a host > how many mobilities share it."""
    values = row.values
    if values.get("is_offered"):
        return _(
            "The same name and dates, but no mobility ID here. Taken over, the mobility gets the ID of the module."
        )
    if values.get("is_cancelled"):
        return _("It is cancelled here. Taken over, it is reopened; if ours stands, delete it in the module by hand.")
    if row.kind == DriftKind.ONLY_THERE:
        return _(
            "Taken over, a new mobility is made of the row, and the person and the host are added where nobody here "
            "is called so; if ours stands, delete it in the module by hand."
        )
    if row.kind == DriftKind.ONLY_HERE:
        return " ".join(filter(None, (hint_of_cancelling(row), hint_of_sending(row))))
    if row.kind == DriftKind.DRAFT_THERE:
        return _("Drafts count for nothing. If ours stands, it is sent again; taken over, it is left as it is there.")
    if row.field == "module_id":
        return _(
            "The same person, first day and host or last day under another ID. An ID that was given never changes "
            "here, and this is one mobility, so nothing is added or cancelled. In the module delete the row "
            "%(theirs)s by hand and let ours stand: the next file brings it there as %(ours)s."
        ) % {"ours": row.ours, "theirs": row.theirs}
    count = shared.get(row.mobility.host_id, 0) if row.mobility and of_host(row) else 0
    if count > 1 and services.may_take(row) and not row.applied_at:
        text = ngettext(
            "Taken over, it changes the host for %(count)s mobility.",
            "Taken over, it changes the host for %(count)s mobilities.",
            count,
        )
        return text % {"count": number(count)}
    return hint_of_field(row, project)


def hint_of_cancelling(row: ModuleDifference) -> str:
    state = row.mobility.state if row.mobility else ""
    if row.applied_at:
        return ""
    if state == MobilityState.CLOSED:
        return _("It is closed here. Cancelled by this file, it is first reopened.")
    if state == MobilityState.INTERRUPTED:
        return str(WENT_IN_PART)
    return ""


def hint_of_sending(row: ModuleDifference) -> str:
    if not row.values.get("is_complete", True):
        return str(NOT_SENT_YET)
    return _("If ours stands, it goes into the next file.")


def hint_of_field(row: ModuleDifference, project: Project) -> str:
    if row.values.get("falls_back"):
        text = _(
            "The module has nothing there. Here it cannot become empty, because without an entry it follows from "
            "%(what)s. Let ours stand, and it goes into the next file."
        )
        return text % {"what": FALLS_BACK_ON[row.field]}
    if row.field in AMOUNTS and not row.theirs.strip():
        return str(EMPTY_AMOUNT)
    if row.field in AMOUNTS:
        return _(
            "Taken over, this amount is fixed in the grant of the mobility in place of the counted one, until it is "
            "lifted there; or mend what it is counted from."
        )
    if row.mobility and services.is_of_school(row.field, row.mobility):
        return of_school()
    if row.field in FOLLOWS_FROM:
        text = _("Here it follows from %(what)s: take that over too, or mend it.")
        return text % {"what": FOLLOWS_FROM[row.field]}
    if services.may_take(row):
        return ""
    return _("The mobility has no host here. Choose it first, or ours stands.")


def of_school() -> str:
    return _(
        "It is the school's own and the same for all its mobilities, so no row of a file changes it: administrators "
        "do, in the settings of the school. If ours stands, it goes into the next file."
    )


def school_links(row: ModuleDifference, settings_url: str, administrators: list[tuple[str, str]]) -> list:
    """Where the school's own is changed: the page, or, for who may not open it, whom to write to."""
    if row.kind != DriftKind.DIFFERS or row.mobility is None or row.applied_at:
        return []
    if not services.is_of_school(row.field, row.mobility):
        return []
    if settings_url:
        return [(settings_url, _("Settings of the school"))]
    return [(address, _("Write to %(name)s") % {"name": name}) for address, name in administrators]


def mend_url(row: ModuleDifference, project: Project) -> str:
    """The page on which our side is kept; of one row that differs in a field."""
    if row.kind != DriftKind.DIFFERS or row.mobility is None or row.applied_at:
        return ""
    return page_of_field(row.field, row.mobility, project)


def of_host(row: ModuleDifference) -> bool:
    return row.field in BY_NAME and BY_NAME[row.field].takes == "host_details"
