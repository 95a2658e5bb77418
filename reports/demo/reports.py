"""Questionnaires in two versions, what the reports answered to them, and a report of somebody who travelled along."""

from datetime import date, datetime, time

from django.utils import timezone

from mobilities.enums import QuestionKind, QuestionnaireProfile, Recommends, ReportState
from mobilities.models import AccompanyingPerson, ExperienceReport, Question, Questionnaire, ReportComment
from mobilities.questionnaires import core_keys, profile_of
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
MENTOR, HOME, ORDER = (5, 4, 5, 3), (4, 5, 3, 4), (5, 5, 4)
LEVELS = (("A2", "B1"), ("B1", "B1"), ("A1", "A2"), ("B1", "B2"))
LIVED = [("c_family", "Viesģimenē", "With a family"), ("c_hostel", "Kopmītnē", "In a hostel"),
         ("c_flat", "Dzīvoklī ar kursabiedriem", "In a flat with classmates")]  # fmt: skip
SURPRISES = ("Cik daudz uzticas praktikantam.", "Ka visi kopā ēd pusdienas.", "Klusums darbnīcā no rīta.")


def add_reports(school: School, coordinator: User) -> None:
    first = {profile: first_version(school, profile) for profile in QuestionnaireProfile.values}
    second = second_version(school, coordinator)
    add_draft(school, coordinator)
    add_report_along(school, coordinator, first[QuestionnaireProfile.ACCOMPANYING])
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
        "questionnaire", "answers", "outcomes", "rating_mentor", "rating_accommodation", "rating_organisation", "language",
        "level_before", "level_after", "recommends",
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
    asked = core_keys(profile)
    report.outcomes = OUTCOMES[profile]
    report.rating_mentor, report.rating_accommodation = MENTOR[place % len(MENTOR)], HOME[place % len(HOME)]
    report.rating_organisation = ORDER[place % len(ORDER)]
    if "language" in asked:
        host = report.mobility.host
        report.language = LANGUAGES.get(host.country if host else "", "en")
        report.level_before, report.level_after = LEVELS[place % len(LEVELS)]
    report.recommends = Recommends.PARTLY if report.rating_mentor < 4 else Recommends.YES
    if with_own:
        report.answers = {"q_lived": LIVED[place % len(LIVED)][0], "q_surprise": SURPRISES[place % len(SURPRISES)]}


def add_report_along(school: School, coordinator: User, asked: Questionnaire) -> None:
    trip = AccompanyingPerson.objects.filter(school=school, mobilities__host__name="Nordkai Logistik").order_by(
        "start"
    )
    along = trip.first()
    written = timezone.make_aware(datetime.combine(along.end, time(18, 30)))
    ExperienceReport.objects.create(
        school=school, accompanying=along, questionnaire=asked, author=coordinator, state=ReportState.APPROVED,
        tasks="Iekārtojāmies kopmītnē, izbraucām ceļu līdz uzņēmumam, kopā ar mentoru pārrunājām uzdevumus.",
        outcomes="Nedēļas beigās izglītojamie paši izstāstīja, kā krava nonāk noliktavā.",
        pluses="Mentors sagaidīja jau pirmajā rītā", minuses="Pirmajā dienā nebija darba apģērba",
        rating_trust=5, rating_tasks=4, rating_mentor=5, rating_accommodation=4, rating_organisation=5,
        commute_minutes=78, commute_how="Vilciens un autobuss", recommends=Recommends.YES, submitted_at=written,
        reviewed_at=written, reviewed_by=coordinator,
    )  # fmt: skip


def add_comments(school: School, coordinator: User) -> None:
    for report in ExperienceReport.objects.filter(school=school, state=ReportState.RETURNED):
        ReportComment.objects.create(report=report, text=report.review_comment, author=coordinator)
        ReportComment.objects.create(
            report=report, field="story", text="Pastāsti par vienu dienu: ko darīji, kas izdevās.", author=coordinator
        )
