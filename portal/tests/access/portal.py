"""Who gets what from the addresses of the frame: home, search, people, history, jobs and imports."""

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal.tests.access.row import (
    ADMINISTRATOR,
    ADMINISTRATOR_ROW,
    ALL_SCHOOLS,
    ASKED_TO_SIGN_IN,
    COORDINATOR,
    COORDINATORS,
    EVERYBODY,
    NOBODY,
    OVERSEERS,
    Row,
    pk,
)
from portal.tests.rows import Rows


def new_password_link(rows: Rows) -> list:
    user = rows.membership.user
    return [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]


PORTAL = {
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
}
