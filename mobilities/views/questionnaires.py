"""What experience reports ask: versions by profile, the draft of the next one, its questions."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mobilities.enums import QuestionKind, QuestionnaireProfile, QuestionnaireState
from mobilities.forms.experience import ExperienceForm
from mobilities.forms.questionnaires import PublishForm, QuestionForm
from mobilities.models import ExperienceReport, Question, Questionnaire
from mobilities.questionnaires import Section, sections_of, standard_questions, words_of
from mobilities.services import questionnaires as services
from portal.audit.history import history_of
from portal.common.http import get_or_403, require
from portal.common.refused import Refused

LOOK, CHANGE = "mobilities.view_questionnaire", "mobilities.change_questionnaire"
STEPS = {"up": -1, "down": 1}


def crumbs(questionnaire: Questionnaire | None = None) -> list[tuple[str, str]]:
    trail = [
        (_("Experience"), reverse("mobilities:experience-list")),
        (_("Questionnaires"), reverse("mobilities:questionnaire-list")),
    ]
    if questionnaire:
        trail.append((str(questionnaire), reverse("mobilities:questionnaire-edit", args=[questionnaire.pk])))
    return trail


@require_safe
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    rows = Questionnaire.objects.visible_to(request.user).filter(school=request.school)
    rows = (
        rows.select_related("published_by")
        .annotate(
            own=Count("questions", filter=Q(questions__is_core=False), distinct=True),
            used=Count("reports", distinct=True),
        )
        .order_by("profile", "-number")
    )
    parts = [
        profile_part(profile, [row for row in rows if row.profile == profile]) for profile in QuestionnaireProfile
    ]
    may_change = request.user.has_perm(CHANGE, request.school)
    context = {"parts": parts, "may_change": may_change, "crumbs": crumbs()[:1]}
    return render(request, "mobilities/questionnaire_list.html", context)


def profile_part(profile: QuestionnaireProfile, rows: list[Questionnaire]) -> dict:
    """The version in use first, then the earlier ones; the draft apart."""
    return {
        "key": profile.value,
        "label": profile.label,
        "core": len(standard_questions(profile)),
        "versions": [row for row in rows if row.state == QuestionnaireState.PUBLISHED],
        "draft": next((row for row in rows if row.state == QuestionnaireState.DRAFT), None),
    }


@require_POST
def questionnaire_add(request: HttpRequest, profile: str) -> HttpResponse:
    """The draft of the next version, a copy of the one in use."""
    if profile not in QuestionnaireProfile.values:
        raise Http404
    require(request.user, CHANGE, request.school)
    draft = services.begin_draft(request.school, profile, request.user)
    return redirect("mobilities:questionnaire-edit", pk=draft.pk)


def load(request: HttpRequest, pk: int, permission: str = CHANGE) -> Questionnaire:
    rows = Questionnaire.objects.visible_to(request.user).select_related("school", "published_by")
    return get_or_403(rows, request.user, permission, pk=pk)


@require_safe
def questionnaire_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """As its writers see it."""
    questionnaire = load(request, pk, LOOK)
    form = ExperienceForm(report=ExperienceReport(school=questionnaire.school, questionnaire=questionnaire))
    is_draft = questionnaire.state == QuestionnaireState.DRAFT
    context = {
        "questionnaire": questionnaire,
        "form": form,
        "may_change": is_draft and request.user.has_perm(CHANGE, questionnaire.school),
        "history": history_of(questionnaire, request.user),
        "crumbs": crumbs(),
    }
    return render(request, "mobilities/questionnaire_detail.html", context)


@require_safe
def questionnaire_edit(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = load(request, pk)
    if questionnaire.state == QuestionnaireState.PUBLISHED:
        return redirect("mobilities:questionnaire-detail", pk=pk)
    return show_draft(request, questionnaire, PublishForm())


def show_draft(request: HttpRequest, questionnaire: Questionnaire, form: PublishForm, status: int = 200):
    questions = list(questionnaire.questions.all())
    context = {
        "questionnaire": questionnaire,
        "sections": [dressed(section, questionnaire.profile) for section in sections_of(questions)],
        "last": questions[-1] if questions else None,
        "form": form,
        "crumbs": crumbs(),
    }
    return render(request, "mobilities/questionnaire_edit.html", context, status=status)


def dressed(section: Section, profile: str) -> dict:
    rows = [(question, words_of(question, profile)) for question in section.questions]
    return {"key": section.key, "title": section.title, "rows": rows}


def done(request: HttpRequest, deed, said: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        deed()
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, said)
    return True


@require_POST
def questionnaire_publish(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = load(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return show_draft(request, questionnaire, form, status=422)
    said = _("The new version is published: reports begun from now on answer it.")
    done(request, lambda: services.publish(questionnaire, form.cleaned_data["note"], request.user), said)
    return redirect("mobilities:questionnaire-list")


@require_POST
def questionnaire_delete(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = load(request, pk)
    done(request, lambda: services.discard(questionnaire, request.user), _("The draft is deleted."))
    return redirect("mobilities:questionnaire-list")


def question_add(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = load(request, pk)
    question = Question(questionnaire=questionnaire, kind=QuestionKind.TEXT)
    return edited(request, question, lambda: services.add_question(question, request.user), _("A new question"))


def own_question(request: HttpRequest, pk: int) -> Question:
    """A question of a questionnaire that may be changed, or 404."""
    question = Question.objects.select_related("questionnaire__school").filter(pk=pk).first()
    if question is None:
        raise Http404
    load(request, question.questionnaire_id)
    return question


def question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    question = own_question(request, pk)
    before = str(question)
    words = words_of(question, question.questionnaire.profile).label
    return edited(request, question, lambda: services.change_question(question, before, request.user), words)


def edited(request: HttpRequest, question: Question, save, heading: str) -> HttpResponse:
    questionnaire = question.questionnaire
    back = reverse("mobilities:questionnaire-edit", args=[questionnaire.pk])
    if questionnaire.state == QuestionnaireState.PUBLISHED:
        return redirect("mobilities:questionnaire-detail", pk=questionnaire.pk)
    form = QuestionForm(request.POST or None, instance=question)
    if request.method == "POST" and form.is_valid():
        form.save(commit=False)
        done(request, save, _("The question is saved."))
        return redirect(back)
    context = {"form": form, "heading": heading, "cancel_url": back, "crumbs": crumbs(questionnaire)}
    return render(request, "mobilities/question_form.html", context)


@require_POST
def question_move(request: HttpRequest, pk: int) -> HttpResponse:
    question = own_question(request, pk)
    steps = STEPS.get(request.POST.get("to", ""), 0)
    done(request, lambda: services.move_question(question, steps, request.user), _("The question is moved."))
    return redirect(reverse("mobilities:questionnaire-edit", args=[question.questionnaire_id]) + f"#q{question.pk}")


@require_POST
def question_delete(request: HttpRequest, pk: int) -> HttpResponse:
    question = own_question(request, pk)
    said = _("The question is removed; reports that answered it keep it.")
    done(request, lambda: services.remove_question(question, request.user), said)
    return redirect("mobilities:questionnaire-edit", pk=question.questionnaire_id)
