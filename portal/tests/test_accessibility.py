"""Every page on the demonstration year, wide and on a phone: axe-core, the browser's console, width, one h1."""

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mobilities.enums import (
    GOING,
    ConferenceState,
    MobilityState,
    ModuleFilePurpose,
    QuestionnaireState,
    ReportState,
    SelectionState,
)
from mobilities.models import (
    AccompanyingPerson,
    Conference,
    Consent,
    ConsentText,
    ExperienceReport,
    Finding,
    HostDocument,
    Mobility,
    ModuleFile,
    Presentation,
    ProjectTask,
    Qualification,
    Question,
    Questionnaire,
    ReportLink,
    SchoolContact,
    Selection,
    Sharing,
)
from mobilities.services.checklists import sync
from portal.accounts.models import User
from portal.accounts.services import invite
from portal.common.school_year import SchoolYear
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import
from portal.tests.access import MATRIX
from portal.tests.rows.single import bundle, poll, saved_view, table
from projects.models import ActivityType, Dissemination, Project
from reports.demo.load import Demo
from reports.demo.written import add_photo
from reports.models import Bundle, PublicationPage
from reports.news.services import make_news
from reports.services import request_document

pytestmark = pytest.mark.browser
WIDTHS = (1280, 390)
# Files, parts of pages, and what only a mail's or the terminal's token opens.
NO_PAGES = {
    "reports:agenda-pdf", "reports:agenda-calendar",
    "health", "accounts:password-new", "accounts:school-found", "imports:import-rejected",
    "mobilities:attachment-download", "mobilities:attachment-card", "mobilities:host-document-download",
    "mobilities:host-search",
    "mobilities:mobility-grid-suggest", "mobilities:mobility-trip",
    "mobilities:module-file-download", "mobilities:paper-file", "mobilities:participant-pattern",
    "mobilities:participant-search", "projects:calendar-feed", "projects:code-preview",
    "projects:dissemination-evidence", "reports:document-download", "reports:bundle-download",
    "reports:paper-preview", "reports:paper-template-preview", "accounts:school-logo",
    "mobilities:selection-protocol-pdf", "reports:news-download", "mobilities:experience-pdf",
    "mobilities:link-attachment-card", "mobilities:link-attachment-download",
    "mobilities:conference-feed", "mobilities:poll-results",
    "reports:publication-photo",
}  # fmt: skip
# What the list of the import has to be for a page to open; these come last.
PREPARED = {
    "imports:import-others": {"state": ImportState.CHECKED, "counts": {Outcome.NEW: 2, Outcome.REJECTED: 1}},
    "imports:import-undo": {"state": ImportState.APPLIED, "counts": {Outcome.NEW: 2}, "applied_at": timezone.now()},
}
NOBODY = ("accounts:sign-in", "accounts:password-forgotten", "accounts:invitation-accept")
WRITER = ("mobilities:experience-edit", "mobilities:attachment-edit")
MANAGER = (
    "accounts:person-list", "accounts:person-invite", "accounts:person-edit", "accounts:school-edit",
    "projects:activity-type-list", "projects:activity-type-add", "projects:activity-type-edit",
    "projects:activity-type-delete",
)  # fmt: skip
OTHERS = {*PREPARED, *NO_PAGES, *NOBODY, *WRITER, *MANAGER}
PAGES = [name for name, row in MATRIX.items() if row.method == "get" and not name.endswith("-export")]
COORDINATED = [name for name in PAGES if name not in OTHERS]
# Two tours of about the same length, which run side by side.
TOURS = {
    "first": [("coordinator@example.org", COORDINATED[::2]), ("", NOBODY), ("admin@example.org", ["home", *MANAGER])],
    "second": [
        ("coordinator@example.org", [*COORDINATED[1::2], *PREPARED]),
        ("teacher@example.org", ["home", "mobilities:experience-list", *WRITER]),
        ("director@example.org", ["home", "reports:year-detail", "reports:document-list", "jobs:job-detail"]),
    ],
}


