"""An export of the module is read back; every difference is settled one way or the other."""

import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from mobilities.enums import DriftKind, ModuleFilePurpose, ModuleFileState
from mobilities.grants import of_mobility
from mobilities.importers.module_drift import apply_settled
from mobilities.models import FixedAmount, Mobility, ModuleDifference, ModuleFile, ModuleNumbering, Participant
from mobilities.services import module_drift, module_files
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, people_abroad, template
from portal.audit.models import Entry
from portal.common.refused import Refused
from portal.jobs import services as jobs
from projects.models import Rate

TITLES = [title for title, _rule, _shape in COLUMNS]
STATUS = ("Mobility status", "", "@")


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator, count=4)


def run(row: ModuleFile, user) -> ModuleFile:
    row = module_files.order(row, user)
    jobs.run(row.job_id)
    row.refresh_from_db()
    row.job.refresh_from_db()
    assert row.state == ModuleFileState.READY, row.job.error
    return row


def received(project, user, content: bytes, purpose=ModuleFilePurpose.COMPARE) -> ModuleFile:
    return module_files.receive(project, purpose, ContentFile(content), "export.xlsx", len(content), user)


def exported(project, user):
    """What the module would export after it took in all complete mobilities; a workbook to be changed."""
    blank = content_of(template([*COLUMNS, STATUS]))
    row = run(received(project, user, blank, ModuleFilePurpose.FILL), user)
    book = load_workbook(io.BytesIO(row.result.read()))
    for number in range(3, book["Mobilities"].max_row + 1):
        book["Mobilities"].cell(number, len(COLUMNS) + 1, "Complete")
    return book


def place(title: str) -> int:
    return TITLES.index(title) + 1


def compared(project, user, book) -> ModuleFile:
    return run(received(project, user, content_of(book)), user)


def settle(row: ModuleFile, choice: str, user, **which) -> None:
    module_drift.settle(
        row,
        row.differences.filter(**which).exclude(kind=DriftKind.ONLY_HERE).values_list("pk", flat=True),
        choice,
        user,
    )


def test_an_export_of_what_was_sent_agrees(project, coordinator):
    row = compared(project, coordinator, exported(project, coordinator))
    found = list(row.differences.values_list("kind", "label"))
    assert found == [(DriftKind.ONLY_HERE, "Jānis Bērziņš 4")]  # it has no host yet


@pytest.fixture
def drifted(project, coordinator):
    """One other date, one other name, a draft, one row gone, one that nobody knows."""
    book = exported(project, coordinator)
    sheet = book["Mobilities"]
    sheet.cell(3, place("End date"), "13-05-2022")
    sheet.cell(3, place("Receiving city"), "HAMBURG")  # the same place
    sheet.cell(4, place("Participant last name"), "Bērziņš-Ozols")
    sheet.cell(4, place("Individual support"), 1)
    sheet.cell(5, len(COLUMNS) + 1, "Draft")
    for column in range(1, len(COLUMNS) + 2):
        sheet.cell(6, column).value = None
    new = {
        "Data type": "Mobility activity", "Grant Agreement No.": CODE, "Mobility activity ID": f"{STEM}00077",
        "Activity type": "LM-SHORT-VET - Short-term learning mobility of VET learners",
        "Participant first name": "Jānis", "Participant last name": "Bērziņš 0", "Start date": "05-09-2022",
        "End date": "30-09-2022", "Receiving organisation name": "Nordkai GmbH", "Receiving country": "DE - Germany",
        "Health problems": "Asthma",
    }  # fmt: skip
    for title, value in new.items():
        sheet.cell(6, place(title), value)
    return compared(project, coordinator, book)


def test_what_drifted_is_told_by_kind_and_field(drifted):
    found = {(each.kind, each.field, each.ours, each.theirs) for each in drifted.differences.all()}
    assert (DriftKind.DIFFERS, "end", "2022-05-06", "2022-05-13") in found
    assert (DriftKind.DIFFERS, "last_name", "Bērziņš 1", "Bērziņš-Ozols") in found
    assert {(kind, name) for kind, name, _ours, _theirs in found} == {
        (DriftKind.DIFFERS, "end"),
        (DriftKind.DIFFERS, "last_name"),
        (DriftKind.DIFFERS, "individual_support"),
        (DriftKind.DRAFT_THERE, ""),
        (DriftKind.ONLY_HERE, ""),
        (DriftKind.ONLY_THERE, ""),
    }
    assert ModuleNumbering.objects.get().last == 77  # so that it is never given to somebody else
    assert "Asthma" not in str([vars(each) for each in drifted.differences.all()])


