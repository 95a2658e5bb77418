"""Writes of bank accounts. The journal, which more people read, has the last digits only."""

from django.db import transaction

from mobilities.models import PersonBank
from portal.accounts.models import User
from portal.audit.models import Verb
from portal.audit.services import record

SHOWN_DIGITS = 4


def masked(iban: str) -> str:
    return f"…{iban[-SHOWN_DIGITS:]}" if iban else ""


@transaction.atomic
def save_bank(form, user: User) -> PersonBank:
    verb = Verb.CHANGE if form.instance.pk else Verb.ADD
    before = PersonBank.objects.filter(pk=form.instance.pk).values_list("iban", flat=True).first() or ""
    bank = form.save()
    record(user, bank.person.school, verb, bank, {"iban": [masked(before), masked(bank.iban)]})
    return bank


@transaction.atomic
def delete_bank(bank: PersonBank, user: User) -> None:
    record(user, bank.person.school, Verb.DELETE, bank, {"iban": [masked(bank.iban), ""]})
    bank.delete()
