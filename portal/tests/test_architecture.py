"""What import-linter (pyproject.toml) cannot see: ways up that are no imports."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

APPS_BOTTOM_UP = [
    "portal.common",
    "portal.accounts",
    "portal.audit",
    "portal.jobs",
    "portal.imports",
    "projects",
    "mobilities",
    "reports",
]
FOLDERS = {name: Path(settings.BASE_DIR, *name.split(".")) for name in APPS_BOTTOM_UP}
LABELS = {name: name.rpartition(".")[2] for name in APPS_BOTTOM_UP}
TEMPLATES = Path(settings.BASE_DIR, "templates")
LOADS = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
USES = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def above(app: str) -> list[str]:
    return APPS_BOTTOM_UP[APPS_BOTTOM_UP.index(app) + 1 :]


def python_files(app: str) -> list[Path]:
    return [path for path in sorted(FOLDERS[app].rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def template_files(app: str) -> list[Path]:
    folders = (
        [TEMPLATES / LABELS[app]] if app != "portal.common" else [TEMPLATES / "components", TEMPLATES / "bootstrap5"]
    )
    return [path for folder in folders for path in sorted(folder.rglob("*.*"))]


def models_of(app: str) -> list[type]:
    return list(apps.get_app_config(LABELS[app]).get_models())


def accessors_from_above(app: str) -> set[str]:
    """Names by which a lower row would reach rows of upper apps, less those that also mean something down here."""
    upper = {LABELS[name] for name in above(app)}
    up, here = set(), set()
    for name in APPS_BOTTOM_UP[: APPS_BOTTOM_UP.index(app) + 1]:
        for model in models_of(name):
            for relation in model._meta.related_objects:
                names = {relation.get_accessor_name(), relation.field.related_query_name()} - {None}
                (up if relation.related_model._meta.app_label in upper else here).update(names)
            here.update(field.name for field in model._meta.get_fields() if not field.auto_created)
    return up - here


def upward_words(path: Path, accessors: set[str]) -> list[str]:
    """Attributes and look-ups of this file that are accessors of upper models."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in accessors:
            found.append(f"{path}:{node.lineno} .{node.attr}")
        if isinstance(node, ast.keyword) and node.arg and node.arg.split("__")[0] in accessors and "__" in node.arg:
            found.append(f"{path}:{node.value.lineno} {node.arg}=")
        text = str(node.value) if isinstance(node, ast.Constant) else ""
        if "__" in text and text.partition("__")[0] in accessors:
            found.append(f"{path}:{node.lineno} {text!r}")
    return found


@pytest.mark.parametrize("app", APPS_BOTTOM_UP[:-1])
def test_no_reverse_accessor_upward(app):
    accessors = accessors_from_above(app)
    found = [word for path in python_files(app) for word in upward_words(path, accessors)]
    pattern = re.compile(r"\.(" + "|".join(map(re.escape, sorted(accessors))) + r")\b") if accessors else None
    for path in template_files(app) if pattern else []:
        for tag in re.findall(r"{[{%].*?[%}]}", path.read_text(errors="ignore")):
            found += [f"{path} .{name}" for name in pattern.findall(tag)]
    assert not found


@pytest.mark.parametrize("app", APPS_BOTTOM_UP[:-1])
def test_no_model_by_name_upward(app):
    upper = "|".join(LABELS[name] for name in above(app))
    by_name = re.compile(rf"""get_(?:model|app_config)\(\s*["'](?:{upper})\b|["'](?:{upper})\.[A-Z]\w+["']""")
    assert not [str(path) for path in python_files(app) if by_name.search(path.read_text())]


@pytest.mark.parametrize("app", APPS_BOTTOM_UP[:-1])
def test_no_template_or_tag_library_upward(app):
    upper = {LABELS[name] for name in above(app)}
    libraries = {
        path.stem: LABELS[name] for name, folder in FOLDERS.items() for path in folder.glob("templatetags/*.py")
    }
    found = []
    for path in template_files(app):
        text = path.read_text(errors="ignore")
        found += [f"{path}: {used}" for used in USES.findall(text) if used.split("/")[0] in upper]
        loaded = [name for names in LOADS.findall(text) for name in names.split()]
        found += [f"{path}: load {name}" for name in loaded if libraries.get(name) in upper]
    page = re.compile(rf"""["'](?:{"|".join(upper)})/[\w/]+\.(?:html|txt|svg)["']""")
    found += [str(path) for path in python_files(app) if page.search(path.read_text())]
    assert not found


def test_every_app_has_its_place():
    first_party = {"portal", *(name for name in APPS_BOTTOM_UP if "." not in name)}
    assert {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in first_party} == set(
        APPS_BOTTOM_UP
    )


def test_no_room_without_a_meaning():
    vague = {"utils", "util", "helpers", "managers", "constants", "misc"}
    assert not [path for app in APPS_BOTTOM_UP for path in python_files(app) if path.stem in vague]
