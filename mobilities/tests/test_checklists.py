"""The lines of checklists follow the journey, the person, the company, the consents and what the school asks for."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mobilities.checklist_record import lines_of, narrow_to_papers, tally, with_marks
from mobilities.enums import PaperKind, PaperState
from mobilities.models import ChecklistItem, Mobility, Paper, Participant
from mobilities.services import checklists, consents, nightly, papers
from mobilities.services import mobilities as services
from mobilities.tests.running import running_project, stay, today
from portal.common.refused import Refused
from portal.common.uploads import Accepted, AttachmentKind
from portal.jobs import services as jobs
from portal.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school):
    return running_project(school)


def start() -> date:
    return today() + timedelta(days=40)


def mobility(project, name="Ozols", **fields) -> Mobility:
    return stay(project, name, **{"start": start()} | fields)


def lines(row: Mobility) -> dict[str, Paper]:
    return {paper.key: paper for paper in row.papers.all()}


def pdf(name: str = "skenēts.pdf") -> Accepted:
    return Accepted(AttachmentKind.DOCUMENT, b"%PDF-1.7 signed", "application/pdf", name)


def test_lines_have_days_and_teacher(project, teacher):
    row = mobility(project, responsible=teacher)
    checklists.sync([row])
    found = lines(row)
    assert set(found) == {
        "learning_agreement", "grant_agreement", "data_consent", "image_consent", "attendance_certificate",
        "learning_complement", "europass_mobility", "attendance_list", "learning_changes",
    }  # fmt: skip
    assert found["learning_agreement"].due == start() - timedelta(days=14)
    assert found["attendance_list"].due == start() + timedelta(days=14)
    assert found["europass_mobility"].due == row.end + timedelta(days=30)
    assert {paper.responsible for paper in found.values()} == {teacher}
    checklists.sync([row])
    assert {paper.pk for paper in lines(row).values()} == {paper.pk for paper in found.values()}


def test_queries_do_not_grow(project):
    rows = [mobility(project, f"Ozols{number}") for number in range(6)]
    counts = []
    for some in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as queries:
            checklists.sync(some)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_lines_follow_the_mobility_and_keep_what_is_recorded(project, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = mobility(project, green_travel=True)
    checklists.sync([row])
    papers.attach(lines(row)["travel_declaration"], pdf(), coordinator)
    Paper.objects.filter(key="grant_agreement").update(due=today(), own_due=True)
    row.green_travel, row.start = False, start() + timedelta(days=7)
    row.save()
    checklists.sync([row])
    found = lines(row)
    assert found["travel_declaration"].state == PaperState.DONE and not found["travel_declaration"].is_needed
    assert found["learning_agreement"].due == start() - timedelta(days=7)
    assert found["grant_agreement"].due == today()
    row.green_travel = True
    row.save()
    checklists.sync([row])
    assert lines(row)["travel_declaration"].is_needed


def test_who_travels_along_has_own_lines_and_leaves_them(project, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = mobility(project)
    staff = Participant.objects.create(school=project.school, kind="staff", first_name="Ilze", last_name="Liepa")
    services.add_group([row], coordinator, [staff])
    key = f"accompanying_certificate@{staff.pk}"
    assert {name for name in lines(row) if "@" in name} == {
        key, f"data_consent@{staff.pk}", f"image_consent@{staff.pk}"
    }  # fmt: skip
    papers.attach(lines(row)[key], pdf(), coordinator)
    services.set_company(row, coordinator, [], is_moved=False)
    checklists.sync([row])
    [left] = [paper for paper in lines(row).values() if "@" in paper.key]
    assert left.key == key and not left.is_needed and "Ilze Liepa" in left.name


def test_consents_make_lines_done_and_revoking_opens_them(project, coordinator):
    row = mobility(project)
    checklists.sync([row])
    signed = [consents.Signed(row.participant)]
    [given] = consents.record_consents(project.school, "image", None, today(), signed, coordinator)
    line = lines(row)["image_consent"]
    assert (line.state, line.done_on) == (PaperState.DONE, today())
    assert lines(row)["data_consent"].state == PaperState.MISSING
    consents.revoke_consent(given, today(), coordinator)
    assert lines(row)["image_consent"].state == PaperState.MISSING
    checklists.sync([row])
    assert lines(row)["image_consent"].state == PaperState.MISSING


def test_a_school_and_a_project_ask_otherwise(project, school, director):
    row = mobility(project)
    own = ChecklistItem.objects.create(
        school=school, kind=PaperKind.OTHER, title_lv="Apdrošināšanas polise", title_en="Insurance", phase="before",
        groups=["learner"], due_days=7, responsible=director,
    )  # fmt: skip
    item = {"school": school, "phase": "before", "groups": ["learner"]}
    ChecklistItem.objects.create(kind=PaperKind.GRANT_AGREEMENT, due_days=3, **item)
    ChecklistItem.objects.create(kind=PaperKind.GRANT_AGREEMENT, due_days=5, project=project, **item)
    ChecklistItem.objects.create(kind=PaperKind.IMAGE_CONSENT, is_used=False, **item)
    checklists.sync([row])
    found = lines(row)
    assert "image_consent" not in found
    assert found["grant_agreement"].due == start() - timedelta(days=5)
    assert found[f"other-{own.pk}"].responsible == director
    assert found[f"other-{own.pk}"].name == "Apdrošināšanas polise"
    own.delete()
    checklists.sync([row])
    assert f"other-{own.pk}" not in lines(row)


def test_history_is_left_alone(project):
    closed, cancelled = mobility(project, state="closed"), mobility(project, "Egle")
    checklists.sync([closed, cancelled])
    assert not lines(closed) and lines(cancelled)
    Mobility.objects.filter(pk=cancelled.pk).update(state="cancelled", start=date(2020, 1, 1))
    assert not Paper.objects.open().exists()
    checklists.sync([cancelled])
    assert not lines(cancelled)


def test_what_only_was_planned_is_no_more_asked_for(project):
    past = {"start": today() - timedelta(days=60), "end": today() - timedelta(days=40)}
    rows = [mobility(project, state="planned", **past), mobility(project, "Egle", state="confirmed", **past)]
    checklists.sync(rows)
    assert {paper.mobility for paper in Paper.objects.late()} == {rows[1]}


def test_what_is_given_freely_is_neither_late_nor_missing(project, coordinator):
    past = {"start": today() - timedelta(days=60), "end": today() - timedelta(days=40)}
    [row] = with_marks([mobility(project, state="confirmed", **past)])
    checklists.sync([row])
    [row] = with_marks([row])
    asked, line = row.papers_marks, lines(row)["image_consent"]
    assert (line.is_open, line.is_missing) == (True, False) and not Paper.objects.late().filter(pk=line.pk).exists()
    assert tally(lines_of(row)) == asked and asked.asked == asked.missing == len(lines(row)) - 2
    assert not next(each for each in lines_of(row) if each.pk == line.pk).is_late
    Paper.objects.filter(mobility=row).exclude(pk=line.pk).update(state=PaperState.DONE)
    assert list(narrow_to_papers(Mobility.objects.all(), "complete")) == [row]
    consents.record_consents(project.school, "image", None, today(), [consents.Signed(row.participant)], coordinator)
    assert with_marks([row])[0].papers_marks.here == asked.asked + 2


def test_of_age_by_the_date_of_birth(project):
    row = mobility(project, born=start() - timedelta(days=17 * 365))
    checklists.sync([row])
    assert "parental_consent" in lines(row)


def test_states_of_a_line(project, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = mobility(project)
    checklists.sync([row])
    line = lines(row)["learning_agreement"]
    papers.mark_made([line], coordinator)
    assert lines(row)["learning_agreement"].state == PaperState.MADE
    kept = papers.attach(line, pdf(), coordinator)
    assert lines(row)["learning_agreement"].state == PaperState.DONE
    papers.mark_made([line], coordinator)
    assert lines(row)["learning_agreement"].state == PaperState.DONE
    papers.remove_file(kept, coordinator)
    assert lines(row)["learning_agreement"].state == PaperState.MISSING
    papers.set_aside(line, coordinator, "Uzņēmums neprasa")
    assert lines(row)["learning_agreement"].reason == "Uzņēmums neprasa"
    papers.reopen(line, coordinator)
    line = lines(row)["learning_agreement"]
    assert (line.state, line.reason, line.is_open) == (PaperState.MISSING, "", True)


def test_a_mobility_with_signed_papers_stays(project, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = mobility(project)
    checklists.sync([row])
    papers.attach(lines(row)["learning_agreement"], pdf(), coordinator)
    with pytest.raises(Refused):
        services.delete_mobility(row, coordinator)


def test_many_are_left_to_a_job(project, coordinator, monkeypatch):
    monkeypatch.setattr(checklists, "BATCH", 2)
    rows = [mobility(project, f"Ozols{number}") for number in range(5)]
    checklists.keep_in_step([row.pk for row in rows], project.school, coordinator)
    assert not Paper.objects.exists()
    jobs.run(Job.objects.get(kind=checklists.SYNC).pk)
    assert Job.objects.get(kind=checklists.SYNC).state == "done"
    assert {row.papers.count() for row in rows} == {9}


def test_the_night_mends_what_was_missed(project):
    row = mobility(project)
    night = timezone.make_aware(datetime(2026, 3, 2, 3, 0))
    assert nightly.queue_reconciling(night.replace(hour=1)) == 0
    assert nightly.queue_reconciling(night) == nightly.queue_reconciling(night) == 1
    jobs.run(Job.objects.get(kind=checklists.SYNC).pk)
    assert len(lines(row)) == 9


def test_an_operator_brings_all_in_step(project):
    rows = [mobility(project), mobility(project, "Egle")]
    out = StringIO()
    call_command("sync_papers", stdout=out)
    assert {row.papers.count() for row in rows} == {9} and "2 mobilities" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("sync_papers", "--project", "2021-1-LV01-KA121-VET-000000000")


def test_company_of_a_group_has_papers_once(project, coordinator):
    rows = [mobility(project), mobility(project, "Egle")]
    staff = Participant.objects.create(school=project.school, kind="staff", first_name="Ilze", last_name="Liepa")
    services.add_group(rows, coordinator, [staff])
    certificates = Paper.objects.filter(kind=PaperKind.ACCOMPANYING_CERTIFICATE)
    assert [paper.mobility for paper in certificates] == rows[:1]
