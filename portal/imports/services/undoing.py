"""A whole import is taken back: new rows go, changed ones get back what was in them. Only while nothing else touched
any of them, and nothing else needs those that go; otherwise not one of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, Model, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.audit.models import Verb
from portal.audit.services import record, record_many, short
from portal.common import bulk
from portal.common.refused import Refused
from portal.imports.enums import WRITES, ImportState
from portal.imports.models import Import
from portal.imports.registry import one_at_a_time
from portal.imports.services.imports import locked, said

BATCH = 500
NAMED = 10
MOST_STRANGERS = 100
Key = tuple[type[Model], int]


@dataclass
class Part:
    """A row of the register that the import saved; `number` is its row in the file, `before` is None of a new one."""

    number: int
    version: int | None
    before: dict[str, Any] | None
    row: Model | None = None


@dataclass(frozen=True)
class Touched:
    """Why a row of the file cannot be taken back."""

    number: int
    what: str
    text: str


def undo(kept: Import, user) -> None:
    """All of it. Runs inside a transaction. Raises Refused where something was touched since."""
    one_at_a_time(kept.school)
    now = locked(kept)
    if now.state != ImportState.APPLIED:
        raise Refused(_("This import cannot be undone."))
    with override(now.language), bulk.collecting_later():
        parts = parts_of(now)
        if touched := changed_since(parts) or needed_since(parts):
            raise Refused(in_one_sentence(touched))
        take_back(now, parts, user)
    counts = said(now.counts)
    now.state, now.undone_at = ImportState.UNDONE, timezone.now()
    now.version += 1
    now.save(update_fields=["state", "undone_at", "version"])
    now.rows.update(before=None)
    record(user, now.school, Verb.CANCEL, now, counts)


def touched_since(kept: Import) -> list[Touched]:
    """For the page that asks; takes nothing back."""
    parts = parts_of(kept)
    return changed_since(parts) or needed_since(parts)


def in_one_sentence(touched: list[Touched]) -> str:
    named = "; ".join(f"{_('row')} {each.number}: {each.what}, {each.text}" for each in touched[:NAMED])
    return _("It cannot be undone any more. %(rows)s") % {"rows": named + (" …" if len(touched) > NAMED else "")}


def parts_of(kept: Import) -> dict[Key, Part]:
    """Rows of the file first, then what was saved along with them. Raises Refused where nobody wrote them down."""
    parts: dict[Key, Part] = {}
    along: dict[Key, Part] = {}
    for number, pk, version, before in kept.rows.filter(outcome__in=WRITES).values_list(
        "number", "object_id", "object_version", "before"
    ):
        if pk is None or before is None:
            text = _("It cannot be undone: what stood in the register before row %(row)s was saved is not known.")
            raise Refused(text % {"row": number})
        add_part(parts, (kept.importer.model, pk), Part(number, version, before["fields"]))
        for label, also_pk, also_version, fields in before["also"]:
            add_part(along, (apps.get_model(label), also_pk), Part(number, also_version, fields))
    for key, part in along.items():
        add_part(parts, key, part)
    find_rows(parts)
    return parts


def add_part(parts: dict[Key, Part], key: Key, part: Part) -> None:
    """A row that several rows of the file speak of is new if it was new for one, and was before as the first found
    it."""
    first = parts.setdefault(key, part)
    if first is not part:
        is_new = first.before is None or part.before is None
        first.before = None if is_new else part.before | first.before


def find_rows(parts: dict[Key, Part]) -> None:
    for model, keys in by_model(parts).items():
        rows = model._base_manager.select_related().select_for_update(of=("self",))
        for place in range(0, len(keys), BATCH):
            for pk, row in rows.in_bulk(keys[place : place + BATCH]).items():
                parts[model, pk].row = row


def by_model(parts: Iterable[Key]) -> dict[type[Model], list[int]]:
    found: dict[type[Model], list[int]] = {}
    for model, pk in parts:
        found.setdefault(model, []).append(pk)
    return found


def changed_since(parts: dict[Key, Part]) -> list[Touched]:
    touched = []
    for (model, _pk), part in parts.items():
        if part.row is None:
            touched.append(Touched(part.number, str(model._meta.verbose_name), _("was deleted since")))
        elif getattr(part.row, "version", None) != part.version:
            touched.append(Touched(part.number, str(part.row), _("was changed since")))
    return sorted(touched, key=lambda each: each.number)


def needed_since(parts: dict[Key, Part]) -> list[Touched]:
    """What was added since to a row that would go, or refers to it."""
    touched = []
    for rows in new_rows(parts):
        model = type(rows[0])
        numbers = {row.pk: parts[model, row.pk].number for row in rows}
        for other, pk in islice(strangers(model, list(numbers), parts), MOST_STRANGERS):
            what = _("%(kind)s “%(name)s”") % {"kind": other._meta.verbose_name, "name": other}
            touched.append(Touched(numbers[pk], what, _("was added since and needs it")))
    return sorted(touched, key=lambda each: each.number)


def new_rows(parts: dict[Key, Part]) -> Iterator[list[Model]]:
    """By model, those of the rows of the file first, so that what they need goes after them."""
    for model, keys in by_model(key for key, part in parts.items() if part.before is None).items():
        yield [parts[model, pk].row for pk in keys]


def strangers(model: type[Model], keys: list[int], parts: dict[Key, Part]) -> Iterator[tuple[Model, int]]:
    """Rows that refer to one of `keys` and are not the import's own, each with that key."""
    for field in references_to(model):
        for place in range(0, len(keys), BATCH):
            chunk = {f"{field.attname}__in": keys[place : place + BATCH]}
            for row in field.model._base_manager.filter(**chunk):
                if not is_own(row, parts):
                    yield row, getattr(row, field.attname)


