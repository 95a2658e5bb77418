"""Thousands of rows at once. Django's bulk_create builds an instance of each, sends signals and asks every field
for every value; for rows that only keep a record that costs more than all the rest of the work."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

BATCH = 500


def insert(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    known_by: Sequence[str] = (),
    renew: Sequence[str] = (),
) -> None:
    """Insert `rows`, each with the values of the fields `names`: as a database takes them, unchecked, and of every
    field without a default of the database. Where a row of the same `known_by` is there, only `renew` is written.
    Run it inside a transaction."""
    fields = [model._meta.get_field(name) for name in names]
    json_places = {place for place, field in enumerate(fields) if isinstance(field, JSONField)}
    one = f"({', '.join(['%s'] * len(fields))})"
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns(model, names)}) VALUES "  # noqa: S608  own names only
    where_known = conflict(model, known_by, renew) if known_by else ""
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, BATCH)):
            cursor.execute(into + ", ".join([one] * len(batch)) + where_known, list(values_of(batch, json_places)))


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def columns(model: type[Model], names: Sequence[str]) -> str:
    return ", ".join(quoted(model._meta.get_field(name).column) for name in names)


def conflict(model: type[Model], known_by: Sequence[str], renew: Sequence[str]) -> str:
    written = (quoted(model._meta.get_field(name).column) for name in renew)
    renewed = ", ".join(f"{column} = EXCLUDED.{column}" for column in written)
    return f" ON CONFLICT ({columns(model, known_by)}) DO UPDATE SET {renewed}"


def values_of(batch: list[Sequence[Any]], json_places: set[int]) -> Iterator[Any]:
    for row in batch:
        values = list(row)
        for place in json_places:
            if values[place] is not None:
                values[place] = json.dumps(values[place])
        yield from values


def create(rows: Sequence[Model]) -> None:
    """Insert new instances of one model and give them their keys, as bulk_create does; their values must be of the
    fields' own types. Run it inside a transaction."""
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    returning = f" RETURNING {quoted(model._meta.pk.column)}"
    with connection.cursor() as cursor:
        for batch in inserted(cursor, rows, fields, returning):
            for row, (pk,) in zip(batch, cursor.fetchall(), strict=True):
                row.pk = pk
                row._state.adding, row._state.db = False, connection.alias


def update(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the fields `names` of instances of one model that are in the database, as bulk_update does; other fields
    stay as they are there. It is an insert that meets them: of thousands of CASE ... WHEN, each row would be compared
    with each. Run it inside a transaction that has made sure that they are still there."""
    if not rows:
        return
    model = type(rows[0])
    where_known = conflict(model, [model._meta.pk.name], names)
    with connection.cursor() as cursor:
        for _batch in inserted(cursor, rows, model._meta.concrete_fields, where_known):
            pass


def inserted(
    cursor: CursorWrapper, rows: Sequence[Model], fields: Sequence[Field], ending: str
) -> Iterator[Sequence[Model]]:
    """Each batch of `rows`, once it was sent."""
    model = type(rows[0])
    names, adapters = [field.attname for field in fields], [adapter_of(field) for field in fields]
    one = f"({', '.join(['%s'] * len(fields))})"
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns(model, names)}) VALUES "  # noqa: S608  own names only
    for place in range(0, len(rows), BATCH):
        batch = rows[place : place + BATCH]
        values = [adapt(getattr(row, name)) for row in batch for name, adapt in zip(names, adapters, strict=True)]
        cursor.execute(into + ", ".join([one] * len(batch)) + ending, values)
        yield batch


def adapter_of(field: Field) -> Callable[[Any], Any]:
    """From a value of the field's own type to what the database driver takes."""
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, (CharField, TextField)):
        return plain_text
    if isinstance(field, (BooleanField, IntegerField, ForeignKey)):
        return as_it_is
    return lambda value: field.get_db_prep_save(value, connection)


def plain_text(value: str | None) -> str | None:
    return value if value is None or type(value) is str else str(value)


def as_it_is(value: Any) -> Any:
    return value


@contextmanager
def collecting_later() -> Iterator[None]:
    """Without looking again and again through the many objects of a large table for cycles; what nobody refers to goes
    at once all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
