"""The bank account of a person: entered, seen and deleted by coordinators alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobilities.forms.bank import BankForm
from mobilities.models import Participant, PersonBank
from mobilities.services import bank as services
from portal.common.http import get_or_403

CHANGE = "mobilities.change_participant"


@require_http_methods(["GET", "POST"])
def bank_edit(request: HttpRequest, pk: int) -> HttpResponse:
    people = Participant.objects.visible_to(request.user).select_related("school")
    person = get_or_403(people, request.user, CHANGE, pk=pk)
    bank = PersonBank.objects.filter(person=person).first() or PersonBank()
    bank.person = person
    detail = reverse("mobilities:participant-detail", args=[pk])
    if request.method == "POST" and "delete" in request.POST and bank.pk:
        services.delete_bank(bank, request.user)
        messages.success(request, _("The bank account is deleted."))
        return redirect(detail)
    form = BankForm(request.POST if request.method == "POST" else None, instance=bank)
    if request.method == "POST" and form.is_valid():
        services.save_bank(form, request.user)
        messages.success(request, _("The bank account is saved."))
        return redirect(detail)
    context = {
        "form": form,
        "person": person,
        "is_known": bool(bank.pk),
        "crumbs": [(_("People"), reverse("mobilities:participant-list")), (str(person), detail)],
        "cancel_url": detail,
    }
    return render(request, "mobilities/bank_edit.html", context)