@pytest.fixture
def demo_rows(transactional_db) -> SimpleNamespace:
    """A full row of each kind, under the names that the access matrix uses."""
    school = Demo().load()
    coordinator, teacher, administrator = (
        User.objects.get(email=f"{name}@example.org") for name in ("coordinator", "teacher", "admin")
    )
    Conference.objects.filter(school=school, year=2021).update(state=ConferenceState.OPEN)
    conference = Conference.objects.get(school=school, year=2021)
    parts = ("deadlines", "organisations", "instalments", "rates")
    full = Project.objects.filter(school=school, **{f"{part}__isnull": False for part in parts})
    shown = Dissemination.objects.filter(project__in=full.exclude(background_lv="")).first()
    report = ExperienceReport.objects.filter(mobility__project=shown.project, attachments__isnull=False).first()
    returned = ExperienceReport.objects.get(author=teacher, state=ReportState.RETURNED)
    add_photo(returned, "harbour", "Osta")
    Mobility.objects.filter(pk=report.mobility_id).update(state=MobilityState.CONFIRMED)
    sync([report.mobility])
    return SimpleNamespace(
        membership=teacher.memberships.get(),
        invitation=invite(administrator, school, "new@example.org", "teacher"),
        project=shown.project,
        deadline=shown.project.deadlines.first(),
        organisation=shown.project.organisations.first(),
        dissemination=shown,
        instalment=shown.project.instalments.first(),
        rate=shown.project.rates.first(),
        own_type=ActivityType.objects.get(school=school),
        host=report.mobility.host,
        qualification=Qualification.objects.filter(school=school).first(),
        participant=report.mobility.participant,
        mobility=report.mobility,
        paper=report.mobility.papers.first(),
        task=ProjectTask.objects.filter(project__school=school).first(),
        going=Mobility.objects.filter(school=school, state__in=GOING).first(),
        submitted=report,
        draft=returned,
        photo=returned.attachments.get(),
        link=ReportLink.objects.create(report=returned, expires_at=timezone.now() + timedelta(days=1)),
        accompanying=AccompanyingPerson.objects.filter(school=school).first(),
        conference=conference,
        day=conference.days.first(),
        presentation=Presentation.objects.filter(day__conference=conference).first(),
        finding=Finding.objects.filter(conference=conference).first(),
        poll=poll(conference),
        sharing=Sharing.objects.create(school=school, kind="event", date="2022-05-02", title="Reikjavika"),
        host_problem=Finding.objects.open_problems().filter(conference=conference).first(),
        job=request_document(coordinator, school, "annual", SchoolYear(2021), "lv").job,
        table=table(school, coordinator),
        host_document=HostDocument.objects.filter(host__school=school).first(),
        **calls(school),
        consent=Consent.objects.filter(person__school=school).standing().first(),
        consent_text=ConsentText.objects.create(school=school, kind="data", number=3, text_lv="Piekrītu."),
        saved_view=saved_view(school, coordinator),
        school_contact=SchoolContact.objects.filter(school=school).first(),
        bundle=bundle_with_problems(school, coordinator),
        news_text=make_news(conference, coordinator),
        questionnaire=Questionnaire.objects.get(school=school, state=QuestionnaireState.DRAFT),
        question=Question.objects.get(questionnaire__school=school, questionnaire__state="draft", is_core=False),
        publication_page=PublicationPage.objects.get(school=school),
        module_file=ModuleFile.objects.get(school=school, purpose=ModuleFilePurpose.COMPARE),
    )


def bundle_with_problems(school, coordinator) -> Bundle:
    row = bundle(school, coordinator)
    reasons = [{"key": "guardian", "address": "/people/"}]
    row.problems = [
        {"mobility": 1, "label": "Anna Upīte", "kind": kind, "is_made": is_made, "reasons": reasons}
        for kind, is_made in (("parental_consent", True), ("learning_agreement", False))
    ]
    row.save(update_fields=["problems"])
    return row


def calls(school) -> dict:
    """One to be decided today; one decided, whose selected are to become mobilities anew."""
    Selection.objects.filter(school=school, state=SelectionState.OPEN).update(closes=timezone.localdate())
    decided = Selection.objects.get(school=school, state=SelectionState.DECIDED)
    decided.applications.update(mobility=None)
    selection = Selection.objects.get(school=school, state=SelectionState.OPEN)
    return {"selection": selection, "application": selection.applications.first(), "decided": decided}


@pytest.fixture
def page_of(live_server, new_context):
    """page_of(e-mail, said): a page signed in as that person; what its console complains of goes to the list."""

    def open_(email: str, said: list[str]):
        context = new_context(base_url=live_server.url)
        if email:
            client = Client()
            client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda line: line.type in ("error", "warning") and said.append(f"{page.url} {line.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
        return page

    return open_


@pytest.mark.parametrize("tour", TOURS)
def test_every_page_is_for_everybody(demo_rows, page_of, axe_violations, tour):
    found: list[str] = []
    for email, names in TOURS[tour]:
        page = page_of(email, found)
        for name in names:
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            if name in PREPARED:
                Import.objects.filter(pk=demo_rows.table.pk).update(**PREPARED[name])
            address = reverse(name, args=MATRIX[name].args(demo_rows))
            query = MATRIX[name].data(demo_rows) | ({"sy": 2021} if email else {})
            answer = page.goto(f"{address}?{urlencode(query, doseq=True)}")
            if answer.status != 200 or address not in page.url:
                found.append(f"{address} for {email}: {answer.status} {page.url}")
                continue
            found += looked_at(page, axe_violations)
    assert not found, "\n".join(dict.fromkeys(found))


def looked_at(page, axe_violations) -> list[str]:
    found = []
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{page.url} has {headings} h1")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        taken = page.evaluate("document.documentElement.scrollWidth")
        if taken > width:
            found.append(f"{page.url} takes {taken} of {width} pixels")
        found += [f"{width}: {line}" for line in axe_violations(page)]
    return found
