"""Organisations of a project. Who coordinates stands in one more place: the project's own `coordinator_name`, by which
lists and search go; whoever changes one changes the other."""

from django.db import transaction
from django.db.models import F

from portal.audit.services import delete, save_form
from projects.enums import OrganisationRole, ProjectRole
from projects.models import Project, ProjectOrganisation


@transaction.atomic
def save_organisation(form, user) -> ProjectOrganisation:
    organisation = save_form(form, user, form.instance.project.school)
    name_coordinator(organisation.project)
    return organisation


@transaction.atomic
def delete_organisation(organisation: ProjectOrganisation, user) -> None:
    project = organisation.project
    delete(organisation, user, project.school)
    name_coordinator(project)


def name_coordinator(project: Project) -> None:
    """After a change of organisations: the project is named by the one that coordinates."""
    coordinator = project.organisations.filter(role=OrganisationRole.COORDINATOR).first()
    name = coordinator.name if coordinator else ""
    rows = Project.objects.filter(pk=project.pk).exclude(coordinator_name=name)
    rows.update(coordinator_name=name, version=F("version") + 1)


def keep_coordinator(project: Project) -> None:
    """After a change of the project itself: its coordinating organisation is the one it names, or there is none."""
    coordinators = project.organisations.filter(role=OrganisationRole.COORDINATOR)
    if project.role == ProjectRole.COORDINATOR or not project.coordinator_name:
        coordinators.delete()
        return
    if not coordinators.exclude(name=project.coordinator_name).update(
        name=project.coordinator_name, version=F("version") + 1
    ):
        ProjectOrganisation.objects.get_or_create(
            project=project, role=OrganisationRole.COORDINATOR, name=project.coordinator_name
        )
