"""The school's year as three people live it: from the pasted grant code to the director's PDFs."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mobilities.models import Attachment, Conference, ExperienceReport, HostContact, Mobility
from portal.testing.desk import choose, fill, press, squeezed
from portal.testing.services import wait_until
from projects.models import Project

pytestmark = pytest.mark.browser
CODE = "2021-1-LV01-KA121-VET-000009189"
QUALIFICATION = "Loģistikas darbinieks"
LEARNERS = [("Anna", "Ābele"), ("Jānis", "Bērziņš"), ("Līga", "Žagata")]
QUOTE = "Man uzticēja noliktavas atslēgas jau trešajā dienā."
PLUS = "Mentors bija klāt katru dienu"
MINUS = "Garš ceļš uz darbu"
FINDING_PLUS = "Kravu praksē valodas prasmes auga visstraujāk"
FINDING_MINUS = "Dzīvesvieta bija par tālu no uzņēmuma"
DECISION = "Dzīvesvietu turpmāk rezervē trīs mēnešus iepriekš"
OWNER = "Ilga Straume, prakses vadītāja"


def test_the_year_from_the_grant_code_to_the_pdf(page_of, worker, coordinator, teacher, director, tmp_path):
    desk = page_of(coordinator)
    project_is_registered(desk)
    host_is_registered(desk)
    learners_are_registered(desk)
    group_is_sent(desk)

    phone = page_of(teacher)
    phone.set_viewport_size({"width": 390, "height": 844})
    report_is_written(phone, tmp_path)
    report_is_approved(desk)
    conference_is_held(desk)

    office = page_of(director)
    annual = document_text(office, "annual", "Gada kopsavilkums")
    for text in ("Jauna pieredze", CODE, "Nordkai Logistik", QUALIFICATION, QUOTE, FINDING_PLUS, DECISION, OWNER):
        assert squeezed(text) in annual, text
    conference = document_text(office, "conference", "Konferences pārskats")
    for text in ("Jauna pieredze", CODE, FINDING_PLUS, FINDING_MINUS, DECISION, OWNER):
        assert squeezed(text) in conference, text


def project_is_registered(page: Page) -> None:
    page.goto(reverse("projects:project-add"))
    page.locator("#id_code").press_sequentially("Nr. 2021–1–LV01–KA121–VET–000009189")
    expect(page.locator("#code-says")).to_contain_text("KA121")
    expect(page.locator("#id_call_year")).to_have_value("2021")
    fill(page, title="Jauna pieredze", start="2021-09-01", end="2022-11-30", grant="95 430,00")
    press(page, "Saglabāt projektu")
    expect(page.get_by_role("heading", name="Jauna pieredze")).to_be_visible()
    assert Project.objects.get().code == CODE


def host_is_registered(page: Page) -> None:
    page.goto(reverse("mobilities:host-add"))
    fill(page, name="Nordkai Logistik", city="Hamburga")
    choose(page, "country", "Vācija")
    page.locator("#id_contacts-0-name").fill("Jens Petersen")
    page.locator("#id_contacts-0-email").fill("jens@example.org")
    press(page, "Saglabāt")
    expect(page.get_by_role("heading", name="Nordkai Logistik")).to_be_visible()
    assert HostContact.objects.get().host.name == "Nordkai Logistik"


def learners_are_registered(page: Page) -> None:
    page.goto(reverse("mobilities:participant-add"))
    for first_name, last_name in LEARNERS:
        fill(page, first_name=first_name, last_name=last_name, group="3L")
        if not page.locator("#id_qualification").input_value():
            choose(page, "qualification", QUALIFICATION)
            expect(page.locator("#id_qualification")).not_to_have_value("")
        press(page, "Saglabāt un pievienot nākamo")
        expect(page.locator("#id_first_name")).to_have_value("")


def group_is_sent(page: Page) -> None:
    page.goto(reverse("mobilities:mobility-add-group"))
    with page.expect_response(re.compile(reverse("mobilities:mobility-check"))):
        choose(page, "project", "Jauna pieredze")
    page.wait_for_load_state("networkidle")
    page.locator("#id_activity_type").select_option(
        label="Profesionālās izglītības audzēkņu īstermiņa mācību mobilitāte"
    )
    choose(page, "host", "Nordkai Logistik")
    fill(page, start="2022-04-04", end="2022-05-06")
    expect(page.locator("[data-days-output]")).to_contain_text("33")
    choose(page, "responsible", "Krastiņš")
    for first_name, last_name in LEARNERS:
        page.get_by_label(re.compile(f"{last_name}|{first_name}")).check()
    press(page, "Pievienot mobilitātes")
    expect(page.get_by_role("link", name=re.compile("Žagata")).first).to_be_visible()
    assert Mobility.objects.filter(responsible__last_name="Krastiņš", host__name="Nordkai Logistik").count() == 3


def report_is_written(page: Page, folder) -> None:
    page.goto(reverse("mobilities:experience-list"))
    page.get_by_role("button", name=re.compile("Rakstīt pārskatu.*Žagata")).click()
    photo = folder / "osta.jpg"
    Image.effect_mandelbrot((1200, 800), (-2, -1, 1, 1), 40).convert("RGB").save(photo)
    page.locator("#photo-picker").set_input_files(photo)
    page.get_by_label("Fotogrāfijas paraksts").fill("Hamburgas osta", timeout=60_000)
    page.get_by_label("Visi redzamie piekrīt").check()
    fill(
        page,
        tasks="Pieņēma kravas un veidoja pavadzīmes noliktavas programmā.",
        pluses=PLUS,
        minuses=MINUS,
        commute_minutes="45",
        commute_how="vilciens",
        offer_note="Vasaras darbs noliktavā",
        story="Pirmajā nedēļā visi runāja pārāk ātri, trešajā jau jokojām.",
        quote=QUOTE,
    )
    page.locator("input[name=rating_trust][value='5']").check()
    page.locator("input[name=rating_tasks][value='4']").check()
    page.locator("input[name=return_invitation][value=yes]").check()
    page.locator("input[name=job_offer][value=yes]").check()
    wait_until(lambda: Attachment.objects.filter(caption="Hamburgas osta", consent=True).exists(), "the caption")
    press(page, "Iesniegt pārskatu")
    wait_until(lambda: ExperienceReport.objects.get().state == "submitted", "the report to be submitted", 15)


def report_is_approved(page: Page) -> None:
    page.goto(reverse("mobilities:experience-list"))
    page.get_by_role("table").get_by_role("link", name=re.compile("Žagata")).click()
    expect(page.get_by_alt_text("Hamburgas osta")).to_be_visible()
    press(page, "Apstiprināt")
    wait_until(lambda: ExperienceReport.objects.get().state == "approved", "the report to be approved", 15)


def conference_is_held(page: Page) -> None:
    page.goto(reverse("mobilities:conference-add"))
    press(page, "Saglabāt")
    page.get_by_role("link", name="Pievienot dienu").click()
    fill(page, date="2022-05-31", building="Smilšu iela 90", theme="Prakse ārzemēs")
    press(page, "Saglabāt")
    page.get_by_role("link", name="Atzīmēt apmeklējumu").click()
    page.get_by_label(re.compile("Žagata")).check()
    fill(page, other_attendees="24")
    press(page, "Saglabāt")
    page.locator("a[href$='project/add/?kind=reviewed']").click()
    choose(page, "project", "Jauna pieredze")
    press(page, "Saglabāt")
    press(page, "Atvērt konferenci")
    for kind, text in (("plus", FINDING_PLUS), ("minus", FINDING_MINUS)):
        page.locator(f"#quick-{kind}").fill(text)
        page.locator(f"#quick-{kind}").press("Enter")
        expect(page.locator(f".{kind} li").filter(has_text=text)).to_be_visible()
    page.locator("a[href$='?kind=decision']").click()
    fill(page, text=DECISION, owner=OWNER, due="2022-10-01")
    press(page, "Saglabāt")
    press(page, "Noslēgt konferenci")
    page.locator("dialog[open]").get_by_role("button", name="Noslēgt konferenci").click()
    wait_until(lambda: Conference.objects.get().state == "closed", "the conference to be closed", 15)
    assert Conference.objects.get().attendance_total() == 25


def document_text(page: Page, kind: str, title: str) -> str:
    page.goto(reverse("reports:year-detail"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2021./2022.")
    page.locator("#id_kind").select_option(kind)
    press(page, "Sagatavot PDF")
    ready = page.get_by_role("link", name=re.compile(title))
    ready.wait_for(timeout=300_000)  # the page asks by itself how far the worker is
    with page.expect_download() as download:
        ready.click()
    reader = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    return squeezed(" ".join(page.extract_text() for page in reader.pages))
