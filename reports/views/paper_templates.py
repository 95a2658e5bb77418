"""The wording of papers: the school's own beside the portal's, with a preview."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.enums import PaperKind
from mobilities.models import Mobility
from portal.audit.history import history_of
from portal.common.http import pdf_response, require
from portal.common.ordering import Latvian
from portal.common.pdf import Press
from portal.common.refused import Refused
from reports import paper_templates as services
from reports.enums import BundleLanguage
from reports.forms.paper_templates import PaperTemplateForm, PreviewForm
from reports.models import PaperTemplate
from reports.papers import blocks, placeholders
from reports.papers.composing import SHEET, compose, print_paper
from reports.papers.example import example
from reports.papers.facts import Facts, gather
from reports.papers.kinds import COMPANION, PRINTABLE
from reports.papers.ordering import items_of
from reports.papers.wording import faults, portal_text, words

LOOK, CHANGE = "reports.view_paper_template", "reports.change_paper_template"
MOST_OFFERED = 60


def own_templates(request: HttpRequest):
    return PaperTemplate.objects.visible_to(request.user).filter(school=request.school)


@require_safe
def paper_template_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    own = {row.kind: row for row in own_templates(request)}
    context = {
        "rows": [{"kind": kind, "own": own.get(kind)} for kind in PRINTABLE],
        "may_change": request.user.has_perm(CHANGE, request.school),
        "crumbs": [(_("Mobilities"), reverse("mobilities:mobility-list"))],
    }
    return render(request, "reports/paper_template_list.html", context)


def template_of(request: HttpRequest, kind: str) -> PaperTemplate:
    """The school's row of the kind, or a new one with the portal's words."""
    if kind not in PRINTABLE:
        raise Http404
    require(request.user, CHANGE, request.school)
    return own_templates(request).select_related("school").filter(kind=kind).first() or PaperTemplate(
        school=request.school, kind=kind, text_lv=portal_text(kind, "lv"), text_en=portal_text(kind, "en")
    )


@require_http_methods(["GET", "POST"])
def paper_template_edit(request: HttpRequest, kind: str) -> HttpResponse:
    template = template_of(request, kind)
    form = PaperTemplateForm(request.POST if request.method == "POST" else None, instance=template)
    if request.method == "POST" and form.is_valid():
        services.save_template(form, request.user)
        messages.success(request, _("The text is saved. It is printed from now on."))
        return redirect("reports:paper-template-list")
    return editor(request, kind, template, form)


def editor(
    request: HttpRequest, kind: str, template: PaperTemplate, form: PaperTemplateForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "template": template,
        "title": PaperKind(kind).label,
        "groups": placeholder_groups(),
        "preview": PreviewForm(mobilities=offered(request)),
        "crumbs": [(_("Texts of papers"), reverse("reports:paper-template-list"))],
        "cancel_url": reverse("reports:paper-template-list"),
        "history": history_of(template, request.user) if template.pk else [],
    }
    return render(request, "reports/paper_template_edit.html", context, status=status)


def placeholder_groups() -> list[dict]:
    return [
        {"label": _("Inside a sentence"), "rows": placeholders.INLINE},
        {"label": _("Tables and longer texts, each alone in its line"), "rows": blocks.BLOCKS},
    ]


def offered(request: HttpRequest):
    rows = Mobility.objects.visible_to(request.user).filter(school=request.school).standing()
    rows = rows.in_school_year(request.school_year).select_related("participant")
    names = (Latvian("participant__last_name"), Latvian("participant__first_name"), "pk")
    keys = rows.order_by("-start", "pk").values_list("pk", flat=True)[:MOST_OFFERED]
    return rows.filter(pk__in=list(keys)).order_by(*names)


@require_POST
def paper_template_reset(request: HttpRequest, kind: str) -> HttpResponse:
    template = template_of(request, kind)
    if template.pk:
        services.back_to_portal(template, request.user)
    messages.success(request, _("The portal's text is printed again."))
    return redirect("reports:paper-template-list")


@require_http_methods(["GET", "POST"])
def paper_template_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The text as it stands in the form, or as it is kept, as a PDF; nothing is saved."""
    template = template_of(request, kind)
    asked = request.POST if request.method == "POST" else request.GET
    for name in ("text_lv", "text_en"):
        typed = asked.get(name, "").replace("\x00", "").replace("\r\n", "\n")
        if typed and len(typed) <= PaperTemplate._meta.get_field(name).max_length:
            setattr(template, name, typed)
    if any(faults(kind, template.text_lv, template.text_en).values()):
        return editor(request, kind, template, bound(template, asked), status=422)
    form = PreviewForm(asked, mobilities=offered(request))
    chosen = form.cleaned_data if form.is_valid() else {}
    facts = facts_for(request, kind, chosen.get("mobility"))
    if facts is None:
        messages.warning(request, _("Nobody travels along with this mobility, so there is no such paper."))
        return redirect("reports:paper-template-edit", kind=kind)
    try:
        composed = compose(kind, facts, chosen.get("language") or BundleLanguage.LATVIAN, words(kind, template))
    except Refused as refusal:
        messages.warning(request, f"{facts.person}: {refusal}")
        return redirect("reports:paper-template-edit", kind=kind)
    return pdf_response(print_paper(composed, Press(SHEET)), f"{kind}.pdf")


def bound(template: PaperTemplate, asked: QueryDict) -> PaperTemplateForm:
    """What was typed, or else what is kept, with what is wrong with it."""
    data = asked.copy()
    for name in ("text_lv", "text_en"):
        data[name] = data.get(name) or getattr(template, name)
    return PaperTemplateForm(data, instance=template)


def facts_for(request: HttpRequest, kind: str, mobility: Mobility | None) -> Facts | None:
    if mobility is None:
        invented = example(request.school)
        return invented.of_companion(invented.companions[0]) if PRINTABLE[kind].per == COMPANION else invented
    items = list(items_of(gather([mobility.pk], request.school), [kind]))
    return items[0].facts if items else None
