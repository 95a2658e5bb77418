"""The activity types of the Erasmus+ calls, from projects/data/activity_types.json.

Official codes where they are known; the others are our short names for a published label, and say so in `source`.
"""

import json
from pathlib import Path

ROWS = Path(__file__).with_name("data") / "activity_types.json"


def load_activity_types(model=None) -> None:
    """Add or refresh every row; safe to repeat. `model` is a migration's historical model."""
    if model is None:
        from projects.models import ActivityType

        model = ActivityType
    for order, row in enumerate(json.loads(ROWS.read_text(encoding="utf-8"))):
        key = {"code": row.pop("code"), "call_year_from": row.pop("call_year_from")}
        if hasattr(model, "school"):  # not in the historical model of the first migrations
            key["school"] = None
        model.objects.update_or_create(**key, defaults=row | {"order": order})
