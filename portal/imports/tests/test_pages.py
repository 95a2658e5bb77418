"""The pages of an import."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from portal.common.refused import Refused
from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.imports.services import imports
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


def test_cancelling_ends_on_the_page_of_the_import_which_says_so(client_of, coordinator, received):
    kept = received(f"E-mail,First name\n{coordinator.email},Zane\nnobody,Anna\n")
    kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
    jobs.run(kept.job_id)
    client = client_of(coordinator)
    assert client.get(address("detail", kept)).context["may_mend"]
    assert client.post(address("cancel", kept)).url == address("detail", kept)
    page = client.get(address("detail", kept), headers={"accept-language": "en"})
    assert "nothing of it was saved" in page.text and ADD in page.text
    assert not any(page.context[name] for name in ("may_cancel", "may_map", "may_mend"))


def test_the_preview_follows_the_order_of_the_file(client_of, coordinator, received):
    kept = received(f"Имя^Фамилия^E-mail\nАнна^Иванова^{coordinator.email}\nОльга^Орлова^o@example.org\n")
    page = client_of(coordinator).get(address("mapping", kept))
    assert kept.mapping["email"] == "e mail"
    assert page.context["preview"]["titles"] == ["Имя", "Фамилия", "E-mail"]
    assert page.context["preview"]["rows"][0] == ["Анна", "Иванова", coordinator.email]


def test_what_the_file_has_nothing_for_is_folded(client_of, coordinator, received):
    kept = received(f"E-mail;First name;X\n{coordinator.email};Zane;1\n")
    client = client_of(coordinator)
    page = client.get(address("mapping", kept))
    shown, folded = ([field.name for field in page.context[name]] for name in ("shown", "folded"))
    assert shown == ["email", "name"] and folded
    inside = page.text.split("<fieldset>")[1].split("<details")[1].split("</details>")[0]
    assert all(f'name="{name}"' in inside for name in folded) and 'name="email"' not in inside
    wrong = client.post(address("mapping", kept), {"version": kept.version, "email": "e mail", folded[0]: "e mail"})
    assert folded[0] in [field.name for field in wrong.context["shown"]]


def test_the_guess_can_be_corrected(client_of, coordinator, received):
    kept = received(f"E-mail;Kā sauc\n{coordinator.email};Zane\n".encode("cp1257"))
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
    client.post(page, {"version": kept.version, "email": "e mail", "name": "ka sauc"})
    kept.refresh_from_db()
    assert (kept.state, kept.mapping["name"]) == (ImportState.CHECKING, "ka sauc")


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


def checked(client, kept: Import) -> Import:
    client.post(address("mapping", kept), {"version": kept.version, **kept.mapping})
    jobs.run(Job.objects.exclude(state="done").get().pk)
    return Import.objects.get(pk=kept.pk)


def test_the_other_rows_are_saved_without_the_rejected_ones(client_of, coordinator, received, names_importer):
    client = client_of(coordinator)
    kept = checked(client, received(f"E-mail;First name\nx@example.org;A\n{coordinator.email};Zane\n"))
    page = client.get(address("detail", kept))
    assert (page.context["may_apply"], page.context["may_apply_in_part"]) == (False, True)
    assert [row.number for row, *_rest in client.get(address("others", kept)).context["rows"]] == [2]
    client.post(address("others", kept), {"version": kept.version})
    jobs.run(Job.objects.exclude(state="done").get().pk)
    kept.refresh_from_db()
    assert (kept.state, kept.counts) == (ImportState.APPLIED, {"rejected": 1, "changed": 1})
    assert [row.number for row in names_importer.applied[0]] == [3]
    coordinator.refresh_from_db()
    assert coordinator.first_name == "Zane"


def test_a_row_that_is_rejected_only_now_is_not_left_out_unasked(client_of, coordinator, teacher, received):
    client = client_of(coordinator)
    text = f"E-mail;First name\nx@example.org;A\n{coordinator.email};Zane\n{teacher.email};Ance\n"
    kept = checked(client, received(text))
    client.post(address("others", kept), {"version": kept.version})
    teacher.memberships.all().delete()
    jobs.run(Job.objects.exclude(state="done").get().pk)
    kept.refresh_from_db()
    assert (kept.state, kept.count_rejected) == (ImportState.CHECKED, 2)
    coordinator.refresh_from_db()
    assert coordinator.first_name == "Inga"


def test_without_rejected_rows_or_without_others_there_is_nothing_to_choose(client_of, coordinator, received):
    client = client_of(coordinator)
    for text in (f"E-mail;First name\n{coordinator.email};Zane\n", "E-mail;First name\nx@example.org;A\n"):
        kept = checked(client, received(text))
        assert client.post(address("others", kept), {"version": kept.version}).url == address("detail", kept)
        kept.refresh_from_db()
        assert kept.state == ImportState.CHECKED


def test_any_other_separator_can_be_typed(client_of, coordinator, received):
    kept = received(f"E-mail@First name@Note 1\n{coordinator.email.replace('@', ' ')}@Zane@=x\n")
    client, page = client_of(coordinator), address("mapping", kept)
    layout = {"look": "1", "encoding": kept.encoding, "separator": "other", "header_row": "1"}
    for typed in ("", '"', "a"):
        assert "other_separator" in client.post(page, layout | {"other_separator": typed}).context["layout"].errors
    client.post(page, layout | {"separator": ";", "other_separator": "@"})
    kept.refresh_from_db()
    assert (kept.separator, set(kept.mapping)) == ("@", {"email", "name", "note"})
    client.post(page, layout | {"separator": ";", "other_separator": "@"})
    kept.refresh_from_db()
    assert kept.separator == ";"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "^"])
def test_rejected_csv_rows_come_back_in_the_same_form_and_can_be_mended(client_of, coordinator, received, separator):
    client = client_of(coordinator)
    rows = [
        ["Saraksts", ""],
        ["E-mail", "Something", "First name", "Amount in euros"],
        [coordinator.email, '"a ""b"""', "Zane", "1"],
        ["x@example.org", '"viens\ndivi"', "Ēriks", "-5"],
        ["=cmd|' /C calc'!A0", "", "A"],
    ]
    text = "".join(separator.join(row) + "\n" for row in rows).replace("=cmd|'", "\"=cmd|'").replace("!A0", '!A0"')
    kept = checked(client, received(text.encode("cp1257"), "list.csv"))
    answer = client.get(address("rejected", kept))
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert [row[:4] for row in table] == [
        ["E-mail", "Something", "First name", "Amount in euros"],
        ["x@example.org", "viens\ndivi", "Ēriks", "'-5"],
        ["'=cmd|' /C calc'!A0", "", "A", ""],
    ]
    assert len(table[1][4].splitlines()) == 2
    assert all("4" in line for line in table[1][4].splitlines())
    assert "Amount in euros" in table[1][4]
    assert "-5" in table[1][4]
    again = received(content.replace(b"x@example.org", coordinator.email.encode()).replace(b"'-5", b"5"), "list.csv")
    assert (again.separator, again.mapping) == (separator, kept.mapping)
    assert not any(title in table[0][4] for title in again.left_out())
    assert checked(client, again).rows.get(number=2).outcome == "changed"


