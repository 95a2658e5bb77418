"""The way of a file from upload to saved rows, through services and jobs."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.audit.models import Entry
from portal.common.refused import Refused
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import, ImportRow, SavedMapping
from portal.imports.registry import StaleRows
from portal.imports.services import imports, uploads
from portal.jobs import services as jobs
from portal.jobs.models import Job, State


@pytest.fixture
def table(coordinator, teacher):
    return f"E-mail;First name\n{coordinator.email};Zane\n{teacher.email};{teacher.first_name}\n"


def checked(kept: Import, user) -> Import:
    kept = imports.order_check(kept, user, kept.version, kept.mapping)
    jobs.run(kept.job_id)
    return Import.objects.select_related("job").get(pk=kept.pk)


def applied(kept: Import, user) -> Import:
    kept = imports.order_apply(kept, user, kept.version)
    jobs.run(kept.job_id)
    return Import.objects.select_related("job").get(pk=kept.pk)


def test_upload_guesses_everything_and_saves_nothing_else(received, table, coordinator):
    kept = received(table)
    assert (kept.encoding, kept.separator, kept.header_row) == ("utf-8-sig", ";", 1)
    assert kept.mapping == {"email": "e mail", "name": "first name"}
    assert kept.state == ImportState.RECEIVED
    assert kept.file.read() == table.encode()
    assert Entry.objects.filter(object_type="imports.import", verb="add").count() == 1


def test_check_writes_nothing_and_says_what_would_happen(received, table, coordinator, names_importer):
    kept = checked(received(table), coordinator)
    assert kept.state == ImportState.CHECKED
    assert kept.counts == {Outcome.CHANGED: 1, Outcome.UNCHANGED: 1}
    assert not names_importer.applied
    assert kept.job.state == State.DONE
    assert User.objects.get(pk=coordinator.pk).first_name == "Inga"


def test_apply_saves_all_rows_and_a_second_time_changes_nothing(received, table, coordinator):
    kept = applied(checked(received(table), coordinator), coordinator)
    assert kept.state == ImportState.APPLIED
    assert User.objects.get(pk=coordinator.pk).first_name == "Zane"
    assert Entry.objects.filter(object_type="imports.import", verb="make").count() == 1
    again = checked(received(table), coordinator)
    assert again.counts == {Outcome.UNCHANGED: 2}
    with pytest.raises(Refused):
        imports.order_apply(again, coordinator, again.version)


def test_one_rejected_row_and_nothing_can_be_saved(received, table, coordinator):
    kept = checked(received(table + "stranger@example.org;Anna\n"), coordinator)
    assert kept.counts[Outcome.REJECTED] == 1
    row = kept.rows.get(outcome=Outcome.REJECTED)
    assert (row.number, row.told_reasons()[0]["text"]) == (4, "Tādas personas skolā nav.")
    with pytest.raises(Refused):
        imports.order_apply(kept, coordinator, kept.version)


def test_every_reason_names_row_column_and_value(received, coordinator, teacher):
    text = f"E-mail;First name;Amount in euros\n{coordinator.email};{'x' * 21};-5\n"
    text += f";Anna;1.234\n{teacher.email};A;12,345\n"
    with translation.override("en"):
        kept = received(text)
    kept = checked(kept, coordinator)
    reasons = {row.number: [(each["column"], each["value"]) for each in row.reasons] for row in kept.rows.all()}
    assert reasons == {
        2: [("First name", "x" * 21), ("Amount in euros", "-5")],
        3: [("E-mail", ""), ("Amount in euros", "1.234")],
        4: [("Amount in euros", "12,345")],
    }
    assert "less than zero" in kept.rows.get(number=2).reasons[1]["text"]["en"]


def test_of_rows_that_share_a_key_the_first_counts(received, coordinator):
    mine = coordinator.email
    text = f"E-mail;First name;Amount in euros\n{mine};A;1\n\n{mine};B;\n{mine};A;1.00\n{mine};;\n{mine};A;2\n"
    with translation.override("en"):
        kept = checked(received(text), coordinator)
        rows = {row.number: row for row in kept.rows.all()}
        outcomes = {number: row.outcome for number, row in rows.items()}
        assert outcomes == {2: "changed", 4: "rejected", 5: "unchanged", 6: "unchanged", 7: "rejected"}
        assert [(each["column"], each["value"]) for each in rows[4].reasons + rows[7].reasons] == [
            ("First name", "B"),
            ("Amount in euros", "2"),
        ]
        assert f"{mine}: 2 There it says otherwise: First name – A." in rows[4].told_reasons()[0]["text"]
        assert "row 2" in rows[5].told_remarks()[0]


def test_a_row_that_is_refused_stands_in_nobodys_way(received, coordinator):
    text = f"E-mail;First name;Amount in euros\n{coordinator.email};A;-1\n{coordinator.email};B;1\n"
    kept = checked(received(text), coordinator)
    assert list(kept.rows.values_list("outcome", flat=True)) == ["rejected", "changed"]


def test_surplus_cells_are_named(received, coordinator, teacher):
    text = f"E-mail;First name;;\n{coordinator.email};A;;lost;=2\n{teacher.email};B;;\n"
    with translation.override("en"):
        kept = received(text)
        assert kept.left_out() == ["Column D, without a name"]
        kept = checked(kept, coordinator)
        first, second = kept.rows.all()
    assert ": =2." in first.remarks[0]["en"] and "lost" not in first.remarks[0]["en"]
    assert not second.remarks


@pytest.mark.parametrize(
    ("line", "is_total"),
    [
        ("Kopā: 9", True), ("Kopā;9;", True), ("KOPĀ:;;12,50", True), ("Pavisam kopā 9", True), ("Total;1 234", True),
        ("Total;Anna", False), ("Kopāns;", False), ("9", False),
    ],
)  # fmt: skip
def test_totals_are_left_out(received, coordinator, line, is_total):
    text = f"E-mail;First name;Amount in euros\n{coordinator.email};A;1\n;;\n{line}\n"
    kept = checked(received(text), coordinator)
    assert kept.rows.get(number=4).outcome == (Outcome.UNCHANGED if is_total else Outcome.REJECTED)
    assert kept.may_be_applied == is_total
    if is_total:
        assert "totals" in kept.rows.get(number=4).remarks[0]["en"]


def test_progress_is_even_over_all_phases(received, coordinator, monkeypatch):
    from portal.imports.services import phases, rows

    monkeypatch.setattr(phases, "SECONDS_BETWEEN", 0)
    lines = "".join(f"{n}@example.org;A\n" for n in range(1000))
    kept, told = received(f"E-mail;First name\n{lines}"), []
    rows.prepare_check(kept, lambda done, total, step: told.append((done, total, step)))
    assert {total for _done, total, _step in told} == {phases.PARTS}
    parts = [done for done, _total, _step in told]
    assert parts == sorted(parts) and parts[0] == 0
    assert max(later - sooner for sooner, later in zip(parts, parts[1:], strict=False)) <= phases.PARTS / 8
    assert len({step for _done, _total, step in told}) > 20


def test_lost_letters_are_refused_by_row(received, coordinator):
    kept = received(f"E-mail;First name\n{coordinator.email};Jānis\n".encode("cp1257"))
    assert kept.encoding == "cp1257"
    kept = imports.read_again(kept, kept.version, "utf-8-sig", ";", 1)
    kept = checked(kept, coordinator)
    assert kept.rows.get().reasons[0]["column"] == "First name"


def test_families_of_columns_come_as_one_list(received, coordinator, names_importer):
    header = ";".join(f"Note {n}" for n in range(1, 41))
    text = f"E-mail;First name;{header}\n{coordinator.email};Zane;a;;c\n"
    applied(checked(received(text), coordinator), coordinator)
    _user, _name, values = names_importer.applied[0][0].data
    assert values["note"] == ["a", "", "c"] + [""] * 37


def test_a_mapping_is_kept_for_the_next_file_of_this_shape(received, table, coordinator):
    first = received(table.replace("First name", "Priekšvārds"))
    assert "name" not in first.mapping
    first.mapping = {"email": "e mail", "name": "prieksvards"}
    checked(first, coordinator)
    assert received(table.replace("First name", "Priekšvārds")).mapping == first.mapping
    assert SavedMapping.objects.count() == 1


def test_a_killed_worker_leaves_nothing_and_the_next_one_finishes(received, table, coordinator, monkeypatch):
    kept = received(table)
    kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
    assert jobs.claim(kept.job_id)  # and is killed
    assert not ImportRow.objects.exists()
    Job.objects.update(lease_until=timezone.now() - timezone.timedelta(seconds=1))
    jobs.run(kept.job_id)
    jobs.run(kept.job_id)
    assert ImportRow.objects.count() == 2


def test_an_error_while_saving_leaves_no_half(received, table, coordinator, names_importer, monkeypatch):
    kept = checked(received(table), coordinator)
    whole = type(names_importer).apply

    def half(self, rows, school, user):
        whole(self, rows, school, user)
        raise StaleRows

    monkeypatch.setattr(type(names_importer), "apply", half)
    kept = imports.order_apply(kept, coordinator, kept.version)
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == ImportState.APPLYING
    assert kept.job.__class__.objects.get(pk=kept.job_id).state == State.QUEUED  # tried again later
    assert User.objects.get(pk=coordinator.pk).first_name == "Inga"
    monkeypatch.setattr(type(names_importer), "apply", whole)
    Job.objects.update(run_after=timezone.now())
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == ImportState.APPLIED


def test_what_changed_between_check_and_save_is_found(received, table, coordinator, teacher):
    kept = checked(received(table), coordinator)
    kept = imports.order_apply(kept, coordinator, kept.version)
    teacher.memberships.all().delete()
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == ImportState.CHECKED
    assert kept.counts[Outcome.REJECTED] == 1
    assert User.objects.get(pk=coordinator.pk).first_name == "Inga"


def test_cancelled_imports_save_nothing_and_lose_their_file(
    received, table, coordinator, django_capture_on_commit_callbacks
):
    kept = checked(received(table), coordinator)
    kept = imports.order_apply(kept, coordinator, kept.version)
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        imports.cancel(kept, coordinator)
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == ImportState.CANCELLED
    assert not storage.exists(name)
    assert User.objects.get(pk=coordinator.pk).first_name == "Inga"
    with pytest.raises(Refused):
        imports.order_check(kept, coordinator, kept.version, kept.mapping)


def test_two_people_do_not_overwrite_each_other(received, table, coordinator):
    kept = received(table)
    imports.order_check(kept, coordinator, kept.version, kept.mapping)
    with pytest.raises(Refused):
        imports.order_check(kept, coordinator, kept.version, {})


def test_a_file_without_a_needed_column_fails_with_a_sentence(received, coordinator):
    kept = received("First name;Sum\nAnna;1\n")
    kept = checked(kept, coordinator)
    assert kept.job.state == State.FAILED
    assert "E-pasts" in kept.job.error
    assert kept.may_be_mapped


def test_too_large_a_file_keeps_nothing(names_importer, school, coordinator, settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(Refused):
        uploads.receive(names_importer, ContentFile(b"a;b\n" * 10), "a.csv", 40, school, coordinator)
    assert not Import.objects.exists()


def test_drafts_count_as_new_or_changed_and_can_be_saved(received, table, coordinator, names_importer, monkeypatch):
    whole = type(names_importer).check

    def as_draft(self, row, values, context):
        whole(self, row, values, context)
        if row.outcome == Outcome.CHANGED:
            row.outcome = Outcome.CHANGED_DRAFT

    monkeypatch.setattr(type(names_importer), "check", as_draft)
    kept = checked(received(table), coordinator)
    assert kept.counts == {Outcome.CHANGED_DRAFT: 1, Outcome.UNCHANGED: 1}
    assert (kept.count_new, kept.count_changed, kept.may_be_applied) == (0, 1, True)
    assert applied(kept, coordinator).state == ImportState.APPLIED
    assert User.objects.get(pk=coordinator.pk).first_name == "Zane"
