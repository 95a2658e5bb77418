"""Questionnaires in two versions, what the reports answered to them, and reports of people who travelled along."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from mobilities.enums import QuestionKind, QuestionnaireProfile, Recommends, ReportState
from mobilities.host_record import mark_of
from mobilities.models import AccompanyingPerson, ExperienceReport, Question, Questionnaire, ReportComment
from mobilities.models.experience import RATINGS
from mobilities.questionnaires import profile_of
from mobilities.services import questionnaires as services
from portal.accounts.models import School, User

FIRST_VERSION, SECOND_VERSION = date(2019, 9, 2), date(2022, 3, 14)
LANGUAGES = {"DE": "de", "FR": "fr", "ES": "es", "PT": "pt", "IT": "it"}
OUTCOMES = {
    QuestionnaireProfile.PLACEMENT: "Prot patstāvīgi izpildīt uzdevumu no sākuma līdz nodošanai un par to pastāstīt svešvalodā.",
    QuestionnaireProfile.SHADOWING: "Trīs paņēmieni, ko no rudens izmēģināšu savās stundās.",
    QuestionnaireProfile.TEACHING: "Izglītojamie prata parādīto atkārtot paši; es iemācījos stundu vadīt bez daudziem vārdiem.",
    QuestionnaireProfile.COURSE: "Gatavs stundas plāns un materiāli tam.",
}
LEVELS = (("A1", "A2"), ("A2", "B1"), ("A1", "A1"), ("A2", "A2"), ("A1", "A2"))
ENGLISH = (("B1", "B2"), ("A2", "B1"), ("B1", "B1"), ("B2", "B2"), ("A2", "B1"))
WELL, FAIRLY = 3.8, 3  # the mean of somebody's marks
LIVED = [("c_family", "Viesģimenē", "With a family"), ("c_hostel", "Kopmītnē", "In a hostel"),
         ("c_flat", "Dzīvoklī ar kursabiedriem", "In a flat with classmates")]  # fmt: skip
SURPRISES = ("Cik daudz uzticas praktikantam.", "Ka visi kopā ēd pusdienas.", "Klusums darbnīcā no rīta.")


@dataclass(frozen=True)
class AlongRow:
    """`marks`: trust, tasks, mentor, accommodation, organisation; `spoken`: language, its level before and after."""

    host: str
    tasks: str
    outcomes: str
    pluses: str
    minuses: str
    marks: str
    minutes: int
    how: str
    spoken: tuple[str, str, str]
    recommends: Recommends = Recommends.YES


ALONG = [
    AlongRow(
        "Nordkai Logistik", "Iekārtojāmies kopmītnē, izbraucām ceļu līdz uzņēmumam, kopā ar mentoru pārrunājām uzdevumus.",
        "Nedēļas beigās izglītojamie paši izstāstīja, kā krava nonāk noliktavā.", "Mentors sagaidīja jau pirmajā rītā",
        "Pirmajā dienā nebija darba apģērba", "54545", 78, "Vilciens un autobuss",
        ("de", "A2", "A2"),
    ),
    AlongRow(
        "Leeside Freight", "Palīdzēju atrast lētāku veikalu, izbraucām abus autobusus, bijām pie mentora.",
        "Jau otrajā dienā izglītojamie paši zvanīja uz biroju, kad kavējās autobuss.", "Mentors atrada laiku katram",
        "Dzīvesvieta dārga un tālu", "44524", 70, "Divi autobusi", ("en", "B1", "B2"), Recommends.PARTLY,
    ),
    AlongRow(
        "Salon Clémence", "Kopā iemācījāmies sasveicināties un atvainoties franciski, sarunājām maiņu sarakstu.",
        "Pēc trim dienām izglītojamās vairs nesauca mani tulkot.", "Darba vieta katrai sava",
        "Istabā vēsi", "54534", 30, "Metro", ("fr", "A1", "A1"),
    ),
]  # fmt: skip


def add_reports(school: School, coordinator: User) -> None:
    first = {profile: first_version(school, profile) for profile in QuestionnaireProfile.values}
    second = second_version(school, coordinator)
    add_draft(school, coordinator)
    add_reports_along(school, coordinator, first[QuestionnaireProfile.ACCOMPANYING])
    add_comments(school, coordinator)
    rows = ExperienceReport.objects.filter(school=school, mobility__isnull=False).select_related(
        "mobility__activity_type", "mobility__host"
    )
    reports = list(rows.order_by("pk"))
    for place, report in enumerate(reports):
        profile = profile_of(report.mobility)
        is_new = profile == QuestionnaireProfile.PLACEMENT and report.mobility.end > SECOND_VERSION
        report.questionnaire = second if is_new else first[profile]
        answer(report, profile, place, with_own=is_new)
    names = [
        "questionnaire", "answers", "outcomes", "language", "level_before", "level_after", "recommends",
    ]  # fmt: skip
    ExperienceReport.objects.bulk_update(reports, names)


def first_version(school: School, profile: str) -> Questionnaire:
    return dated(services.newest(school, profile), FIRST_VERSION)


def dated(version: Questionnaire, day: date) -> Questionnaire:
    version.published_at = timezone.make_aware(datetime.combine(day, time(9)))
    version.save(update_fields=["published_at"])
    return version


def second_version(school: School, coordinator: User) -> Questionnaire:
    draft = services.begin_draft(school, QuestionnaireProfile.PLACEMENT, coordinator)
    Question.objects.bulk_create([
        Question(
            questionnaire=draft, key="q_lived", kind=QuestionKind.CHOICE, order=90, label_lv="Kur tu dzīvoji",
            label_en="Where you lived", choices=[{"key": key, "lv": lv, "en": en} for key, lv, en in LIVED],
        ),
        Question(
            questionnaire=draft, key="q_surprise", kind=QuestionKind.TEXT, order=91, label_lv="Kas tevi pārsteidza",
            label_en="What surprised you",
        ),
    ])  # fmt: skip
    note = "Divi skolas jautājumi: par dzīvesvietu un par pārsteigumiem"
    return dated(services.publish(draft, note, coordinator), SECOND_VERSION)


def add_draft(school: School, coordinator: User) -> None:
    draft = services.begin_draft(school, QuestionnaireProfile.COURSE, coordinator)
    question = Question(questionnaire=draft, kind=QuestionKind.YES_NO, label_lv="Vai saņēmi apliecību")
    services.add_question(question, coordinator)


def answer(report: ExperienceReport, profile: str, place: int, *, with_own: bool) -> None:
    """The core beyond what was asked before; somebody's unfinished draft keeps its gaps."""
    if report.state == ReportState.DRAFT:
        return
    report.outcomes = OUTCOMES[profile]
    host = report.mobility.host
    report.language = LANGUAGES.get(host.country if host else "", "en")
    levels = ENGLISH if report.language == "en" else LEVELS
    report.level_before, report.level_after = levels[place % len(levels)]
    mark = mark_of(report)
    report.recommends = Recommends.YES if mark >= WELL else Recommends.PARTLY if mark >= FAIRLY else Recommends.NO
    if with_own:
        report.answers = {"q_lived": LIVED[place % len(LIVED)][0], "q_surprise": SURPRISES[place % len(SURPRISES)]}


