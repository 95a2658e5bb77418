"""The project that runs on whatever day it is looked at, with all that its papers want. Plainly invented."""

from datetime import date, timedelta

from django.utils import timezone
from schwifty import IBAN

from mobilities.enums import ContactRole, Direction, MobilityState, PersonContactRole, PersonKind
from mobilities.learning_plans import proposal
from mobilities.models import (
    AccompanyingPerson,
    Host,
    HostContact,
    LearningPlan,
    Mobility,
    Participant,
    PersonBank,
    PersonContact,
    ProgrammeDay,
)
from portal.accounts.models import School, User
from projects.models import Project
from reports.demo import money, people

LAST_KNOWN_CALL = 2026  # for later calls the portal proposes no rates
NUMBER = "000999011"
CONTACTS = [
    (ContactRole.MENTOR, "Jens Beispiel", "jens.beispiel@example.org", "+49 40 0000001"),
    (ContactRole.ADMINISTRATIVE, "Ute Muster", "ute.muster@example.org", "+49 40 0000002"),
    (ContactRole.EMERGENCY, "Ute Muster", "ute.muster@example.org", "+49 170 0000003"),
    (ContactRole.SIGNATORY, "Karl Muster", "karl.muster@example.org", "+49 40 0000004"),
]
PLAN = {
    "outcomes": "Pieņem, uzskaita un izsniedz preces noliktavas programmā.\nSagatavo kravu un tās pavadzīmes.\n"
    "Sazinās ar kolēģiem un klientiem angļu valodā.",
    "programme": "1. nedēļa: iepazīšanās ar uzņēmumu, darba drošība, noliktavas iekārta.\n"
    "2. nedēļa un turpmāk: preču pieņemšana, uzskaite un izsniegšana mentora vadībā.\n"
    "Pēdējā nedēļa: patstāvīgs darbs, novērtējums un noslēguma saruna.",
    "activities_done": "Preču pieņemšana un uzskaite; kravu sagatavošana; darbs ar noliktavas programmu.",
    "job_skills": "Pieņem un izsniedz preces, strādā ar skeneri un noliktavas programmu.",
    "language_skills": "Angliski un vāciski vienojas par darba uzdevumiem.",
    "digital_skills": "Lieto noliktavas uzskaites programmu.",
    "organisational_skills": "Plāno savu darba dienu un ievēro termiņus.",
    "social_skills": "Strādā komandā ar cilvēkiem no vairākām valstīm.",
}
SHADOWING_DAYS = (
    "Iepazīšanās ar skolu, tās programmām un darbnīcām",
    "Loģistikas stundu vērošana, saruna ar pedagogiem",
    "Uzņēmuma apmeklējums kopā ar skolas grupu",
    "Mācību materiālu salīdzināšana, kopīgas stundas plāns",
    "Kopīga stunda un noslēguma saruna",
)
WITHOUT_BANK = 3  # which learner has no bank account yet


def add_running(school: School, coordinator: User) -> None:
    today = timezone.localdate()
    project = Project.objects.get(school=school, code="", start__lte=today, end__gte=today)
    add_agreement(project, coordinator)
    rows = list(project.mobilities.select_related("participant", "host", "school").order_by("pk"))
    learners = [row for row in rows if row.host and row.participant.kind == PersonKind.LEARNER]
    (shadowing,) = [row for row in rows if row.participant.kind == PersonKind.STAFF]
    for host in {row.host for row in [*learners, shadowing]}:
        add_host(host)
    make_minor(learners[0])
    for number, mobility in enumerate(learners):
        add_person(mobility.participant, number)
        LearningPlan.objects.create(mobility=mobility, **PLAN, **proposal(mobility))
        if number != WITHOUT_BANK:
            add_bank(mobility.participant, number)
    add_person(shadowing.participant, len(learners))
    add_bank(shadowing.participant, len(learners))
    add_shadowing(shadowing)
    Mobility.objects.filter(pk=learners[-1].pk).update(green_travel=True)
    add_company(project, learners[-2:])
    add_guest(project, learners[-1])


