"""Saving the anonymous counters of a project."""

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.models import InclusionCount
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.refused import Refused
from projects.models import Project


@transaction.atomic
def save_counts(project: Project, counts: dict[str, int], seen: dict[str, int], user) -> None:
    """`seen` are the counters that were on the page; Refused where they are others by now.

    The journal learns that they changed, not what they were.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    kept = {row.reason: row for row in InclusionCount.objects.filter(project=project)}
    before = {reason: row.people for reason, row in kept.items() if row.people}
    if before != {reason: people for reason, people in seen.items() if people}:
        raise Refused(_("Somebody else changed these numbers meanwhile. Open the page anew."))
    after = {reason: people for reason, people in counts.items() if people}
    if before == after:
        return
    InclusionCount.objects.filter(project=project).delete()
    InclusionCount.objects.bulk_create(
        InclusionCount(project=project, reason=reason, people=people) for reason, people in after.items()
    )
    audit.record(user, project.school, Verb.CHANGE, project, {"inclusion_counts": ["", ""]})
