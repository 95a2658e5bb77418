"""Everything of a project as one ZIP: in order, complete, with checksums, and without what is nobody's business."""

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from pikepdf import Pdf

from mobilities.models import (
    Attachment,
    ExperienceReport,
    Host,
    HostDocument,
    Mobility,
    Paper,
    PaperFile,
    Participant,
    PersonBank,
)
from mobilities.services.checklists import sync
from portal.common.text import day
from portal.jobs import services as jobs
from portal.jobs.registry import title_of
from projects.models import ActivityType, Dissemination, Instalment, Project
from reports.archive.composing import write_archive
from reports.models import Bundle

pytestmark = pytest.mark.django_db
SIGNED = b"%PDF-1.7 signed"


@pytest.fixture
def project(school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    project = Project.objects.create(
        school=school, title="Prakse Hamburgā", school_name="Skola", call_year=2021, state="approved",
        code="2021-1-LV01-KA121-VET-000009189", start=date(2021, 9, 1), end=date(2022, 8, 31), grant=1000,
    )  # fmt: skip
    Instalment.objects.create(project=project, kind="prefinancing", amount=800, due=date(2021, 10, 1))
    Dissemination.objects.create(
        project=project, kind="event", title="Konference: rezultāti", day=date(2022, 5, 31), people=96,
        evidence=ContentFile(b"photo", "hall.png"), evidence_name="zāle.png", evidence_type="image/png",
    )  # fmt: skip
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Jānis", last_name="Ozols", birth_date=date(2003, 1, 1),
        email="janis@example.org", fewer_opportunities=True,
    )  # fmt: skip
    PersonBank.objects.create(person=person, holder="Jānis Ozols", iban="LV80BANK0000435195001")
    host = Host.objects.create(school=school, name="Nordkai/GmbH", country="DE", city="Hamburga")
    HostDocument.objects.create(
        host=host, title="Sadarbības līgums", name="līgums.pdf", content_type="application/pdf", size=4,
        file=ContentFile(b"deal", "deal.pdf"),
    )  # fmt: skip
    mobility = Mobility.objects.create(
        school=school, project=project, participant=person, host=host, start=date(2022, 4, 4), end=date(2022, 5, 6),
        state="confirmed",
        activity_type=ActivityType.objects.for_call_year(2021).get(code="LM-SHORT-VET"), module_id="009189-MOB-00001",
    )  # fmt: skip
    sync([mobility])
    paper = Paper.objects.get(kind="learning_agreement")
    PaperFile.objects.create(
        paper=paper, file=ContentFile(SIGNED, "copy.pdf"), name="scan.PDF", content_type="application/pdf",
        size=len(SIGNED), sha256="0" * 64,
    )  # fmt: skip
    Paper.objects.filter(pk=paper.pk).update(state="done", done_on=date(2022, 3, 1))
    Paper.objects.filter(kind="grant_agreement").update(state="made")
    Paper.objects.filter(kind="data_consent").update(state="made")
    Paper.objects.filter(kind="image_consent").update(state="set_aside", reason="Nevēlas")
    Paper.objects.filter(kind="europass_mobility").update(state="done", done_on=date(2022, 6, 1))
    report = ExperienceReport.objects.create(
        school=school, mobility=mobility, state="approved", tasks="Krāvu pieņemšana", story="Labs laiks"
    )
    for name, kind, consent in (
        ("osta.png", "photo", True),
        ("sejas.png", "photo", False),
        ("d.pdf", "document", False),
    ):
        Attachment.objects.create(
            school=school, report=report, kind=kind, name=name, file=ContentFile(name.encode(), name), size=1,
            content_type="image/png", sha256="0" * 64, consent=consent,
        )  # fmt: skip
    return project


@pytest.fixture
def opened(project, tmp_path):
    steps = []
    with override("en"):
        contents = write_archive(project, tmp_path / "all.zip", lambda *step: steps.append(step))
    assert steps[-1][:2] == (5, 5)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        yield archive, contents


def test_files_are_in_an_auditors_order(opened):
    archive, _contents = opened
    names = archive.namelist()
    assert names == [
        "1 Agreement and money/Money.xlsx",
        "1 Agreement and money/Hosts/Nordkai GmbH/Sadarbības līgums.pdf",
        "2 Participants/009189-MOB-00001 Ozols Jānis/01 Learning agreement.pdf",
        "2 Participants/009189-MOB-00001 Ozols Jānis/Not signed/Consent to the use of personal data.pdf",
        "2 Participants/009189-MOB-00001 Ozols Jānis/Experience report.pdf",
        "2 Participants/009189-MOB-00001 Ozols Jānis/Experience report/osta.png",
        "2 Participants/009189-MOB-00001 Ozols Jānis/Experience report/d.pdf",
        "3 Dissemination/Dissemination.xlsx",
        "3 Dissemination/2022-05-31 Konference rezultāti.png",
        "4 Data/Data.xlsx",
        "4 Data/Data.json",
        "0 Contents.html",
        "0 Checksums (SHA-256).txt",
    ]
    assert archive.read(names[2]) == SIGNED
    consent, report = (Pdf.open(io.BytesIO(archive.read(name))) for name in names[3:5])
    assert "Jānis Ozols" in str(consent.docinfo["/Title"])
    assert str(report.docinfo["/Title"]).startswith("Experience report. Jānis Ozols")


