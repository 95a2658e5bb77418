"""Writes of what the grant of a mobility is counted from, and of the amounts that are fixed in it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.beneficiary_module.journal import FIXED
from mobilities.models import FixedAmount, Mobility, MobilityGrant
from mobilities.services.checklists import sync
from portal.audit.models import Verb
from portal.audit.services import record, save_form
from portal.common.refused import Refused


def save_grant(form, user) -> MobilityGrant:
    """Raises Refused where somebody entered the first terms of this grant at the same moment."""
    is_new = form.instance.pk is None
    try:
        with transaction.atomic():
            terms = save_form(form, user, form.instance.mobility.school)
            sync([terms.mobility])
            return terms
    except IntegrityError as error:
        if is_new and MobilityGrant.objects.filter(mobility=form.instance.mobility).exists():
            raise Refused(_("Somebody else saved this page at the same moment. Open it again and compare.")) from error
        raise


@transaction.atomic
def fix_amount(mobility: Mobility, category: str, amount: Decimal, source: str, user) -> MobilityGrant:
    """From now on this amount stands in place of the counted one. Raises Refused where it is none."""
    terms, _is_new = MobilityGrant.objects.select_for_update().get_or_create(mobility=mobility)
    before = terms.fixed_amounts.filter(category=category).first()
    old = in_words(before) if before else ""
    row = before or FixedAmount(terms=terms, category=category)
    row.amount, row.source, row.fixed_by, row.fixed_at = amount, source, user, timezone.now()
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    record(user, mobility.school, Verb.CHANGE, terms, {f"{FIXED}{category}": [old, in_words(row)]})
    return terms


@transaction.atomic
def lift_amount(row: FixedAmount, user) -> None:
    """The counted amount stands again."""
    terms = row.terms
    record(user, terms.mobility.school, Verb.CHANGE, terms, {f"{FIXED}{row.category}": [in_words(row), ""]})
    row.delete()


def in_words(row: FixedAmount) -> str:
    return f"{row.amount:.2f} ({row.source})"
