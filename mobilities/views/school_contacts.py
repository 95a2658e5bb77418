"""Whom papers name for our school: by role, and which role is still without anybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mobilities.enums import ContactRole
from mobilities.forms.school_contacts import SchoolContactForm
from mobilities.models import SchoolContact
from portal.audit.services import delete, save_form
from portal.common.http import get_or_403, require

LOOK, CHANGE = "mobilities.view_school_contact", "mobilities.change_school_contact"


@require_safe
def school_contact_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    rows = list(SchoolContact.objects.visible_to(request.user).filter(school=request.school))
    may_change = request.user.has_perm(CHANGE, request.school)
    roles = [(role, [row for row in rows if row.role == role]) for role in ContactRole]
    context = {
        "roles": roles,
        "may_change": may_change,
        "add_url": reverse("mobilities:school-contact-add") if may_change else "",
    }
    return render(request, "mobilities/school_contact_list.html", context)


def crumbs() -> list[tuple[str, str]]:
    return [(_("Contacts of the school"), reverse("mobilities:school-contact-list"))]


@require_http_methods(["GET", "POST"])
def school_contact_add(request: HttpRequest) -> HttpResponse:
    require(request.user, CHANGE, request.school)
    role = request.GET.get("role", "")
    row = SchoolContact(school=request.school, role=role if role in ContactRole.values else "")
    return edited(request, row, _("Add a contact"))


def load(request: HttpRequest, pk: int) -> SchoolContact:
    rows = SchoolContact.objects.visible_to(request.user).select_related("school")
    return get_or_403(rows, request.user, CHANGE, pk=pk)


@require_http_methods(["GET", "POST"])
def school_contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, load(request, pk), _("Edit a contact"))


def edited(request: HttpRequest, row: SchoolContact, heading: str) -> HttpResponse:
    form = SchoolContactForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, row.school)
        messages.success(request, _("The contact is saved."))
        return redirect("mobilities:school-contact-list")
    context = {
        "form": form,
        "heading": heading,
        "row": row,
        "crumbs": crumbs(),
        "cancel_url": reverse("mobilities:school-contact-list"),
    }
    return render(request, "mobilities/school_contact_form.html", context)


@require_http_methods(["GET", "POST"])
def school_contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    if request.method == "POST":
        delete(row, request.user, row.school)
        messages.success(request, _("The contact is deleted."))
        return redirect("mobilities:school-contact-list")
    return render(request, "mobilities/school_contact_delete.html", {"row": row, "crumbs": crumbs()})
