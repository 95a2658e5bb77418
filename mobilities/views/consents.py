"""Consents of people: recorded for one or for a class, revoked, and the texts that are signed."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mobilities.consent_texts import first_text
from mobilities.consents import FOLLOWS_REVOKED
from mobilities.enums import ConsentKind
from mobilities.forms.consents import ConsentForm, ConsentTextForm, CorrectForm, RevokeForm, guardians_of
from mobilities.models import Consent, ConsentText, Mobility, Participant
from mobilities.services import consents as services
from mobilities.services import mobilities
from portal.audit.history import history_of
from portal.common.http import get_or_403, require
from portal.common.ordering import Latvian
from portal.common.refused import Refused

CHANGE, TEXTS, WRITE_TEXT = (
    "mobilities.change_consent",
    "mobilities.view_consent_text",
    "mobilities.change_consent_text",
)
MOST_AT_ONCE = 200
LONGEST_KEY = 18
MOST_NAMED = 20


def crumbs(person: Participant | None = None) -> list[tuple[str, str]]:
    steps = [(_("People"), reverse("mobilities:participant-list"))]
    if person:
        steps.append((str(person), reverse("mobilities:participant-detail", args=[person.pk])))
    return steps


def ticked(request: HttpRequest) -> list[Participant]:
    """The people of ?person=1&person=2 whom one may see, in the order of the alphabet."""
    keys = [key for key in request.GET.getlist("person") if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY]
    people = Participant.objects.visible_to(request.user).filter(school=request.school, pk__in=keys[:MOST_AT_ONCE])
    return list(
        people.order_by(Latvian("last_name"), Latvian("first_name"), "pk").prefetch_related("contacts", "consents")
    )


@require_http_methods(["GET", "POST"])
def consent_add(request: HttpRequest) -> HttpResponse:
    require(request.user, CHANGE, request.school)
    people = ticked(request)
    steps = crumbs(people[0] if len(people) == 1 else None)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        school=request.school,
        people=people,
        initial={"kind": request.GET.get("kind", "")},
    )
    if people and form.is_bound and form.is_valid():
        try:
            saved = save_consents(request, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, recorded(saved, people))
            return redirect(steps[-1][1])
    context = {"form": form, "people": people, "crumbs": steps, "cancel_url": steps[-1][1], "most": MOST_AT_ONCE}
    return render(request, "mobilities/consent_add.html", context)


def save_consents(request: HttpRequest, form: ConsentForm) -> list[Consent]:
    given, signed = form.cleaned_data, form.signed()
    with transaction.atomic():
        made = services.record_consents(
            request.school, given["kind"], given["text"], given["given_on"], signed, request.user
        )
        if given["keeps_guardians"]:
            services.keep_guardians(signed, request.school, request.user)
    return made


def recorded(made: Sequence[Consent], people: Sequence[Participant]) -> str:
    sentence = ngettext("%(n)s consent is recorded.", "%(n)s consents are recorded.", len(made)) % {"n": len(made)}
    if before := len(people) - len(made):
        had = ngettext("%(n)s person had given it already.", "%(n)s people had given it already.", before)
        sentence += " " + had % {"n": before}
    return sentence


def tell_unsigned(request: HttpRequest, confirmed: list[Mobility]) -> None:
    """Whose consent to the use of data is still to be recorded, with the page where that is done."""
    people = mobilities.unsigned(confirmed, timezone.localdate())
    if not people:
        return
    named = ", ".join(map(str, people[:MOST_NAMED])) + (" …" if len(people) > MOST_NAMED else "")
    sentence = _("Confirmed without a consent to the use of personal data: %(people)s.") % {"people": named}
    address = reverse("mobilities:consent-add", query={"person": [row.pk for row in people], "kind": "data"})
    messages.warning(request, format_html('{} <a href="{}">{}</a>', sentence, address, _("Record a consent")))


def load(request: HttpRequest, pk: int) -> Consent:
    visible = Consent.objects.visible_to(request.user).select_related("person__school", "text")
    try:
        consent = visible.get(pk=pk)
    except (Consent.DoesNotExist, OverflowError):
        raise Http404 from None
    require(request.user, CHANGE, consent.person)
    return consent


@require_http_methods(["GET", "POST"])
def consent_correct(request: HttpRequest, pk: int) -> HttpResponse:
    consent = load(request, pk)
    steps = crumbs(consent.person)
    form = CorrectForm(request.POST if request.method == "POST" else None, consent=consent)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        (signed,) = form.signed()
        try:
            services.correct_consent(
                consent, typed["text"], typed["given_on"], signed.guardian, typed["seen"], request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The consent is corrected."))
            return redirect(steps[-1][1])
    context = {
        "form": form,
        "consent": consent,
        "names": guardians_of(consent.person),
        "history": history_of(consent, request.user),
        "crumbs": steps,
        "cancel_url": steps[-1][1],
    }
    return render(request, "mobilities/consent_correct.html", context)


@require_http_methods(["GET", "POST"])
def consent_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    consent = load(request, pk)
    steps = crumbs(consent.person)
    form = RevokeForm(request.POST if request.method == "POST" else None, consent=consent)
    if form.is_bound and form.is_valid():
        try:
            services.revoke_consent(consent, form.cleaned_data["revoked_on"], request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The consent is revoked."))
            return redirect(steps[-1][1])
    context = {
        "form": form,
        "consent": consent,
        "follows": FOLLOWS_REVOKED[consent.kind],
        "crumbs": steps,
        "cancel_url": steps[-1][1],
    }
    return render(request, "mobilities/consent_revoke.html", context)


@require_safe
def consent_text_list(request: HttpRequest) -> HttpResponse:
    """Every version of both texts; where there is none, the portal's own words that will be the first."""
    require(request.user, TEXTS, request.school)
    kept = list(ConsentText.objects.filter(school=request.school).signed_by())
    parts = [
        {
            "kind": kind,
            "texts": [text for text in kept if text.kind == kind],
            "first": first_text(request.school, kind),
        }
        for kind in ConsentKind
    ]
    may_change = request.user.has_perm(WRITE_TEXT, request.school)
    return render(
        request, "mobilities/consent_text_list.html", {"parts": parts, "may_change": may_change, "crumbs": crumbs()}
    )