def add_agreement(project: Project, coordinator: User) -> None:
    project.call_year = min(project.start.year, LAST_KNOWN_CALL)
    project.agency, project.action = "LV01", "KA121"
    project.code = f"{project.call_year}-1-LV01-KA121-VET-{NUMBER}"
    project.agreement_signed = project.start - timedelta(days=30)
    project.save()
    project.refresh_from_db()
    money.add_rates(project, coordinator)
    project.rates.update(confirmed_on=project.agreement_signed, confirmed_by=coordinator)


def add_host(host: Host) -> None:
    host.contacts.all().delete()
    HostContact.objects.bulk_create(
        HostContact(host=host, role=role, name=name, email=email, phone=phone) for role, name, email, phone in CONTACTS
    )
    Host.objects.filter(pk=host.pk).update(
        address=host.address or "Schulstraße 5", postcode=host.postcode or "20457", email="office@example.org",
        phone="+49 40 0000000",
    )  # fmt: skip


def make_minor(mobility: Mobility) -> None:
    """Seventeen at departure, with a parent who signs too."""
    person = mobility.participant
    person.birth_date = date(mobility.start.year - 17, 1, 15)
    person.save()
    person.contacts.filter(role=PersonContactRole.GUARDIAN).delete()
    PersonContact.objects.create(
        person=person, role=PersonContactRole.GUARDIAN, name="Ilze Vējlīce", relation="māte", phone="+371 20000100",
        email="ilze.vejlice@example.org",
    )  # fmt: skip


def add_person(person: Participant, number: int) -> None:
    person.email, person.phone = person.email or f"dalibnieks.{number}@example.org", f"+371 2000020{number}"
    person.birth_date = person.birth_date or date(1984, 5, 1 + number)
    person.save()
    PersonContact.objects.create(
        person=person, role=PersonContactRole.EMERGENCY, name=" ".join(people.name(400 + number)),
        relation="radiniece" if number % 2 == 0 else "radinieks", phone=f"+371 2000030{number}",
    )  # fmt: skip


def add_bank(person: Participant, number: int) -> None:
    """An account of a bank that does not exist."""
    iban = IBAN.generate("LV", bank_code="PARA", account_code=f"{900 + number:013}")
    PersonBank.objects.update_or_create(
        person=person, defaults={"holder": str(person), "iban": str(iban), "bank": "Paraugbanka"}
    )


def add_shadowing(mobility: Mobility) -> None:
    plan = LearningPlan.objects.create(
        mobility=mobility, **proposal(mobility),
        outcomes="Salīdzina loģistikas mācību programmas.\nSagatavo stundas plānu pēc redzētā parauga.",
        programme="Stundu vērošana, sarunas ar pedagogiem, uzņēmuma apmeklējums, kopīga stunda.",
    )  # fmt: skip
    ProgrammeDay.objects.bulk_create(
        ProgrammeDay(plan=plan, day=mobility.start + timedelta(days=at), text=text)
        for at, text in enumerate(SHADOWING_DAYS)
    )


def add_company(project: Project, rows: list[Mobility]) -> None:
    first, last = people.name(590)
    person, _is_new = Participant.objects.get_or_create(
        school=project.school, kind=PersonKind.STAFF, first_name=first, last_name=last,
        defaults={"work_field": "prakses vadība"},
    )  # fmt: skip
    add_person(person, 9)
    along = AccompanyingPerson.objects.create(
        school=project.school, project=project, person=person, start=rows[0].start,
        end=rows[0].start + timedelta(days=6),
    )  # fmt: skip
    along.mobilities.set(rows)


def add_guest(project: Project, like: Mobility) -> None:
    guest = Participant.objects.create(
        school=project.school, kind=PersonKind.LEARNER, first_name="Mika", last_name="Vierasmaa",
        birth_date=date(like.start.year - 19, 3, 3), email="mika@example.org", phone="+358 40 0000001",
        home="Turun ammattikoulu (demonstrācija)", qualification=like.participant.qualification,
    )  # fmt: skip
    Mobility.objects.create(
        school=project.school, project=project, participant=guest, activity_type=like.activity_type,
        direction=Direction.INCOMING, start=like.start, end=like.start + timedelta(days=13),
        state=MobilityState.CONFIRMED, responsible=like.responsible,
    )  # fmt: skip