def test_theirs_is_taken_over_with_checks_and_journal(drifted, coordinator):
    settle(drifted, "theirs", coordinator, field__in=["end", "last_name"])
    settle(drifted, "theirs", coordinator, kind=DriftKind.ONLY_THERE)
    entries = Entry.objects.count()
    result = apply_settled(drifted, coordinator)
    assert len(result.done) == 3 and not result.refused, [each.values for each in result.refused]
    mobility = Mobility.objects.get(module_id=f"{STEM}00001")
    assert (mobility.end, mobility.version) == (date(2022, 5, 13), 1)
    assert Participant.objects.filter(last_name="Bērziņš-Ozols").exists()
    new = Mobility.objects.get(module_id=f"{STEM}00077")
    assert (new.start, new.host.name, new.participant.last_name) == (date(2022, 9, 5), "Nordkai GmbH", "Bērziņš 0")
    assert Entry.objects.count() > entries + 3
    assert not drifted.differences.filter(settled="theirs", applied_at=None).exists()


def test_a_row_of_a_person_and_a_host_that_nobody_knows_adds_both(project, coordinator, client_of):
    book = exported(project, coordinator)
    sheet = book["Mobilities"]
    last = sheet.max_row
    new = {
        "Data type": "Mobility activity", "Grant Agreement No.": CODE,
        "Activity type": "LM-SHORT-VET - Short-term learning mobility of VET learners", "Date of birth": "07-03-2004",
        "Participant first name": "Elza", "Participant last name": "Jaunā", "Start date": "05-09-2022",
        "End date": "30-09-2022", "Receiving organisation name": "Elbwerk AG", "Receiving country": "DE - Germany",
        "Receiving city": "Kiel",
    }  # fmt: skip
    for number in (1, 2):
        for title, value in new.items():
            sheet.cell(last + number, place(title), value)
        sheet.cell(last + number, place("Mobility activity ID"), f"{STEM}0008{number}")
    sheet.cell(last + 2, place("Receiving organisation name"), "Weserwerk AG")
    sheet.cell(last + 2, place("Participant first name"), "Otto")
    sheet.cell(last + 2, place("Receiving city")).value = None
    sheet.cell(3, place("Receiving organisation name"), "Spreewerk GmbH")  # of a mobility that is here already
    row = compared(project, coordinator, book)
    settle(row, "theirs", coordinator)
    result = apply_settled(row, coordinator)
    assert [each.label for each in result.refused] == ["Otto Jaunā"]
    assert Mobility.objects.get(module_id=f"{STEM}00001").host.name == "Spreewerk GmbH"
    assert "Weserwerk AG" in result.refused[0].values["refusal"]["lv"]
    page = client_of(coordinator).get(reverse("mobilities:module-file-detail", args=[row.pk])).content.decode()
    assert reverse("mobilities:host-add") in page
    assert not Participant.objects.filter(first_name="Otto").exists()  # all of the row or nothing
    added = Mobility.objects.get(module_id=f"{STEM}00081")
    person, host = added.participant, added.host
    assert (person.first_name, person.kind, person.birth_date) == ("Elza", "learner", date(2004, 3, 7))
    assert (host.name, host.city, host.country, host.state) == ("Elbwerk AG", "Kiel", "DE", "candidate")
    assert host.latitude and Entry.objects.about(person).filter(verb="add").exists()


def test_what_breaks_a_rule_is_refused_in_a_sentence(project, coordinator):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("End date"), "01-04-2022")
    row = compared(project, coordinator, book)
    settle(row, "theirs", coordinator, field="end")
    result = apply_settled(row, coordinator)
    assert not result.done
    assert "01.04.2022" in result.refused[0].values["refusal"]["lv"]
    assert Mobility.objects.get(module_id=f"{STEM}00001").end == date(2022, 5, 6)


