"""The dissemination log: entries, evidence, filters, the whole school, the file."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from projects.models import Dissemination

LOG, LOG_EXPORT = reverse("projects:dissemination-log"), reverse("projects:dissemination-log-export")
TYPED = {"kind": "event", "title": "Konference", "place": "Zāle", "day": "2022-05-31", "people": "96", "url": ""}


def url(name, project, *rows):
    return reverse(f"projects:dissemination-{name}", args=[project.pk, *[row.pk for row in rows]])


def picture(name="zāle.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


@pytest.fixture
def row(project):
    return Dissemination.objects.create(project=project, kind="event", title="Konference", day="2022-05-31", people=96)


@pytest.fixture
def kept(settings, tmp_path):
    """The folder of uploaded files."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


def test_evidence_is_kept_replaced_and_deleted_with_its_row(
    client_of, coordinator, project, kept, django_capture_on_commit_callbacks
):
    client = client_of(coordinator)

    def post(name, *rows, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url(name, project, *rows), data)

    assert post("add", **TYPED, file=picture()).status_code == 302
    row = Dissemination.objects.get()
    assert (row.people, row.evidence_name, len(kept())) == (96, "zāle.jpg", 1)
    assert post("edit", row, **TYPED, version=1, file=picture("cita.png")).status_code == 302
    assert (Dissemination.objects.get().evidence_name, len(kept())) == ("cita.jpg", 1)
    assert post("edit", row, **TYPED, version=2).status_code == 302
    assert (Dissemination.objects.get().evidence_name, len(kept())) == ("cita.jpg", 1)
    assert post("edit", row, **TYPED, version=3, remove_file="on").status_code == 302
    assert (Dissemination.objects.get().evidence_name, kept()) == ("", [])
    post("edit", row, **TYPED, version=4, file=picture())
    assert post("delete", row).status_code == 302
    assert (Dissemination.objects.exists(), kept()) == (False, [])


def test_evidence_goes_with_its_project(client_of, coordinator, project, kept, django_capture_on_commit_callbacks):
    client = client_of(coordinator)
    client.post(url("add", project), TYPED | {"file": picture()})
    assert len(kept()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("projects:project-delete", args=[project.pk]))
    assert (Dissemination.objects.exists(), kept()) == (False, [])


def test_evidence_is_a_download_for_members(client_of, coordinator, teacher, outsider, project, kept):
    client_of(coordinator).post(url("add", project), TYPED | {"file": picture()})
    address = url("evidence", project, Dissemination.objects.get())
    answer = client_of(teacher).get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client_of(outsider).get(address).status_code == 404
    kept()[0].unlink()
    assert client_of(teacher).get(address).status_code == 404


def test_a_row_without_evidence_has_nothing_to_download(client_of, coordinator, project, row):
    assert client_of(coordinator).get(url("evidence", project, row)).status_code == 404


@pytest.mark.parametrize("name", ["virus.exe", "lapa.html", "nav.pdf"])
def test_what_is_not_taken_is_said_at_the_field(client_of, coordinator, project, name, kept):
    page = client_of(coordinator).post(url("add", project), TYPED | {"file": SimpleUploadedFile(name, b"MZ hello")})
    assert "file" in page.context["form"].errors
    assert (Dissemination.objects.exists(), kept()) == (False, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", "-1"),
        ("people", "9" * 30),
        ("day", "0001-01-01"),
        ("url", "javascript:alert(1)"),
        ("title", ""),
    ],
)
def test_what_cannot_be(client_of, coordinator, project, field, value):
    assert field in client_of(coordinator).post(url("add", project), TYPED | {field: value}).context["form"].errors


def test_filter_total_and_file_are_of_the_same_list(client_of, coordinator, project, row):
    Dissemination.objects.create(project=project, kind="press", title="=Raksts", day=date(2022, 4, 29), people=3200)
    Dissemination.objects.create(project=project, kind="press", title="Cits", day=date(2022, 4, 30))
    client = client_of(coordinator)
    page = client.get(url("list", project))
    assert (page.context["people"], page.context["page"].paginator.count) == (3296, 3)
    page = client.get(url("list", project), {"kind": "press"})
    assert (page.context["people"], page.context["page"].paginator.count) == (3200, 2)
    text = client.get(page.context["export_url"]).getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[4] for line in lines[1:]] == ["Cits", "'=Raksts"]
    assert [line[6] for line in lines[1:]] == ["", "3200"]


def test_the_whole_school_by_project_and_year(
    client_of, coordinator, outsider, project, row, make_project, other_school
):
    other = make_project("2019-1-LV01-KA116-060226")
    Dissemination.objects.create(project=other, kind="lesson", title="Agrāk", day=date(2020, 5, 5))
    foreign = make_project(school=other_school)
    Dissemination.objects.create(project=foreign, kind="lesson", title="Citur", day=date(2022, 5, 5))
    client = client_of(coordinator)

    def titles(**query):
        return [entry.title for entry in client.get(LOG, query).context["page"]]

    assert titles() == ["Konference"]
    assert titles(when="all") == ["Konference", "Agrāk"]
    assert titles(when="all", project=other.pk) == ["Agrāk"]
    assert titles(when="all", project=foreign.pk) == ["Konference", "Agrāk"]
    assert titles(sy="2019") == ["Agrāk"]
    assert "Citur" in client_of(outsider).get(LOG_EXPORT, {"when": "all"}).getvalue().decode()
    assert "Citur" not in client.get(LOG_EXPORT, {"when": "all"}).getvalue().decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("is_log", "queries"), [(False, 8), (True, 9)])
def test_number_of_queries(client_of, coordinator, make_project, django_assert_num_queries, rows, is_log, queries):
    for number in range(rows):
        project = make_project(f"2021-1-LV01-KA121-VET-00000918{number}")
        Dissemination.objects.create(project=project, kind="event", title="K", day=date(2022, 5, 5))
    client = client_of(coordinator)
    address = LOG if is_log else url("list", project)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
