"""Papers asked for, made by the worker, fetched, swept."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mobilities.enums import PaperState
from mobilities.models import Paper, Participant
from mobilities.tests.funded import send
from portal.accounts.models import School
from portal.audit.models import Entry
from portal.jobs import services as jobs
from portal.jobs.models import Job, State
from portal.jobs.steps import spoken
from reports import bundles
from reports.models import Bundle
from reports.papers.bundling import LISTING, LOOKING
from reports.papers.naming import Names, safe_name
from reports.papers.ordering import BLOCKED
from reports.tests.papers import complete, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(school, coordinator):
    return complete(school, coordinator)


def ask(client, mobilities, kinds, language="lv"):
    typed = {"m": [row.pk for row in mobilities], "kinds": kinds, "language": language}
    return client.post(reverse("reports:paper-add"), typed)


def made(client, mobilities, kinds, language="lv") -> Bundle:
    assert ask(client, mobilities, kinds, language).status_code == 302
    bundle = Bundle.objects.latest("pk")
    jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    return bundle


def test_one_paper_is_a_pdf_and_its_line_of_the_checklist_is_made(client_of, coordinator, anna):
    Paper.objects.filter(mobility=anna).delete()
    line = Paper.objects.create(mobility=anna, key="image_consent", kind="image_consent", phase="before")
    bundle = made(client_of(coordinator), [anna], ["image_consent"])
    assert bundle.job.state == State.DONE, bundle.job.error
    assert bundle.name.endswith(".pdf") and "Anna" in bundle.name and bundle.count == 1
    line.refresh_from_db()
    assert line.state == PaperState.MADE
    answer = client_of(coordinator).get(reverse("reports:bundle-download", args=[bundle.pk]))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/pdf" and "Anna Upīte" in words_of(content)
    assert Entry.objects.filter(verb="download", object_type="reports.bundle").exists()


def test_several_lie_in_folders_by_person_with_a_list_of_contents(client_of, coordinator, anna):
    namesake = Participant.objects.create(school=anna.school, kind="learner", first_name="Anna", last_name="Upīte")
    other = send(anna.project, participant=namesake)
    School.objects.update(name_en="School of Crafts")
    bundle = made(client_of(coordinator), [anna, other], ["image_consent", "parental_consent"], "en")
    assert bundle.job.state == State.DONE, bundle.job.error
    with zipfile.ZipFile(bundle.file.path) as archive:
        names = archive.namelist()
        contents, consent = words_of(archive.read(names[-1])), words_of(archive.read(names[0]))
    assert "School of Crafts" in consent and anna.school.name not in consent
    folders = {name.split("/")[0] for name in names[:-1]}
    assert folders == {"Upīte Anna", "Upīte Anna (2)"} and bundle.count == len(names) - 1 == 4
    assert "No parent or guardian is named" in contents
    assert [row["reasons"][0]["key"] for row in bundle.problems if row["kind"] == "parental_consent"]
    page = client_of(coordinator).get(reverse("reports:bundle-detail", args=[bundle.pk])).content.decode()
    assert reverse("mobilities:participant-edit", args=[namesake.pk]) in page


def test_what_cannot_be_made_is_named_and_the_rest_is_made(client_of, coordinator, anna):
    homeless = send(anna.project, host=None)
    bundle = made(client_of(coordinator), [anna, homeless], ["learning_agreement"])
    assert bundle.name.endswith(".pdf") and bundle.count == 1
    (problem,) = [row for row in bundle.problems if row["outcome"] == BLOCKED]
    assert problem["mobilities"] == [homeless.pk] and problem["reasons"][0]["key"] == "needs_host"


def test_where_nothing_can_be_made_the_job_says_why(client_of, coordinator, anna):
    bundle = made(client_of(coordinator), [anna], ["travel_declaration"])
    assert bundle.job.state == State.FAILED and bundle.made_at is None and bundle.job.error


def test_a_killed_worker_leaves_no_half_and_the_next_one_makes_it(client_of, coordinator, anna, monkeypatch):
    ask(client_of(coordinator), [anna, send(anna.project)], ["image_consent"])
    bundle = Bundle.objects.latest("pk")
    from reports.papers import bundling

    def killed(composed, press):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(bundling, "print_paper", killed)
        jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    assert not bundle.file and bundle.job.state == State.RUNNING
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(bundle.job_id)
    bundle.refresh_from_db()
    assert bundle.made_at and bundle.job.state == State.DONE and bundle.job.attempts == 2


def test_what_is_cancelled_on_the_way_leaves_nothing_and_comes_back_to_its_page(client_of, coordinator, anna):
    client, workshop = client_of(coordinator), Path(settings.FILES_ROOT) / bundles.WORKSHOP
    ask(client, [anna, send(anna.project)], ["image_consent"])
    bundle = Bundle.objects.latest("pk")
    page = "http://testserver" + reverse("reports:bundle-detail", args=[bundle.pk])
    before = set(workshop.glob("*"))

    def cancel_at_the_second(done: int, total: int, step: str) -> None:
        if done:
            raise jobs.LeaseLost

    with pytest.raises(jobs.LeaseLost):
        bundles.make_bundle(bundle.job, cancel_at_the_second)
    assert set(workshop.glob("*")) == before
    cancel = reverse("jobs:job-cancel", args=[bundle.job_id])
    assert client.post(cancel, headers={"Referer": page}).url == page
    assert client.post(cancel, headers={"Referer": "https://example.com/"}).url.startswith("/jobs/")
    bundle.job.refresh_from_db()
    assert bundle.job.state == State.CANCELLED


def test_progress_counts_papers(coordinator, anna):
    wanted = {"mobilities": [anna.pk, send(anna.project).pk], "kinds": ["image_consent"]}
    bundle = bundles.request_bundle(coordinator, anna.school, "papers", "lv", wanted)
    said = []
    bundles.make_bundle(bundle.job, lambda done, total, step: said.append((done, total, step)))
    assert [(done, total) for done, total, _step in said] == [(0, 1), (0, 3), (1, 3), (2, 3)]
    assert said[0][2] == LOOKING and said[-1][2] == LISTING  # not "2 of 2" while the contents are written
    with override("en"):
        assert spoken(said[2][2]) == "1 of 2"
    with override("lv"):
        assert spoken(said[2][2]) == "1 no 2"


def test_asked_twice_while_it_waits_it_is_made_once(client_of, coordinator, anna):
    ask(client_of(coordinator), [anna], ["image_consent"])
    ask(client_of(coordinator), [anna], ["image_consent"])
    assert Bundle.objects.count() == 1


def test_what_is_missing_is_told_before(client_of, coordinator, anna):
    anna.participant.contacts.all().delete()
    query = {"m": anna.pk, "kinds": ["parental_consent", "travel_declaration"], "language": "lv"}
    page = client_of(coordinator).get(reverse("reports:paper-add"), query, headers={"Accept-Language": "en"})
    text = page.content.decode()
    assert "No parent or guardian is named." in text and "Green travel is not marked." in text
    assert f"/people/{anna.participant_id}/edit/#contacts" in text
    (preview,) = page.context["missing"]["previews"]
    answer = client_of(coordinator).get(preview["url"])
    assert answer["Content-Type"] == "application/pdf" and "Anna Upīte" in words_of(answer.content)


def test_papers_of_all_that_the_list_shows(client_of, coordinator, anna):
    query = {"listed": 1, "project": anna.project_id, "year": "all"}
    answer = client_of(coordinator).get(reverse("reports:paper-add"), query)
    assert answer.status_code == 200 and [row.pk for row in answer.context["mobilities"]] == [anna.pk]


def test_each_paper_says_who_needs_it_by_the_checklists(client_of, coordinator, anna):
    Paper.objects.filter(mobility=anna).delete()
    for kind, state in (("image_consent", "missing"), ("data_consent", "made")):
        Paper.objects.create(mobility=anna, key=kind, kind=kind, phase="before", state=state)
    page = client_of(coordinator).get(reverse("reports:paper-add"), {"m": anna.pk}, headers={"Accept-Language": "en"})
    notes = {row["value"]: row["note"] for phase in page.context["phases"] for row in phase["kinds"]}
    assert notes["image_consent"] == "needed by all" and notes["data_consent"] == "needed by all, none is missing"
    assert notes["learning_agreement"] == "not asked for by the rules"


def test_the_bulk_bar_leads_there(client_of, coordinator, anna):
    for action, name in (("papers", "reports:paper-add"), ("plan", "mobilities:learning-plan-many")):
        answer = client_of(coordinator).post(
            reverse("mobilities:mobility-bulk"), {"keys": anna.pk, "action": action}
        )  # fmt: skip
        assert answer.url == f"{reverse(name)}?m={anna.pk}"


def test_nobody_gets_papers_of_another_school(client_of, outsider, anna):
    assert ask(client_of(outsider), [anna], ["image_consent"]).url == reverse("mobilities:mobility-list")
    assert not Bundle.objects.exists()


def test_old_bundles_and_leavings_are_swept(coordinator, anna):
    wanted = {"mobilities": [anna.pk], "kinds": ["image_consent"]}
    old, new = (
        bundles.request_bundle(coordinator, anna.school, "papers", language, wanted) for language in ("lv", "en")
    )
    jobs.run(old.job_id)
    old.refresh_from_db()
    path = Path(old.file.path)
    Bundle.objects.filter(pk=old.pk).update(requested_at=timezone.now() - timedelta(days=31))
    assert path.exists() and bundles.sweep_bundles() == 1
    assert list(Bundle.objects.all()) == [new]


def test_names_are_safe_and_speaking():
    assert safe_name("Ozols/../Jānis: „A”?") == "Ozols .. Jānis „A”"
    assert safe_name("Group, 2\xa0Nov – 6\xa0Nov\u202f2026") == "Group, 2 Nov – 6 Nov 2026"
    assert safe_name("CON") == "_CON" and safe_name("...") == "_"
    names = Names()
    assert [names.free("A", ".pdf"), names.free("a", ".pdf")] == ["A.pdf", "a (2).pdf"]
