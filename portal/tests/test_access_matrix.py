"""Who gets what from every address: visitors are asked to sign in, strangers find nothing, onlookers may not."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from mobilities.services.report_links import address_key
from portal.jobs.models import Job, State
from portal.tests.conftest import CALENDAR_TOKEN, ROLES, Rows

ASKED_TO_SIGN_IN = "302 "
EVERYBODY, NOBODY = "200 200 200 200 200 200", "404 404 404 404 404 404"
# After the first column, which is the anonymous visitor: coordinator teacher director administrator outsider.
MEMBERS = ASKED_TO_SIGN_IN + "200 200 200 200 404"
ALL_SCHOOLS = ASKED_TO_SIGN_IN + "200 200 200 200 200"
OVERSEERS = ASKED_TO_SIGN_IN + "200 403 200 200 200"
OVERSEERS_ROW = ASKED_TO_SIGN_IN + "200 403 200 200 404"
COORDINATORS = ASKED_TO_SIGN_IN + "200 403 403 403 200"
COORDINATOR = ASKED_TO_SIGN_IN + "200 403 403 403 404"
COORDINATOR_DOES = ASKED_TO_SIGN_IN + "302 403 403 403 404"
WRITER = ASKED_TO_SIGN_IN + "404 200 404 404 404"  # a draft is seen by nobody but its writer
WRITER_DOES = ASKED_TO_SIGN_IN + "404 302 404 404 404"
IN_CHARGE = ASKED_TO_SIGN_IN + "200 200 403 403 404"
PAPER_DOES = ASKED_TO_SIGN_IN + "302 302 403 403 404"  # the teacher is in charge of the mobility
TAKEN = ASKED_TO_SIGN_IN + "201 403 403 403 404"
CLASHES = ASKED_TO_SIGN_IN + "409 403 403 403 404"  # there is no such proposal
CALL_LOOK = ASKED_TO_SIGN_IN + "200 404 200 200 404"  # teachers do not see others' points
CALL_CHANGE = ASKED_TO_SIGN_IN + "200 404 403 403 404"
CALL_DO = ASKED_TO_SIGN_IN + "302 404 403 403 404"
PAPERS = ASKED_TO_SIGN_IN + "200 404 404 404 404"  # bank accounts are printed in them
ADMINISTRATOR = ASKED_TO_SIGN_IN + "403 403 403 200 403"
ADMINISTRATOR_ROW = ASKED_TO_SIGN_IN + "404 404 404 200 404"


@dataclass(frozen=True)
class Row:
    expected: str
    args: Callable[[Rows], list] = lambda rows: []
    method: str = "get"
    data: Callable[[Rows], dict] = lambda rows: {}


def pk(name: str) -> Callable[[Rows], list]:
    return lambda rows: [getattr(rows, name).pk]


def pks(*names: str) -> Callable[[Rows], list]:
    return lambda rows: [getattr(rows, name).pk for name in names]


def by_link(*names: str) -> Callable[[Rows], list]:
    """What stands in the address behind a personal link: its key, then rows of its report."""
    return lambda rows: [address_key(rows.link), *(getattr(rows, name).pk for name in names)]


def new_password_link(rows: Rows) -> list:
    user = rows.membership.user
    return [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]


MATRIX = {
    "home": Row(ALL_SCHOOLS),
    "search": Row(ALL_SCHOOLS),
    "health": Row(EVERYBODY),
    "set_language": Row("302 302 302 302 302 302", method="post", data=lambda rows: {"language": "en"}),
    "accounts:sign-in": Row("200 302 302 302 302 302"),
    "accounts:sign-out": Row("302 302 302 302 302 302", method="post"),
    "accounts:password-change": Row(ALL_SCHOOLS),
    "accounts:password-forgotten": Row(EVERYBODY),
    "accounts:password-new": Row("302 302 302 302 302 302", new_password_link),
    "accounts:school-found": Row(NOBODY),
    "accounts:school-edit": Row(ADMINISTRATOR),
    "accounts:storage": Row(OVERSEERS),
    "accounts:school-logo": Row(ASKED_TO_SIGN_IN + "404 404 404 404 404"),  # none is uploaded; see test_school_edit
    "accounts:person-list": Row(ADMINISTRATOR),
    "accounts:person-export": Row(ADMINISTRATOR),
    "accounts:person-invite": Row(ADMINISTRATOR),
    "accounts:person-edit": Row(ADMINISTRATOR_ROW, pk("membership")),
    "accounts:invitation-revoke": Row(ASKED_TO_SIGN_IN + "404 404 404 302 404", pk("invitation"), "post"),
    "accounts:invitation-accept": Row(EVERYBODY, lambda rows: [rows.invitation.token]),
    "accounts:saved-view-list": Row(ALL_SCHOOLS),
    "accounts:saved-view-add": Row(
        ASKED_TO_SIGN_IN + "302 302 302 302 302",
        method="post",
        data=lambda rows: {"page": "mobilities:mobility-list", "query": "state=abroad", "name": "Prombūtnē"},
    ),
    "accounts:saved-view-edit": Row(COORDINATOR, pk("saved_view")),
    "accounts:saved-view-delete": Row(COORDINATOR, pk("saved_view")),
    "audit:entry-list": Row(OVERSEERS),
    "audit:entry-export": Row(OVERSEERS),
    "jobs:job-detail": Row(ASKED_TO_SIGN_IN + "200 403 200 200 404", pk("job")),
    "jobs:job-cancel": Row(ASKED_TO_SIGN_IN + "302 403 302 403 404", pk("job"), "post"),
    "jobs:job-retry": Row(ASKED_TO_SIGN_IN + "302 403 302 302 404", pk("job"), "post"),
    "imports:import-list": Row(OVERSEERS),
    "imports:import-list-export": Row(OVERSEERS),
    "imports:import-add": Row(COORDINATORS, lambda rows: ["projects"]),
    "imports:import-detail": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("table")),
    "imports:import-mapping": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("table")),
    "imports:import-export": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("table")),
    "imports:import-rejected": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("table")),
    "imports:import-others": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("table")),
    "imports:import-undo": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("table")),
    "imports:import-apply": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("table"), "post"),
    "imports:import-cancel": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("table"), "post"),
    "projects:project-list": Row(ALL_SCHOOLS),
    "projects:project-export": Row(ALL_SCHOOLS),
    "projects:project-add": Row(COORDINATORS),
    "projects:code-preview": Row(COORDINATORS),
    "projects:project-paste": Row(COORDINATORS),
    "projects:project-detail": Row(MEMBERS, pk("project")),
    "projects:project-edit": Row(COORDINATOR, pk("project")),
    "projects:project-delete": Row(COORDINATOR, pk("project")),
    "projects:project-move": Row(COORDINATOR_DOES, lambda rows: [rows.project.pk, "report"], "post"),
    "projects:project-extend": Row(COORDINATOR, pk("project")),
    "projects:summary-detail": Row(MEMBERS, pk("project")),
    "projects:summary-edit": Row(COORDINATOR, pk("project")),
    "projects:organisation-list": Row(MEMBERS, pk("project")),
    "projects:organisation-export": Row(MEMBERS, pk("project")),
    "projects:organisation-add": Row(COORDINATOR, pk("project")),
    "projects:organisation-edit": Row(COORDINATOR, pks("project", "organisation")),
    "projects:organisation-delete": Row(COORDINATOR, pks("project", "organisation")),
    "projects:deadline-list": Row(MEMBERS, pk("project")),
    "projects:deadline-export": Row(MEMBERS, pk("project")),
    "projects:deadline-add": Row(COORDINATOR, pk("project")),
    "projects:deadline-edit": Row(COORDINATOR, pks("project", "deadline")),
    "projects:deadline-done": Row(COORDINATOR_DOES, pks("project", "deadline"), "post"),
    "projects:deadline-delete": Row(COORDINATOR, pks("project", "deadline")),
    "projects:dissemination-list": Row(MEMBERS, pk("project")),
    "projects:dissemination-export": Row(MEMBERS, pk("project")),
    "projects:dissemination-add": Row(COORDINATOR, pk("project")),
    "projects:dissemination-edit": Row(COORDINATOR, pks("project", "dissemination")),
    "projects:dissemination-delete": Row(COORDINATOR, pks("project", "dissemination")),
    "projects:dissemination-evidence": Row(MEMBERS, pks("project", "dissemination")),
    "projects:dissemination-log": Row(ALL_SCHOOLS),
    "projects:dissemination-log-export": Row(ALL_SCHOOLS),
    "projects:calendar-link-list": Row(ALL_SCHOOLS),
    "projects:calendar-link-add": Row(ASKED_TO_SIGN_IN + "201 201 201 201 201", method="post"),
    "projects:calendar-link-revoke": Row(ASKED_TO_SIGN_IN + "302 404 404 404 404", pk("calendar"), "post"),
    "projects:calendar-letters": Row(
        ASKED_TO_SIGN_IN + "302 302 302 302 302", method="post", data=lambda rows: {"language": "en"}
    ),
    "projects:calendar-feed": Row(EVERYBODY, lambda rows: [CALENDAR_TOKEN]),
    "projects:budget-edit": Row(COORDINATOR, pk("project")),
    "projects:agreement-edit": Row(COORDINATOR, pk("project")),
    "projects:instalment-add": Row(COORDINATOR, pk("project")),
    "projects:instalment-edit": Row(COORDINATOR, lambda rows: [rows.project.pk, rows.instalment.pk]),
    "projects:instalment-delete": Row(COORDINATOR, lambda rows: [rows.project.pk, rows.instalment.pk]),
    "projects:rate-list": Row(OVERSEERS_ROW, pk("project")),
    "projects:rate-propose": Row(COORDINATOR_DOES, pk("project"), "post"),
    "projects:rate-confirm": Row(
        COORDINATOR_DOES, pk("project"), "post", data=lambda rows: {"rate": f"{rows.rate.pk}-0"}
    ),
    "projects:rate-add": Row(COORDINATOR, pk("project")),
    "projects:rate-edit": Row(COORDINATOR, lambda rows: [rows.project.pk, rows.rate.pk]),
    "projects:rate-delete": Row(COORDINATOR, lambda rows: [rows.project.pk, rows.rate.pk]),
    "mobilities:grant-detail": Row(OVERSEERS_ROW, pk("mobility")),
    "mobilities:grant-edit": Row(COORDINATOR, pk("mobility")),
    "mobilities:grant-fix": Row(COORDINATOR, pk("mobility")),
    "mobilities:grant-lift": Row(COORDINATOR_DOES, pk("mobility"), "post"),
    "mobilities:money-overview": Row(OVERSEERS),
    "mobilities:money-overview-export": Row(OVERSEERS),
    "mobilities:project-money": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:project-money-list": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:project-money-export": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:project-what-if": Row(OVERSEERS_ROW, pk("project")),
    "projects:activity-type-list": Row(OVERSEERS),
    "projects:activity-type-export": Row(OVERSEERS),
    "projects:activity-type-add": Row(ADMINISTRATOR),
    "projects:activity-type-edit": Row(ASKED_TO_SIGN_IN + "403 404 403 200 404", pk("own_type")),
    "projects:activity-type-delete": Row(ASKED_TO_SIGN_IN + "403 404 403 200 404", pk("own_type")),
    "mobilities:host-list": Row(ALL_SCHOOLS),
    "mobilities:host-export": Row(ALL_SCHOOLS),
    "mobilities:host-search": Row(ALL_SCHOOLS),
    "mobilities:host-add": Row(COORDINATORS),
    "mobilities:host-quick-add": Row(ASKED_TO_SIGN_IN + "422 403 403 403 422", method="post"),
    "mobilities:host-detail": Row(MEMBERS, pk("host")),
    "mobilities:host-edit": Row(COORDINATOR, pk("host")),
    "mobilities:host-delete": Row(COORDINATOR, pk("host")),
    "mobilities:host-move": Row(COORDINATOR, lambda rows: [rows.host.pk, "pause"]),
    "mobilities:host-problem-settle": Row(COORDINATOR, pk("host_problem")),
    "mobilities:host-document-add": Row(COORDINATOR, pk("host")),
    "mobilities:host-document-download": Row(MEMBERS, pk("host_document")),
    "mobilities:host-document-edit": Row(COORDINATOR, pk("host_document")),
    "mobilities:host-document-delete": Row(COORDINATOR_DOES, pk("host_document"), "post"),
    "mobilities:participant-list": Row(ALL_SCHOOLS),
    "mobilities:participant-export": Row(OVERSEERS),
    "mobilities:participant-pattern": Row(COORDINATORS),
    "mobilities:participant-search": Row(ALL_SCHOOLS),
    "mobilities:participant-add": Row(COORDINATORS),
    "mobilities:participant-quick-add": Row(ASKED_TO_SIGN_IN + "422 403 403 403 422", method="post"),
    "mobilities:participant-detail": Row(MEMBERS, pk("participant")),
    "mobilities:participant-edit": Row(COORDINATOR, pk("participant")),
    "mobilities:participant-delete": Row(COORDINATOR, pk("participant")),
    "mobilities:consent-add": Row(COORDINATORS),
    "mobilities:consent-correct": Row(COORDINATOR, pk("consent")),
    "mobilities:consent-revoke": Row(COORDINATOR, pk("consent")),
    "mobilities:consent-text-list": Row(OVERSEERS),
    "mobilities:consent-text-add": Row(COORDINATORS, lambda rows: ["image"]),
    "mobilities:consent-text-edit": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("consent_text")),
    "mobilities:learning-plan-edit": Row(COORDINATOR, pk("mobility")),
    "mobilities:learning-plan-many": Row(
        ASKED_TO_SIGN_IN + "200 403 403 403 302", data=lambda rows: {"m": rows.mobility.pk}
    ),
    "mobilities:bank-edit": Row(COORDINATOR, pk("participant")),
    "mobilities:school-contact-list": Row(OVERSEERS),
    "mobilities:school-contact-add": Row(COORDINATORS),
    "mobilities:school-contact-edit": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("school_contact")),
    "mobilities:school-contact-delete": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("school_contact")),
    "mobilities:duplicate-list": Row(COORDINATORS),
    "mobilities:duplicate-apart": Row(ASKED_TO_SIGN_IN + "302 403 403 403 302", method="post"),
    "mobilities:participant-merge": Row(COORDINATORS),
    "mobilities:module-file-list": Row(ASKED_TO_SIGN_IN + "200 403 200 200 404", pk("project")),
    "mobilities:module-file-add": Row(COORDINATOR, lambda rows: [rows.project.pk, "fill"]),
    "mobilities:module-file-detail": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("module_file")),
    "mobilities:module-file-match": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("module_file")),
    "mobilities:module-file-download": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("module_file")),
    "mobilities:module-file-delete": Row(ASKED_TO_SIGN_IN + "200 404 403 403 404", pk("module_file")),
    "mobilities:module-drift-settle": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("module_export"), "post"),
    "mobilities:module-drift-apply": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("module_export"), "post"),
    "mobilities:module-drift-fill": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("module_export"), "post"),
    "mobilities:module-drift-again": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("module_export"), "post"),
    "mobilities:project-inclusion": Row(MEMBERS, pk("project")),
    "mobilities:project-inclusion-edit": Row(COORDINATOR, pk("project")),
    "mobilities:project-inclusion-export": Row(COORDINATOR, pk("project")),
    "mobilities:qualification-list": Row(ALL_SCHOOLS),
    "mobilities:qualification-export": Row(ALL_SCHOOLS),
    "mobilities:qualification-add": Row(COORDINATORS),
    "mobilities:qualification-edit": Row(COORDINATOR, pk("qualification")),
    "mobilities:qualification-quick-add": Row(ASKED_TO_SIGN_IN + "422 403 403 403 422", method="post"),
    "mobilities:mobility-list": Row(ALL_SCHOOLS),
    "mobilities:mobility-calendar": Row(ALL_SCHOOLS),
    "mobilities:mobility-map": Row(ALL_SCHOOLS),
    "mobilities:mobility-export": Row(ALL_SCHOOLS),
    "mobilities:mobility-add": Row(COORDINATORS),
    "mobilities:mobility-add-group": Row(COORDINATORS),
    "mobilities:mobility-grid": Row(COORDINATORS),
    "mobilities:mobility-grid-check": Row(
        ASKED_TO_SIGN_IN + "400 403 403 403 400", method="post", data=lambda rows: {"rows": "none"}
    ),
    "mobilities:mobility-grid-suggest": Row(COORDINATORS),
    "mobilities:mobility-bulk": Row(
        ASKED_TO_SIGN_IN + "302 403 403 403 302", method="post", data=lambda rows: {"action": "confirm"}
    ),
    "mobilities:mobility-copy": Row(COORDINATORS),
    "mobilities:flow-list": Row(ALL_SCHOOLS),
    "mobilities:flow-export": Row(ALL_SCHOOLS),
    "mobilities:mobility-interrupt": Row(COORDINATOR, pk("mobility")),
    "mobilities:mobility-interrupt-many": Row(
        ASKED_TO_SIGN_IN + "200 403 403 403 302", data=lambda rows: {"ids": rows.going.pk}
    ),
    "mobilities:mobility-itinerary": Row(COORDINATOR, pk("mobility")),
    "mobilities:mobility-trip": Row(ASKED_TO_SIGN_IN + "302 403 403 403 404", pk("mobility")),
    "mobilities:mobility-check": Row(ASKED_TO_SIGN_IN + "200 403 403 403 200", method="post"),
    "mobilities:mobility-detail": Row(MEMBERS, pk("mobility")),
    "mobilities:mobility-edit": Row(COORDINATOR, pk("mobility")),
    "mobilities:mobility-delete": Row(COORDINATOR, pk("mobility")),
    "mobilities:mobility-move": Row(COORDINATOR_DOES, lambda rows: [rows.mobility.pk, "close"], "post"),
    "mobilities:paper-upload": Row(PAPER_DOES, pk("paper"), "post"),
    "mobilities:paper-file": Row(MEMBERS, pks("paper", "paper_file")),
    "mobilities:paper-file-delete": Row(PAPER_DOES, pks("paper", "paper_file"), "post"),
    "mobilities:paper-here": Row(PAPER_DOES, pk("paper"), "post"),
    "mobilities:paper-reopen": Row(PAPER_DOES, pk("paper"), "post"),
    "mobilities:paper-aside": Row(COORDINATOR, pk("paper")),
    "mobilities:paper-edit": Row(COORDINATOR, pk("paper")),
    "mobilities:project-papers": Row(MEMBERS, pk("project")),
    "mobilities:project-papers-export": Row(MEMBERS, pk("project")),
    "mobilities:paper-copies": Row(COORDINATOR, pk("project")),
    "reports:conference-invite": Row(COORDINATOR, pk("conference")),
    "reports:agenda-pdf": Row(MEMBERS, pk("conference")),
    "reports:agenda-calendar": Row(MEMBERS, pk("conference")),
    "reports:project-report": Row(OVERSEERS_ROW, pk("project")),
    "reports:archive-add": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:checklist-list": Row(OVERSEERS),
    "mobilities:checklist-add": Row(COORDINATORS),
    "mobilities:checklist-edit": Row(COORDINATORS, lambda rows: ["grant_agreement"]),
    "mobilities:checklist-reset": Row(
        ASKED_TO_SIGN_IN + "302 403 403 403 302", lambda rows: ["grant_agreement"], "post"
    ),
    "mobilities:project-checklist": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:project-checklist-add": Row(COORDINATOR, pk("project")),
    "mobilities:project-checklist-edit": Row(COORDINATOR, lambda rows: [rows.project.pk, "grant_agreement"]),
    "mobilities:project-checklist-reset": Row(
        COORDINATOR_DOES, lambda rows: [rows.project.pk, "grant_agreement"], "post"
    ),
    "mobilities:project-activity": Row(OVERSEERS_ROW, pk("project")),
    "mobilities:task-list": Row(MEMBERS, pk("project")),
    "mobilities:task-export": Row(MEMBERS, pk("project")),
    "mobilities:task-mine": Row(ALL_SCHOOLS),
    "mobilities:task-mine-export": Row(ALL_SCHOOLS),
    "mobilities:task-add": Row(COORDINATOR, pk("project")),
    "mobilities:task-detail": Row(MEMBERS, pk("task")),
    "mobilities:task-edit": Row(COORDINATOR, pk("task")),
    "mobilities:task-delete": Row(COORDINATOR, pk("task")),
    "mobilities:task-done": Row(PAPER_DOES, pk("task"), "post"),
    "mobilities:task-reopen": Row(PAPER_DOES, pk("task"), "post"),
    "mobilities:task-comment": Row(PAPER_DOES, pk("task"), "post", data=lambda rows: {"text": "Pasūtītas"}),
    "mobilities:project-mobilities": Row(MEMBERS, pk("project")),
    "mobilities:selection-list": Row(OVERSEERS),
    "mobilities:selection-list-export": Row(OVERSEERS),
    "mobilities:selection-add": Row(COORDINATORS),
    "mobilities:selection-detail": Row(CALL_LOOK, pk("selection")),
    "mobilities:selection-export": Row(CALL_LOOK, pk("selection")),
    "mobilities:selection-protocol": Row(CALL_LOOK, pk("selection")),
    "mobilities:selection-protocol-pdf": Row(CALL_LOOK, pk("selection")),
    "mobilities:selection-edit": Row(CALL_CHANGE, pk("selection")),
    "mobilities:selection-delete": Row(CALL_CHANGE, pk("selection")),
    "mobilities:selection-move": Row(CALL_DO, lambda rows: [rows.decided.pk, "reopen"], "post"),
    "mobilities:selection-points": Row(CALL_CHANGE, pk("selection")),
    "mobilities:selection-decision": Row(CALL_CHANGE, pk("selection")),
    "mobilities:selection-mobilities": Row(CALL_CHANGE, pk("decided")),
    "mobilities:application-add": Row(CALL_CHANGE, pk("selection")),
    "mobilities:application-edit": Row(CALL_CHANGE, pks("selection", "application")),
    "mobilities:application-delete": Row(CALL_CHANGE, pks("selection", "application")),
    "mobilities:application-withdraw": Row(CALL_CHANGE, pks("selection", "application")),
    "mobilities:application-return": Row(CALL_DO, pks("selection", "application"), "post"),
    "mobilities:application-move-up": Row(CALL_DO, pks("decided", "reserve"), "post"),
    "mobilities:experience-list": Row(ALL_SCHOOLS),
    "mobilities:experience-export": Row(ALL_SCHOOLS),
    "mobilities:experience-add": Row(ASKED_TO_SIGN_IN + "403 302 403 403 404", pk("unreported"), "post"),
    "mobilities:experience-add-along": Row(ASKED_TO_SIGN_IN + "403 302 403 403 404", pk("travelled"), "post"),
    "mobilities:experience-pdf": Row(MEMBERS, pk("submitted")),
    "mobilities:experience-settle": Row(
        ASKED_TO_SIGN_IN + "302 403 403 403 404", pks("submitted", "report_comment"), "post"
    ),
    "mobilities:questionnaire-list": Row(OVERSEERS),
    "mobilities:questionnaire-add": Row(ASKED_TO_SIGN_IN + "302 403 403 403 302", lambda rows: ["placement"], "post"),
    "mobilities:questionnaire-detail": Row(CALL_LOOK, pk("questionnaire")),
    "mobilities:questionnaire-edit": Row(CALL_CHANGE, pk("questionnaire")),
    "mobilities:questionnaire-publish": Row(
        CALL_DO, pk("questionnaire"), "post", data=lambda rows: {"note": "Par valodu"}
    ),
    "mobilities:questionnaire-delete": Row(CALL_DO, pk("questionnaire"), "post"),
    "mobilities:question-add": Row(CALL_CHANGE, pk("questionnaire")),
    "mobilities:question-edit": Row(CALL_CHANGE, pk("question")),
    "mobilities:question-move": Row(CALL_DO, pk("question"), "post", data=lambda rows: {"to": "up"}),
    "mobilities:question-delete": Row(CALL_DO, pk("question"), "post"),
    "mobilities:experience-detail": Row(MEMBERS, pk("submitted")),
    "mobilities:experience-edit": Row(WRITER, pk("draft")),
    "mobilities:experience-questionnaire": Row(WRITER_DOES, pk("draft"), "post"),
    "mobilities:experience-autosave": Row(
        WRITER, pk("draft"), "post", data=lambda rows: {"version": rows.draft.version}
    ),
    "mobilities:experience-review": Row(ASKED_TO_SIGN_IN + "422 403 403 403 404", pk("submitted"), "post"),
    "mobilities:attachment-upload": Row(WRITER_DOES, pk("draft"), "post"),
    "mobilities:upload-begin": Row(ASKED_TO_SIGN_IN + "404 412 404 404 404", pk("draft"), "post"),
    "mobilities:upload-piece": Row(
        ASKED_TO_SIGN_IN + "404 412 404 404 404", lambda rows: [rows.draft.pk, rows.partial.key], "delete"
    ),
    "mobilities:attachment-card": Row(WRITER, pk("photo")),
    "mobilities:report-link-list": Row(ASKED_TO_SIGN_IN + "200 200 403 403 404", pk("mobility")),
    "mobilities:report-link-list-along": Row(COORDINATOR, pk("accompanying")),
    "mobilities:report-link-revoke": Row(ASKED_TO_SIGN_IN + "302 302 403 403 404", pk("link"), "post"),
    "mobilities:link-report": Row(EVERYBODY, by_link()),
    "mobilities:link-autosave": Row(EVERYBODY, by_link(), "post", lambda rows: {"version": rows.draft.version}),
    "mobilities:link-attachment-upload": Row(EVERYBODY.replace("200", "302"), by_link(), "post"),
    "mobilities:link-upload-begin": Row(EVERYBODY.replace("200", "412"), by_link(), "post"),
    "mobilities:link-upload-piece": Row(
        EVERYBODY.replace("200", "412"), lambda rows: [address_key(rows.link), rows.partial.key], "delete"
    ),
    "mobilities:link-attachment-card": Row(EVERYBODY, by_link("photo")),
    "mobilities:link-attachment-download": Row(EVERYBODY, by_link("photo")),
    "mobilities:link-attachment-edit": Row(EVERYBODY, by_link("photo")),
    "mobilities:link-attachment-delete": Row(EVERYBODY.replace("200", "302"), by_link("photo"), "post"),
    "mobilities:attachment-download": Row(MEMBERS, pk("attachment")),
    "mobilities:attachment-edit": Row(WRITER, pk("photo")),
    "mobilities:attachment-delete": Row(WRITER_DOES, pk("photo"), "post"),
    "mobilities:reminder-edit": Row(OVERSEERS),
    "mobilities:letter-list": Row(OVERSEERS),
    "mobilities:letter-export": Row(OVERSEERS),
    "mobilities:letter-again": Row(ASKED_TO_SIGN_IN + "302 404 403 403 404", pk("letter"), "post"),
    "mobilities:conference-list": Row(ALL_SCHOOLS),
    "mobilities:conference-list-export": Row(ALL_SCHOOLS),
    "mobilities:conference-add": Row(COORDINATORS),
    "mobilities:conference-detail": Row(MEMBERS, pk("conference")),
    "mobilities:conference-export": Row(MEMBERS, pk("conference")),
    "mobilities:conference-edit": Row(COORDINATOR, pk("conference")),
    "mobilities:conference-open": Row(COORDINATOR_DOES, pk("conference"), "post"),
    "mobilities:conference-close": Row(COORDINATOR_DOES, pk("conference"), "post"),
    "mobilities:conference-attendance": Row(COORDINATOR, lambda rows: [rows.conference.pk, rows.day.pk]),
    "mobilities:conference-plan": Row(COORDINATOR, pk("conference")),
    "mobilities:conference-door": Row(COORDINATOR, pks("conference", "day")),
    "mobilities:conference-tick": Row(
        COORDINATOR_DOES, pks("conference", "day"), "post", lambda rows: {"others": "1"}
    ),
    "mobilities:conference-live": Row(MEMBERS, pk("conference")),
    "mobilities:conference-feed": Row(MEMBERS, pk("conference")),
    "mobilities:finding-add": Row(
        TAKEN, pk("conference"), "post", lambda rows: {"kind": "plus", "text": "Silta mītne"}
    ),
    "mobilities:finding-edit": Row(
        COORDINATOR,
        pks("conference", "finding"),
        "post",
        lambda rows: {"kind": "plus", "text": "Labi", "version": "0"},
    ),
    "mobilities:finding-delete": Row(COORDINATOR, pks("conference", "finding"), "post", lambda rows: {"version": "0"}),
    "mobilities:proposal-take": Row(CLASHES, pk("conference"), "post", lambda rows: {"key": "report:unknown"}),
    "mobilities:proposal-aside": Row(CLASHES, pk("conference"), "post", lambda rows: {"key": "report:unknown"}),
    "mobilities:poll-add": Row(COORDINATOR, pk("conference")),
    "mobilities:poll-screen": Row(MEMBERS, pk("poll")),
    "mobilities:poll-results": Row(MEMBERS, pk("poll")),
    "mobilities:poll-move": Row(COORDINATOR_DOES, lambda rows: [rows.poll.pk, "close"], "post"),
    "mobilities:poll-delete": Row(COORDINATOR_DOES, pk("poll"), "post"),
    "mobilities:ballot": Row(EVERYBODY, lambda rows: [rows.poll.code]),
    "mobilities:sharing-list": Row(ALL_SCHOOLS),
    "mobilities:sharing-export": Row(ALL_SCHOOLS),
    "mobilities:sharing-add": Row(COORDINATORS),
    "mobilities:sharing-edit": Row(COORDINATOR, pk("sharing")),
    "mobilities:sharing-delete": Row(COORDINATOR, pk("sharing")),
    "mobilities:conference-part-add": Row(COORDINATOR, lambda rows: [rows.conference.pk, "finding"]),
    "mobilities:conference-part-edit": Row(
        COORDINATOR, lambda rows: [rows.conference.pk, "presentation", rows.presentation.pk]
    ),
    "mobilities:conference-part-delete": Row(
        COORDINATOR, lambda rows: [rows.conference.pk, "finding", rows.finding.pk]
    ),
    "mobilities:decision-done": Row(COORDINATOR_DOES, pk("decision"), "post"),
    "reports:year-detail": Row(OVERSEERS),
    "reports:comparison": Row(ALL_SCHOOLS),
    "reports:comparison-export": Row(ALL_SCHOOLS),
    "reports:document-list": Row(OVERSEERS),
    "reports:document-export": Row(OVERSEERS),
    "reports:document-request": Row(
        ASKED_TO_SIGN_IN + "302 403 302 403 302", method="post", data=lambda rows: {"kind": "annual", "language": "lv"}
    ),
    "reports:document-download": Row(ASKED_TO_SIGN_IN + "200 404 200 200 404", pk("document")),
    "reports:paper-add": Row(
        ASKED_TO_SIGN_IN + "200 403 403 403 302",
        data=lambda rows: {"m": rows.mobility.pk, "kinds": "learning_agreement", "language": "lv"},
    ),
    "reports:paper-preview": Row(IN_CHARGE, lambda rows: [rows.mobility.pk, "image_consent"]),
    "reports:paper-template-list": Row(OVERSEERS),
    "reports:paper-template-edit": Row(COORDINATORS, lambda rows: ["data_consent"]),
    "reports:paper-template-reset": Row(
        ASKED_TO_SIGN_IN + "302 403 403 403 302", lambda rows: ["data_consent"], "post"
    ),
    "reports:paper-template-preview": Row(COORDINATORS, lambda rows: ["data_consent"]),
    "reports:news-list": Row(OVERSEERS),
    "reports:news-export": Row(OVERSEERS),
    "reports:news-add": Row(
        ASKED_TO_SIGN_IN + "302 403 403 403 404",
        method="post",
        data=lambda rows: {"conference": rows.conference.pk, "again": 1},
    ),
    "reports:news-detail": Row(CALL_LOOK, pk("news_text")),
    "reports:news-edit": Row(CALL_CHANGE, pk("news_text")),
    "reports:news-approve": Row(CALL_DO, pk("news_text"), "post"),
    "reports:news-delete": Row(CALL_CHANGE, pk("news_text")),
    "reports:news-download": Row(CALL_LOOK, lambda rows: [rows.news_text.pk, "lv", "docx"]),
    "reports:publication-detail": Row(OVERSEERS_ROW, pk("project")),
    "reports:publication-edit": Row(COORDINATOR, pk("project")),
    "reports:publication-approve": Row(COORDINATOR_DOES, pk("project"), "post"),
    "reports:publication-publish": Row(COORDINATOR_DOES, pk("project"), "post"),
    "reports:publication-take-down": Row(COORDINATOR_DOES, pk("project"), "post"),
    "reports:publication-preview": Row(OVERSEERS_ROW, lambda rows: [rows.project.pk, "lv"]),
    "reports:publication-page": Row(EVERYBODY, lambda rows: [rows.publication_page.slug]),
    "reports:publication-page-in": Row(EVERYBODY, lambda rows: [rows.publication_page.slug, "en"]),
    "reports:publication-photo": Row(NOBODY, lambda rows: [rows.publication_page.slug, 1]),  # see test_publication
    "reports:bundle-list": Row(OVERSEERS),
    "reports:bundle-export": Row(OVERSEERS),
    "reports:bundle-detail": Row(PAPERS, pk("bundle")),
    "reports:bundle-download": Row(PAPERS, pk("bundle")),
    "reports:bundle-delete": Row(ASKED_TO_SIGN_IN + "302 404 404 404 404", pk("bundle"), "post"),
}


def names(patterns: list, prefix: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.name)
        else:
            yield from names(each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)


def test_every_address_has_its_row():
    found = list(names(get_resolver().url_patterns))
    assert set(found) == set(MATRIX)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", MATRIX)
def test_access(name, rows, clients):
    row = MATRIX[name]
    address = reverse(name, args=row.args(rows))
    got = []
    for role in ROLES:
        with transaction.atomic():
            got.append(str(getattr(clients[role], row.method)(address, row.data(rows)).status_code))
            transaction.set_rollback(True)
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, row.expected.split(), strict=True))


PRIVATE = [
    name
    for name, row in MATRIX.items()
    if row.expected.startswith(ASKED_TO_SIGN_IN) and "sign-" not in name and ":link-" not in name
]


@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_not_there_or_not_theirs(name, rows, clients, cast):
    """Rows that do not exist are not found; somebody of no school gets nothing."""
    row = MATRIX[name]
    keys = row.args(rows)
    if keys and name != "accounts:password-new":
        nobodys = uuid.uuid4() if isinstance(keys[0], uuid.UUID) else 10**30
        for role in ("coordinator", "administrator"):
            address = reverse(name, args=[nobodys, *keys[1:]])
            assert getattr(clients[role], row.method)(address, row.data(rows)).status_code == 404
    cast["outsider"].memberships.update(is_active=False)
    answer = getattr(clients["outsider"], row.method)(reverse(name, args=keys), row.data(rows))
    own = {"home", "accounts:password-change", "accounts:password-new", "set_language"}
    assert answer.status_code in {200, 302} if name in own else answer.status_code in {403, 404}


def test_a_job_that_runs_shows_its_line(rows, clients):
    Job.objects.update(
        state=State.RUNNING, owner=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1), all_steps=3
    )
    assert clients["director"].get(reverse("jobs:job-detail", args=[rows.job.pk])).status_code == 200
