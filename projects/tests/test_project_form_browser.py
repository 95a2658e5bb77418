"""The form of a project while somebody types, in a real browser."""

import pytest
from django.urls import reverse

from projects.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(live_server, page, client, coordinator):
    """open_page(url name): the page, signed in as the coordinator."""
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    def open_(name, **kwargs):
        page.goto(live_server.url + reverse(name, kwargs=kwargs))
        return page

    return open_


def test_code_is_explained_as_it_is_typed(open_page, kind, axe_violations):
    page = open_page("projects:project-add")
    page.locator("#id_code").press_sequentially("Nr. 2021–LVO1–KA121–VET–9189")
    page.locator(".parts .warn").wait_for()
    page.get_by_role("button", name="Izmantot šo kodu").click()
    page.locator(".sugg").wait_for(state="detached")
    assert page.locator("#id_code").input_value() == "2021-1-LV01-KA121-VET-000009189"
    assert page.locator("#id_call_year").input_value() == "2021"
    assert page.locator("#id_field").input_value() == "VET"
    assert axe_violations(page) == []

    page.get_by_label(kind.name_lv).fill("28")
    page.locator("#id_title").fill("Jauna pieredze")
    page.get_by_label("Sākums").fill("2021-09-01")
    page.get_by_label("Beigas").fill("2022-08-31")
    page.get_by_label("dotācija").fill("95 430,00")
    assert page.get_by_label(kind.name_lv).input_value() == "28"
    page.context.set_offline(True)
    page.get_by_role("button", name="Saglabāt projektu").click()
    page.get_by_role("alert").get_by_text("Nav savienojuma").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Nav savienojuma").wait_for(state="detached")
    page.get_by_role("button", name="Saglabāt projektu").click()
    page.get_by_role("heading", name="Jauna pieredze").wait_for()
    assert Project.objects.get().targets.get().planned == 28


def test_numbers_typed_stay_when_the_call_year_changes(open_page, kind):
    page = open_page("projects:project-add")
    page.locator("#id_call_year").fill("2021")
    page.locator("#id_call_year").blur()
    page.get_by_label(kind.name_lv).fill("7")
    page.locator("#id_call_year").fill("2019")
    page.locator("#id_call_year").blur()
    page.get_by_text("nav šī gada uzsaukumā").wait_for()
    assert page.get_by_label(kind.name_lv).input_value() == "7"
