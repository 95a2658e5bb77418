"""Writes of a school's own activity types. The programme's rows never change here, nor a row that something uses."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import PROTECT, Max
from django.utils.translation import gettext as _

from portal.audit import services as audit
from portal.common.forms import VersionedModelForm
from portal.common.refused import Refused
from projects.models import ActivityType


def ids_in_use(types: Iterable[ActivityType]) -> set[int]:
    """Ids of those that a mobility, a target or anything else needs; one query for each kind of row that can."""
    ids = [row.pk for row in types]
    used: set[int] = set()
    for relation in ActivityType._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.on_delete is PROTECT:
            name = relation.field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
            used |= set(rows.values_list(name, flat=True).distinct())
    return used


@transaction.atomic
def save_activity_type(form: VersionedModelForm, user) -> ActivityType:
    """Save a valid form of a school's own row. Raises Refused where something uses it, or its twin came first."""
    row = form.instance
    refuse_programme_and_used(row)
    row.order = place_of(row)
    try:
        with transaction.atomic():
            return audit.save_form(form, user, row.school)
    except IntegrityError as error:
        raise Refused(_("The school already has its own row of this code from this call year.")) from error


@transaction.atomic
def delete_activity_type(row: ActivityType, user) -> None:
    refuse_programme_and_used(row)
    audit.delete(row, user, row.school)


def refuse_programme_and_used(row: ActivityType) -> None:
    if row.school is None:
        raise Refused(_("A row of the programme stays as it is; the school can put its own in its place."))
    if row.pk and ids_in_use([row]):
        raise Refused(_("Mobilities or targets use this row, so it stays as it is."))


def place_of(row: ActivityType) -> int:
    """Beside the programme's row of the same code, otherwise last."""
    same = ActivityType.objects.filter(school=None, code=row.code).values_list("order", flat=True).first()
    if same is not None:
        return same
    return min((ActivityType.objects.aggregate(last=Max("order"))["last"] or 0) + 1, 32_000)
