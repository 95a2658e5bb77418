"""Writes of tasks: one transaction with its audit entry."""

from datetime import date

from django.db import transaction
from django.db.models import F

from mobilities.models import ProjectTask, TaskComment
from portal.audit.models import Verb
from portal.audit.services import delete, record, save_form


@transaction.atomic
def save_task(form, user) -> ProjectTask:
    """A valid form of a task whose project is known."""
    task = form.instance
    if task.pk is None:
        task.created_by = user
    return save_form(form, user, task.project.school)


@transaction.atomic
def finish_task(task: ProjectTask, user, today: date) -> bool:
    """False where somebody did it before."""
    done = ProjectTask.objects.filter(pk=task.pk, done_on=None).update(done_on=today, version=F("version") + 1)
    if done:
        record(user, task.project.school, Verb.CLOSE, task)
    return bool(done)


@transaction.atomic
def reopen_task(task: ProjectTask, user) -> bool:
    rows = ProjectTask.objects.filter(pk=task.pk, done_on__isnull=False)
    opened = rows.update(done_on=None, version=F("version") + 1)
    if opened:
        record(user, task.project.school, Verb.OPEN, task)
    return bool(opened)


@transaction.atomic
def add_comment(task: ProjectTask, text: str, user) -> TaskComment:
    """What was said stands with the task; the journal says only that something was."""
    comment = TaskComment.objects.create(task=task, text=text, user=user)
    record(user, task.project.school, Verb.COMMENT, task)
    return comment


@transaction.atomic
def delete_task(task: ProjectTask, user) -> None:
    delete(task, user, task.project.school)
