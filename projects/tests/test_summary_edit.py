import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import SUMMARY_LENGTH, SUMMARY_PARTS, Project

FULL = {f"{part}_{language}": f"{part} {language}" for part in SUMMARY_PARTS for language in ("lv", "en")}


@pytest.fixture
def edit(project):
    return reverse("projects:summary-edit", args=[project.pk])


@pytest.fixture
def detail(project):
    return reverse("projects:summary-detail", args=[project.pk])


def test_eight_texts_are_saved_and_shown(client_of, coordinator, teacher, project, edit, detail):
    assert client_of(coordinator).post(edit, FULL | {"version": 0}).status_code == 302
    page = client_of(teacher).get(detail).content.decode()
    for text in FULL.values():
        assert text in page
    assert edit not in page


def test_the_limit_counts_a_line_break_once(client_of, coordinator, edit):
    text = "ā\r\n" * (SUMMARY_LENGTH // 2)
    assert client_of(coordinator).post(edit, {"version": 0, "results_lv": text}).status_code == 302
    assert len(Project.objects.get().results_lv) == SUMMARY_LENGTH - 1  # the last line break is stripped
    too_long = client_of(coordinator).post(edit, {"version": 1, "results_lv": "ā" * (SUMMARY_LENGTH + 1)})
    assert "results_lv" in too_long.context["form"].errors


def test_somebody_else_saved_meanwhile(client_of, coordinator, project, edit):
    Project.objects.update(version=5, results_lv="Citi")
    page = client_of(coordinator).post(edit, FULL | {"version": 0})
    assert page.context["form"].stale
    assert Project.objects.get().results_lv == "Citi"


def test_documents_say_the_results_once_all_four_parts_are_there(project):
    project.summary = "Īsi"
    for name, text in FULL.items():
        setattr(project, name, text)
    assert (project.note_in("lv"), project.note_in("en")) == ("results lv", "results en")
    project.objectives_en = ""
    assert (project.note_in("lv"), project.note_in("en")) == ("results lv", "Īsi")


@pytest.mark.browser
def test_the_count_is_live_and_not_chatty(page, live_server, client_of, coordinator, edit):
    cookie = client_of(coordinator).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + edit)
    box = page.locator(".counted", has=page.locator("#id_results_lv"))
    page.fill("#id_results_lv", "ā\n" * 50)
    assert box.locator("[data-count-shown]").inner_text() == f"100 / {SUMMARY_LENGTH}"
    page.wait_for_timeout(1500)
    assert box.locator("[data-count-said]").inner_text() == ""
    page.fill("#id_results_lv", "ā" * (SUMMARY_LENGTH + 3))
    expect(box.locator("[data-count-said]")).to_contain_text("3")
    assert "over" in box.locator("[data-count-shown]").get_attribute("class")