def test_rejected_rows_of_a_workbook_come_back_as_a_workbook(client_of, coordinator, received):
    book = Workbook()
    book.active.title = "Saraksts"
    for row in (["E-mail", "First name"], [coordinator.email, "Zane"], ["=1+1@example.org", "A"], [None, "B"]):
        book.active.append(row)
    book.active["A3"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    client = client_of(coordinator)
    kept = checked(client, received(out.getvalue(), "list.xlsx"))
    answer = client.get(address("rejected", kept))
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    content = answer.getvalue()
    page = load_workbook(io.BytesIO(content)).active
    table = [[cell.value for cell in row] for row in page.iter_rows()]
    assert [row[:2] for row in table] == [["E-mail", "First name"], ["=1+1@example.org", "A"], [None, "B"]]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert "E-mail" in table[2][2]
    again = received(content, "list.xlsx")
    assert again.mapping == kept.mapping


def test_a_saved_mapping_is_named_and_the_guess_can_be_had_again(client_of, coordinator, received):
    client, text = client_of(coordinator), f"E-mail;First name;Vārds\n{coordinator.email};Zane;Ance\n"
    kept = received(text)
    assert "mapping_name" in client.get(address("mapping", kept)).content.decode()
    chosen = {"email": "e mail", "name": "vards", "mapping_name": "Klases saraksts"}
    client.post(address("mapping", kept), {"version": kept.version, **chosen})
    kept = received(text)
    assert kept.mapping["name"] == "vards"
    page = client.get(address("mapping", kept))
    assert (page.context["is_as_saved"], page.context["saved"].name) == (True, "Klases saraksts")
    layout = {"encoding": kept.encoding, "separator": ";", "header_row": "1"}
    client.post(address("mapping", kept), layout | {"look": "guess"})
    kept.refresh_from_db()
    assert kept.mapping["name"] == "first name"
    assert not client.get(address("mapping", kept)).context["is_as_saved"]
    client.post(address("mapping", kept), layout | {"look": "1"})
    kept.refresh_from_db()
    assert kept.mapping["name"] == "vards"


def test_another_sheet_can_be_chosen(client_of, coordinator, received):
    book = Workbook()
    book.active.title = "Piezīmes"
    book.active.append(["nothing", "here"])
    book.create_sheet("Dati").append(["E-mail", "First name"])
    book["Dati"].append([coordinator.email, "Zane"])
    out = io.BytesIO()
    book.save(out)
    client, kept = client_of(coordinator), received(out.getvalue(), "list.xlsx")
    page = client.get(address("mapping", kept))
    assert kept.sheet == "Dati"  # the first with names of columns that are known
    client.post(address("mapping", kept), {"look": "1", "sheet": "Piezīmes", "header_row": "1"})
    kept.refresh_from_db()
    assert (kept.sheet, kept.mapping) == ("Piezīmes", {})
    assert [value for value, _label in page.context["layout"].fields["sheet"].choices] == ["Piezīmes", "Dati"]
    client.post(address("mapping", kept), {"look": "1", "sheet": "Dati", "header_row": "1"})
    kept.refresh_from_db()
    assert (kept.sheet, kept.mapping) == ("Dati", {"email": "e mail", "name": "first name"})
    assert checked(client, kept).counts == {"changed": 1}


def test_the_limits_stand_on_the_upload_page(client_of, coordinator):
    text = client_of(coordinator).get(ADD).content.decode().replace("\xa0", " ")
    for limit in ("20", "50 000", "2000", "100 000"):
        assert limit in text or limit.replace("2000", "2 000") in text


def test_a_cell_that_could_not_be_calculated_is_refused_with_its_place(client_of, coordinator, received):
    kept = checked(client_of(coordinator), received(f"E-mail;First name\n{coordinator.email};#REF!\n"))
    reason = kept.rows.get().reasons[0]
    assert (reason["column"], reason["value"]) == ("First name", "#REF!")


def test_a_file_of_something_else_is_said_so_and_cannot_be_checked(client_of, coordinator, received):
    client, kept = client_of(coordinator), received("Prece;Cena\nMaize;1,20\n")
    page = client.get(address("mapping", kept))
    assert page.context["is_something_else"] and "E-pasts" in page.context["missing"]
    answer = client.post(address("mapping", kept), {"version": kept.version, "name": "prece"})
    assert answer.context["form"].errors["email"]
    kept.refresh_from_db()
    assert kept.state == ImportState.RECEIVED
    assert not client.get(address("mapping", received("E-mail\na\n"))).context["missing"]


def test_findings_open_on_all_rows_and_lead_to_the_rejected_ones(client_of, coordinator, received):
    client = client_of(coordinator)
    kept = checked(client, received(f"E-mail;First name\n{coordinator.email};Zane\nx@example.org;A\n"))
    page = client.get(address("detail", kept))
    assert [row.number for row, *_rest in page.context["rows"]] == [2, 3]
    everything, *others = page.context["views"]
    assert (everything["is_current"], everything["count"]) == (True, "2")
    (rejected,) = [view["url"] for view in others if "rejected" in view["url"]]
    assert f'href="{rejected}"' in page.content.decode()
    page = client.get(address("detail", kept) + rejected)
    assert [row.number for row, *_rest in page.context["rows"]] == [3]
    lines = client.get(address("export", kept)).getvalue().decode().splitlines()
    assert len(lines) == 3


def test_rejected_rows_bring_all_their_reasons_and_come_in_when_mended(client_of, coordinator, teacher, received):
    client = client_of(coordinator)
    text = f"Kas sūta;E-mail;First name;Amount in euros\n;{coordinator.email};{'x' * 21};-5\n;{teacher.email};Zane;1\n"
    kept = checked(client, received(text))
    content = client.get(address("rejected", kept)).getvalue().decode("utf-8-sig")
    (header, row) = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    reasons = kept.rows.get(number=2).told_reasons()
    assert len(reasons) == 2 and all(reason["text"] in row[-1] for reason in reasons)
    again = received(content.replace("x" * 21, "Zane").replace("'-5", "5").encode())
    assert (again.mapping, again.signature) == (kept.mapping, kept.signature)
    assert header[-1] not in again.left_out()
    again = checked(client, again)
    assert again.counts == {"changed": 1} and not again.rows.get().remarks


def test_repeats_are_counted_apart_and_each_names_its_row(client_of, coordinator, received):
    mine = coordinator.email
    browser = client_of(coordinator)
    kept = received(f"E-mail;First name\n{mine};A\n{mine};A\n{mine};a\n")
    kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
    jobs.run(kept.job_id)
    page = browser.get(address("detail", kept))
    assert [each["value"] for each in page.context["facts"]] == ["0", "1", "0", "2", "0"]
    (remark,) = page.context["remarks"]
    assert (remark["rows"], remark["numbers"]) == (2, "3–4")
    told = {row.number: [each["text"] for each in remarks] for row, _reasons, remarks in page.context["rows"]}
    assert told[2] == []
    assert all(len(told[number]) == 1 and "2" in told[number][0] for number in (3, 4))
    shown = browser.get(address("detail", kept), {"show": "repeats"}).context["rows"]
    assert [row.number for row, *_rest in shown] == [3, 4]
    assert browser.get(address("detail", kept), {"show": "unchanged"}).context["rows"] == []


def test_stopped_work_leads_back_to_the_import(client_of, coordinator, received):
    kept = received(f"E-mail,First name\n{coordinator.email},Zane\n")
    kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
    client, job = client_of(coordinator), [kept.job_id]
    assert client.post(reverse("jobs:job-cancel", args=job)).url == address("detail", kept)
    assert client.get(address("detail", kept)).context["stopped"]
    assert address("detail", kept) in client.get(reverse("jobs:job-detail", args=job)).content.decode()
    assert client.post(reverse("jobs:job-retry", args=job)).url == address("detail", kept)
    assert not client.get(address("detail", kept)).context["stopped"]


@pytest.mark.parametrize("lines", ["\n\n\n", ";;\n ; ;\n", "\n" * 80 + "E-mail\na@b.lv\n"])
def test_a_file_that_begins_with_nothing_is_told_so(received, lines):
    with override("en"), pytest.raises(Refused, match="empty rows"):
        received(lines)
