"""Every text field and filter of the project pages takes any text without an error of ours."""

import json
from pathlib import Path

from django.urls import reverse

from projects.forms import ProjectForm, TargetsForm, call_year_of
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


def own_strings():
    return [text.encode("utf-8", "replace").decode() for text in OWN_STRINGS]


def naughty_strings():
    shared = json.loads(SHARED_STRINGS.read_text("utf-8")) if SHARED_STRINGS.exists() else []
    return [*own_strings(), *shared]


def test_each_field_of_the_form(school, typed):
    for field in TEXT_FIELDS:
        for text in own_strings():
            form = ProjectForm(typed | {field: text}, instance=Project(school=school))
            assert form.is_valid() or set(form.errors) <= {field, "end"}, (field, text)


def test_all_fields_of_the_form_at_once(school):
    for text in naughty_strings():
        form = ProjectForm(dict.fromkeys(TEXT_FIELDS, text), instance=Project(school=school))
        targets = TargetsForm({f"planned-{text}": text}, project=form.instance, call_year=call_year_of(form.data))
        assert not form.is_valid()
        assert targets.is_valid()


def test_saved_text_comes_back_on_its_pages(client_of, coordinator, make_project):
    client = client_of(coordinator)
    for text in naughty_strings():
        if "\x00" not in text:
            make_project("", title=text[:300], title_en=text[:300], summary=text, coordinator_name=text[:200])
    pages = [f"{reverse('projects:project-list')}?when=all&page={number}" for number in range(1, 12)]
    for address in [*pages, reverse("projects:project-export")]:
        page = client.get(address)
        assert page.status_code == 200
        assert page.streaming or "<script>alert" not in page.content.decode()


def test_pages_of_hostile_projects(client_of, coordinator, make_project):
    client = client_of(coordinator)
    for text in own_strings():
        if "\x00" in text:
            continue
        project = make_project("", title=text[:300], title_en=text[:300], summary=text, coordinator_name=text[:200])
        for name in ("project-detail", "project-edit", "project-delete"):
            page = client.get(reverse(f"projects:{name}", args=[project.pk]))
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()


def test_list_filters(client_of, coordinator, project):
    client = client_of(coordinator)
    names = ["q", "programme", "field", "role", "state", "when", "page", "sy", "school"]
    for text in own_strings():
        for page in ("project-list", "project-export"):
            assert client.get(reverse(f"projects:{page}"), dict.fromkeys(names, text)).status_code == 200, text
