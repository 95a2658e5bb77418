"""The pages of an import."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.jobs import services as jobs
from portal.jobs.models import Job

ADD = reverse("imports:import-add", args=["names"])
LIST = reverse("imports:import-list")


def address(name: str, kept: Import) -> str:
    return reverse(f"imports:import-{name}", args=[kept.pk])


def test_from_upload_to_saved_rows(client_of, coordinator):
    client = client_of(coordinator)
    file = SimpleUploadedFile("names.csv", f"E-mail,First name\n{coordinator.email},=1+1\n".encode())
    answer = client.post(ADD, {"file": file})
    kept = Import.objects.get()
    assert answer.url == address("mapping", kept)
    page = client.get(answer.url)
    assert page.context["preview"]["rows"] == [[coordinator.email, "=1+1"]]
    answer = client.post(answer.url, {"version": kept.version, **kept.mapping})
    assert answer.url == address("detail", kept)
    assert "hx-get" in client.get(answer.url).content.decode()
    jobs.run(Job.objects.get().pk)
    page = client.get(answer.url)
    assert page.context["may_apply"]
    client.post(address("apply", kept), {"version": page.context["kept"].version})
    jobs.run(Job.objects.exclude(state="done").get().pk)
    coordinator.refresh_from_db()
    assert coordinator.first_name == "=1+1"
    page = client.get(address("detail", kept))
    assert page.context["kept"].state == ImportState.APPLIED
    assert not page.context["may_cancel"]


def test_the_guess_can_be_corrected(client_of, coordinator, received):
    kept = received(f"E-mail;Vārdiņš\n{coordinator.email};Zane\n".encode("cp1257"))
    client, page = client_of(coordinator), address("mapping", kept)
    layout = {"look": "1", "encoding": "cp1257", "separator": ",", "header_row": "1"}
    client.post(page, layout)
    kept.refresh_from_db()
    assert kept.mapping == {}
    client.post(page, layout | {"separator": ";"})
    kept.refresh_from_db()
    assert kept.mapping == {"email": "e mail"}
    answer = client.post(page, layout | {"header_row": "99"})
    assert answer.status_code == 200
    assert answer.context["layout"].non_field_errors()
    client.post(page, {"version": kept.version, "email": "e mail", "name": "vardins"})
    kept.refresh_from_db()
    assert (kept.state, kept.mapping["name"]) == (ImportState.CHECKING, "vardins")


def test_utf8_read_otherwise_is_refused_with_a_sentence(client_of, coordinator, received):
    kept = received(f"E-mail;First name\n{coordinator.email};Jānis\n")
    layout = {"look": "1", "encoding": "cp1252", "separator": ";", "header_row": "1"}
    answer = client_of(coordinator).post(address("mapping", kept), layout)
    assert answer.context["layout"].errors["encoding"]


def test_one_column_is_not_two_fields(client_of, coordinator, received):
    kept = received(f"E-mail;First name\n{coordinator.email};Jānis\n")
    data = {"version": kept.version, "email": "e mail", "name": "e mail"}
    answer = client_of(coordinator).post(address("mapping", kept), data)
    assert answer.context["form"].errors["name"]


class Unread(io.BytesIO):
    """A request body that must not be touched."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = readinto = read


def test_300_megabytes_are_refused_before_they_are_read(client_of, coordinator):
    client = client_of(coordinator)
    client.handler.enforce_csrf_checks = True
    answer = client.generic(
        "POST",
        ADD,
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(300 * 1024 * 1024), "wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "20" in answer.content.decode()
    assert not Import.objects.exists()


def test_an_upload_needs_its_csrf_token(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(ADD, {"file": SimpleUploadedFile("a.csv", b"a;b\n")}).status_code == 403


def test_what_is_no_table_is_refused_on_the_page(client_of, coordinator):
    answer = client_of(coordinator).post(ADD, {"file": SimpleUploadedFile("a.csv", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "a.csv" in answer.content.decode()


def test_reasons_leave_as_a_file_without_formulas(client_of, coordinator, received):
    kept = received("E-mail;First name\n=cmd|' /C calc'!A0;A\n+x@example.org;B\n")
    client = client_of(coordinator)
    client.post(address("mapping", kept), {"version": kept.version, **kept.mapping})
    jobs.run(Job.objects.get().pk)
    text = client.get(address("export", kept)).getvalue().decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 3
    assert all(not cell.startswith(("=", "+")) for line in lines for cell in line.split(";"))
    page = client.get(address("detail", kept))
    assert [row.number for row in page.context["page"]] == [2, 3]


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_a_fixed_number_of_queries(client_of, coordinator, received, django_assert_num_queries, count):
    for _each in range(count):
        received("E-mail;First name\na@example.org;A\n")
    client = client_of(coordinator)
    client.get(LIST)
    with django_assert_num_queries(5):
        page = client.get(LIST)
    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_findings_take_a_fixed_number_of_queries(client_of, coordinator, received, django_assert_num_queries, count):
    kept = received("E-mail;First name\n" + "x@example.org;A\n" * count)
    client = client_of(coordinator)
    client.post(address("mapping", kept), {"version": kept.version, **kept.mapping})
    jobs.run(Job.objects.get().pk)
    client.get(address("detail", kept))
    with django_assert_num_queries(6):
        client.get(address("detail", kept))


def test_somebody_elses_import_is_not_found(client_of, outsider, received):
    kept = received("E-mail;First name\na@example.org;A\n")
    for name in ("detail", "mapping", "export"):
        assert client_of(outsider).get(address(name, kept)).status_code == 404
