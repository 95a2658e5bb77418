"""A project with its money and its life, and who is in it."""

from datetime import date

from django.core.files.base import ContentFile

from mobilities.enums import ContactRole
from mobilities.models import Host, HostContact, HostDocument, Qualification
from portal.accounts import services as accounts
from portal.accounts.enums import Role
from portal.accounts.models import School
from portal.tests.rows.single import PIXEL, activity_type, person
from projects.models import (
    ActivityType,
    CalendarLink,
    Deadline,
    Dissemination,
    Instalment,
    Project,
    ProjectOrganisation,
    Rate,
)
from projects.services.calendar_links import digest

CALENDAR_TOKEN = "secret-of-the-coordinator"


def people_and_projects(school: School, cast: dict) -> dict:
    host = Host.objects.create(school=school, name="Nordkai GmbH", country="DE", city="Hamburga")
    qualification = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks")
    project = Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, title="Prakse Eiropā",
        school_name=school.name, field="VET", action="KA121", agency="LV01",
        start=date(2021, 9, 1), end=date(2022, 11, 30), agreement_signed=date(2021, 7, 23),
    )  # fmt: skip
    return {
        "membership": cast["teacher"].memberships.get(),
        "invitation": accounts.invite(cast["administrator"], school, "new@example.org", Role.TEACHER),
        "project": project,
        "instalment": Instalment.objects.create(
            project=project, kind="prefinancing", amount=1000, due=date(2021, 9, 15)
        ),
        "rate": Rate.objects.create(
            project=project, category="individual", target="learner", country_group=2, amount=54,
            source="https://example.org/annex",
        ),
        "activity_type": activity_type(),
        "own_type": ActivityType.objects.create(
            school=school, code="OWN-TYPE", name_lv="Pašu veids", name_en="Our own kind", category="staff",
            family="staff_training", call_year_from=2024, source="Līgums",
        ),
        "qualification": qualification,
        "participant": person(school, "Ozols", qualification=qualification),
        "host": host,
        "contact": HostContact.objects.create(host=host, name="Jens Meyer", role=ContactRole.MENTOR),
        "host_document": HostDocument.objects.create(
            host=host, title="Sadarbības līgums", name="līgums.png", content_type="image/png", size=len(PIXEL),
            file=ContentFile(PIXEL, "agreement.png"),
        ),
    }  # fmt: skip


def life_of_project(school: School, cast: dict) -> dict:
    project = Project.objects.get()
    return {
        "deadline": Deadline.objects.create(project=project, kind="final_report", due=date(2023, 1, 29)),
        "organisation": ProjectOrganisation.objects.create(
            project=project, role="partner", name="Nordkai", country="DE"
        ),
        "dissemination": Dissemination.objects.create(
            project=project, kind="event", title="Konference", day=date(2022, 5, 31), people=96,
            evidence=ContentFile(PIXEL, "saals.png"), evidence_name="zāle.png", evidence_type="image/png",
        ),
        "calendar": CalendarLink.objects.create(
            user=cast["coordinator"], school=school, token_sha256=digest(CALENDAR_TOKEN)
        ),
    }  # fmt: skip
