"""Latvian and English, both without holes."""

import ast
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PO = ROOT / "portal/locale/lv/LC_MESSAGES/django.po"
APPS = ("portal", "projects", "mobilities", "reports")
LATVIAN_LETTERS = re.compile("[āčēģīķļņōŗšūž]", re.IGNORECASE)
# Latvian data, not texts of pages: invented people and places, names of languages, rules about letters.
LATVIAN_DATA = ("/tests/", "/testing/", "/demo/", "/data/", "/migrations/", "/locale/")
LATVIAN_BY_NATURE = {
    "reports/news/countries.py": "what countries are called besides",
    "portal/common/ordinary_words.py": "Latvian nouns that are surnames as well",
    "reports/news/tongue.py": "months as Latvian says when something was",
    "portal/accounts/models.py": "the agency's own name",
    "portal/common/emblem.py": "the wording that the Commission prescribes in each language",
    "portal/common/ordering.py": "the alphabet",
    "portal/common/sqlite.py": "the alphabet",
    "portal/common/school_year.py": "how Latvian writes a school year",
    "portal/common/text.py": "how Latvian writes dates",
    "portal/common/typography.py": "where Latvian lines may not break",
    "projects/grant_code/finder.py": "the words that stand before a code in a text",
    "portal/imports/detection.py": "the alphabets by which encodings are told apart",
    "mobilities/consent_texts.py": "the words of a consent in each language",
    "mobilities/exports/participants.py": "an invented person in the pattern of a class list",
    "mobilities/beneficiary_module/fields.py": "headers of the module's files",
    "mobilities/beneficiary_module/lists.py": "yes and no in the module's lists",
    "mobilities/importers/fields.py": "headers of Latvian files",
    "mobilities/importers/host_fields.py": "headers of Latvian files",
    "mobilities/importers/person_fields.py": "headers of Latvian files",
    "projects/importers/fields.py": "headers of Latvian files",
    "projects/importers/projects.py": "words for a closed project in Latvian files",
    "reports/news/names.py": "the endings of Latvian names",
    "reports/papers/blocks/plan.py": "the letters by which Latvian is known",
    "reports/papers/example.py": "an invented mobility for previews",
    "reports/documents/sections.py": "the agency's own name in the prescribed wording",
}
PLACEHOLDERS = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(PO))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> polib.POFile:
    """What makemessages finds in a copy of the sources, with an empty catalogue."""
    copy = tmp_path_factory.mktemp("sources")
    for name in (*APPS, "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "static").mkdir()
    (copy / "portal/locale/lv/LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "-l", "lv", "-e", "html,py,txt,svg", "-v", "0"]
    subprocess.run(command, cwd=copy, check=True)
    return polib.pofile(str(copy / "portal/locale/lv/LC_MESSAGES/django.po"))


def identity(entry: polib.POEntry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_latvian(catalogue):
    assert not [entry.msgid for entry in catalogue if not entry.obsolete and not all(translations(entry))]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]


def test_plurals_have_three_forms(catalogue):
    assert "nplurals=3" in catalogue.metadata["Plural-Forms"]
    assert not [entry.msgid for entry in catalogue if entry.msgid_plural and len(entry.msgstr_plural) != 3]


def test_catalogue_holds_exactly_the_texts_of_the_sources(catalogue, extracted):
    known = {identity(entry) for entry in catalogue if not entry.obsolete}
    used = {identity(entry) for entry in extracted}
    assert used - known == set()
    assert known - used == set()


def test_no_text_hides_inside_a_formatted_string(catalogue):
    """There makemessages does not look."""
    known, hidden = {entry.msgid for entry in catalogue}, []
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py") if "/tests/" not in str(path)):
        strings = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.JoinedStr)]
        calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
        named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_", "gettext"}]
        texts = [call.args[0].value for call in named if call.args and isinstance(call.args[0], ast.Constant)]
        hidden += [f"{path.relative_to(ROOT)}: {text}" for text in texts if text not in known]
    assert not hidden


def test_translations_keep_the_placeholders(catalogue):
    wrong = []
    for entry in catalogue:
        names = set(PLACEHOLDERS.findall(entry.msgid + entry.msgid_plural))
        braces = format_fields(entry.msgid)
        for text in translations(entry):
            if set(PLACEHOLDERS.findall(text)) - names or format_fields(text) - braces:
                wrong.append(entry.msgid)
            if not entry.msgid_plural and set(PLACEHOLDERS.findall(text)) != names:
                wrong.append(entry.msgid)
    assert not wrong


def format_fields(text: str) -> set[str]:
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def test_compiled_catalogue_is_current(catalogue):
    compiled = polib.mofile(str(PO.with_suffix(".mo")))
    expected = {identity(entry): translations(entry) for entry in catalogue if not entry.obsolete}
    assert {identity(entry): translations(entry) for entry in compiled} == expected


def test_english_texts_hold_no_latvian(catalogue):
    allowed = {"Latviešu"}
    mixed = [entry.msgid for entry in catalogue if LATVIAN_LETTERS.search(entry.msgid) and entry.msgid not in allowed]
    assert not mixed


def test_templates_hold_no_latvian():
    names_languages = {
        ROOT / "templates" / name for name in ("components/language.html", "components/language_link.html")
    }
    pages = [path for path in (ROOT / "templates").rglob("*.*") if path.is_file() and path not in names_languages]
    assert not [str(path.relative_to(ROOT)) for path in pages if LATVIAN_LETTERS.search(path.read_text())]


def test_sources_hold_no_latvian_texts():
    found = []
    for path in (path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))):
        name = str(path.relative_to(ROOT))
        if name in LATVIAN_BY_NATURE or any(part in f"/{name}" for part in LATVIAN_DATA):
            continue
        found += [f"{name}:{line}" for line in latvian_strings(path.read_text())]
    assert not found


def latvian_strings(source: str) -> list[int]:
    """Lines of string literals with Latvian letters; docstrings may quote Latvian."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    quoting = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in quoting
        and LATVIAN_LETTERS.search(node.value)
    ]
