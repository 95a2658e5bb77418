"""Rows of models as plain data, and back: for a record that later changes do not reach."""

import json

from django.core import serializers


def plain(rows: list, fields: tuple[str, ...] | None) -> list[dict]:
    return json.loads(serializers.serialize("json", rows, fields=fields))


def rows_of(record: dict, name: str) -> list:
    return [row.object for row in serializers.deserialize("python", record.get(name, []), ignorenonexistent=True)]
