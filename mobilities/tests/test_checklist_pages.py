"""Signed copies come to their lines, one by one and many at once; lists tell how far the papers are."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override, pgettext
from pikepdf import Pdf

from mobilities import stored
from mobilities.copies import match
from mobilities.enums import PaperKind, PaperState
from mobilities.models import Mobility, Paper, PaperFile, ProjectTask
from mobilities.paper_table import PersonRow
from mobilities.services import copies, weekly
from mobilities.services.checklists import sync
from mobilities.tests.running import running_project, stay, today
from portal.common.school_year import SchoolYear
from portal.common.text import day
from portal.jobs import services as jobs
from portal.jobs.models import Job

pytestmark = pytest.mark.django_db


def pdf(name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    with Pdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = name
        document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), "application/pdf")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def project(school):
    return running_project(school)


@pytest.fixture
def trips(project, teacher) -> list[Mobility]:
    rows = [
        stay(project, last, today() + timedelta(days=10), first_name=first, responsible=teacher)
        for first, last in (("Jānis", "Ozols"), ("Anna Marija", "Bērziņa"), ("Ilze", "Ozola"))
    ]
    sync(rows)
    return rows


def line(mobility: Mobility, kind: str) -> Paper:
    return mobility.papers.get(kind=kind)


def test_teacher_brings_signed_copies(client_of, teacher, trips):
    paper = line(trips[0], "learning_agreement")
    browser, upload = client_of(teacher), reverse("mobilities:paper-upload", args=[paper.pk])
    answer = browser.post(upload, {"copy": [pdf("1.pdf"), pdf("2.pdf")]})
    assert answer["Location"].endswith(f"#paper-{paper.pk}")
    assert Paper.objects.get(pk=paper.pk).state == PaperState.DONE and paper.files.count() == 2
    refused = browser.post(upload, {"copy": SimpleUploadedFile("a.exe", b"MZ")}, headers={"HX-Request": "true"})
    assert "a.exe" in refused.content.decode() and f'id="paper-{paper.pk}"' in refused.content.decode()
    copy = paper.files.first()
    answer = browser.get(reverse("mobilities:paper-file", args=[paper.pk, copy.pk]))
    assert answer["Content-Disposition"].startswith("attachment") and b"".join(answer).startswith(b"%PDF")
    for each in paper.files.all():
        browser.post(reverse("mobilities:paper-file-delete", args=[paper.pk, each.pk]))
    assert Paper.objects.get(pk=paper.pk).state == PaperState.MISSING
    assert browser.post(reverse("mobilities:paper-aside", args=[paper.pk]), {"reason": "x"}).status_code == 403


def test_whoever_sees_no_money_neither_prints_it_nor_opens_its_copies(client_of, coordinator, teacher, trips):
    grant, agreement = line(trips[0], "grant_agreement"), line(trips[0], "learning_agreement")
    upload = reverse("mobilities:paper-upload", args=[grant.pk])
    client_of(coordinator).post(upload, {"copy": [pdf("office.pdf")]})
    client_of(teacher).post(upload, {"copy": [pdf("teacher.pdf")]})
    answers = {
        copy.name: client_of(teacher).get(reverse("mobilities:paper-file", args=[grant.pk, copy.pk])).status_code
        for copy in grant.files.all()
    }
    assert answers == {"office.pdf": 403, "teacher.pdf": 200}
    Paper.objects.filter(pk=grant.pk).update(state=PaperState.MISSING)

    def printed(user) -> set[str]:
        page = client_of(user).get(reverse("mobilities:mobility-detail", args=[trips[0].pk]))
        return {each.kind for _phase, lines in page.context["list"]["phases"] for each in lines if each.print_url}

    assert printed(coordinator) - printed(teacher) == {"grant_agreement"} and agreement.kind in printed(teacher)
    preview = reverse("reports:paper-preview", args=[trips[0].pk, "grant_agreement"])
    assert client_of(teacher).get(preview).status_code == 403
    page = client_of(teacher).get(reverse("mobilities:mobility-detail", args=[trips[0].pk])).content.decode()
    assert page.count(reverse("reports:paper-preview", args=[trips[0].pk, "learning_agreement"])) == 2


def test_late_does_not_hide_what_was_made(client_of, coordinator, project, trips):
    late = pgettext("paper", "Late")
    Paper.objects.filter(mobility=trips[0]).update(state=PaperState.MADE, due=today() - timedelta(days=2))
    page = client_of(coordinator).get(reverse("mobilities:project-papers", args=[project.pk]), {"q": "Jānis"})
    marks = page.content.decode().partition("<table")[2]
    assert marks.count(f'aria-label="{PaperState.MADE.label}"') == 9 and marks.count(f'aria-label="{late}"') == 7
    shown = client_of(coordinator).get(reverse("mobilities:mobility-detail", args=[trips[0].pk])).content.decode()
    lines = shown.partition('id="papers"')[2]
    assert (lines.count(f">{late}<"), lines.count(str(PaperState.MADE.label))) == (7, 9)  # for two nobody waits


def test_coordinator_sets_aside_and_changes_the_day(client_of, coordinator, director, trips):
    browser, paper = client_of(coordinator), line(trips[0], "europass_mobility")
    aside = reverse("mobilities:paper-aside", args=[paper.pk])
    assert browser.post(aside, {"reason": ""}).context["form"].errors
    browser.post(aside, {"reason": "Nav vēlējies"})
    page = browser.get(reverse("mobilities:mobility-detail", args=[trips[0].pk])).content.decode()
    assert "Nav vēlējies" in page
    browser.post(reverse("mobilities:paper-reopen", args=[paper.pk]))
    edit = reverse("mobilities:paper-edit", args=[paper.pk])
    version = browser.get(edit).context["form"].initial["version"]
    typed = {"due": f"{today():%Y-%m-%d}", "version": version}
    refused = browser.post(edit, typed | {"responsible": director.pk})
    assert refused.context["form"].errors.keys() == {"responsible"}  # who may bring nothing is asked for nothing
    browser.post(edit, typed | {"responsible": coordinator.pk})
    sync([trips[0]])
    paper.refresh_from_db()
    assert (paper.state, paper.due, paper.responsible) == (PaperState.MISSING, today(), coordinator)
    browser.post(edit, {"due": "", "responsible": coordinator.pk, "version": paper.version})
    paper.refresh_from_db()
    assert (paper.due, paper.responsible) == (trips[0].end + timedelta(days=30), coordinator)


def test_many_copies_are_matched_shown_corrected_and_kept(client_of, coordinator, project, trips):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Bērziņa Anna Marija/Dalībnieka finansējuma līgums.pdf", pdf("x.pdf").read())
    sent = [
        pdf("Ozols Jānis learning agreement.pdf"),
        pdf("scan0001.pdf"),
        SimpleUploadedFile("all.zip", packed.getvalue()),
    ]
    browser, page = client_of(coordinator), reverse("mobilities:paper-copies", args=[project.pk])
    shown = browser.post(page, {"copies": sent}).context["sent"]
    assert not PaperFile.objects.exists()
    assert [each.waiting.folder for each in shown] == ["", "", "Bērziņa Anna Marija"]
    guessed = [(each.form.initial["person"], each.form.initial["paper"]) for each in shown]
    jānis, anna, ilze = (f"{row.pk}-" for row in trips)
    assert guessed[0] == (jānis, "learning_agreement")
    assert guessed[1] == ("", "")
    assert guessed[2] == (anna, "grant_agreement")
    typed = {}
    for each in shown:
        initial = dict(each.form.initial)
        if each is shown[1]:
            initial |= {"person": ilze, "paper": "image_consent"}
        typed |= {each.form.add_prefix(name): value for name, value in initial.items()}
    forgotten = browser.post(page, typed | {shown[1].form.add_prefix("paper"): ""})
    assert list(forgotten.context["sent"][1].form.errors) == ["paper"] and not PaperFile.objects.exists()
    assert "Vēl nekas nav saglabāts" in forgotten.content.decode()
    assert browser.post(page, typed).status_code == 302
    kept = {(copy.paper.mobility, copy.paper.kind) for copy in PaperFile.objects.all()}
    assert kept == {
        (trips[0], "learning_agreement"), (trips[1], "grant_agreement"), (trips[2], "image_consent")
    }  # fmt: skip
    assert line(trips[0], "learning_agreement").state == PaperState.DONE


def test_tokens_of_others_and_damaged_archives(client_of, coordinator, project, trips):
    browser, page = client_of(coordinator), reverse("mobilities:paper-copies", args=[project.pk])
    answer = browser.post(page, {"copies": [SimpleUploadedFile("all.zip", b"PK no zip")]})
    assert "all.zip" in answer.content.decode()
    forged = {"copy0-token": "forged", "copy0-person": f"{trips[0].pk}-", "copy0-paper": "learning_agreement"}
    browser.post(page, forged)
    assert not PaperFile.objects.exists()


def test_what_waits_is_swept(client_of, coordinator, project, trips):
    client_of(coordinator).post(reverse("mobilities:paper-copies", args=[project.pk]), {"copies": [pdf("scan.pdf")]})
    assert stored.waiting(project.school)[0] == 1
    assert copies.sweep() == 0
    assert copies.sweep(timezone.now() + timedelta(days=2)) == 1


def test_head_has_the_years_of_what_is_shown_not_those_chosen(client_of, coordinator, project, trips):
    project.start, project.end = date(2021, 9, 1), date(2023, 8, 31)
    project.save()
    browser = client_of(coordinator)
    browser.get("/", {"sy": "2019"})
    page = browser.get(reverse("mobilities:project-papers", args=[project.pk]))
    head = page.content.decode().partition("</header>")[0]
    assert "2021./2022. – 2022./2023." in head and 'name="sy"' not in head and "2019" not in head
    assert "sy=" not in page.context["export_url"] and "school=" in page.context["export_url"]
    trip = browser.get(reverse("mobilities:mobility-detail", args=[trips[0].pk])).content.decode()
    assert str(SchoolYear.of(trips[0].start)) in trip.partition("</header>")[0]
    assert 'name="sy"' in browser.get(reverse("mobilities:mobility-list")).content.decode()


def test_matrix_filters_and_file(client_of, coordinator, project, trips):
    Paper.objects.filter(mobility=trips[0]).update(state=PaperState.DONE, done_on=today())
    Paper.objects.filter(mobility=trips[1]).update(due=today() + timedelta(days=5))
    browser, page = client_of(coordinator), reverse("mobilities:project-papers", args=[project.pk])

    def shown(**query) -> set[Mobility]:
        return {row.mobility for row in browser.get(page, query).context["people"]}

    assert shown() == set(trips)
    assert shown(papers="complete") == {trips[0]}
    assert shown(papers="late") == {trips[2]}
    assert shown(papers="open") == {trips[1], trips[2]}
    assert shown(q="berzina") == {trips[1]}
    assert shown(kind="learning_agreement", state="done") == {trips[0]}
    rows = b"".join(browser.get(reverse("mobilities:project-papers-export", args=[project.pk]))).decode()
    assert "Bērziņa" in rows and len(rows.splitlines()) == 4


@pytest.mark.parametrize("number", [1, 3])
def test_matrix_takes_a_fixed_number_of_queries(
    client_of, coordinator, project, trips, number, django_assert_num_queries
):
    Mobility.objects.filter(pk__in=[row.pk for row in trips[number:]]).update(state="cancelled")
    browser, page = client_of(coordinator), reverse("mobilities:project-papers", args=[project.pk])
    browser.get(page)
    with django_assert_num_queries(9):
        browser.get(page)


def test_list_of_mobilities_tells_and_is_narrowed(client_of, coordinator, trips):
    Paper.objects.filter(mobility=trips[0]).update(state=PaperState.DONE, done_on=today())
    browser, page = client_of(coordinator), reverse("mobilities:mobility-list")

    def shown(wanted: str) -> set[Mobility]:
        return set(browser.get(page, {"year": "all", "papers": wanted}).context["page"].object_list)

    assert shown("complete") == {trips[0]}
    assert shown("late") == shown("open") == {trips[1], trips[2]}
    marks = {row.pk: row.papers_marks for row in browser.get(page, {"year": "all"}).context["page"].object_list}
    assert (marks[trips[0].pk].asked, marks[trips[0].pk].missing) == (9, 0)
    assert marks[trips[1].pk].late > 0
    Mobility.objects.update(state="closed")
    assert shown("late") == set()


@pytest.mark.parametrize("many", [False, True])
def test_closing_names_the_papers_that_are_missing(client_of, coordinator, trips, many):
    whole, lacking, ahead = trips
    gone = {"start": today() - timedelta(days=30), "end": today() - timedelta(days=2), "state": "confirmed"}
    Mobility.objects.filter(pk__in=[whole.pk, lacking.pk]).update(**gone)
    Paper.objects.filter(mobility=whole).update(state=PaperState.DONE, done_on=today())
    Paper.objects.filter(pk=lacking.papers.first().pk).update(state=PaperState.DONE, done_on=today())
    missing, browser = [paper.name for paper in lacking.papers.missing()], client_of(coordinator)
    if many:
        data = {"action": "close", "keys": [row.pk for row in trips]}
        answer = browser.post(reverse("mobilities:mobility-bulk"), data, follow=True)
    else:
        move = [browser.post(reverse("mobilities:mobility-move", args=[row.pk, "close"])) for row in (whole, lacking)]
        answer = browser.get(move[-1].url)
    told = [str(message) for message in answer.context["messages"] if "#papers" in str(message)]
    link = f'<a href="{reverse("mobilities:mobility-detail", args=[lacking.pk])}#papers">{lacking.participant}'
    assert missing and len(told) == 1 and f"{link}</a> – " in told[0] and all(name in told[0] for name in missing)
    assert str(whole.participant) not in told[0]
    assert set(Mobility.objects.filter(state="closed")) == {whole, lacking}


def on(weekday: int) -> datetime:
    monday = timezone.localtime() - timedelta(days=timezone.localtime().weekday())
    return monday.replace(hour=9) + timedelta(days=weekday)


def run_all() -> None:
    while queued := Job.objects.filter(state="queued").first():
        jobs.run(queued.pk)


def test_one_letter_a_week_to_whoever_wants_it(coordinator, teacher, director, project, trips):
    ProjectTask.objects.create(project=project, title="Pirkt biļetes", assignee=director, due=on(0).date())
    for moment in (on(0).replace(hour=6), on(0), on(0), on(3)):
        weekly.queue_letters(moment)
        run_all()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(mail.outbox) == 3 and set(letters) == {coordinator.email, teacher.email, director.email}
    assert "Pirkt biļetes" in letters[director.email].body and "Ozols" not in letters[director.email].body
    assert "Ozols" in letters[teacher.email].body and "Pirkt" not in letters[teacher.email].body
    assert "Pirkt" in letters[coordinator.email].body and "Ozols" in letters[coordinator.email].body
    for letter in mail.outbox:
        [(html, kind)] = letter.alternatives
        links = {word for word in letter.body.split() if word.startswith("http")}
        assert kind == "text/html" and all(f'href="{link}"' in html for link in links)
    told = letters[teacher.email].body
    assert told.count("Jānis Ozols") == 2  # what is late, and what is due
    for paper in weekly.papers_due(on(0).date()).filter(responsible=teacher):
        lines = [line for line in told.splitlines() if line.startswith(day(paper.due))]
        assert any(paper.name in line for line in lines)  # the day is that of the paper


def test_no_letter_in_a_week_with_nothing_due_on_its_monday(coordinator, trips):
    Paper.objects.update(state=PaperState.DONE, done_on=today())
    weekly.queue_letters(on(0))
    run_all()
    Paper.objects.filter(mobility=trips[0]).update(state=PaperState.MISSING)
    weekly.queue_letters(on(1))  # it was Monday's to say
    run_all()
    assert not mail.outbox


def test_where_nothing_ran_on_monday_the_letter_comes_later_that_week_once(coordinator, project, trips, teacher):
    weekly.queue_letters(on(-3))  # and not by a worker that comes back when the week is over
    run_all()
    assert not mail.outbox
    teacher.wants_reminders = False
    teacher.save()
    due = on(6).date()  # the letter of Wednesday tells of this week, not of seven days
    ProjectTask.objects.create(project=project, title="Pirkt biļetes", due=due)
    ProjectTask.objects.create(project=project, title="Sarakstīt atskaiti", due=due + timedelta(days=1))
    for moment in (on(2), on(2), on(4)):
        weekly.queue_letters(moment)
        run_all()
    [letter] = mail.outbox
    assert letter.to == [coordinator.email]
    assert "Pirkt biļetes" in letter.body and "Sarakstīt atskaiti" not in letter.body


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_paper_is_recognised_by_its_own_name(trips, language):
    kinds = [kind for kind in PaperKind if kind != PaperKind.OTHER]
    row = PersonRow(trips[0], papers={kind: Paper(kind=kind, mobility=trips[0]) for kind in kinds})
    with override(language):
        for kind in kinds:
            for name in (f"Ozols Jānis/{kind.label}.pdf", f"{kind.label} jānis ozols 2.pdf"):
                found = match(name, [row])
                assert found.row is row and found.paper and found.paper.kind == kind, name


def test_the_box_of_what_is_missing_names_papers_the_late_ones_first(client_of, coordinator, trips):
    trips[0].papers.update(due=today() + timedelta(days=1))
    late = trips[0].papers.filter(kind__in=["learning_agreement", "grant_agreement"])
    late.update(due=today() - timedelta(days=1))
    page = client_of(coordinator).get(reverse("mobilities:mobility-detail", args=[trips[0].pk]))
    first, missing = page.context["missing"][0], page.context["list"]["marks"].missing
    assert first["text"] == f"2 dokumenti kavējas, {missing} dokumenti vēl nav saņemti." and first["url"] == "#papers"
    trips[0].papers.update(state=PaperState.DONE)
    page = client_of(coordinator).get(reverse("mobilities:mobility-detail", args=[trips[0].pk]))
    assert "#papers" not in [row.get("url") for row in page.context["missing"]]
