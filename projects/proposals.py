"""What a grant code says about the other fields of a project."""

from typing import Any

from projects import grant_code
from projects.enums import Field
from projects.grant_code import GrantCode


def proposals(code: GrantCode) -> dict[str, Any]:
    """What a code says about the other fields of the form; only what is certain."""
    said: dict[str, Any] = {"programme": code.programme, "call_year": code.year}
    fields = grant_code.lists()["actions"].get(code.action, {}).get("fields", [])
    named = "HED" if code.field == "HE" else code.field
    if named in Field.values:
        said["field"] = named
    elif not named and len(fields) == 1:
        said["field"] = fields[0]
    return {name: value for name, value in said.items() if value}
