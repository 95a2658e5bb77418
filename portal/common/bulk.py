"""Thousands of new rows at once. Django's bulk_create builds an instance, sends signals and asks every field for every
value; for rows that only keep a record that costs more than all the rest of the work."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

BATCH = 500


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each with the values of the columns `names`, as they stand. Every field without a default of the
    database must be among them. Values are not checked; no `save` is called. Run it inside a transaction."""
    fields = [model._meta.get_field(name) for name in names]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    one = f"({', '.join(['%s'] * len(fields))})"
    remaining = iter(rows)
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608  names of the model only
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, BATCH)):
            cursor.execute(into + ", ".join([one] * len(batch)), list(values_of(batch, places)))


def values_of(batch: list[Sequence[Any]], json_places: list[int]) -> Iterator[Any]:
    for row in batch:
        for place, value in enumerate(row):
            yield in_json(value) if place in json_places else value


def in_json(value: Any) -> str | None:
    """NULL for None, as JSONField does without being told otherwise in bulk."""
    return None if value is None else json.dumps(value, ensure_ascii=True)
