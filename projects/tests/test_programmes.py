"""Every programme that a school takes part in can be entered through the page, with the code it has or without one."""

import pytest
from django.urls import reverse

from projects.models import Project

# what the coordinator types > what is kept of it: programme, code, call year, field, role
PROGRAMMES = {
    "KA1 vocational, accredited": (
        {"code": "2021-1-LV01-KA121-VET-000009189"},
        ("erasmus", "2021-1-LV01-KA121-VET-000009189", 2021, "VET", "coordinator"),
    ),
    "KA1 vocational, old": (
        {"code": "2019-1-LV01-KA116-060226"},
        ("erasmus", "2019-1-LV01-KA116-060226", 2019, "VET", "coordinator"),
    ),
    "KA1 schools": (
        {"code": "2021-1-LV01-KA121-SCH-000009173"},
        ("erasmus", "2021-1-LV01-KA121-SCH-000009173", 2021, "SCH", "coordinator"),
    ),
    "KA1 adults": (
        {"code": "2021-1-LV01-KA122-ADU-000019713"},
        ("erasmus", "2021-1-LV01-KA122-ADU-000019713", 2021, "ADU", "coordinator"),
    ),
    "KA2": (
        {"code": "2021-1-DE02-KA220-VET-000033093", "role": "partner", "coordinator_name": "Partneris Vācijā"},
        ("erasmus", "2021-1-DE02-KA220-VET-000033093", 2021, "VET", "partner"),
    ),
    "centralised, old": (
        {"code": "612542-EPP-1-2019-1-LV-EPPKA2-KA"},
        ("erasmus", "612542-EPP-1-2019-1-LV-EPPKA2-KA", 2019, "", "coordinator"),
    ),
    "centralised, bare number": (
        {"code": "101056201", "call_year": "2021", "field": "VET"},
        ("erasmus", "101056201", 2021, "VET", "coordinator"),
    ),
    "Nordplus": (
        {"code": "NPAD-2021/10123", "programme": "nordplus", "role": "partner", "coordinator_name": "Somijas skola"},
        ("nordplus", "NPAD-2021/10123", 2021, "", "partner"),
    ),
    "Nordplus without a code": (
        {"code": "", "programme": "nordplus", "call_year": "2021", "field": "ADU"},
        ("nordplus", "", 2021, "ADU", "coordinator"),
    ),
    "eTwinning": (
        {"code": "", "programme": "etwinning", "grant": ""},
        ("etwinning", "", None, "", "coordinator"),
    ),
    "TCA": (
        {"code": "TCA 2022 Rīga: Digitālās prasmes", "programme": "tca", "grant": ""},
        ("tca", "TCA 2022 Rīga: Digitālās prasmes", None, "", "coordinator"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMMES)
def test_programme(client_of, coordinator, typed, name):
    given, kept = PROGRAMMES[name]
    client = client_of(coordinator)
    answer = client.post(reverse("projects:project-add"), typed | given)
    assert answer.status_code == 302, answer.context["form"].errors
    project = Project.objects.get()
    found = (project.programme, project.code, project.call_year, project.field, project.role)
    assert found == kept
    for page in ("project-detail", "project-edit", "organisation-list", "deadline-list", "summary-detail"):
        assert client.get(reverse(f"projects:{page}", args=[project.pk])).status_code == 200, page
    assert client.get(reverse("mobilities:project-mobilities", args=[project.pk])).status_code == 200
    assert list(project.organisations.values_list("name", flat=True)) == list(filter(None, [project.coordinator_name]))
    listed = client.get(reverse("projects:project-list"), {"when": "all", "programme": project.programme})
    assert list(listed.context["page"]) == [project]
