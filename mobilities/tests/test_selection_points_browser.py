"""The table of points by keyboard."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from mobilities.models import Score
from mobilities.tests.calls import applies, call

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, new_context, coordinator):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


PASTE = """(cell, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_block_of_a_spreadsheet_is_pasted(page, school):
    selection = call(school)
    people = [applies(selection, name) for name in ("Anna", "Beāte")]
    cells = [f"#id_points-{row.pk}-{criterion.pk}" for row in people for criterion in selection.criteria.all()]
    page.goto(reverse("mobilities:selection-points", args=[selection.pk]))
    page.locator(cells[0]).evaluate(PASTE, "9\t8,5\textra\r\n7\t6\r\n1\t1\r\n")
    assert [page.locator(cell).input_value() for cell in cells] == ["9", "8,5", "7", "6"]


def test_a_column_is_typed_without_the_mouse_and_saved(page, school):
    selection = call(school)
    anna, beate = applies(selection, "Anna"), applies(selection, "Beāte")
    grades, language = selection.criteria.all()
    page.goto(reverse("mobilities:selection-points", args=[selection.pk]))
    page.locator(f"#id_points-{anna.pk}-{grades.pk}").focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator(f"#id_points-{beate.pk}-{grades.pk}")).to_be_focused()
    page.keyboard.type("7,5")
    page.keyboard.press("Tab")
    page.keyboard.type("8")
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"#id_points-{anna.pk}-{language.pk}")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{reverse('mobilities:selection-detail', args=[selection.pk])}")
    kept = Score.objects.order_by("application", "criterion").values_list("application", "criterion", "points")
    assert list(kept) == [(anna.pk, grades.pk, 9), (beate.pk, grades.pk, 7.5), (beate.pk, language.pk, 8)]
