"""People with all or nothing that papers want: for the tests of papers."""

from datetime import date
from io import BytesIO

from pypdf import PdfReader

from mobilities.enums import ContactRole
from mobilities.models import (
    HostContact,
    LearningPlan,
    Mobility,
    Participant,
    PersonBank,
    PersonContact,
    SchoolContact,
)
from mobilities.tests.funded import fund, send
from portal.accounts.models import School


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def complete(school: School, coordinator, **fields) -> Mobility:
    """A learner of 17 of whom everything is known."""
    school.address, school.registration_number = "Tilta iela 1", "90000000001"
    project = fund(school, coordinator)
    for role, name in ((ContactRole.ADMINISTRATIVE, "Inga Tiltiņa"), (ContactRole.EMERGENCY, "Valdis Krastiņš"),
                       (ContactRole.SIGNATORY, "Andris Straumīte")):  # fmt: skip
        SchoolContact.objects.create(school=school, role=role, name=name)
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Upīte", birth_date=date(2005, 1, 5),
        email="anna@example.org", phone="20000000",
    )  # fmt: skip
    PersonContact.objects.create(person=person, role="guardian", name="Ilze Upīte", phone="20000001")
    PersonBank.objects.create(person=person, holder="Anna Upīte", iban="LV80BANK0000435195001", bank="Banka")
    mobility = send(project, participant=person, responsible=coordinator, **fields)
    for role in ContactRole:
        HostContact.objects.create(host=mobility.host, role=role, name=f"Jens {role}", phone="49")
    LearningPlan.objects.create(
        mobility=mobility, outcomes="Pieņem preces", programme="Noliktava", monitoring="Zvans", evaluation="Veidlapa",
        recognition="Prakse", hours_per_week=40, language="en", activities_done="Darbs", job_skills="Skenē",
    )  # fmt: skip
    return mobility