def test_the_activity_of_the_project_tells_what_was_decided_and_taken_over(drifted, coordinator, client_of):
    settle(drifted, "theirs", coordinator, field__in=["end", "last_name"])
    apply_settled(drifted, coordinator)
    page = client_of(coordinator).get(reverse("mobilities:project-activity", args=[drifted.project_id]))
    told = {
        (deed.things[0].label, each.name, each.old, each.new)
        for deed in page.context["deeds"]
        for each in deed.changes
    }
    decided = {new for label, _name, _old, new in told if label == "export.xlsx"}
    assert any("Jānis Bērziņš 0, End date: 06.05.2022. → 13.05.2022." in each for each in decided), decided
    assert not any("theirs" in str(each) for each in told)
    labels = {(str(name), old, new) for _label, name, old, new in told}
    assert ("beigas", "06.05.2022.", "13.05.2022.") in labels and ("Uzvārds", "Bērziņš 1", "Bērziņš-Ozols") in labels


def test_our_row_changed_meanwhile_is_not_overwritten(drifted, coordinator):
    settle(drifted, "theirs", coordinator, field="end")
    Mobility.objects.filter(module_id=f"{STEM}00001").update(version=5)
    result = apply_settled(drifted, coordinator)
    assert not result.done and result.refused


def test_an_amount_that_is_taken_over_is_fixed_and_goes_into_files_until_it_is_lifted(drifted, coordinator, client_of):
    settle(drifted, "theirs", coordinator, field="individual_support")
    assert [each.field for each in apply_settled(drifted, coordinator).done] == ["individual_support"]
    mobility = Mobility.objects.get(module_id=f"{STEM}00002")
    grant = of_mobility(mobility).grant
    assert grant.by_category()["individual"] == 1 and "individual" in grant.fixed
    fixed = mobility.grant.fixed_amounts.get()
    assert (fixed.source, fixed.fixed_by) == ("export.xlsx, Individual support", coordinator)
    entry = Entry.objects.about(mobility.grant).latest("pk")
    assert entry.changes == {"fixed.individual": ["", "1.00 (export.xlsx, Individual support)"]}
    assert not run(drifted, coordinator).differences.filter(field="individual_support").exists()
    sheet = exported(drifted.project, coordinator)["Mobilities"]
    assert sheet.cell(4, place("Individual support")).value == 1
    browser, page = client_of(coordinator), reverse("mobilities:grant-detail", args=[mobility.pk])
    (shown,) = browser.get(page).context["fixed"]
    assert shown["counted"] > 1
    browser.post(reverse("mobilities:grant-lift", args=[mobility.pk]), {"category": "individual"})
    assert of_mobility(mobility).grant.by_category()["individual"] == shown["counted"]
    assert not browser.get(page).context["fixed"]


def test_an_amount_that_was_mended_meanwhile_is_not_fixed(drifted, coordinator):
    settle(drifted, "theirs", coordinator, field="individual_support")
    Rate.objects.filter(project=drifted.project, category="individual").update(amount=60)
    assert [each.field for each in apply_settled(drifted, coordinator).refused] == ["individual_support"]
    assert not FixedAmount.objects.exists()


def test_a_total_is_taken_over_with_its_amounts_and_not_without(project, coordinator):
    columns = [*COLUMNS, ("Total grant", "", "#,##0.00")]
    row = run(received(project, coordinator, content_of(template(columns)), "fill"), coordinator)
    book = load_workbook(io.BytesIO(row.result.read()))
    sheet, at = book["Mobilities"], len(COLUMNS) + 1
    for number, part in ((3, 20), (4, 0)):
        travel = sheet.cell(number, place("Travel grant"))
        travel.value = float(travel.value) + part
        sheet.cell(number, at, float(sheet.cell(number, at).value) + 20)
    found = compared(project, coordinator, book)
    settle(found, "theirs", coordinator, kind=DriftKind.DIFFERS)
    result = apply_settled(found, coordinator)
    assert [(each.module_id[-1], each.field) for each in result.done] == [("1", "travel_grant"), ("1", "total_grant")]
    (refused,) = result.refused
    assert refused.module_id[-1] == "2" and "€" in refused.values["refusal"]["lv"]


