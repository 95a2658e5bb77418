"""Many signed copies of one project at once: sent, matched by their names, corrected, kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mobilities.copies import match, unpacked
from mobilities.forms.copies import CopyForm
from mobilities.models import Mobility
from mobilities.paper_table import Column, PersonRow, column_key, person_rows
from mobilities.services import copies as services
from mobilities.services.copies import Waiting
from portal.common import uploads
from portal.common.ordering import Latvian
from portal.common.refused import Refused
from projects.models import Project
from projects.views.frame import CHANGE, project_frame, project_or_403

TAB = "mobilities:project-papers"
MOST = 60  # files of one request


@dataclass
class Sent:
    """A file that waits, with the form that says whose it is."""

    waiting: Waiting
    form: CopyForm

    @property
    def is_known(self) -> bool:
        return bool(self.form.initial.get("paper"))


@require_http_methods(["GET", "POST"])
def paper_copies(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    sent: list[Sent] = []
    if request.method == "POST":
        rows, columns = asked_of(project)
        if request.FILES:
            sent = received(request, project, rows, columns)
        else:
            sent = confirmed(request, project, rows, columns)
            if sent and all(each.form.is_valid() for each in sent):
                return saved(request, project, sent)
            if sent:
                messages.error(request, _("Nothing is kept yet: correct the files that are marked."))
        if not sent:
            messages.error(request, _("No file was chosen."))
    context = project_frame(request, project, TAB) | {
        "heading": _("Upload many signed copies"),
        "sent": sent,
        "most": MOST,
        "cancel_url": reverse(TAB, args=[pk]),
    }
    return render(request, "mobilities/paper_copies.html", context)


def asked_of(project: Project) -> tuple[list[PersonRow], list[Column]]:
    mobilities = Mobility.objects.filter(project=project).standing().select_related("participant", "project")
    order = (Latvian("participant__last_name"), Latvian("participant__first_name"), "start", "pk")
    rows = person_rows(list(mobilities.order_by(*order)))
    return rows, list(rows[0].columns) if rows else []


def received(request: HttpRequest, project: Project, rows: list[PersonRow], columns: list[Column]) -> list[Sent]:
    sent: list[Sent] = []
    for name, waiting in accepted_files(request):
        found = match(name, rows)
        initial = {
            "token": waiting.signed(request.user, project),
            "person": found.row.key if found.row else "",
            "paper": column_key(found.paper) if found.paper else "",
        }
        form = CopyForm(rows=rows, columns=columns, initial=initial, prefix=f"copy{len(sent)}")
        sent.append(Sent(waiting, form))
    return sent


def accepted_files(request: HttpRequest) -> Iterator[tuple[str, Waiting]]:
    """(Name with its folders, the file that waits); why others are not taken is said."""
    taken = 0
    for file in request.FILES.getlist("copies"):
        try:
            is_zip = file.name.lower().endswith(".zip")
            inside = unpacked(file, file.name, MOST) if is_zip else [(file.name, file, file.size)]
            for name, content, size in inside:
                if taken == MOST:
                    sentence = _("Only the first %(most)s files were taken; send the others again.")
                    messages.warning(request, sentence % {"most": MOST})
                    return
                if waiting := kept_for_now(request, content, name, size):
                    taken += 1
                    yield name, waiting
        except Refused as refusal:
            messages.error(request, str(refusal))


def kept_for_now(request: HttpRequest, content: BinaryIO, name: str, size: int) -> Waiting | None:
    path = PurePath(name)
    folder = "" if path.parent == PurePath() else str(path.parent)
    try:
        return services.keep(uploads.accept(content, path.name, size, school=request.school), request.school, folder)
    except Refused as refusal:
        messages.error(request, ": ".join(filter(None, [folder, str(refusal)])))
        return None


def confirmed(request: HttpRequest, project: Project, rows: list[PersonRow], columns: list[Column]) -> list[Sent]:
    sent = []
    for number in range(MOST):
        form = CopyForm(request.POST, rows=rows, columns=columns, prefix=f"copy{number}")
        token = request.POST.get(form.add_prefix("token"), "")
        if token and (waiting := services.read(token, request.user, project)):
            sent.append(Sent(waiting, form))
    return sent


def saved(request: HttpRequest, project: Project, sent: list[Sent]) -> HttpResponse:
    chosen = [(each.waiting, line) for each in sent if (line := each.form.cleaned_data.get("line"))]
    kept, refusals = services.attach_all(chosen, request.user)
    for sentence in refusals:
        messages.error(request, sentence)
    done = ngettext("%(n)s signed copy is kept.", "%(n)s signed copies are kept.", kept) % {"n": kept}
    messages.success(request, done)
    return redirect(TAB, pk=project.pk)
