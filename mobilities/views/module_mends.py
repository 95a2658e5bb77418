"""Where people mend what the module has otherwise or misses: the page on which our side is kept."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.beneficiary_module.fields import AMOUNTS, BY_NAME, MONEY
from mobilities.beneficiary_module.filling import Filling, Row
from mobilities.beneficiary_module.layout import Column
from mobilities.beneficiary_module.template import named
from mobilities.enums import Direction
from mobilities.models import Mobility
from mobilities.services.module_drift import is_of_school
from portal.accounts.enums import Role
from portal.common.text import active_language
from projects.models import Project

NAMES_SHOWN, REASONS_SHOWN = 5, 3
PERSON = {
    "first_name", "last_name", "email", "birth_date", "gender", "nationality", "participant_type", "isced_f",
    "eqf_level", "qualification", "fewer_opportunities",
}  # fmt: skip
STAY = {"activity_type", "start", "end", "days", "blended", "blended_days", "green_travel", "receiving_name"}
TERMS = {"travel_days", "interruption_days", "force_majeure", "distance_band", "distance_km", "zero_grant", *MONEY}
PAGES = {
    **dict.fromkeys(STAY, "mobilities:mobility-edit"),
    **dict.fromkeys(TERMS, "mobilities:grant-edit"),
    "total_grant": "mobilities:grant-fix",
    "working_language": "mobilities:learning-plan-edit",
    "accompanying": "mobilities:mobility-trip",
    "itinerary": "mobilities:mobility-itinerary",
}


def page_of_field(name: str, mobility: Mobility, project: Project) -> str:
    """Address of the page; "" where the portal does not keep it, or where only administrators change it."""
    if name in PERSON or (name.startswith("sending_") and mobility.direction == Direction.INCOMING):
        return reverse("mobilities:participant-edit", args=[mobility.participant_id])
    if name in MONEY and not project.rates.all():
        return reverse("projects:rate-list", args=[project.pk])
    if is_of_school(name, mobility):
        return ""
    if name in PAGES:
        return reverse(PAGES[name], args=[mobility.pk])
    if name.startswith("receiving_"):
        if mobility.host_id is None:
            return reverse("mobilities:mobility-edit", args=[mobility.pk])
        return reverse("mobilities:host-edit", args=[mobility.host_id])
    return ""


def empty_told(plan: Filling) -> list[dict[str, Any]]:
    """Columns that stay empty in rows of the file, in how many, and where that is mended."""
    told = []
    for column, rows in plan.empty_columns():
        name = plan.fields.get(column.key, "")
        pages: dict[str, str] = {}
        for row in rows:
            if column.title in row.no_entry:
                continue
            if name in MONEY and any(note.key == "no_rate" for note in row.subject.uncounted()):
                pages.setdefault(reverse("projects:rate-list", args=[plan.project.pk]), _("Rates of the project"))
            if address := page_of_field(name, row.subject.mobility, plan.project):
                pages.setdefault(address, row.subject.label)
        links = list(pages.items())
        reason = why_uncounted(name, rows) if name in MONEY else ""
        reason = reason or ("" if links else why(column, name, rows))
        if reason == of_school():
            links = administrators(plan.project)
        told.append(
            {
                "title": column.title,
                "is_required": column.is_required,
                "rows": len(rows),
                "links": links[:NAMES_SHOWN] if len(links) > 1 or reason else [],
                "only": links[0][0] if len(links) == 1 and not reason else "",
                "more": max(len(links) - NAMES_SHOWN, 0),
                "why": reason,
            }
        )
    return told


def why_uncounted(name: str, rows: list[Row]) -> str:
    """Part of an amount would be taken for the whole of it, so it stays empty; the grant shows the part."""
    categories = [AMOUNTS[name]] if name in AMOUNTS else []
    notes = [note for row in rows for note in row.subject.uncounted(*categories)]
    said = list(dict.fromkeys(note.sentence(active_language()) for note in notes))
    if not said:
        return ""
    more = " …" if len(said) > REASONS_SHOWN else ""
    return _("Not all of it can be counted, and a part is not written as the whole. %(reasons)s") % {
        "reasons": " ".join(said[:REASONS_SHOWN]) + more
    }


def why(column: Column, name: str, rows: list[Row]) -> str:
    if values := list(dict.fromkeys(row.no_entry[column.title] for row in rows if column.title in row.no_entry)):
        return _("Its list has no entry for %(values)s.") % {"values": named(values)()}
    if not name:
        return _("No field of the portal is chosen for it. Choose one above, or enter it in the module.")
    if BY_NAME[name].read is None:
        return _("The portal does not keep it. Enter it in the module after the import.")
    if name.startswith(("sending_", "receiving_")):
        return of_school()
    return _("Nothing is known of it here. Enter it in the module after the import.")


def of_school() -> str:
    return _("It is kept with the school; an administrator enters it in the school's settings.")


def administrators(project: Project) -> list[tuple[str, str]]:
    """Whom to write to, where only they open the page."""
    rows = project.school.memberships.filter(role=Role.ADMINISTRATOR, is_active=True).select_related("user")
    return [(f"mailto:{row.user.email}", str(row.user)) for row in rows]
