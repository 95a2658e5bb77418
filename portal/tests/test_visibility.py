"""Visibility is a queryset, rights are a table: for every row of ours and everybody of the cast they agree."""

import pytest
import rules
from django.apps import apps

from portal.accounts.models import School
from portal.jobs.models import Job

# Row of the fixture > the permission to look at it.
LOOK = {
    "membership": "accounts.view_member",
    "invitation": "accounts.view_member",
    "project": "projects.view_project",
    "own_type": "projects.view_activity_type",
    "participant": "mobilities.view_participant",
    "companion": "mobilities.view_participant",
    "consent_text": "mobilities.view_consent_text",
    "host": "mobilities.view_host",
    "mobility": "mobilities.view_mobility",
    "unreported": "mobilities.view_mobility",
    "draft": "mobilities.view_experience",
    "submitted": "mobilities.view_experience",
    "conference": "mobilities.view_conference",
    "selection": "mobilities.view_selection",
    "decided": "mobilities.view_selection",
    "document": "reports.view_document",
    "bundle": "reports.view_bundle",
    "paper_template": "reports.view_paper_template",
    "school_contact": "mobilities.view_school_contact",
    "module_file": "mobilities.view_module_file",
    "task": "mobilities.view_task",
    "checklist_item": "mobilities.view_checklist",
    "table": "imports.view_import",
    "questionnaire": "mobilities.view_questionnaire",
    "reminder_step": "mobilities.view_reminder",
    "letter": "mobilities.view_reminder",
    "sharing": "mobilities.view_sharing",
    "news_text": "reports.view_news",
    "publication_page": "reports.view_publication",
}
# Seen only through the row they belong to, whose permission is asked.
THROUGH = {
    "qualification",
    "attachment",
    "photo",
    "accompanying",
    "job",
    "deadline",
    "dissemination",
    "calendar",
    "consent",
    "saved_view",
    "paper",
    "finding",
}


def is_visible(row, user) -> bool:
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", LOOK)
def test_who_sees_a_row_may_look_at_it_and_nobody_else(rows, cast, name):
    row = getattr(rows, name)
    disagree = [
        role
        for role, user in cast.items()
        if user and is_visible(row, user) != user.has_perm(LOOK[name], row)
    ]  # fmt: skip
    assert disagree == []


@pytest.mark.parametrize("name", [*LOOK, *sorted(THROUGH)])
def test_nobody_sees_a_row_of_another_school(rows, cast, name):
    assert not is_visible(getattr(rows, name), cast["outsider"])


@pytest.mark.parametrize("name", sorted(THROUGH))
def test_a_coordinator_sees_what_belongs_to_visible_rows(rows, cast, name):
    row = getattr(rows, name)
    assert is_visible(row, cast["coordinator"]) == (name != "photo")  # the photo belongs to somebody else's draft


def test_every_model_with_visibility_is_tested(rows):
    tested = {type(getattr(rows, name)) for name in [*LOOK, *THROUGH]}
    with_visibility = {model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}
    untested = {model.__name__ for model in with_visibility - tested}
    assert untested <= {"Entry"}


def test_visibility_never_doubles_rows(rows, cast):
    """Nor for somebody of two schools, or in charge of a mobility of one's own."""
    teacher = cast["teacher"]
    teacher.memberships.create(school=School.objects.get(name="Kalna tehnikums"), role="coordinator")
    rows.participant.user = teacher
    rows.participant.save()
    teacher.__dict__.pop("_roles", None)
    for name in [*LOOK, *THROUGH - {"job"}]:
        row = getattr(rows, name)
        assert type(row).objects.visible_to(teacher).filter(pk=row.pk).count() <= 1, name
    assert Job.objects.visible_to(teacher).count() <= 1


def test_permissions_named_in_the_code_exist():
    for name in LOOK.values():
        assert rules.perm_exists(name), name
