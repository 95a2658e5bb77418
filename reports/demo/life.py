"""The life of the demonstration's projects: states, dates, organisations, summaries, where results were shown. Invented."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.accounts.models import School
from portal.common.uploads import judge
from projects.enums import DeadlineKind, DisseminationKind, OrganisationRole, Programme, ProjectState
from projects.models import Deadline, Dissemination, Project, ProjectExtension, ProjectOrganisation
from reports.demo import pictures

STATES = {
    "europe": ProjectState.ARCHIVED, "change": ProjectState.CLOSED, "green": ProjectState.CLOSED,
    "adults": ProjectState.REPORTED, "nordplus": ProjectState.CLOSED,
}  # fmt: skip
# key: role, name, country, city, OID
ORGANISATIONS = {
    "stable": [
        ("consortium_member", "Ezeru profesionālā vidusskola (demonstrācija)", "LV", "Rēzekne", "E10990001"),
        ("partner", "Nordkai Logistik Akademie (demonstrācija)", "DE", "Hamburga", "E10990002"),
        ("partner", "Escola do Rio (demonstrācija)", "PT", "Porto", "E10990003"),
    ],
    "art": [("partner", "Kalnu mākslas vidusskola (demonstrācija)", "LV", "Cēsis", "E10990004")],
    "nordplus": [("partner", "Fjorda amatu skola (demonstrācija)", "NO", "Bergena", "")],
}
# What is known of the organisation that coordinates where the school is a partner: country, city, OID
COORDINATORS = {
    "art": ("DE", "Hamburga", "E10990005"),
    "dig": ("DE", "Brēmene", "E10990006"),
    "nordplus": ("FI", "Turku", ""),
}
# key: days from the end of the project, days from then to the day it was done, kind, words
DEADLINES = {
    "change": [(60, -4, "final_report", "")],
    "stable": [(-365, -2, "interim_report", ""), (60, -9, "final_report", "")],
    "green": [(60, 0, "final_report", "")],
    "adults": [(60, -1, "final_report", ""), (120, 12, "payment", "")],
}
# key: day, kind, what, where, people, address
SHOWN = {
    "stable": [
        ("2022-05-31", "event", "Rezultātu izvērtēšanas konference", "Tehnikuma zāle", 96, ""),
        ("2022-02-14", "lesson", "Metodiskās komisijas sēde: prakse ostas noliktavā", "214. kabinets", 14, ""),
        ("2022-04-29", "press", "Raksts par audzēkņu praksi Hamburgā", "Pilsētas laikraksts", 3200, "https://example.org/raksts"),
        ("2022-06-03", "social_media", "Prakses dienu stāsts attēlos", "Tehnikuma lapa", 780, "https://example.org/attels"),
    ],
    "change": [("2021-11-18", "lesson", "Pieredzes stunda otrā kursa grupām", "Aktu zāle", 42, "")],
    "art": [("2022-03-25", "event", "Darbu izstāde „Māksla nākotnei”", "Pilsētas bibliotēka", 150, "")],
    "green": [("2022-10-05", "website", "Kursu apkopojums skolas lapā", "Tehnikuma lapa", None, "https://example.org/zala-vide")],
}  # fmt: skip
SUMMARY = {
    "background_lv": "Reģiona uzņēmumi meklē darbiniekus, kuri prot strādāt ar jaunākajām iekārtām un sazināties citā valodā. Tehnikumā šādu iekārtu ir maz, tāpēc prakse ārvalstīs papildina to, ko var iemācīt mājās.",
    "objectives_lv": "Dot 22 izglītojamajiem pilnvērtīgu praksi savā arodā un četriem pedagogiem iespēju redzēt, kā tas pats arods tiek mācīts citur.",
    "implementation_lv": "Divos mācību gados notika prakses loģistikā, autoapkopē un viesmīlībā. Pirms katra brauciena bija valodas nodarbības un saruna ar vecākiem, pēc tā – pieredzes stāsts grupai.",
    "results_lv": "Visi dalībnieki saņēma Europass mobilitātes dokumentu. Divi uzņēmumi piedāvāja darbu, trīs aicināja atgriezties. Pedagogi pārņēma divus praktiskos uzdevumus mācību stundās.",
    "background_en": "Employers of the region look for people who can work with new equipment and speak another language. The school has little of that equipment, so placements abroad add what cannot be taught at home.",
    "objectives_en": "To give 22 learners a full placement in their trade, and four teachers the chance to see how the same trade is taught elsewhere.",
    "implementation_en": "In two school years learners were placed in logistics, car repair and catering. Each journey began with language lessons and a talk with parents, and ended with a talk to the group.",
    "results_en": "All participants received a Europass Mobility. Two companies offered a job, three asked them to return. Teachers took over two practical tasks for their lessons.",
}


def add_life(school: School, projects: dict[str, Project]) -> None:
    """`projects`: those of the demonstration by key."""
    for key, state in STATES.items():
        Project.objects.filter(pk=projects[key].pk).update(state=state)
    stable = projects["stable"]
    Project.objects.filter(pk=stable.pk).update(
        agreement_signed=date(2021, 8, 16), original_end=date(2023, 2, 28), extended_on=date(2022, 12, 12),
        extension_note="Prakses pārceltas uz rudeni", **SUMMARY,
    )  # fmt: skip
    ProjectExtension.objects.create(
        project=stable, old_end=date(2023, 2, 28), new_end=stable.end, day=date(2022, 12, 12),
        note="Prakses pārceltas uz rudeni",
    )  # fmt: skip
    add_organisations(projects)
    for key, rows in DEADLINES.items():
        for after, done_after, kind, title in rows:
            due = date.fromisoformat(str(projects[key].end)) + timedelta(days=after)
            done = due + timedelta(days=done_after)
            Deadline.objects.create(project=projects[key], kind=kind, title=title, due=due, done_on=done)
    add_shown(projects)
    add_today(school)


def add_organisations(projects: dict[str, Project]) -> None:
    for key, (country, city, oid) in COORDINATORS.items():
        ProjectOrganisation.objects.create(
            project=projects[key], role=OrganisationRole.COORDINATOR, name=projects[key].coordinator_name,
            country=country, city=city, oid=oid,
        )  # fmt: skip
    for key, rows in ORGANISATIONS.items():
        for role, name, country, city, oid in rows:
            ProjectOrganisation.objects.create(
                project=projects[key], role=role, name=name, country=country, city=city, oid=oid
            )


def add_shown(projects: dict[str, Project]) -> None:
    for key, rows in SHOWN.items():
        for day, kind, title, place, people, url in rows:
            row = Dissemination.objects.create(
                project=projects[key], kind=kind, title=title, place=place, day=day, people=people, url=url
            )
            if kind == DisseminationKind.EVENT:
                add_evidence(row)


def add_evidence(row: Dissemination) -> None:
    content = pictures.picture("workshop", row.pk)
    accepted = judge(content, "dalibnieki.jpg")
    row.evidence_name, row.evidence_type = accepted.name, accepted.content_type
    row.evidence_sha256 = accepted.sha256
    row.evidence.save(accepted.name, ContentFile(accepted.content))


def add_today(school: School) -> None:
    """What is near whatever day it is, and what is only thought of."""
    today = timezone.localdate()
    project = Project.objects.filter(school=school, start__lte=today, end__gte=today, code="").get()
    Deadline.objects.create(project=project, kind=DeadlineKind.INTERIM_REPORT, due=today + timedelta(days=12))
    Deadline.objects.create(project=project, kind=DeadlineKind.PAYMENT, due=today - timedelta(days=3))
    idea = Project.objects.create(
        school=school, programme=Programme.NORDPLUS, title="Ideja: amatu darbnīcas pie jūras (demonstrācija)",
        title_en="Idea: craft workshops by the sea (demonstration)", school_name=school.name, state=ProjectState.IDEA,
        start=date(today.year + 1, 9, 1), end=date(today.year + 2, 8, 31),
    )  # fmt: skip
    Deadline.objects.create(project=idea, kind=DeadlineKind.APPLICATION, due=today + timedelta(days=75))
