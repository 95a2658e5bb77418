"""The grid as a coordinator uses it who comes from a spreadsheet."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from mobilities.models import Host, Mobility, Participant
from projects.models import Project

pytestmark = pytest.mark.browser
CODE = "2021-1-LV01-KA121-VET-000009189"
BLOCK = (
    "Anna Ozola\tPrakse\tLM-SHORT-VET\tNordkai\t14.02.2022\t18.03.2022\r\n"
    '"Ozols, ""Juris"""\tPrakse\tLM-SHORT-VET\tNordkai\t14.02.2022\t16.02.2022\r\n'
)


@pytest.fixture
def page(live_server, new_context, coordinator, school):
    Project.objects.create(
        school=school, school_name=school.name, code=CODE, title="Prakse", call_year=2021, field="VET",
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    for first, last in (("Anna", "Ozola"), ("Juris", "Ozols"), ("Zane", "Kalniņa")):
        Participant.objects.create(school=school, kind="learner", first_name=first, last_name=last)
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("mobilities:mobility-grid"))
    expect(page.locator("table.ready")).to_be_visible()
    return page


def cell(page, row: int, name: str):
    return page.locator("tbody tr").nth(row - 1).locator(f"[name={name}]")


def state(page, row: int):
    return page.locator("tbody tr").nth(row - 1)


def paste(page, text: str) -> None:
    """What the browser does when the clipboard holds `text`."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",  # noqa: E501
        text,
    )


def test_a_block_is_pasted_checked_undone_and_saved(page):
    cell(page, 10, "participant").focus()
    paste(page, BLOCK)
    expect(page.locator("tbody tr")).to_have_count(11)
    expect(cell(page, 11, "participant")).to_have_value('Ozols, "Juris"')
    expect(state(page, 10)).to_have_attribute("data-state", "new_draft")
    expect(state(page, 11)).to_have_attribute("data-state", "rejected")
    expect(cell(page, 11, "end")).to_have_attribute("aria-invalid", "true")
    expect(state(page, 10).locator("[data-days]")).to_have_text("33")
    expect(page.locator("[data-count=errors]")).to_have_text("1")

    page.keyboard.press("Control+z")
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(cell(page, 10, "participant")).to_have_value("")
    page.keyboard.press("Control+y")
    expect(cell(page, 11, "end")).to_have_value("16.02.2022")

    page.get_by_role("button", name="Saglabāt").click()
    expect(page.locator("[data-refused]")).to_be_visible()
    assert not Mobility.objects.exists()
    expect(cell(page, 11, "end")).to_be_focused()
    expect(cell(page, 10, "participant")).to_have_value("Anna Ozola")

    cell(page, 11, "end").fill("18.03.2022")
    expect(state(page, 11)).to_have_attribute("data-state", "new_draft")
    page.get_by_role("button", name="Saglabāt").click()
    page.wait_for_url("**/mobilities/?sy=2021")
    assert sorted(Mobility.objects.values_list("participant__last_name", flat=True)) == ["Ozola", "Ozols"]


def test_keys_move_fill_down_and_mark(page):
    cell(page, 1, "participant").focus()
    page.keyboard.type("Anna")
    expect(page.locator("#grid-list [role=option]").first).to_contain_text("Anna Ozola")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "participant")).to_have_value("Anna Ozola")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "project")).to_be_focused()
    page.keyboard.type("Prakse")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(cell(page, 2, "project")).to_be_focused()
    page.keyboard.press("Control+d")
    expect(cell(page, 2, "project")).to_have_value("Prakse")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 2, "project")).to_be_focused()  # the caret moves first
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 2, "participant")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("td.marked")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(cell(page, 1, "participant")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, "participant")).to_have_value("Anna Ozola")


def test_enter_at_the_end_adds_a_row_and_a_row_taken_out_comes_back(page):
    cell(page, 10, "host").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(11)
    cell(page, 3, "host").fill("Nordkai")
    cell(page, 3, "host").focus()
    page.locator("[data-do=remove]").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    page.locator("[data-do=undo]").click()
    expect(cell(page, 3, "host")).to_have_value("Nordkai")
    expect(page.locator("tbody tr")).to_have_count(11)


def test_nothing_typed_is_lost_when_leaving(page):
    cell(page, 1, "host").fill("Nordkai")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_the_grid_with_suggestions_and_errors_is_for_everybody(page, axe_violations):
    cell(page, 9, "participant").focus()
    paste(page, BLOCK)
    expect(state(page, 10)).to_have_attribute("data-state", "rejected")
    cell(page, 1, "participant").press_sequentially("Zane")
    expect(page.locator("#grid-list [role=option]").first).to_contain_text("Zane Kalniņa")
    assert not axe_violations(page)