def test_what_the_module_says_of_the_person_and_of_the_way_of_learning_is_taken_over(project, coordinator):
    names = ("Participant type", "Qualification", "Virtual days", "Force majeure")
    extra = [(name, "", "@") for name in names]
    project.school.qualifications.create(name_lv="Pavārs", name_en="Cook", isced_f="1013")
    row = run(received(project, coordinator, content_of(template([*COLUMNS, *extra])), "fill"), coordinator)
    book = load_workbook(io.BytesIO(row.result.read()))
    sheet, first = book["Mobilities"], len(COLUMNS) + 1
    for number, said in ((3, ("Staff", "Cook", "5", "No")), (4, ("Learner", "Baker", "", "Yes"))):
        for at, value in enumerate(said, start=first):
            sheet.cell(number, at, value)
        sheet.cell(number, place("Blended mobility"), "YES")
    found = compared(project, coordinator, book)
    settle(found, "theirs", coordinator, kind=DriftKind.DIFFERS)
    result = apply_settled(found, coordinator)
    one, two = Mobility.objects.filter(module_id__in=[f"{STEM}00001", f"{STEM}00002"]).order_by("module_id")
    person = one.participant
    assert (person.kind, person.qualification.name_en, one.blended_days) == ("staff", "Cook", 5)
    refused = {each.field for each in result.refused if each.mobility_id == two.pk}
    assert refused == {"qualification", "blended", "force_majeure"}


def test_only_what_differs_goes_into_a_file(drifted, coordinator):
    settle(drifted, "ours", coordinator, field="individual_support")
    settle(drifted, "ours", coordinator, kind=DriftKind.DRAFT_THERE)
    new = module_drift.order_only_drift(drifted, coordinator)
    jobs.run(new.job_id)
    new.refresh_from_db()
    sheet = load_workbook(io.BytesIO(new.result.read()))["Mobilities"]
    assert [sheet.cell(number, 3).value for number in range(3, sheet.max_row + 1)] == [f"{STEM}00002", f"{STEM}00003"]
    assert new.only_drift


def test_a_decision_is_undone_until_it_is_applied(drifted, coordinator):
    settle(drifted, "theirs", coordinator, field="end")
    settle(drifted, "", coordinator, field="end")
    assert not drifted.differences.exclude(settled="").exists()
    settle(drifted, "theirs", coordinator, field="end")
    apply_settled(drifted, coordinator)
    settle(drifted, "", coordinator, field="end")
    assert drifted.differences.get(field="end").settled == "theirs"


def test_decisions_outlive_a_new_comparison(drifted, coordinator):
    settle(drifted, "ours", coordinator, field="last_name")
    row = run(drifted, coordinator)
    assert row.differences.get(field="last_name").settled == "ours"


def test_same_name_and_dates_are_offered(project, coordinator):
    book = exported(project, coordinator)
    Mobility.objects.update(module_id="")
    row = compared(project, coordinator, book)
    offered = row.differences.filter(kind=DriftKind.ONLY_THERE)
    assert offered.count() == 4 and all(each.values["is_offered"] for each in offered)
    assert not Mobility.objects.exclude(module_id="").exists()
    settle(row, "theirs", coordinator, kind=DriftKind.ONLY_THERE)
    apply_settled(row, coordinator)
    assert Mobility.objects.filter(module_id__startswith=STEM).count() == 4
    assert not run(row, coordinator).differences.exclude(kind=DriftKind.ONLY_HERE).exists()


def test_an_export_of_another_project_is_refused(project, coordinator):
    book = exported(project, coordinator)
    other = "2021-1-LV01-KA121-VET-000054310"
    for number in range(3, book["Mobilities"].max_row + 1):
        book["Mobilities"].cell(number, 2, other)
    with pytest.raises(Refused) as refused:
        received(project, coordinator, content_of(book))
    assert other in str(refused.value) and CODE in str(refused.value)


