"""Signed copies in a browser, by thumb and by keyboard: the line and the count change, the page stays."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from mobilities.models import Paper
from mobilities.services.checklists import sync
from mobilities.tests.running import running_project, stay

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, new_context, coordinator):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def photo(name: str) -> dict:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_lines_change_where_they_stand(page, school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project = running_project(school)
    mobility = stay(project, "Ņega", date(2022, 2, 1), first_name="Anna")
    sync([mobility])
    agreement, grant = (mobility.papers.get(kind=name) for name in ("learning_agreement", "grant_agreement"))
    page.goto(reverse("mobilities:mobility-detail", args=[mobility.pk]))
    line, other = page.locator(f"#paper-{agreement.pk}"), page.locator(f"#paper-{grant.pk}")
    line.locator("input[type=file]").set_input_files([photo("1.jpg"), photo("2.jpg")])
    expect(line.get_by_role("link")).to_have_count(2)
    expect(page.locator("#papers-tally")).to_contain_text("1 no 7")
    other.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#papers-tally")).to_contain_text("2 no 7")
    expect(other.locator(".st.done")).to_have_count(1)
    line.locator(".copy button").first.click()
    page.locator("#confirm [value=yes]").click()
    expect(line.get_by_role("link")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert set(Paper.objects.filter(state="done")) == {agreement, grant}