def add_reports_along(school: School, coordinator: User, asked: Questionnaire) -> None:
    for row in ALONG:
        trips = AccompanyingPerson.objects.filter(school=school, mobilities__host__name=row.host)
        along = trips.order_by("start").first()
        language, before, after = row.spoken
        written = timezone.make_aware(datetime.combine(along.end, time(18, 30)))
        ExperienceReport.objects.create(
            school=school, accompanying=along, questionnaire=asked, author=coordinator, state=ReportState.APPROVED,
            tasks=row.tasks, outcomes=row.outcomes, pluses=row.pluses, minuses=row.minuses,
            commute_minutes=row.minutes, commute_how=row.how, recommends=row.recommends, submitted_at=written,
            reviewed_at=written, reviewed_by=coordinator, language=language, level_before=before, level_after=after,
            **dict(zip(RATINGS, map(int, row.marks), strict=True)),
        )  # fmt: skip


def add_comments(school: School, coordinator: User) -> None:
    for report in ExperienceReport.objects.filter(school=school, state=ReportState.RETURNED):
        ReportComment.objects.create(report=report, text=report.review_comment, author=coordinator)
        ReportComment.objects.create(
            report=report, field="story", text="Pastāsti par vienu dienu: ko darīji, kas izdevās.", author=coordinator
        )
