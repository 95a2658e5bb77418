"""What evidence of dissemination takes of a school's room."""

from django.utils.translation import gettext_lazy as _

from portal.common.quota import Count, counts, measured
from projects.models import Dissemination


@counts(_("Evidence of dissemination"))
def evidence(school) -> Count:
    rows = Dissemination.objects.filter(project__school=school).exclude(evidence="")
    return measured(row.evidence for row in rows.only("evidence").iterator())
