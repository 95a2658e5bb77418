"""Writes of what the grant of a mobility is counted from."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mobilities.models import MobilityGrant
from mobilities.services.checklists import sync
from portal.audit.services import save_form
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