def is_own(row: Model, parts: dict[Key, Part]) -> bool:
    """The import's own row, one that goes along with it by its own word, or a mere link between two of them."""
    if getattr(row, "goes_along", False):
        return True
    if not row._meta.auto_created:
        return (type(row), row.pk) in parts
    links = [field for field in row._meta.concrete_fields if field.is_relation]
    return all((field.related_model, getattr(row, field.attname)) in parts for field in links)


def references_to(model: type[Model]) -> list[Field]:
    """Foreign keys of other tables, but not the links of its own many-to-many fields, which are part of a row."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many)
        if relation.related_model._meta.auto_created is not model
    ]


def take_back(kept: Import, parts: dict[Key, Part], user) -> None:
    new = [part.row for part in parts.values() if part.before is None]
    changed = [part for part in parts.values() if part.before is not None]
    deeds = [(Verb.DELETE, row, {}) for row in new]
    deeds += [(Verb.CHANGE, part.row, restored(part.row, part.before)) for part in changed]
    record_many(user, kept.school, deeds)
    try:
        with transaction.atomic():
            save_restored(changed)
            delete_new(parts)
            connection.check_constraints(table_names={model._meta.db_table for model, _pk in parts})
            kept.importer.taken_back([part.row for part in changed], kept.school, user)
    except (IntegrityError, ProtectedError, RestrictedError) as error:
        raise Refused(
            _("It cannot be undone any more: what was in the rows before is in use elsewhere, or is gone.")
        ) from error


def restored(row: Model, before: dict[str, Any]) -> dict[str, list[str]]:
    """Put `before` into the row; field > [what was there, what is there again]."""
    changes = {}
    for name, value in before.items():
        field = row._meta.get_field(name)
        changes[name] = [short(getattr(row, field.attname)), short(value)]
        setattr(row, field.attname, field.to_python(value))
    if hasattr(row, "version"):
        row.version += 1
    return changes


def save_restored(changed: list[Part]) -> None:
    """Those with the same fields together."""
    alike: dict[tuple, list[Model]] = {}
    for part in changed:
        names = (*part.before, *(["version"] if hasattr(part.row, "version") else []))
        if names:
            alike.setdefault((type(part.row), *sorted(names)), []).append(part.row)
    for (_model, *names), rows in alike.items():
        bulk.update(rows, names)


def delete_new(parts: dict[Key, Part]) -> None:
    """What went with another one already is not looked for again."""
    for rows in new_rows(parts):
        for place in range(0, len(rows), BATCH):
            keys = [row.pk for row in rows[place : place + BATCH]]
            type(rows[0])._base_manager.filter(pk__in=keys).delete()
