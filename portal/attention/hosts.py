"""Documents of hosts that have expired or soon will."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.enums import HostState
from mobilities.host_record import EXPIRES_SOON_DAYS
from mobilities.models import HostDocument
from portal.accounts.models import School
from portal.attention.task import Task
from portal.common.countries import country_name


def document_tasks(school: School, today: date) -> list[Task]:
    """Of hosts with which one works or wants to; what a paused host signed may lapse."""
    rows = HostDocument.objects.filter(host__school=school, valid_until__lte=today + timedelta(days=EXPIRES_SOON_DAYS))
    rows = rows.exclude(host__state=HostState.PAUSED).select_related("host").order_by("valid_until", "pk")
    return [
        Task(
            what=_("%(host)s: “%(document)s” expires") % {"host": row.host, "document": row.title},
            more=f"{row.host.city}, {country_name(row.host.country)}",
            day=row.valid_until,
            today=today,
            url=reverse("mobilities:host-detail", args=[row.host_id]) + "#documents",
            action=_("Open the documents"),
        )
        for row in rows
    ]
