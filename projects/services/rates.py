"""Writes of rate tables. Proposals may come before the agreement; one's own figures and confirmations may not."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.refused import Refused
from projects import grants
from projects.models import Project, Rate
from projects.rate_table import CONDITIONS, clash

OUR_AGENCY = "LV01"


@transaction.atomic
def propose_rates(project: Project, user) -> int:
    """Add what the programme's lists propose and the table does not have yet; returns how many rows were added."""
    there = list(Project.objects.select_for_update().get(pk=project.pk).rates.all())
    known = {rate.proposal for rate in there}
    found = grants.propose(project.call_year, project.action, project.field, project.agency or OUR_AGENCY)
    proposed = [as_row(project, each) for each in found]
    new = [rate for rate in proposed if rate.proposal not in known and clash(rate, there) is None]
    Rate.objects.bulk_create(new)
    if new:
        audit.record(user, project.school, Verb.CHANGE, project, {"rates": ["", ", ".join(r.proposal for r in new)]})
    return len(new)


def as_row(project: Project, proposed: grants.Rate) -> Rate:
    conditions = {name: getattr(proposed, name) for name in CONDITIONS} | {
        "activity_types": list(proposed.activity_types)
    }
    return Rate(
        project=project, category=proposed.category, amount=proposed.amount, proposal=str(proposed.key or ""),
        evidence=proposed.evidence, source=proposed.source[: grants.SOURCE_LENGTH], **conditions,
    )  # fmt: skip


@transaction.atomic
def save_rate(form, user) -> Rate:
    """Save a valid rate form. Its tick makes `user` the one who confirmed it; without it the figure is unconfirmed.

    Somebody else's confirmation outlives a change of the source alone. A proposed amount that was changed keeps no
    evidence: what was seen was another amount.
    """
    rate, changed = form.instance, set(form.changed_data) - {"version"}
    if "amount" in changed:
        rate.evidence = ""
    if form.cleaned_data["is_confirmed"]:
        if not rate.pk or changed:
            rate.confirmed_on, rate.confirmed_by = timezone.localdate(), user
    elif rate.confirmed_by_id == user.pk or changed - {"source"}:
        rate.confirmed_on = rate.confirmed_by = None
    return audit.save_form(form, user, rate.project.school)


@transaction.atomic
def confirm_rates(project: Project, shown: dict[int, int], user) -> int:
    """Mark rates as compared with the agreement; `shown`: key > the version that was looked at. Returns how many.

    What was changed meanwhile stays as it is. Raises Refused while the agreement has no date.
    """
    if project.agreement_signed is None:
        raise Refused(_("Enter the date of the grant agreement first: rates are compared with its annex."))
    done, today = 0, timezone.localdate()
    for rate in project.rates.filter(pk__in=shown, confirmed_on=None):
        same = Rate.objects.filter(pk=rate.pk, version=shown[rate.pk], confirmed_on=None)
        if same.update(confirmed_on=today, confirmed_by=user, version=rate.version + 1):
            audit.record(user, project.school, Verb.CHANGE, rate, {"confirmed_on": ["", str(today)]})
            done += 1
    return done


def delete_rate(rate: Rate, user) -> None:
    audit.delete(rate, user, rate.project.school)
