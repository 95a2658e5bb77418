"""Thousands of new rows at once. Django's bulk_create builds an instance of each, sends signals and asks every field
for every value; for rows that only keep a record that costs more than all the rest of the work."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

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
        for place, value in enumerate(row):
            yield json.dumps(value) if place in json_places and value is not None else value
