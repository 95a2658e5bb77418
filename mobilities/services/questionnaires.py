"""Every write on questionnaires: drafts of next versions, their questions, publication."""

import secrets

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import QuestionnaireState
from mobilities.models import Question, Questionnaire
from mobilities.questionnaires import current, with_whole_core
from portal.accounts.models import School
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused

MOST_OWN_QUESTIONS = 30


def next_number(school: School, profile: str) -> int:
    versions = Questionnaire.objects.published().filter(school=school, profile=profile)
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def newest(school: School, profile: str) -> Questionnaire:
    """The version that new reports answer. Where the school published none, or one that lacks a part of the core, the
    portal publishes the next one."""
    found = current(school, profile)
    questions = list(found.questions.all()) if found else []
    whole = with_whole_core(questions, profile)
    if len(whole) == len(questions):
        return found
    number = next_number(school, profile)
    drafts = Questionnaire.objects.filter(school=school, profile=profile, state=QuestionnaireState.DRAFT)
    drafts.filter(number=number).update(number=number + 1)
    following = Questionnaire.objects.create(
        school=school, profile=profile, number=number, state=QuestionnaireState.PUBLISHED, published_at=timezone.now(),
        note=_("Questions that every version asks were added.") if found else "",
    )  # fmt: skip
    write_questions(following, whole)
    return following


def write_questions(questionnaire: Questionnaire, questions: list[Question]) -> None:
    """As questions of `questionnaire`, in this order, whosever they were."""
    for place, question in enumerate(questions, start=1):
        question.pk, question.version, question.questionnaire, question.order = None, 0, questionnaire, place
        question.save(force_insert=True)


@transaction.atomic
def begin_draft(school: School, profile: str, user) -> Questionnaire:
    """The draft of the next version, begun now as a copy of the version in use if there is none."""
    draft = Questionnaire.objects.filter(school=school, profile=profile, state=QuestionnaireState.DRAFT).first()
    if draft:
        return draft
    model = newest(school, profile)
    draft = Questionnaire.objects.create(school=school, profile=profile, number=next_number(school, profile))
    write_questions(draft, list(model.questions.all()))
    record(user, school, Verb.ADD, draft)
    return draft


def touch(questionnaire: Questionnaire) -> Questionnaire:
    """The draft itself, about to be changed. Raises Refused for a published version: reports answered it."""
    taken = Questionnaire.objects.filter(pk=questionnaire.pk, state=QuestionnaireState.DRAFT)
    if not taken.update(version=F("version") + 1):
        raise Refused(_("This version is published and stays as it is. Make the next version instead."))
    return taken.get()


@transaction.atomic
def add_question(question: Question, user) -> Question:
    """At the end. Raises Refused where there are too many."""
    draft = touch(question.questionnaire)
    if draft.questions.filter(is_core=False).count() >= MOST_OWN_QUESTIONS:
        raise Refused(
            _("A questionnaire takes %(most)s questions of your own; remove one first.") % {"most": MOST_OWN_QUESTIONS}
        )
    question.key = f"q_{secrets.token_hex(4)}"
    question.order = (draft.questions.aggregate(last=Max("order"))["last"] or 0) + 1
    question.save(force_insert=True)
    record(user, draft.school, Verb.CHANGE, draft, {"questions": ["", str(question)]})
    return question


@transaction.atomic
def change_question(question: Question, before: str, user) -> None:
    """`question` as a valid QuestionForm left it. Raises Refused where it would overwrite unseen."""
    draft = touch(question.questionnaire)
    if not draft.questions.filter(pk=question.pk, version=question.version - 1).exists():
        raise Refused(_("Somebody else changed or removed this question a moment ago. Look at it and write it again."))
    question.save()
    record(user, draft.school, Verb.CHANGE, draft, {"questions": [before, str(question)]})


@transaction.atomic
def move_question(question: Question, steps: int, user) -> None:
    """One place up (-1) or down (1) among all questions; the core keeps its own order."""
    draft = touch(question.questionnaire)
    if question.is_core:
        raise Refused(_("Questions of the core stay in their order."))
    rows = list(draft.questions.all())
    place = next(index for index, row in enumerate(rows) if row.pk == question.pk)
    target = max(0, min(len(rows) - 1, place + steps))
    rows.insert(target, rows.pop(place))
    for number, row in enumerate(rows, start=1):
        row.order = number
    Question.objects.bulk_update(rows, ["order"])
    record(user, draft.school, Verb.CHANGE, draft, {"questions": ["", str(question)]})


@transaction.atomic
def remove_question(question: Question, user) -> None:
    draft = touch(question.questionnaire)
    if question.is_core:
        raise Refused(_("Questions of the core are in every version."))
    record(user, draft.school, Verb.CHANGE, draft, {"questions": [str(question), ""]})
    question.delete()


@transaction.atomic
def publish(draft: Questionnaire, note: str, user) -> Questionnaire:
    """From now on new reports answer it, the whole core with it; those begun before keep their version."""
    draft = touch(draft)
    for place, question in enumerate(with_whole_core(list(draft.questions.all()), draft.profile), start=1):
        question.questionnaire, question.order = draft, place
        question.save()
    draft.number = next_number(draft.school, draft.profile)
    draft.state, draft.note = QuestionnaireState.PUBLISHED, note
    draft.published_at, draft.published_by = timezone.now(), user
    draft.save()
    record(
        user, draft.school, Verb.CHANGE, draft, {"state": [QuestionnaireState.DRAFT, draft.state], "note": ["", note]}
    )
    return draft


@transaction.atomic
def discard(draft: Questionnaire, user) -> None:
    draft = touch(draft)
    record(user, draft.school, Verb.DELETE, draft)
    draft.delete()
