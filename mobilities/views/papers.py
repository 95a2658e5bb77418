"""The checklist of a mobility: signed copies come and go, a line is set aside, due on another day, somebody else's."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.checklist_record import lines_of, missing_papers, tally
from mobilities.enums import PaperKind, PaperPhase, PaperState
from mobilities.forms.papers import AsideForm, PaperForm
from mobilities.models import Mobility, Paper, PaperFile
from mobilities.models.paper import OPEN_STATES, WITH_MONEY
from mobilities.services import papers as services
from portal.accounts.context import dates_of_its_own
from portal.common import uploads
from portal.common.http import file_response, is_htmx, require
from portal.common.refused import Refused

LOOK, UPLOAD, CHANGE = "mobilities.view_mobility", "mobilities.change_paper", "mobilities.change_mobility"
PRINT, SEE_MONEY = "mobilities.print_paper", "mobilities.view_grant"
MOST_NAMED = 20
# For a group at once, or not by the portal.
MADE_TOGETHER = (
    PaperKind.GROUP_PROGRAMME, PaperKind.LEARNING_CHANGES, PaperKind.ATTENDANCE_LIST, PaperKind.OTHER,
)  # fmt: skip


def checklist(mobility: Mobility, user) -> dict:
    """Context of templates/mobilities/checklist.html."""
    lines = with_prints(lines_of(mobility), mobility, user)
    needed = [line for line in lines if line.is_needed]
    phases = [(phase, [line for line in needed if line.phase == phase]) for phase in PaperPhase]
    return {
        "phases": [(phase.label, found) for phase, found in phases if found],
        "past": [line for line in lines if not line.is_needed],
        "marks": tally(lines),
        "prints": [line for line in needed if line.print_url],
        "may_upload": user.has_perm(UPLOAD, mobility),
        "may_change": user.has_perm(CHANGE, mobility),
    }


def with_prints(lines: list[Paper], mobility: Mobility, user) -> list[Paper]:
    """Adds `print_url`, where the reader may look at the paper as the portal makes it and print it, and whether copies
    that others uploaded are hidden from the reader."""
    may_print, sees_money = user.has_perm(PRINT, mobility), user.has_perm(SEE_MONEY, mobility)
    for line in lines:
        line.hides_copies = not sees_money and line.kind in WITH_MONEY
        is_printed = may_print and line.is_open and not line.hides_copies and line.kind not in MADE_TOGETHER
        line.print_url = preview_of(line) if is_printed else ""
    return lines


def preview_of(line: Paper) -> str:
    query = {"accompanying": line.accompanying_id} if line.accompanying_id else {}
    return reverse("reports:paper-preview", args=[line.mobility_id, line.kind], query=query)


def tell_missing(request: HttpRequest, closed: list[Mobility]) -> None:
    """Which papers of what was just closed are still missing, with the checklists they are missing in; those who lack
    the same are named together."""
    lacking = missing_papers(closed)
    if not lacking:
        return
    missing = sum(map(len, lacking.values()))
    words = ngettext(
        "Closed, but %(n)s paper is still missing:", "Closed, but %(n)s papers are still missing:", missing
    )
    together: dict[tuple[str, ...], list[Mobility]] = {}
    for row in [row for row in closed if row.pk in lacking][:MOST_NAMED]:
        together.setdefault(tuple(lacking[row.pk]), []).append(row)
    told = format_html_join("; ", "{} – {}", ((linked(rows), ", ".join(names)) for names, rows in together.items()))
    more = "" if len(lacking) <= MOST_NAMED else " …"
    messages.warning(request, format_html("{} {}{}", words % {"n": missing}, told, more))


def linked(rows: list[Mobility]) -> SafeString:
    checklists = [(reverse("mobilities:mobility-detail", args=[row.pk]), row.participant) for row in rows]
    return format_html_join(", ", '<a href="{}#papers">{}</a>', checklists)


def paper_or_404(request: HttpRequest, pk: int, permission: str) -> Paper:
    rows = Paper.objects.visible_to(request.user).filter(mobility__school=request.school)
    names = ("mobility__participant", "mobility__project", "mobility__school", "mobility__activity_type")
    try:
        paper = rows.select_related(*names, "item", "accompanying__person", "responsible").get(pk=pk)
    except (Paper.DoesNotExist, OverflowError):
        raise Http404 from None
    require(request.user, permission, paper.mobility)
    return paper


def page_of_line(paper: Paper) -> str:
    return reverse("mobilities:mobility-detail", args=[paper.mobility_id]) + f"#paper-{paper.pk}"


def answer(request: HttpRequest, paper: Paper, refusals: list[str], done: str = "") -> HttpResponse:
    """The line anew for htmx; otherwise back to the checklist."""
    if not is_htmx(request):
        for sentence in refusals:
            messages.error(request, sentence)
        if done and not refusals:
            messages.success(request, done)
        return redirect(page_of_line(paper))
    lines = with_prints(lines_of(paper.mobility), paper.mobility, request.user)
    line = next((line for line in lines if line.pk == paper.pk), None)
    context = {"line": line, "marks": tally(lines), "refusals": refusals, "is_part": True}
    context |= {name: request.user.has_perm(right, paper.mobility) for name, right in (
        ("may_upload", UPLOAD), ("may_change", CHANGE),
    )}  # fmt: skip
    return render(request, "mobilities/checklist_line.html", context)


@require_POST
def paper_upload(request: HttpRequest, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk, UPLOAD)
    files, most = request.FILES.getlist("copy"), settings.UPLOAD_MAX_FILES
    refusals = [] if files else [_("No file was chosen.")]
    if len(files) > most:
        refusals.append(_("Only the first %(most)s files were taken; send the others again.") % {"most": most})
    for file in files[:most]:
        try:
            accepted = uploads.receive(file, paper.mobility.school)
            services.attach(paper, accepted, request.user)
        except Refused as refusal:
            refusals.append(str(refusal))
    return answer(request, paper, refusals, _("“%(paper)s” is here.") % {"paper": paper.name})


def file_or_404(request: HttpRequest, pk: int, row: int, permission: str) -> PaperFile:
    paper = paper_or_404(request, pk, permission)
    kept = paper.files.filter(pk=row).first() if row < 2**63 else None
    if kept is None:
        raise Http404
    if paper.kind in WITH_MONEY and kept.uploaded_by_id != request.user.pk:
        require(request.user, SEE_MONEY, paper.mobility)
    kept.paper = paper
    return kept


@require_safe
def paper_file(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    kept = file_or_404(request, pk, row, LOOK)
    try:
        file = kept.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return file_response(file, kept.name, kept.content_type)


@require_POST
def paper_file_delete(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    kept = file_or_404(request, pk, row, UPLOAD)
    services.remove_file(kept, request.user)
    return answer(request, kept.paper, [], _("“%(name)s” is deleted.") % {"name": kept.name})


@require_POST
def paper_here(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper is in the folder, without a copy in the portal."""
    paper = paper_or_404(request, pk, UPLOAD)
    if paper.state in OPEN_STATES:
        services.mark_here(paper, request.user, timezone.localdate())
    return answer(request, paper, [], _("“%(paper)s” is here.") % {"paper": paper.name})