def test_contents_say_of_every_paper_where_it_is(opened):
    archive, contents = opened
    page, *_sums = [archive.read(name).decode() for name in archive.namelist()[-2:]]
    assert "Nordkai/GmbH, Hamburg ·" in page  # written here as Hamburga
    [person] = contents.people
    said = {line.name: (line.state, bool(line.entries)) for line in person.lines}
    assert said["Learning agreement"] == (f"Here {day(date(2022, 3, 1), 'en')}", True)
    late = f"late, due {day(date(2022, 3, 21), 'en')}"
    assert said["Participant grant agreement"] == (
        f"Made, to be signed; {late}; left out because it holds a bank account",
        False,
    )
    assert said["Consent to the use of pictures"] == ("Does not apply: Nevēlas", False)
    assert said["Europass Mobility"] == (f"Here {day(date(2022, 6, 1), 'en')}, without a copy", False)
    assert all(f">{state}</td>" in page for state, _has in said.values())
    assert dict(contents.papers) == {"copy": 1, "made": 2, "set_aside": 1, "on_paper": 1, "missing": 3, "late": 5}
    assert contents.count == 11
    lacks = contents.sections[1].missing
    assert lacks["Participant grant agreement: Made, to be signed"] == ["Jānis Ozols"]


def test_checksums_are_those_of_the_files(opened):
    archive, _contents = opened
    sums = archive.read("0 Checksums (SHA-256).txt").decode().splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in sums)
    assert told == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:-1]}


def test_who_has_no_file_is_told_and_has_no_bare_folder(project, tmp_path):
    PaperFile.objects.all().delete()
    Paper.objects.filter(state="made").update(state="missing")
    ExperienceReport.objects.update(state="draft")
    with override("en"):
        contents = write_archive(project, tmp_path / "all.zip", lambda *step: None)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("2 ")]
        page = archive.read("0 Contents.html").decode()
    assert "009189-MOB-00001 Ozols Jānis" in page and "No folder: no file of this person" in page
    assert contents.people[0].report_state == "not handed in"


def test_data_as_workbook_and_json_agree_and_hold_nothing_private(opened):
    archive, _contents = opened
    data = json.loads(archive.read("4 Data/Data.json"))
    book = load_workbook(io.BytesIO(archive.read("4 Data/Data.xlsx")))
    sheet = book["Mobilities"]
    header = [cell.value for cell in sheet[1]]
    assert sheet[2][header.index("Last name")].value == data["mobilities"][0]["last_name"] == "Ozols"
    assert data["instalments"][0]["amount"] == "800.00"
    assert {row["state"] for row in data["papers"]} == {"Here", "Missing", "Made, to be signed", "Does not apply"}
    everything = archive.read("4 Data/Data.json").decode()
    for private in ("LV80BANK", "janis@example.org", "2003-01-01", "fewer"):
        assert private not in everything


def test_a_file_that_is_gone_is_named(project, tmp_path):
    PaperFile.objects.get().file.storage.delete(PaperFile.objects.get().file.name)
    with override("en"):
        contents = write_archive(project, tmp_path / "all.zip", lambda *step: None)
    [paths] = [section.missing["The file is not in the portal's storage."] for section in contents.sections[1:2]]
    assert any("01 Learning agreement.pdf" in path for path in paths)


def test_the_worker_makes_it_and_whoever_sees_everything_fetches_it(
    client_of, coordinator, director, administrator, project
):
    page = reverse("reports:archive-add", args=[project.pk])
    answer = client_of(director).post(page, {"language": "en"})
    bundle = Bundle.objects.get()
    ((waiting, line),) = client_of(coordinator).get(page).context["making"]
    assert (waiting, line["state"]) == (bundle, "wait")
    with override("en"):
        assert title_of(bundle.job) == "Making the ZIP of the project"
    assert answer["Location"] == reverse("reports:bundle-detail", args=[bundle.pk])
    jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    assert bundle.job.state == "done" and bundle.name == f"{project.code}.zip"
    assert bundle.problems[0]["cause"] and bundle.problems[0]["whose"] == ["Jānis Ozols"]
    for user in (coordinator, director, administrator):
        assert client_of(user).get(answer["Location"]).status_code == 200
        file = client_of(user).get(reverse("reports:bundle-download", args=[bundle.pk]))
        with zipfile.ZipFile(io.BytesIO(b"".join(file))) as archive:
            assert len(archive.namelist()) == bundle.count + 2
            assert "0 Contents.html" in archive.namelist()  # of whoever reads Latvian, as it was asked for
    again = client_of(coordinator).get(page)
    assert (again.context["making"], list(again.context["made"])) == ([], [bundle])


def test_nobody_else_fetches_it(client_of, teacher, outsider, project, coordinator):
    client_of(coordinator).post(reverse("reports:archive-add", args=[project.pk]), {"language": "lv"})
    jobs.run(Bundle.objects.get().job_id)
    download = reverse("reports:bundle-download", args=[Bundle.objects.get().pk])
    assert [client_of(user).get(download).status_code for user in (teacher, outsider)] == [404, 404]
