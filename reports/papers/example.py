"""An invented mobility, for the preview of a template: plainly invented people, the school's own name and logo."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from mobilities import grants
from mobilities.enums import ContactRole, PersonContactRole, PersonKind
from mobilities.models import (
    AccompanyingPerson,
    Host,
    HostContact,
    LearningPlan,
    Mobility,
    MobilityGrant,
    Participant,
    PersonBank,
    PersonContact,
    ProgrammeDay,
    Qualification,
    SchoolContact,
)
from portal.accounts.models import School, User
from projects.grants import Grant, Line
from projects.models import ActivityType, Project
from reports.papers.facts import Facts, consent_texts

FIRST_DAY, LAST_DAY = date(2022, 4, 4), date(2022, 5, 6)
DAYS = (
    "Iepazīšanās ar uzņēmumu, darba drošības instruktāža",
    "Noliktavas darba vērošana kopā ar mentoru",
    "Preču pieņemšana un uzskaite noliktavas programmā",
)


def example(school: School) -> Facts:
    """Nothing of it is in the database."""
    project = Project(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, title="Prakse Eiropā",
        title_en="Work practice in Europe", school_name=school.name, start=date(2021, 9, 1), end=date(2022, 11, 30),
    )  # fmt: skip
    person = Participant(
        school=school, kind=PersonKind.LEARNER, first_name="Anna", last_name="Paraudziņa",
        birth_date=date(2004, 9, 14), email="anna@example.org", phone="+371 20000000", group="L3-1",
        qualification=Qualification(name_lv="Loģistikas darbinieks", name_en="Logistics worker", eqf_level=4),
    )  # fmt: skip
    host = Host(
        school=school, name="Nordkai GmbH", country="DE", city="Hamburg", address="Beispielstraße 12",
        postcode="20457", email="office@example.org", phone="+49 40 000000",
    )  # fmt: skip
    mobility = Mobility(
        school=school, project=project, participant=person, host=host, country="DE", start=FIRST_DAY, end=LAST_DAY,
        activity_type=activity_type(), green_travel=True,
        responsible=User(first_name="Valdis", last_name="Piemērs", email="valdis@example.org"),
    )  # fmt: skip
    companion = AccompanyingPerson(
        school=school, project=project, start=FIRST_DAY, end=date(2022, 4, 10),
        person=Participant(school=school, kind=PersonKind.STAFF, first_name="Dace", last_name="Piemēra"),
    )  # fmt: skip
    return Facts(
        school=school, project=project, person=person, mobility=mobility, host=host, today=timezone.localdate(),
        plan=plan(mobility), days=tuple(days()),
        person_contacts=(
            PersonContact(role=PersonContactRole.GUARDIAN, name="Ilze Paraudziņa", relation="māte",
                          phone="+371 20000001", email="ilze@example.org"),
        ),
        host_contacts=tuple(host_contacts()), school_contacts=tuple(school_contacts(school)),
        bank=PersonBank(person=person, holder="Anna Paraudziņa", iban="LV80BANK0000435195001", bank="Paraugbanka"),
        companions=(companion,), consent_texts=consent_texts(school) if school.pk else {},
        counted=counted(mobility), group=(mobility,),
    )  # fmt: skip


def days():
    for at, text in enumerate(DAYS):
        yield ProgrammeDay(day=FIRST_DAY + timedelta(days=at), text=text)


def activity_type() -> ActivityType:
    return ActivityType(
        code="LM-SHORT-VET", name_lv="Profesionālās izglītības izglītojamo īstermiņa mācību mobilitāte",
        name_en="Short-term learning mobility of VET learners", family="vet_short", category="learner",
    )  # fmt: skip


def plan(mobility: Mobility) -> LearningPlan:
    return LearningPlan(
        mobility=mobility, hours_per_week=40, language="en",
        outcomes="Pieņemt, uzskaitīt un izsniegt preces noliktavas programmā.\nSagatavot kravu un tās pavadzīmi.\n"
        "Sazināties ar kolēģiem un klientiem angļu valodā.",
        programme="1. nedēļa: iepazīšanās, darba drošība, noliktavas iekārta.\n2.–4. nedēļa: preču pieņemšana,"
        " uzskaite un izsniegšana mentora vadībā.\n5. nedēļa: patstāvīgs darbs, noslēguma saruna.",
        monitoring="Saruna ar mentoru katru dienu, ar atbildīgo pedagogu reizi nedēļā; prakses dienasgrāmata.",
        evaluation="Mentors pēdējā nedēļā novērtē katru mācību rezultātu pēc skolas veidlapas.",
        recognition="Mobilitāti ieskaita kā kvalifikācijas praksi; rezultātus ieraksta Europass mobilitātē.",
        activities_done="Preču pieņemšana un uzskaite; kravu sagatavošana; darbs ar noliktavas programmu.",
        job_skills="Pieņem un izsniedz preces, strādā ar skeneri un noliktavas programmu.",
        language_skills="Sazinās angļu valodā par darba uzdevumiem.",
        digital_skills="Lieto noliktavas uzskaites programmu.",
        organisational_skills="Plāno savu darba dienu.",
        social_skills="Strādā komandā ar cilvēkiem no vairākām valstīm.",
    )  # fmt: skip


def host_contacts():
    yield HostContact(name="Jens Beispiel", role=ContactRole.MENTOR, email="jens@example.org", phone="+49 40 000001")
    yield HostContact(name="Ute Muster", role=ContactRole.ADMINISTRATIVE, email="ute@example.org",
                      phone="+49 40 000002")  # fmt: skip
    yield HostContact(name="Ute Muster", role=ContactRole.EMERGENCY, phone="+49 170 000003")
    yield HostContact(name="Karl Muster", role=ContactRole.SIGNATORY)


def school_contacts(school: School):
    yield SchoolContact(school=school, role=ContactRole.ADMINISTRATIVE, name="Inga Piemēra", position="koordinatore",
                        email="inga@example.org", phone="+371 60000001")  # fmt: skip
    yield SchoolContact(school=school, role=ContactRole.EMERGENCY, name="Valdis Piemērs", phone="+371 20000009")
    yield SchoolContact(school=school, role=ContactRole.SIGNATORY, name="Andris Piemērs", position="direktors")


def counted(mobility: Mobility) -> grants.Counted:
    lines = (
        Line("travel", Decimal("320.00"), "", {}),
        Line("individual", Decimal("1598.40"), "", {}),
    )
    return grants.Counted(mobility, MobilityGrant(mobility=mobility), grants.Distance(None), None, Grant(lines, ()))
