"""Possible duplicates in the register of people, and the page that makes one row of several."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.duplicates import groups
from mobilities.forms.merging import MergeForm
from mobilities.models import Participant, ToldApart
from mobilities.services.merging import merge, tell_apart
from portal.common.http import page_of, require
from portal.common.ordering import Latvian
from portal.common.refused import Refused

MERGE = "mobilities.merge_participant"
MOST_AT_ONCE = 6
GROUPS_A_PAGE = 20
LONGEST_KEY = 18


def people_of(request: HttpRequest):
    return Participant.objects.visible_to(request.user).filter(school=request.school)


def named(request: HttpRequest, keys: list[str]) -> list[Participant]:
    """People whom one may see, from the newest to the oldest."""
    numbers = [key for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY]
    rows = people_of(request).filter(pk__in=numbers[: MOST_AT_ONCE + 1]).select_related("qualification", "user")
    return list(rows.annotate(trips=Count("mobilities", distinct=True)).order_by("-created_at", "-pk"))


def crumbs() -> list[tuple[str, str]]:
    return [(_("People"), reverse("mobilities:participant-list"))]


def merge_address(people: list[Participant]) -> str:
    return f"{reverse('mobilities:participant-merge')}?{urlencode({'person': [row.pk for row in people]}, doseq=True)}"


@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    require(request.user, MERGE, request.school)
    people = people_of(request).order_by(Latvian("last_name"), Latvian("first_name"), "pk")
    apart = ToldApart.objects.filter(first__school=request.school).values_list("first", "second")
    page = page_of(request, groups(list(people), apart), GROUPS_A_PAGE)
    for group in page:
        group.merge_url = merge_address(group.people[:MOST_AT_ONCE])
    return render(request, "mobilities/duplicate_list.html", {"page": page, "crumbs": crumbs()})


@require_POST
def duplicate_apart(request: HttpRequest) -> HttpResponse:
    require(request.user, MERGE, request.school)
    people = named(request, request.POST.getlist("person"))
    if len(people) < 2:
        messages.warning(request, _("Tick at least two people."))
    else:
        tell_apart(person.pk for person in people)
        messages.success(request, _("They are kept as different people and not offered again."))
    return redirect("mobilities:duplicate-list")


@require_http_methods(["GET", "POST"])
def participant_merge(request: HttpRequest) -> HttpResponse:
    require(request.user, MERGE, request.school)
    people = named(request, request.GET.getlist("person"))
    steps = [*crumbs(), (_("Possible duplicates"), reverse("mobilities:duplicate-list"))]
    context = {"people": people, "crumbs": steps, "cancel_url": steps[-1][1], "most": MOST_AT_ONCE}
    if not 2 <= len(people) <= MOST_AT_ONCE:
        return render(request, "mobilities/participant_merge.html", context)
    form = MergeForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        try:
            kept = merge(people, form.cleaned_data["versions"], form.chosen(), request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rows are one now: %(person)s.") % {"person": kept})
            return redirect("mobilities:participant-detail", kept.pk)
    if len(people) > 2:
        for person in people:
            person.without_url = merge_address([row for row in people if row != person])
    return render(request, "mobilities/participant_merge.html", context | {"form": form})
