"""People: the register of learners and staff."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mobilities import person_record as record
from mobilities.consents import states_of
from mobilities.enums import PersonContactRole, PersonKind
from mobilities.exports.participants import participant_rows, pattern_rows
from mobilities.forms.participants import ParticipantFilterForm, ParticipantForm, QuickParticipantForm
from mobilities.forms.person_parts import ContactsFormSet, LanguageFormSet
from mobilities.models import (
    AccompanyingPerson,
    ExperienceReport,
    MergedPerson,
    Mobility,
    Participant,
    Presentation,
    Selection,
)
from mobilities.models.participant import ParticipantQuerySet
from mobilities.papers import papers_today
from mobilities.services.participants import ParticipantInUseError, delete_participant, save_person
from mobilities.suggestions import in_a_cell
from mobilities.views.lists import FOUND_AT_MOST, added, dialog_again, found
from portal.audit.history import history_of
from portal.audit.services import save_form
from portal.common.forms import leave_unjudged, with_more_rows
from portal.common.http import get_or_403, page_by_keys, require, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer

LOOK, ADD, CHANGE = "mobilities.view_participant", "mobilities.add_participant", "mobilities.change_participant"
DELETE, EXPORT = "mobilities.delete_participant", "mobilities.export_participant"
KEPT_FOR_NEXT = ("kind", "group", "qualification")


def people_of(request: HttpRequest) -> ParticipantQuerySet:
    people = Participant.objects.visible_to(request.user).filter(school=request.school)
    return people.order_by(Latvian("last_name"), Latvian("first_name"), "pk")


def listed(request: HttpRequest) -> tuple[ParticipantFilterForm, ParticipantQuerySet]:
    people = people_of(request)
    form = ParticipantFilterForm(request.GET, school=request.school, people=people)
    return form, dressed(form.narrow(people), request.user)


def dressed(people: ParticipantQuerySet, user) -> ParticipantQuerySet:
    return people.select_related("qualification").with_trips(user)


@require_safe
def participant_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    form, people = listed(request)
    may_add = request.user.has_perm(ADD, request.school)
    may_export = request.user.has_perm(EXPORT, request.school)
    bring_in = {"url": reverse("imports:import-add", args=["people"]), "label": _("Import"), "icon": "upload"}
    context = {
        "form": form,
        "page": page_by_keys(request, people, dressed(Participant.objects, request.user)),
        "export_url": with_filters(request, reverse("mobilities:participant-export")) if may_export else "",
        "add_url": reverse("mobilities:participant-add") if may_add else "",
        "may_consent": request.user.has_perm("mobilities.change_consent", request.school),
        "bulk_actions": [{"name": "at_once", "value": "1", "label": _("Record a consent")}],
        "pattern_url": reverse("mobilities:participant-pattern") if may_add else "",
        "actions": [bring_in] if may_add else [],
        "more": more(request, may_add=may_add),
    }
    return render(request, "mobilities/participant_list.html", context)


def more(request: HttpRequest, *, may_add: bool) -> list[dict[str, str]]:
    rows = [("mobilities:qualification-list", _("Qualifications"))]
    if request.user.has_perm("mobilities.view_consent_text", request.school):
        rows.append(("mobilities:consent-text-list", _("Texts of consents")))
    if may_add:
        rows.append(("mobilities:duplicate-list", _("Possible duplicates")))
    return [{"url": reverse(name), "label": label} for name, label in rows]


@require_safe
def participant_export(request: HttpRequest) -> HttpResponse:
    require(request.user, EXPORT, request.school)
    _form, people = listed(request)
    return table_answer(request.GET.get("format"), participant_rows(people.iterator()), "people")


@require_safe
def participant_pattern(request: HttpRequest) -> HttpResponse:
    """An empty class list to be filled in and brought in again."""
    require(request.user, ADD, request.school)
    return table_answer(request.GET.get("format"), pattern_rows(), "people-pattern")


@require_safe
def participant_search(request: HttpRequest) -> HttpResponse:
    """For fields in which a person is chosen by typing the name."""
    require(request.user, LOOK, request.school)
    people = people_of(request)
    form = ParticipantFilterForm({"q": request.GET.get("q", "")}, school=request.school, people=people)
    people = form.narrow(people).filter(is_active=True)[:FOUND_AT_MOST]
    return found((person.pk, str(person), person.group or person.work_field) for person in people)


@require_safe
def participant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        person = load(request, LOOK, pk)
    except Http404:
        return redirect("mobilities:participant-detail", kept_instead(request, pk))
    user = request.user
    may_change = user.has_perm(CHANGE, person)
    visible = Mobility.objects.visible_to(user).filter(participant=person)
    mobilities = list(visible.with_names().order_by("-start", "pk"))
    trips = AccompanyingPerson.objects.visible_to(user).filter(person=person).select_related("project")
    reports = ExperienceReport.objects.visible_to(user).filter(
        Q(mobility__participant=person) | Q(accompanying__person=person)
    )
    presentations = Presentation.objects.filter(presenters=person, day__conference__school__in=user.school_ids())
    contacts, states = list(person.contacts.all()), states_of(person)
    context = {
        "person": person,
        "crumbs": crumbs(),
        "facts": record.key_facts(person, mobilities, sees_birth_date=user.has_perm(EXPORT, person)),
        "about": record.about(person, list(person.languages.all()), sees_all=user.has_perm(EXPORT, person)),
        "qualification": record.about_qualification(person.qualification),
        "contacts": contacts,
        "consents": states,
        "may_consent": user.has_perm("mobilities.change_consent", person),
        "may_see_all": user.has_perm(EXPORT, person),
        "papers": papers_today(person),
        "mobilities": mobilities,
        "accompanied": trips.prefetch_related("mobilities__participant").order_by("-start", "pk"),
        "reports": reports.with_journey().order_by("-start"),
        "applications": applications_of(person, user),
        "presentations": presentations.select_related("day__conference").order_by("-day__date", "time", "pk"),
        "missing": record.missing(person, contacts, states) if may_change else [],
        "history": history_of(person, user),
        "may_delete": user.has_perm(DELETE, person),
        "edit_url": reverse("mobilities:participant-edit", args=[person.pk]) if may_change else "",
    }
    return render(request, "mobilities/participant_detail.html", context)


def kept_instead(request: HttpRequest, pk: int) -> int:
    """The one into whom the person of this address was merged."""
    try:
        merged = MergedPerson.objects.get(former_id=pk, kept__in=Participant.objects.visible_to(request.user))
    except (MergedPerson.DoesNotExist, OverflowError):
        raise Http404 from None
    return merged.kept_id


def applications_of(person: Participant, user):
    """In the calls that `user` may see."""
    calls = Selection.objects.visible_to(user)
    return person.applications.filter(selection__in=calls).select_related("selection").order_by("-applied_on", "pk")


def load(request: HttpRequest, permission: str, pk: int) -> Participant:
    people = Participant.objects.visible_to(request.user).select_related("school", "qualification", "user")
    return get_or_403(people, request.user, permission, pk=pk)


def crumbs(person: Participant | None = None) -> list[tuple[str, str]]:
    steps = [(_("People"), reverse("mobilities:participant-list"))]
    if person and person.pk:
        steps.append((str(person), reverse("mobilities:participant-detail", args=[person.pk])))
    return steps


@require_http_methods(["GET", "POST"])
def participant_add(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    person = Participant(school=request.school, kind=PersonKind.LEARNER)
    return edited(request, person, _("Add a person"), _("%(person)s is added."))


@require_http_methods(["GET", "POST"])
def participant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = load(request, CHANGE, pk)
    return edited(request, person, _("Edit a person"), _("%(person)s is saved."))


def edited(request: HttpRequest, person: Participant, heading: str, success: str) -> HttpResponse:
    """The form of a person, shown, checked or saved."""
    steps = crumbs(person)
    data = with_more_rows(request.POST) if request.method == "POST" else None
    form = ParticipantForm(data, instance=person, initial=kept(request, person))
    languages = LanguageFormSet(data, instance=person, prefix="languages")
    contacts = ContactsFormSet(data, instance=person, prefix="contacts", initial=offered_contacts(person))
    if "more" in request.POST:
        leave_unjudged(form, languages, contacts)
    elif data is not None and all([form.is_valid(), languages.is_valid(), contacts.is_valid()]):
        saved = save_person(form, languages, contacts, request.user)
        messages.success(request, success % {"person": saved})
        return redirect(after_saving(request, saved))
    context = {
        "form": form,
        "languages": languages,
        "contacts": contacts,
        "heading": heading,
        "crumbs": steps,
        "cancel_url": steps[-1][1],
        "is_new": person.pk is None,
    }
    return render(request, "mobilities/participant_form.html", context)


def offered_contacts(person: Participant) -> list[dict[str, str]]:
    """The guardian who signed a consent of a minor, where none is named yet."""
    names = record.signers(person, list(person.contacts.all())) if person.pk else []
    return [{"role": PersonContactRole.GUARDIAN.value, "name": name} for name in names[:1]]


def kept(request: HttpRequest, person: Participant) -> dict[str, str]:
    """What the person added before had in common with the next one of the class."""
    if person.pk:
        return {}
    return {name: request.GET[name][:40] for name in KEPT_FOR_NEXT if request.GET.get(name)}


def after_saving(request: HttpRequest, person: Participant) -> str:
    if "add_next" not in request.POST:
        return reverse("mobilities:participant-detail", args=[person.pk])
    same = {"kind": person.kind, "group": person.group, "qualification": person.qualification_id}
    address = reverse("mobilities:participant-add")
    return f"{address}?{urlencode({name: value for name, value in same.items() if value})}"


@require_http_methods(["GET", "POST"])
def participant_quick_add(request: HttpRequest) -> HttpResponse:
    """From the dialog of another form: 201 with the person, or 422 with the fields and what is wrong."""
    require(request.user, ADD, request.school)
    form = QuickParticipantForm(request.POST if request.method == "POST" else None, school=request.school)
    if not form.is_valid():
        return dialog_again(request, "mobilities/participant_quick.html", form)
    person = save_form(form, request.user, request.school)
    return added(person.pk, in_a_cell(person))


@require_http_methods(["GET", "POST"])
def participant_delete(request: HttpRequest, pk: int) -> HttpResponse:
    person = load(request, DELETE, pk)
    context = {"person": person, "crumbs": crumbs(person), "cancel_url": crumbs(person)[-1][1]}
    if request.method == "POST":
        try:
            delete_participant(person, request.user)
        except ParticipantInUseError:
            return render(request, "mobilities/participant_delete.html", context | {"is_needed": True}, status=409)
        messages.success(request, _("%(person)s is deleted.") % {"person": person})
        return redirect("mobilities:participant-list")
    return render(request, "mobilities/participant_delete.html", context)