def test_the_page_shows_settles_and_applies(drifted, coordinator, client_of, director):
    browser = client_of(coordinator)
    address = reverse("mobilities:module-file-detail", args=[drifted.pk])
    text = browser.get(address).content.decode()
    assert "Bērziņš-Ozols" in text and "13.05.2022" in text and "Asthma" not in text
    only = browser.get(address, {"show": "draft_there"}).content.decode()
    assert "Bērziņš-Ozols" not in only
    key = drifted.differences.get(field="end").pk
    browser.post(reverse("mobilities:module-drift-settle", args=[drifted.pk]), {"action": "theirs", "keys": [key]})
    browser.post(reverse("mobilities:module-drift-apply", args=[drifted.pk]))
    assert Mobility.objects.get(module_id=f"{STEM}00001").end == date(2022, 5, 13)
    one = ModuleDifference.objects.get(file=drifted, kind=DriftKind.DRAFT_THERE)
    browser.post(reverse("mobilities:module-drift-settle", args=[drifted.pk]), {"only": f"ours-{one.pk}"})
    answer = browser.post(reverse("mobilities:module-drift-fill", args=[drifted.pk]))
    assert ModuleFile.objects.get(only_drift=True).pk in [
        int(part) for part in answer.url.split("/") if part.isdigit()
    ]
    looks = client_of(director)
    assert looks.get(address).status_code == 200
    assert looks.post(reverse("mobilities:module-drift-apply", args=[drifted.pk])).status_code == 403


def test_many_are_taken_over_with_the_same_number_of_questions(project, coordinator):
    asked = []
    for rows in ([3], [4, 5, 6]):
        book = exported(project, coordinator)
        for number in rows:
            book["Mobilities"].cell(number, place("End date"), f"{10 + number}-05-2022")
        found = compared(project, coordinator, book)
        settle(found, "theirs", coordinator, field="end")
        with CaptureQueriesContext(connection) as queries:
            assert len(apply_settled(found, coordinator).done) == len(rows)
        asked.append(len(queries) - len(rows))  # each mobility is locked on its own
    assert asked[0] + 3 >= asked[1]


def test_a_refusal_does_not_block_what_else_is_taken_over(project, coordinator):
    book = exported(project, coordinator)
    book["Mobilities"].cell(3, place("End date"), "01-04-2022")
    book["Mobilities"].cell(3, place("Participant last name"), "Bērziņa")
    row = compared(project, coordinator, book)
    settle(row, "theirs", coordinator)
    result = apply_settled(row, coordinator)
    assert [each.field for each in result.done] == ["last_name"]
    assert Participant.objects.filter(last_name="Bērziņa").exists()
    Mobility.objects.filter(module_id=f"{STEM}00001").update(start="2022-03-01")
    assert [each.field for each in apply_settled(row, coordinator).done] == ["end"]


def test_a_csv_export_is_compared_as_well(project, coordinator):
    exported(project, coordinator)
    head = "Data type;Grant Agreement No.;Mobility activity ID;Participant first name;Participant last name;Start date"
    lines = [f"Mobility activity;{CODE};{STEM}0000{n};Jānis;Bērziņš {n - 1};04/04/2022" for n in (1, 2, 3)]
    content = "\n".join([head, "*;*;*;*;*;DD/MM/YYYY", *lines]).replace("Bērziņš 2", "Bērziņš II").encode("cp1257")
    row = module_files.receive(project, "compare", ContentFile(content), "e.csv", len(content), coordinator)
    row = run(row, coordinator)
    found = set(row.differences.filter(kind=DriftKind.DIFFERS).values_list("field", "theirs"))
    assert found == {("last_name", "Bērziņš II")}


def test_what_the_module_does_not_have_is_cancelled_only_when_asked(drifted, coordinator, client_of):
    visitor, gone = client_of(coordinator), Mobility.objects.get(module_id=f"{STEM}00004")
    one = drifted.differences.get(kind=DriftKind.ONLY_HERE, mobility=gone)
    visitor.post(reverse("mobilities:module-drift-settle", args=[drifted.pk]), {"only": f"theirs-{one.pk}"})
    page = visitor.get(reverse("mobilities:module-file-detail", args=[drifted.pk]))
    assert "data-confirm" in page.content.decode() and page.context["cancelling"] == 1
    gone.refresh_from_db()
    assert gone.state == "confirmed"
    visitor.post(reverse("mobilities:module-drift-apply", args=[drifted.pk]))
    gone.refresh_from_db()
    assert gone.state == "cancelled" and gone.module_id == f"{STEM}00004"


