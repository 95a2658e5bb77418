"""The grid as a coordinator uses it who comes from a spreadsheet."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from mobilities.models import Host, Mobility, Participant
from projects.models import ActivityType, Project

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


HEADER = ("Uzvārds", "Vārds", "Beigas", "Kabinets", "Projekts", "Projekta kods", "Sākums")


def clipboard(page, kind: str) -> str:
    """What the browser puts there for the event `kind`."""
    return page.evaluate(
        """kind => {
            const data = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData("text/plain");
        }""",  # noqa: E501
        kind,
    )


def test_a_block_is_pasted_checked_undone_and_saved(page):
    cell(page, 10, "participant").focus()
    paste(page, BLOCK)
    expect(page.locator("tbody tr")).to_have_count(11)
    expect(cell(page, 11, "participant")).to_have_value('Ozols, "Juris"')
    expect(state(page, 10)).to_have_attribute("data-state", "new_draft")
    expect(state(page, 11)).to_have_attribute("data-state", "rejected")
    expect(cell(page, 11, "end")).to_have_attribute("aria-invalid", "true")
    expect(cell(page, 11, "override_reason")).to_be_visible()  # where it is mended
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

    with page.expect_download() as told:
        page.get_by_role("button", name="CSV").click()
    assert "16.02.2022" in Path(told.value.path()).read_text(encoding="utf-8-sig").splitlines()[2]
    cell(page, 11, "end").focus()

    page.keyboard.press("Control+z")  # what was done before the refusal
    expect(page.locator("tbody tr")).to_have_count(10)
    page.keyboard.press("Control+y")
    expect(cell(page, 11, "participant")).to_have_value('Ozols, "Juris"')
    problem = page.locator("[data-problems] li", has_text="16.02.2022")
    cell(page, 1, "host").focus()
    expect(page.locator("[data-here]")).to_contain_text("Rinda 11, ")  # what is wrong stays in sight
    problem.get_by_role("link", name="Rinda 11").click()
    expect(cell(page, 11, "end")).to_be_focused()

    cell(page, 11, "end").fill("18.03.2022")
    expect(state(page, 11)).to_have_attribute("data-state", "new_draft")
    page.get_by_role("button", name="Saglabāt").click()
    page.wait_for_url("**/mobilities/?sy=2021")
    assert sorted(Mobility.objects.values_list("participant__last_name", flat=True)) == ["Ozola", "Ozols"]


def test_a_selected_cell_is_replaced_edited_and_given_back(page):
    cell(page, 1, "participant").click()
    page.keyboard.type("Anna")
    expect(page.locator("#grid-list [role=option]").first).to_contain_text("Anna Ozola")
    page.keyboard.press("Tab")  # the only suggestion
    expect(cell(page, 1, "participant")).to_have_value("Anna Ozola")
    expect(cell(page, 1, "project")).to_be_focused()
    page.keyboard.type("Mācīb")  # nothing is like it: no list opens
    page.keyboard.press("Enter")
    expect(cell(page, 2, "project")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("a")
    expect(cell(page, 1, "project")).to_have_value("Mācība")
    page.keyboard.press("ArrowLeft")  # the caret moves
    expect(cell(page, 1, "project")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page, 1, "project")).to_have_value("Mācīb")
    page.keyboard.type("Cits")
    expect(cell(page, 1, "project")).to_have_value("Cits")
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "activity_type")).to_be_focused()
    cell(page, 1, "project").dblclick()
    page.keyboard.type("!")
    expect(cell(page, 1, "project")).to_have_value("Cits!")
    cell(page, 3, "host").dispatch_event("pointerdown", {"pointerType": "touch"})
    cell(page, 3, "host").focus()  # one tap edits
    expect(page.locator("td.editing [name=host]")).to_be_focused()


def test_an_accepted_suggestion_is_filled_down_and_never_overwritten(page):
    Host.objects.create(school=Project.objects.get().school, name="Südwind", country="DE", city="Freiburg")
    cell(page, 1, "host").fill("Cits")
    cell(page, 2, "host").click()
    page.keyboard.type("Süd")
    expect(page.locator("#grid-list [role=option]").first).to_contain_text("Südwind")
    page.keyboard.press("Enter")
    expect(page.locator("td.editing")).to_have_count(0)
    chosen = cell(page, 2, "host").input_value()
    assert chosen.startswith("Südwind")
    page.keyboard.press("Control+d")
    expect(cell(page, 2, "host")).to_have_value(chosen)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, 3, "host")).to_have_value(chosen)

    cell(page, 5, "start").click()
    page.keyboard.type("14.02.2022")
    page.keyboard.press("Shift+ArrowDown")  # while typing
    page.keyboard.press("Control+d")
    expect(cell(page, 6, "start")).to_have_value("14.02.2022")
    cell(page, 7, "start").click()
    page.keyboard.press("Control+d")  # nothing was typed here
    expect(cell(page, 7, "start")).to_have_value("14.02.2022")


def test_a_block_is_marked_copied_emptied_pasted_and_filled(page):
    cell(page, 1, "host").click()
    paste(page, "Nordkai\t14.02.2022\nCits\t15.02.2022\n")
    cell(page, 1, "host").hover()
    page.mouse.down()
    cell(page, 2, "start").hover()
    page.mouse.up()
    expect(page.locator("td.marked")).to_have_count(4)
    copied = clipboard(page, "cut")
    assert copied == "Nordkai\t14.02.2022\nCits\t15.02.2022"
    expect(cell(page, 2, "start")).to_have_value("")
    cell(page, 4, "host").click()
    paste(page, copied)
    expect(cell(page, 5, "start")).to_have_value("15.02.2022")
    cell(page, 6, "host").click()
    cell(page, 8, "host").click(modifiers=["Shift"])
    paste(page, "Nordkai")
    expect(cell(page, 7, "host")).to_have_value("Nordkai")
    page.keyboard.press("Delete")
    expect(cell(page, 8, "host")).to_have_value("")
    cell(page, 4, "host").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, 5, "host")).to_have_value("Nordkai")
    page.keyboard.press("Control+z")
    expect(cell(page, 5, "host")).to_have_value("Cits")
    page.keyboard.press("Control+a")
    expect(page.locator("td.marked:visible")).to_have_count(10 * 7)


def test_a_header_row_sends_columns_to_their_places(page):
    cell(page, 1, "host").click()
    paste(page, "\r\n".join(("\t".join(HEADER), "Ozola\tAnna\t18.03.2022\t12\tPrakse\t9189\t14.02.2022", "")))
    expect(cell(page, 1, "participant")).to_have_value("Anna Ozola")
    expect(cell(page, 1, "start")).to_have_value("14.02.2022")
    expect(cell(page, 1, "end")).to_have_value("18.03.2022")
    expect(cell(page, 1, "project")).to_have_value("9189")
    expect(cell(page, 2, "participant")).to_have_value("")
    expect(page.locator("[data-told]")).to_contain_text("Kabinets")


def test_a_missing_host_is_added_from_its_cell(page):
    cell(page, 2, "host").click()
    page.keyboard.type("Südwind")
    page.locator("#grid-list .create").click()
    dialog = page.locator("#new-host")
    expect(dialog.locator("[name=new-host-name]")).to_have_value("Südwind")
    dialog.locator("[name=new-host-country]").select_option("DE")
    dialog.locator("[name=new-host-city]").fill("Freiburg")
    dialog.get_by_role("button", name="Pievienot").click()
    expect(cell(page, 2, "host")).to_have_value("Südwind, Freiburg")
    expect(cell(page, 2, "host")).to_be_focused()
    expect(state(page, 2)).to_have_attribute("data-state", "rejected")  # for what is still empty
    expect(cell(page, 2, "host")).not_to_have_attribute("aria-invalid", "true")
    assert Host.objects.get(name="Südwind").country == "DE"


def test_one_chooses_between_ones_own_and_what_somebody_saved_meanwhile(page, axe_violations):
    project, host = Project.objects.get(), Host.objects.get()
    anna = Participant.objects.get(first_name="Anna")
    saved = Mobility.objects.create(
        school=project.school, project=project, participant=anna, host=host, start=date(2022, 2, 14),
        end=date(2022, 3, 18), activity_type=ActivityType.objects.get(code="LM-SHORT-VET"),
    )  # fmt: skip
    page.goto(f"{reverse('mobilities:mobility-grid')}?ids={saved.pk}")
    expect(page.locator("table.ready")).to_be_visible()
    Mobility.objects.filter(pk=saved.pk).update(end=date(2022, 3, 11), note="Cita", version=4)
    cell(page, 1, "end").click()
    page.keyboard.type("25.03.2022")
    page.get_by_role("button", name="Saglabāt").click()
    expect(page.locator("[data-clash]")).to_contain_text("11.03.2022")
    expect(cell(page, 1, "end")).to_have_value("25.03.2022")
    expect(cell(page, 1, "note")).to_have_value("Cita")
    assert not axe_violations(page)
    expect(cell(page, 1, "end")).to_be_focused()
    expect(page.locator("[data-choice]").get_by_role("button", name="Ņemt otra vērtību")).to_be_in_viewport()
    page.keyboard.press("F8")
    mine = page.locator("[data-choice]").get_by_role("button", name="Paturēt savu: 25.03.2022")
    expect(mine).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, 1, "end")).to_be_focused()
    expect(page.locator("[data-choice]")).to_be_hidden()
    expect(page.locator("[data-clash]")).to_have_count(0)
    page.get_by_role("button", name="Saglabāt").click()
    page.wait_for_url("**/mobilities/?sy=2021")
    saved.refresh_from_db()
    assert (saved.end, saved.note) == (date(2022, 3, 25), "Cita")


def test_enter_at_the_end_adds_a_row_and_rows_taken_out_come_back(page):
    cell(page, 10, "host").focus()
    page.keyboard.type("Nordkai")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(11)
    for row in (2, 3, 4, 5):
        cell(page, row, "host").fill(f"Nordkai {row}")
    expect(cell(page, 2, "participant")).to_have_attribute("aria-invalid", "true")
    cell(page, 2, "participant").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    shown = "each => getComputedStyle(each).backgroundColor"
    assert cell(page, 2, "participant").evaluate(shown) == "rgba(0, 0, 0, 0)"  # the block is seen through an error
    page.locator("[data-do=remove]").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(cell(page, 2, "host")).to_have_value("Nordkai 5")
    expect(cell(page, 2, "participant")).to_be_focused()
    page.locator("[data-do=undo]").click()
    expect(page.locator("tbody tr")).to_have_count(11)
    for row in (2, 3, 4, 5):
        expect(cell(page, row, "host")).to_have_value(f"Nordkai {row}")
    cell(page, 3, "host").click()
    page.locator("[data-do=remove]").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(cell(page, 3, "host")).to_have_value("Nordkai 4")


def test_nothing_typed_is_lost_when_leaving(page):
    cell(page, 1, "host").fill("Nordkai")
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"


def test_the_grid_with_suggestions_and_errors_is_for_everybody(page, axe_violations):
    cell(page, 9, "participant").focus()
    paste(page, BLOCK)
    expect(state(page, 10)).to_have_attribute("data-state", "rejected")
    cell(page, 1, "participant").press_sequentially("Zane")
    expect(page.locator("#grid-list [role=option]").first).to_contain_text("Zane Kalniņa")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert not axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_rows_that_share_somebody_are_told_anew_when_the_other_changes(page, school):
    Participant.objects.create(school=school, kind="staff", first_name="Dace", last_name="Liepa")
    line = "{}\tPrakse\t{}\tNordkai\t14.02.2022\t18.03.2022\t\t\t\t\t{}\r\n"
    page.locator("[data-do=more]").click()
    cell(page, 3, "participant").focus()
    paste(page, line.format("Anna Ozola", "LM-SHORT-VET", "") + line.format("Ozola Anna", "LM-SHORT-VET", ""))
    expect(page.locator("[data-problems]")).to_contain_text("vēl citā rindā: 4")
    cell(page, 4, "participant").fill("Zane Kalniņa")
    expect(state(page, 3)).not_to_have_attribute("data-state", "rejected")
    expect(page.locator("[data-problems]")).not_to_contain_text("vēl citā rindā")

    cell(page, 4, "accompanying").fill("Liepa Dace")
    expect(state(page, 4)).not_to_have_attribute("data-state", "rejected")
    cell(page, 6, "participant").focus()
    paste(page, line.format("Dace Liepa", "SM-JOB-SHDW", ""))
    expect(page.locator("[data-problems]")).to_contain_text("4. rindā")
    cell(page, 4, "accompanying").fill("")
    expect(page.locator("[data-problems]")).not_to_contain_text("4. rindā")


def test_one_step_back_empties_the_last_row_as_any_other(page):
    cell(page, 10, "participant").click()
    page.keyboard.type("Una")
    page.keyboard.press("Enter")
    expect(cell(page, 11, "participant")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cell(page, 10, "participant")).to_have_value("")
    for _time in range(3):
        page.keyboard.press("Control+z")
    expect(cell(page, 10, "participant")).to_have_value("")
    page.keyboard.press("Control+y")
    expect(cell(page, 10, "participant")).to_have_value("Una")
