"""Rules about people under 18 and about what was agreed to; age is that of the day of departure.

Who is of age goes on another ground than a consent, if the school has one: without it the mobility is complete.

Of a stay that is over nothing is asked any more: a consent signed afterwards proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mobilities.completeness.around import Around, asks_for_consent
from mobilities.completeness.plan import Notice, Plan, Severity
from portal.common.text import day


def of_children() -> str:
    return gettext("For a learner under 18 a parent or guardian signs too")


def of_data_protection() -> str:
    return gettext("General Data Protection Regulation, articles 6 and 7")


def check_consents(plan: Plan, around: Around) -> Iterable[Notice]:
    person = plan.participant
    if not asks_for_consent(plan):
        return
    signed = around.signed[person.pk]
    if signed.is_data_revoked:
        yield revoked(plan)
    if plan.start is None or not person.is_minor_on(plan.start):
        if not signed.has_data and not signed.is_data_revoked:
            sentence = _("There is no consent of %(person)s to the use of personal data.")
            yield Notice(
                "no_consent", "participant", Severity.WARNING, sentence, of_data_protection, person, {"person": person}
            )
        return
    words = {"person": person, "day": partial(day, plan.start)}
    if not signed.has_guardian:
        sentence = _("%(person)s is under 18 on %(day)s, and no parent or guardian is named.")
        yield Notice("no_guardian", "participant", Severity.MISSING, sentence, of_children, person, words)
    if not signed.has_data and not signed.is_data_revoked:
        sentence = _("%(person)s is under 18 on %(day)s, and there is no consent to the use of personal data.")
        yield Notice("no_consent", "participant", Severity.MISSING, sentence, of_data_protection, person, words)


def revoked(plan: Plan) -> Notice:
    """A new mobility cannot be entered; one that was entered before is kept and needs a decision."""
    words = {"person": plan.participant}
    if plan.pk is None:
        sentence = _("%(person)s revoked the consent to the use of personal data: no new mobility without it.")
        severity = Severity.ERROR
    else:
        sentence = _(
            "%(person)s revoked the consent to the use of personal data: ask for it anew, or cancel the mobility."
        )
        severity = Severity.MISSING
    return Notice("consent_revoked", "participant", severity, sentence, of_data_protection, plan.participant, words)
