"""What papers are made from: contacts of the school, learning plans, bank accounts. Some of it is still missing."""

from schwifty import IBAN

from mobilities.enums import ContactRole, Direction, PersonKind
from mobilities.learning_plans import proposal
from mobilities.models import LearningPlan, Mobility, PersonBank, SchoolContact
from portal.accounts.models import School
from portal.common.school_year import SchoolYear

CONTACTS = [
    (ContactRole.ADMINISTRATIVE, "Inga Tiltiņa", "projektu koordinatore", "coordinator@example.org"),
    (ContactRole.EMERGENCY, "Inga Tiltiņa", "projektu koordinatore", "coordinator@example.org"),
    (ContactRole.SIGNATORY, "Andris Straumītis", "direktors", "director@example.org"),
]
OUTCOMES = (
    "Pieņem un pilda darba uzdevumus mentora vadībā un patstāvīgi.\n"
    "Ievēro uzņēmuma kārtību, darba drošību un kvalitātes prasības.\n"
    "Sazinās svešvalodā par savu darbu."
)
PROGRAMME = (
    "1. nedēļa: iepazīšanās ar uzņēmumu, darba drošība, darba vērošana.\n"
    "2. nedēļa un turpmāk: uzdevumi kvalifikācijā mentora vadībā.\n"
    "Pēdējā nedēļa: patstāvīgs darbs, novērtējums un noslēguma saruna."
)
DONE = "Darbs kvalifikācijā pēc programmas; dienasgrāmata; noslēguma saruna ar mentoru."
SKILLS = "Veic kvalifikācijas uzdevumus uzņēmuma darba ritmā un ar tā iekārtām."


def add_papers(school: School) -> None:
    school.registration_number, school.address, school.postcode = "90000000000", "Parauga iela 1", "LV-0000"
    school.email, school.phone = "skola@example.org", "+371 60000000"
    school.save()
    SchoolContact.objects.bulk_create(
        SchoolContact(school=school, role=role, name=name, position=position, email=email, phone="+371 60000001")
        for role, name, position, email in CONTACTS
    )
    learners = Mobility.objects.filter(
        school=school, participant__kind=PersonKind.LEARNER, direction=Direction.OUTGOING
    ).in_school_year(SchoolYear(school.working_year))
    for number, mobility in enumerate(
        learners.select_related("host", "participant", "school").order_by("start", "pk")
    ):
        if number % 3:
            add_plan(mobility)
        if number % 2:
            add_bank(mobility, number)


def add_plan(mobility: Mobility) -> None:
    LearningPlan.objects.create(
        mobility=mobility, outcomes=OUTCOMES, programme=PROGRAMME, activities_done=DONE, job_skills=SKILLS,
        **proposal(mobility),
    )  # fmt: skip


def add_bank(mobility: Mobility, number: int) -> None:
    """An account of a bank that does not exist."""
    iban = IBAN.generate("LV", bank_code="PARA", account_code=f"{number:013}")
    holder = str(mobility.participant)
    PersonBank.objects.get_or_create(person=mobility.participant, defaults={"holder": holder, "iban": str(iban)})
