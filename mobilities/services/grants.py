"""Writes of what the grant of a mobility is counted from."""

from mobilities.models import MobilityGrant
from portal.audit.services import save_form


def save_grant(form, user) -> MobilityGrant:
    return save_form(form, user, form.instance.mobility.school)