def test_what_is_kept_beside_the_mobility_is_taken_over_too(project, coordinator, client_of):
    """Terms of the grant, the host, the learning plan and the places of the stay; our empty sides count as well."""
    names = ("Travel days", "Itinerary country", "Itinerary city", "Itinerary start date", "Itinerary end date")
    extra = [(name, "", "@") for name in names]
    row = run(received(project, coordinator, content_of(template([*COLUMNS, *extra])), "fill"), coordinator)
    book = load_workbook(io.BytesIO(row.result.read()))
    sheet, first = book["Mobilities"], len(COLUMNS) + 1
    sheet.cell(3, first, 2)
    sheet.cell(3, place("Receiving city"), "Hamburg-Altona")
    sheet.cell(3, place("Working language"), "English")
    sheet.cell(3, place("Travel grant"), 1)
    sheet.insert_rows(4, 2)
    stops = ("DE", "Kiel", "04-04-2022", "20-04-2022"), ("DE", "Bonn", "20-04-2022", "06-05-2022")
    for number, stop in enumerate(stops, start=4):
        for at, value in enumerate(("Itinerary", CODE, f"{STEM}00001"), start=1):
            sheet.cell(number, at, value)
        for at, value in enumerate(stop, start=first + 1):
            sheet.cell(number, at, value)
    found = compared(project, coordinator, book)
    mine = found.differences.filter(mobility__module_id=f"{STEM}00001")
    assert {each.field for each in mine} == {
        "travel_days",
        "receiving_city",
        "working_language",
        "travel_grant",
        "itinerary",
    }
    text = client_of(coordinator).get(reverse("mobilities:module-file-detail", args=[found.pk])).content.decode()
    mobility = Mobility.objects.get(module_id=f"{STEM}00001")
    assert reverse("mobilities:grant-edit", args=[mobility.pk]) in text
    assert reverse("mobilities:host-edit", args=[mobility.host_id]) in text
    settle(found, "theirs", coordinator, kind=DriftKind.DIFFERS)
    result = apply_settled(found, coordinator)
    assert not result.refused, [each.values["refusal"] for each in result.refused]
    mobility.refresh_from_db()
    assert (mobility.grant.travel_days, mobility.learning_plan.language) == (2, "en")
    assert mobility.host.city == "Hamburg-Altona" and mobility.host.version == 1
    assert [stop.city for stop in mobility.stops.all()] == ["Kiel", "Bonn"]


def test_differences_are_in_the_order_of_surnames(project, coordinator, client_of):
    book = exported(project, coordinator)
    names = {1: ("Zane", "Ābele"), 2: ("Aija", "Žagare"), 3: ("Anna", "Čakste"), 4: ("Ilze", "Cīrule")}
    for number, (first, last) in names.items():
        mine = Participant.objects.filter(mobilities__module_id=f"{STEM}0000{number}")
        mine.update(first_name=first, last_name=last)
    row = compared(project, coordinator, book)
    page = client_of(coordinator).get(reverse("mobilities:module-file-detail", args=[row.pk]))
    assert [group["label"] for group in page.context["groups"]] == [
        "Zane Ābele", "Jānis Bērziņš 4", "Ilze Cīrule", "Anna Čakste", "Aija Žagare",
    ]  # fmt: skip


def test_who_is_not_complete_afterwards_is_named_with_the_reason(drifted, coordinator, client_of):
    settle(drifted, "theirs", coordinator, field="last_name")
    Mobility.objects.filter(participant__last_name="Bērziņš 1").update(host=None, country="")
    page = client_of(coordinator).post(reverse("mobilities:module-drift-apply", args=[drifted.pk]), follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert any("Bērziņš-Ozols" in each and "uzņēm" in each.lower() for each in said), said
