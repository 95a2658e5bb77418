"""What is taken over from the module is settled indeed, or says why it is not."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext
from openpyxl import load_workbook

from mobilities.enums import DriftKind
from mobilities.importers.module_drift import apply_settled, records
from mobilities.models import FixedAmount, HostLanguage, LearningPlan, Mobility
from mobilities.services import module_files
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, people_abroad, template
from mobilities.tests.test_module_drift import compared, exported, place, received, run, settle
from portal.accounts.models import Membership, User
from portal.audit.models import Entry


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator, count=3)


def without_row(book, number: int) -> None:
    for column in range(1, len(COLUMNS) + 2):
        book["Mobilities"].cell(number, column).value = None


def page_of(row, visitor):
    return visitor.get(reverse("mobilities:module-file-detail", args=[row.pk]))


def lines_of(row, visitor) -> list[dict]:
    return [line for group in page_of(row, visitor).context["groups"] for line in group["rows"]]


def ask(visitor, row, name: str, **data):
    return visitor.post(reverse(f"mobilities:module-drift-{name}", args=[row.pk]), data, follow=True)


def test_a_closed_mobility_that_the_module_lacks_is_cancelled_and_an_interrupted_one_is_not(
    project, coordinator, client_of
):
    book = exported(project, coordinator)
    without_row(book, 3)
    without_row(book, 4)
    closed, broken = (Mobility.objects.get(module_id=f"{STEM}0000{number}") for number in (1, 2))
    for mobility, state in ((closed, "closed"), (broken, "interrupted")):
        Mobility.objects.filter(pk=mobility.pk).update(state=state)
    row, visitor = compared(project, coordinator, book), client_of(coordinator)
    offered = {line["row"].mobility_id: line["may_take"] for line in lines_of(row, visitor)}
    assert (offered[closed.pk], offered[broken.pk]) == (True, False)
    for mobility in (closed, broken):
        key = row.differences.get(mobility=mobility).pk
        ask(visitor, row, "settle", only=f"theirs-{key}")
    ask(visitor, row, "apply")
    closed.refresh_from_db()
    broken.refresh_from_db()
    assert (closed.state, broken.state) == ("cancelled", "interrupted")
    assert {"not_in_module": ["", "export.xlsx"]} in list(
        Entry.objects.about(closed).values_list("changes", flat=True)
    )
    assert not run(row, coordinator).differences.filter(mobility=closed).exists()


def test_what_cannot_become_empty_is_not_offered_and_what_can_does(project, coordinator, client_of):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("Working language")).value = None
    row = compared(project, coordinator, book)
    line = next(each for each in lines_of(row, client_of(coordinator)) if each["row"].field == "working_language")
    assert not line["may_take"] and line["hint"]
    HostLanguage.objects.create(host=Mobility.objects.get(module_id=f"{STEM}00001").host, language="en")
    first = Mobility.objects.get(module_id=f"{STEM}00001")
    LearningPlan.objects.create(mobility=first, language="de")
    row = run(row, coordinator)
    settle(row, "theirs", coordinator, field="working_language")
    done = {(each.field, each.mobility_id) for each in apply_settled(row, coordinator).done}
    assert ("working_language", first.pk) in done
    left = run(row, coordinator).differences.filter(field="working_language", mobility=first)
    assert not left.exists()


def test_an_empty_amount_is_not_offered_and_0_is(project, coordinator, client_of):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("Individual support")).value = None
    book["Mobilities"].cell(4, place("Individual support"), 0)
    row, visitor = compared(project, coordinator, book), client_of(coordinator)
    empty, zero = (each for each in lines_of(row, visitor) if each["row"].field == "individual_support")
    assert not empty["may_take"] and "0" in empty["hint"] and zero["may_take"]
    row.differences.filter(pk=empty["row"].pk).update(settled="theirs")  # as it could be before
    settle(row, "theirs", coordinator, field="individual_support")
    result = apply_settled(row, coordinator)
    assert [each.pk for each in result.done] == [zero["row"].pk]
    assert [each.pk for each in result.refused] == [empty["row"].pk]
    assert list(FixedAmount.objects.values_list("amount", flat=True)) == [0]


def test_what_was_written_and_differs_all_the_same_says_so(project, coordinator, monkeypatch):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("Working language"), "English")
    row = compared(project, coordinator, book)
    settle(row, "theirs", coordinator, field="working_language")
    monkeypatch.setitem(records.READ, "working_language", lambda text: "lv")
    result = apply_settled(row, coordinator)
    (refused,) = result.refused
    assert not result.done and "lv" in refused.values["refusal"]["en"]
    refused.refresh_from_db()
    assert refused.ours.startswith("lv") and refused.applied_at is None


def test_a_shared_host_says_for_how_many_and_the_other_rows_follow(project, coordinator, client_of):
    book, visitor = exported(project, coordinator), client_of(coordinator)
    for number, city in ((3, "Kiel"), (4, "Kiel")):
        book["Mobilities"].cell(number, place("Receiving city"), city)
    row = compared(project, coordinator, book)
    first, second = row.differences.filter(field="receiving_city").order_by("pk")
    hints = [line["hint"] for line in lines_of(row, visitor) if line["row"].field == "receiving_city"]
    assert len(hints) == 2 and all("3" in hint for hint in hints)
    ask(visitor, row, "settle", only=f"theirs-{first.pk}")
    assert "3" in page_of(row, visitor).context["question"]
    ask(visitor, row, "apply")
    third = Mobility.objects.get(module_id=f"{STEM}00003")
    now = row.differences.filter(field="receiving_city", applied_at=None)
    assert [(each.mobility_id, each.ours, each.theirs) for each in now] == [(third.pk, "Kiel", "Hamburg")]
    assert second.pk not in row.differences.values_list("pk", flat=True)


def test_a_mobility_made_of_a_row_takes_what_it_holds_and_names_the_rest(project, coordinator):
    book = exported(project, coordinator)
    sheet = book["Mobilities"]
    new = {
        "Data type": "Mobility activity", "Grant Agreement No.": CODE, "Mobility activity ID": f"{STEM}00080",
        "Activity type": "LM-SHORT-VET - Short-term learning mobility of VET learners",
        "Participant first name": "Elza", "Participant last name": "Jaunā", "Start date": "05-09-2022",
        "Date of birth": "07-03-2004", "End date": "30-09-2022", "Receiving organisation name": "Nordkai GmbH",
        "Receiving country": "DE - Germany", "Receiving city": "Hamburg", "Working language": "English",
        "Field of education": "1041 Transport services", "Travel grant": 1,
        "Participant with fewer opportunities": "true",
    }  # fmt: skip
    number = sheet.max_row + 1
    for title, value in new.items():
        sheet.cell(number, place(title), value)
    row = compared(project, coordinator, book)
    settle(row, "theirs", coordinator, kind=DriftKind.ONLY_THERE)
    result = apply_settled(row, coordinator)
    assert not result.refused, [each.values for each in result.refused]
    made = Mobility.objects.get(module_id=f"{STEM}00080")
    assert made.participant.qualification.isced_f == "1041" and made.participant.fewer_opportunities
    assert (made.learning_plan.language, made.state, made.phase()) == ("en", "confirmed", "returned")
    open_now = set(row.differences.filter(mobility=made, applied_at=None).values_list("column", flat=True))
    whole = row.differences.get(mobility=made, kind=DriftKind.ONLY_THERE)
    assert set(whole.values["rest"]) == open_now >= {"Travel grant"}
    again = run(row, coordinator).differences.filter(mobility=made)
    assert set(again.values_list("column", flat=True)) == open_now


def test_another_id_of_the_same_mobility_is_told_and_makes_no_double(project, coordinator, client_of):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("Mobility activity ID"), f"{STEM}00777")
    book["Mobilities"].cell(3, place("End date"), "13-05-2022")
    row, visitor = compared(project, coordinator, book), client_of(coordinator)
    ours = Mobility.objects.get(module_id=f"{STEM}00001")
    found = {(each.kind, each.field, each.ours, each.theirs) for each in row.differences.filter(mobility=ours)}
    assert found == {
        (DriftKind.DIFFERS, "module_id", f"{STEM}00001", f"{STEM}00777"),
        (DriftKind.DIFFERS, "end", "2022-05-06", "2022-05-13"),
        *(each for each in found if each[1] == "individual_support"),
    }
    assert not row.differences.filter(kind=DriftKind.ONLY_THERE).exists()
    told = list(map(str, module_files.planned(row, module_files.opened(row)).remarks()))
    assert any(f"Bērziņš 0 {STEM}00777" in each for each in told), told
    line = next(each for each in lines_of(row, visitor) if each["row"].field == "module_id")
    assert not line["may_take"] and f"{STEM}00777" in line["hint"]
    settle(row, "theirs", coordinator)
    apply_settled(row, coordinator)
    ours.refresh_from_db()
    assert (ours.module_id, ours.end) == (f"{STEM}00001", date(2022, 5, 13))
    assert Mobility.objects.filter(participant=ours.participant).count() == 1


def test_decided_rows_are_left_out_when_all_are_ticked(project, coordinator, client_of):
    book = exported(project, coordinator)
    for title, value in (("End date", "13-05-2022"), ("Green travel", "No")):
        book["Mobilities"].cell(3, place(title), value)
    row, visitor = compared(project, coordinator, book), client_of(coordinator)
    settle(row, "ours", coordinator, field="end")
    text = page_of(row, visitor).content.decode()
    alone = row.differences.get(field="end").pk
    assert text.count('data-tick="alone"') == 1 and f'value="{alone}" data-tick="alone"' in text


def test_what_is_the_schools_own_is_not_offered_and_leads_to_where_it_is_changed(project, coordinator, client_of):
    school = project.school
    school.name_en, school.oid = "Technical School", "E10000001"
    school.save()
    who = User.objects.create_user("chief@example.org", "secret-secret")
    Membership.objects.create(user=who, school=school, role="administrator")
    name = ("Sending organisation name", "", "@")
    filled = run(received(project, coordinator, content_of(template([*COLUMNS, name])), "fill"), coordinator)
    book = load_workbook(io.BytesIO(filled.result.read()))
    for number in (3, 4, 5):
        book["Mobilities"].cell(number, len(COLUMNS) + 1, "Technical School" if number < 5 else "Another School")
    book["Mobilities"].cell(3, place("Sending organisation OID"), "E99999999")
    row = compared(project, coordinator, book)
    found = {each["row"].field: each for each in lines_of(row, client_of(coordinator)) if each["row"].field}
    assert set(found) == {"sending_oid", "sending_name"}  # by its name in English, it is the same
    ask = [("mailto:chief@example.org", gettext("Write to %(name)s") % {"name": who})]
    for each in found.values():
        assert not each["may_take"] and each["hint"] and each["keepers"] == ask
    looks = lines_of(row, client_of(who))
    assert {url for each in looks for url, _words in each["keepers"]} == {reverse("accounts:school-edit")}