@require_POST
def paper_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk, UPLOAD)
    if paper.state == PaperState.SET_ASIDE:
        require(request.user, CHANGE, paper.mobility)
    if paper.state not in OPEN_STATES:
        services.reopen(paper, request.user)
    return answer(request, paper, [], _("“%(paper)s” is asked for again.") % {"paper": paper.name})


@require_http_methods(["GET", "POST"])
def paper_aside(request: HttpRequest, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk, CHANGE)
    form = AsideForm(request.POST or None, initial={"reason": paper.reason})
    if request.method == "POST" and form.is_valid():
        services.set_aside(paper, request.user, form.cleaned_data["reason"])
        messages.success(request, _("“%(paper)s” is set aside.") % {"paper": paper.name})
        return redirect(page_of_line(paper))
    return part(request, paper, form, _("Set a paper aside"))


@require_http_methods(["GET", "POST"])
def paper_edit(request: HttpRequest, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk, CHANGE)
    form = PaperForm(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        services.save_terms(form, request.user)
        messages.success(request, _("Saved."))
        return redirect(page_of_line(paper))
    return part(request, paper, form, _("Due day and responsible person"))


def part(request: HttpRequest, paper: Paper, form, heading: str) -> HttpResponse:
    mobility = paper.mobility
    crumbs = [
        (_("Mobilities"), reverse("mobilities:mobility-list")),
        (str(mobility.participant), reverse("mobilities:mobility-detail", args=[mobility.pk])),
    ]
    context = {"form": form, "paper": paper, "heading": heading, "crumbs": crumbs, "cancel_url": page_of_line(paper)}
    context |= dates_of_its_own(mobility.start, mobility.start)
    return render(request, "mobilities/paper_form.html", context)
