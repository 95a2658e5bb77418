"""Every text field and filter of the project pages takes any text without an error of ours."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from projects.models import Project

SHARED_STRINGS = Path(__file__).parents[3] / "shared" / "data" / "blns.json"
OWN_STRINGS = [
    "\x00", "a\x00b", "\ud83d", "𝒜𝓁𝓁", "ﷺ" * 50, "‮abc", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}",
    "%s%n", "${jndi:ldap://x}", "../../etc/passwd", "=1+1", "﻿", "undefined", "1e400", "٣٤", "-0", "x" * 10_000,
]  # fmt: skip
TEXT_FIELDS = [
    "code", "programme", "call_year", "field", "title", "title_en", "role", "coordinator_name", "school_name", "start",
    "end", "grant", "summary", "version",
]  # fmt: skip


def naughty_strings():
    shared = json.loads(SHARED_STRINGS.read_text("utf-8")) if SHARED_STRINGS.exists() else []
    return [text.encode("utf-8", "replace").decode() for text in (*OWN_STRINGS, *shared)]


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_project_form(client_of, coordinator, typed, field):
    client = client_of(coordinator)
    for text in naughty_strings():
        answer = client.post(reverse("projects:project-add"), typed | {field: text})
        assert answer.status_code in (200, 302), (field, text)
        Project.objects.all().delete()


def test_saved_text_comes_back_on_its_pages(client_of, coordinator, typed):
    client = client_of(coordinator)
    for text in naughty_strings():
        typed |= {"title": text, "title_en": text, "coordinator_name": text, "summary": text}
        answer = client.post(reverse("projects:project-add"), typed)
        if answer.status_code == 302:
            page = client.get(answer["Location"])
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
            assert client.get(reverse("projects:project-export")).status_code == 200
        Project.objects.all().delete()


def test_code_preview(client_of, coordinator):
    client = client_of(coordinator)
    for text in naughty_strings():
        assert client.post(reverse("projects:code-preview"), {"code": text, "call_year": text}).status_code == 200


@pytest.mark.parametrize("name", ["q", "programme", "field", "role", "state", "when", "page", "sy", "school"])
def test_list_filters(client_of, coordinator, project, name):
    client = client_of(coordinator)
    for text in naughty_strings():
        assert client.get(reverse("projects:project-list"), {name: text}).status_code == 200, (name, text)
