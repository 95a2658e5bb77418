"""The one way to write an audit entry."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.models import School
from portal.audit.models import Entry, Through, Verb
from portal.common import bulk

THROUGH: ContextVar[str] = ContextVar("through", default="")


@contextmanager
def through(way: Through) -> Iterator[None]:
    """Entries made inside, of nobody who is signed in, say by which way it was done."""
    token = THROUGH.set(way)
    try:
        yield
    finally:
        THROUGH.reset(token)


def record(user, school: School | None, verb: Verb, row: Model, changes: dict[str, Any] | None = None) -> Entry:
    """Note that `user` did `verb` to `row`. Call it inside the transaction of the deed; `user` None: the portal."""
    with override(settings.LANGUAGE_CODE):  # whoever did it, the journal is in one language
        label = str(row)[:200]
    who = user if user and user.is_authenticated else None
    return Entry.objects.create(
        user=who,
        through="" if who else THROUGH.get(),
        school=school,
        verb=verb,
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        label=label,
        changes=changes or {},
        project_key=project_key_of(row),
    )


def project_key_of(row: Model) -> int | None:
    """The project in whose feed a deed is told: a row says so by `project_key`, or refers to its project."""
    return getattr(row, "project_key", None) or getattr(row, "project_id", None)


def record_many(user, school: School, deeds: Iterable[tuple[Verb, Model, dict[str, Any]]]) -> None:
    """As `record`, for many rows at once: (verb, row, changes) of each."""
    who, at = (
        user.pk if user and user.is_authenticated else None,
        connection.ops.adapt_datetimefield_value(timezone.now()),
    )
    with override(settings.LANGUAGE_CODE):
        bulk.insert(
            Entry,
            ("user", "school", "at", "verb", "object_type", "object_id", "label", "changes", "project_key"),
            (
                (
                    who,
                    school.pk,
                    at,
                    str(verb),
                    row._meta.label_lower,
                    str(row.pk),
                    str(row)[:200],
                    changes,
                    project_key_of(row),
                )
                for verb, row, changes in deeds
            ),
        )


def changed_fields(form: ModelForm) -> dict[str, list[str]]:
    """Field > [before, after] as text, of what the form changed."""
    before = type(form.instance)._base_manager.filter(pk=form.instance.pk).first() if form.instance.pk else None
    changes = {}
    for name in form.changed_data:
        if name == "version" or name not in form.cleaned_data or not hasattr(type(form.instance), name):
            continue
        old = "" if before is None or hasattr(form.cleaned_data[name], "all") else getattr(before, name)
        changes[name] = [short(old), short(form.cleaned_data[name])]
    return changes


def short(value: Any) -> str:
    return "" if value is None else str(value)[:500]


@transaction.atomic
def save_form(form: ModelForm, user, school: School, verb: Verb | None = None) -> Model:
    """Save a valid ModelForm and record what it changed, both or neither."""
    verb = verb or (Verb.CHANGE if form.instance.pk else Verb.ADD)
    changes = changed_fields(form)
    row = form.save()
    record(user, school, verb, row, changes)
    return row


@transaction.atomic
def delete(row: Model, user, school: School) -> None:
    """Delete `row` and record it. Raises ProtectedError where other rows need it."""
    record(user, school, Verb.DELETE, row)
    row.delete()
