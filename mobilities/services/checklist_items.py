"""What a school or a project asks for otherwise: saved, taken back, and followed by the checklists."""

from django.db import transaction

from mobilities.models import ChecklistItem, Mobility
from mobilities.services.checklists import keep_in_step
from portal.audit.models import Verb
from portal.audit.services import delete, save_form


@transaction.atomic
def save_item(form, user) -> ChecklistItem:
    """A valid form of an item whose school, and project if it is of one, are known."""
    item = form.instance
    verb = Verb.ADD if item.is_own and not item.pk else Verb.CHANGE  # of what is known, only the asking is new
    save_form(form, user, item.school, verb)
    if item.is_own:  # projects that ask for it otherwise know it by the same name
        item.changed.update(title_lv=item.title_lv, title_en=item.title_en, phase=item.phase)
    follow(item, user)
    return item


@transaction.atomic
def drop_item(item: ChecklistItem, user) -> None:
    """Back to what is asked for without it; lines on which something is recorded stay."""
    delete(item, user, item.school)
    follow(item, user)


def follow(item: ChecklistItem, user) -> None:
    rows = Mobility.objects.running().filter(school=item.school)
    if item.project_id:
        rows = rows.filter(project=item.project_id)
    keep_in_step(list(rows.order_by("pk").values_list("pk", flat=True)), item.school, user)