def text_crumbs() -> list[tuple[str, str]]:
    return [*crumbs(), (_("Texts of consents"), reverse("mobilities:consent-text-list"))]


@require_http_methods(["GET", "POST"])
def consent_text_add(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ConsentKind.values:
        raise Http404
    require(request.user, WRITE_TEXT, request.school)
    last = services.newest_text(request.school, kind)
    text = ConsentText(school=request.school, kind=kind)
    words = {"text_lv": last.text_lv, "text_en": last.text_en} if last else first_text(request.school, kind)
    form = ConsentTextForm(request.POST if request.method == "POST" else None, instance=text, initial=words)
    return edited_text(request, form, services.add_text, _("Add a version"))


@require_http_methods(["GET", "POST"])
def consent_text_edit(request: HttpRequest, pk: int) -> HttpResponse:
    texts = ConsentText.objects.visible_to(request.user).select_related("school")
    text = get_or_403(texts, request.user, WRITE_TEXT, pk=pk)
    form = ConsentTextForm(request.POST if request.method == "POST" else None, instance=text)
    return edited_text(request, form, services.change_text, _("Edit a version"))


def edited_text(request: HttpRequest, form: ConsentTextForm, save, heading: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            save(form.instance, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The text is saved."))
            return redirect("mobilities:consent-text-list")
    steps = text_crumbs()
    context = {
        "form": form,
        "heading": heading,
        "sub": form.instance.get_kind_display(),
        "is_signed": bool(form.instance.pk) and form.instance.consents.exists(),
        "crumbs": steps,
        "cancel_url": steps[-1][1],
    }
    return render(request, "mobilities/consent_text_form.html", context)
