"""Ten learners to one host: their papers made, signed and kept, the Beneficiary Module fed and its drift settled."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mobilities.enums import ContactRole, PaperState
from mobilities.models import (
    Consent,
    ConsentText,
    Host,
    HostContact,
    HostLanguage,
    LearningPlan,
    Mobility,
    Paper,
    PaperFile,
    Participant,
    PersonBank,
    PersonContact,
    Qualification,
    SchoolContact,
)
from mobilities.services import checklists
from mobilities.tests.funded import fund, kind
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, template
from portal.testing.desk import press, squeezed
from projects.models import Project

pytestmark = pytest.mark.browser
LEARNERS = [
    ("Anna", "Ābele"), ("Jānis", "Bērziņš"), ("Dārta", "Ciemiņa"), ("Ģirts", "Dūmiņš"), ("Ieva", "Egle"),
    ("Kārlis", "Ķirsis"), ("Līga", "Lapsa"), ("Ņikita", "Meļņiks"), ("Šarlote", "Šmite"), ("Žanis", "Žagata"),
]  # fmt: skip
KINDS = ("learning_agreement", "grant_agreement", "parental_consent")
TITLES = [title for title, _rule, _shape in COLUMNS]
STATUS = ("Mobility status", "", "@")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def project(transactional_db, school, coordinator) -> Project:
    project = fund(school, coordinator)
    school.oid, school.address, school.registration_number = "E10012345", "Tilta iela 1", "90000000001"
    school.save()
    for role in (ContactRole.ADMINISTRATIVE, ContactRole.EMERGENCY, ContactRole.SIGNATORY):
        SchoolContact.objects.create(school=school, role=role, name="Inga Tiltiņa", phone="65400000")
    host = Host.objects.create(
        school=school, name="Nordkai GmbH", country="DE", city="Hamburg", address="Hafenstraße 7",
        latitude="53.55", longitude="9.99",
    )  # fmt: skip
    HostLanguage.objects.create(host=host, language="de")
    for role in ContactRole:
        HostContact.objects.create(host=host, role=role, name="Jens Petersen", phone="+49 40 1234567")
    learnt = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", isced_f="1041", eqf_level=4)
    text = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu.")
    sent = [goes(person, number, project, host, learnt, text) for number, person in enumerate(LEARNERS)]
    checklists.sync(sent)
    return project


def goes(names: tuple[str, str], number: int, project: Project, host: Host, learnt, text: ConsentText) -> Mobility:
    first_name, last_name = names
    person = Participant.objects.create(
        school=project.school, kind="learner", first_name=first_name, last_name=last_name, qualification=learnt,
        birth_date=date(2005, 1, 1 + number), email=f"learner{number}@example.org", phone="20000000",
    )  # fmt: skip
    guardian = f"Ilze {last_name}"
    PersonContact.objects.create(person=person, role="guardian", name=guardian, phone="20000001")
    PersonBank.objects.create(person=person, holder=str(person), iban="LV80BANK0000435195001", bank="Banka")
    Consent.objects.create(
        person=person, kind="data", text=text, given_on=date(2022, 1, 10), given_by="guardian", giver_name=guardian
    )
    mobility = Mobility.objects.create(
        school=project.school, project=project, participant=person, activity_type=kind(), host=host,
        state="confirmed", start=date(2022, 4, 4), end=date(2022, 5, 6),
        responsible=project.rates.first().confirmed_by,
    )  # fmt: skip
    LearningPlan.objects.create(
        mobility=mobility, outcomes="Pieņem preces", programme="Noliktava", monitoring="Zvans", evaluation="Veidlapa",
        recognition="Prakse", hours_per_week=40, language="en", activities_done="Darbs", job_skills="Skenē",
    )  # fmt: skip
    return mobility


def test_papers_and_the_module_from_the_list_to_the_settled_drift(page_of, worker, coordinator, project):
    desk = page_of(coordinator)
    signed = papers_are_made(desk, project)
    copies_are_kept(desk, project, signed)
    book = template_is_filled(desk, project)
    export_is_compared_and_settled(desk, project, book)


def papers_are_made(page: Page, project: Project) -> bytes:
    page.goto(reverse("reports:paper-add", query={"listed": "1", "project": project.pk, "year": "all"}))
    for value in KINDS:
        page.locator(f"#kind-{value}").check()
    page.locator(".savebar .btn-primary").click()
    expect(page.locator("progress, a[href$='/download/']").first).to_be_visible()
    content = downloaded(page)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        papers = {name: archive.read(name) for name in archive.namelist()}
    contents = text_of(papers.pop("0 Saturs.pdf"))
    assert len(papers) == len(LEARNERS) * len(KINDS)
    folders = dict.fromkeys(name.partition("/")[0] for name in papers)
    assert [*folders] == [f"{last_name} {first_name}" for first_name, last_name in LEARNERS]
    for first_name, last_name in LEARNERS:
        own = [pdf for name, pdf in papers.items() if f"{last_name} {first_name}" in name]
        assert len(own) == len(KINDS), papers.keys()
        for pdf in own:
            assert squeezed(f"{first_name} {last_name}") in text_of(pdf)
        assert squeezed(f"{last_name} {first_name}") in contents
    made = Paper.objects.filter(mobility__project=project, kind__in=KINDS)
    assert set(made.values_list("state", flat=True)) == {PaperState.MADE}
    return content


def copies_are_kept(page: Page, project: Project, content: bytes) -> None:
    page.goto(reverse("mobilities:paper-copies", args=[project.pk]))
    page.locator("#copies").set_input_files(
        {"name": "parakstīti.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.locator(".savebar .btn-primary").click()
    expect(page.locator("tbody tr")).to_have_count(len(LEARNERS) * len(KINDS))
    assert all(page.locator("tbody select").evaluate_all("fields => fields.map(field => field.value)"))
    page.locator(".savebar .btn-primary").click()
    expect(page).to_have_url(re.compile(reverse("mobilities:project-papers", args=[project.pk])))
    for first_name, last_name in LEARNERS:
        lines = Paper.objects.filter(mobility__participant__last_name=last_name, kind__in=KINDS)
        assert set(lines.values_list("state", flat=True)) == {PaperState.DONE}
        assert PaperFile.objects.filter(paper__in=lines).count() == len(KINDS)
        expect(
            page.get_by_role("link", name=re.compile(f"{first_name} {last_name}|{last_name} {first_name}"))
        ).to_be_visible()


def template_is_filled(page: Page, project: Project) -> Workbook:
    blank = template([*COLUMNS, STATUS])
    send(page, project, "fill", blank)
    expect(page.locator("#preview")).to_be_visible()
    page.locator("button[name=go]").click()
    book = load_workbook(io.BytesIO(downloaded(page)))
    sheet = book["Mobilities"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)] == [
        [cell.value for cell in row] for row in template([*COLUMNS, STATUS])["Mobilities"].iter_rows(max_row=2)
    ]
    rows = [dict(zip(TITLES, [cell.value for cell in row], strict=False)) for row in sheet.iter_rows(min_row=3)]
    assert rows == [row_of(number) for number in range(len(LEARNERS))]
    assert [*Mobility.objects.order_by("pk").values_list("module_id", flat=True)] == [
        row["Mobility activity ID"] for row in rows
    ]
    return book


def row_of(number: int) -> dict:
    """Of the learner of that number; every cell."""
    first_name, last_name = LEARNERS[number]
    return {
        "Data type": "Mobility activity",
        "Grant Agreement No.": CODE,
        "Mobility activity ID": f"{STEM}{number + 1:05}",
        "Activity type": "LM-SHORT-VET - Short-term learning mobility of VET learners",
        "Participant first name": first_name,
        "Participant last name": last_name,
        "Date of birth": datetime(2005, 1, 1 + number),
        "Gender": None,
        "Nationality": None,
        "Field of education": "1041 Transport services",
        "Start date": datetime(2022, 4, 4),
        "End date": datetime(2022, 5, 6),
        "Duration (days)": 33,
        "Blended mobility": "NO",
        "Sending organisation OID": "E10012345",
        "Receiving organisation name": "Nordkai GmbH",
        "Receiving country": "DE - Germany",
        "Receiving city": "Hamburg",
        "Green travel": "No",
        "Distance band": "500 - 1999 km",
        "Travel grant": 275,
        "Individual support": 54 * 14 + 38 * 21,
        "Working language": "English",  # as the learning plan says
        "Participant with fewer opportunities": "false",
        "Health problems": None,
        "Accompanying persons": 0,
        "Internal remark of the release": None,
    }


def export_is_compared_and_settled(page: Page, project: Project, book: Workbook) -> None:
    sheet, last = book["Mobilities"], len(COLUMNS) + 1
    for number in range(3, sheet.max_row + 1):
        sheet.cell(number, last, "Complete")
    sheet.cell(3, TITLES.index("End date") + 1, "13-05-2022")
    sheet.cell(4, last, "Draft")
    sheet.delete_rows(5)
    send(page, project, "compare", book)
    page.locator("button[name=go]").click()
    rows = page.locator("form[action$='/settle/'] tbody tr")
    expect(rows).to_have_count(3, timeout=60_000)
    expect(rows.nth(0)).to_contain_text("13.05.2022")
    for name, choice in (("Ābele", "theirs"), ("Bērziņš", "ours"), ("Ciemiņa", "theirs")):
        row = rows.filter(has_text=name)
        row.locator(f"button[name=only][value^='{choice}-']").click()
        expect(row.locator("button[value^='open-']")).to_be_visible()
    page.locator("form[action$='/apply/'] button").click()
    page.locator("#confirm .btn-primary").click()
    expect(page.locator("form[action$='/apply/']")).to_have_count(0)
    for number, state, end in ((1, "confirmed", date(2022, 5, 13)), (2, "confirmed", date(2022, 5, 6)),
                               (3, "cancelled", date(2022, 5, 6))):  # fmt: skip
        mobility = Mobility.objects.get(module_id=f"{STEM}{number:05}")
        assert (mobility.state, mobility.end) == (state, end)
        page.goto(reverse("mobilities:mobility-detail", args=[mobility.pk]))
        expect(page.get_by_role("heading", level=1)).to_contain_text(mobility.participant.last_name)
        expect(page.locator("main")).to_contain_text(f"{end:%d.%m.%Y}.")
    expect(page.locator("#papers-tally")).not_to_contain_text("0")  # nothing is asked of who does not go


def send(page: Page, project: Project, purpose: str, book: Workbook) -> None:
    page.goto(reverse("mobilities:module-file-list", args=[project.pk]))
    page.locator(f"a[href$='/module/add/{purpose}/']").click()
    page.locator("#id_file").set_input_files({"name": f"{purpose}.xlsx", "mimeType": XLSX, "buffer": content_of(book)})
    press(page, "Augšupielādēt")


def downloaded(page: Page) -> bytes:
    ready = page.locator("main a.btn-primary[href$='/download/']")
    ready.wait_for(timeout=300_000)  # the page asks by itself how far the worker is
    with page.expect_download() as download:
        ready.click()
    return download.value.path().read_bytes()


def text_of(pdf: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
