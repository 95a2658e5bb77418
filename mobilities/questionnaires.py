"""What experience reports ask: the portal's own questionnaires by profile, and which of them a journey answers."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.enums import HostKind, QuestionKind, QuestionnaireProfile
from mobilities.models import AccompanyingPerson, ExperienceReport, Mobility, Question, Questionnaire
from portal.accounts.models import School
from portal.common.text import active_language
from projects.enums import ActivityFamily, Category

Profile = QuestionnaireProfile


@dataclass(frozen=True)
class Core:
    """A question whose answer is a field of the report. `ends`: what the lowest and the highest mark mean."""

    kind: QuestionKind
    section: str
    label: str
    help: str = ""
    ends: tuple[str, str] | None = None


@dataclass(frozen=True)
class Words:
    label: str
    help: str = ""


@dataclass
class Section:
    """Questions that stand under one heading."""

    key: str
    title: str
    questions: list[Question] = field(default_factory=list)


SECTIONS = {
    "done": _("Work and learning"),
    "said": _("Pluses and minuses"),
    "marks": _("Marks"),
    "way": _("The way there"),
    "language": _("Language"),
    "offers": _("Invitations and offers"),
    "story": _("The story"),
    "own": _("Questions of the school"),
}
POOR_TO_GOOD = (_("very poor"), _("very good"))
ONE_IN_A_LINE = _("One in a line.")
CORE = {
    "tasks": Core(
        QuestionKind.TEXT, "done", _("What was done"),
        _("Two to four sentences; the director and colleagues read them."),
    ),
    "outcomes": Core(
        QuestionKind.TEXT, "done", _("Learning outcomes reached"),
        _("What you can do now that you could not do before."),
    ),
    "pluses": Core(QuestionKind.TEXT, "said", _("Pluses"), ONE_IN_A_LINE),
    "minuses": Core(QuestionKind.TEXT, "said", _("Minuses"), ONE_IN_A_LINE),
    "rating_trust": Core(
        QuestionKind.SCALE, "marks", _("How far they trusted us"), ends=(_("not at all"), _("completely"))
    ),
    "rating_tasks": Core(
        QuestionKind.SCALE, "marks", _("How serious the tasks were"), ends=(_("only watching"), _("real work"))
    ),
    "rating_mentor": Core(QuestionKind.SCALE, "marks", _("The mentor"), ends=POOR_TO_GOOD),
    "rating_accommodation": Core(QuestionKind.SCALE, "marks", _("Accommodation"), ends=POOR_TO_GOOD),
    "rating_organisation": Core(QuestionKind.SCALE, "marks", _("Organisation of the stay"), ends=POOR_TO_GOOD),
    "recommends": Core(QuestionKind.CHOICE, "marks", _("Would you recommend this place to others?")),
    "commute_minutes": Core(QuestionKind.NUMBER, "way", _("Way to work, minutes one way")),
    "commute_how": Core(QuestionKind.LINE, "way", _("How one gets there")),
    "language": Core(QuestionKind.CHOICE, "language", _("Language spoken there")),
    "level_before": Core(QuestionKind.CHOICE, "language", _("Your level of it before")),
    "level_after": Core(QuestionKind.CHOICE, "language", _("Your level of it now")),
    "return_invitation": Core(QuestionKind.YES_NO, "offers", _("Invited to come again")),
    "job_offer": Core(QuestionKind.YES_NO, "offers", _("Offered a job")),
    "offer_note": Core(QuestionKind.LINE, "offers", _("What was offered")),
    "story": Core(QuestionKind.TEXT, "story", _("The story"), _("One particular day says more than a summary.")),
    "quote": Core(QuestionKind.LINE, "story", _("A sentence we may quote")),
}  # fmt: skip
YES_OR_NO = {"yes": pgettext_lazy("answer", "Yes"), "no": pgettext_lazy("answer", "No")}
# What reports were asked before there were questionnaires.
FIRST_FORM = {
    "tasks", "pluses", "minuses", "rating_trust", "rating_tasks", "commute_minutes", "commute_how",
    "return_invitation", "job_offer", "offer_note", "story", "quote",
}  # fmt: skip
MARKS = tuple(key for key, core in CORE.items() if core.kind == QuestionKind.SCALE)
ALWAYS_ASKED_FOR = ("tasks", "rating_trust", "rating_tasks")

SELDOM = _("Leave it as it is where it does not fit.")
GUEST_WORK = _("Offered work, if only a guest lesson or a lecture")

# What a profile asks in other words, and in which order it asks for marks.
OWN_WORDS = {
    Profile.SHADOWING: {
        "tasks": _("What was observed"),
        "outcomes": _("What you take into your own work"),
        "rating_trust": _("How openly they showed their work"),
        "rating_tasks": _("How useful it was for your own work"),
        "rating_mentor": _("The colleague who received you"),
        "job_offer": GUEST_WORK,
    },
    Profile.TEACHING: {
        "tasks": _("What was taught"),
        "outcomes": _("What the learners reached and what you learned"),
        "rating_trust": _("How far they trusted you with the class"),
        "rating_tasks": _("How well the lessons fitted into their programme"),
        "rating_mentor": _("The colleague who received you"),
        "job_offer": GUEST_WORK,
    },
    Profile.COURSE: {
        "tasks": _("What the course was about"),
        "outcomes": _("What you can use in your own lessons"),
        "rating_trust": _("How far participants were listened to"),
        "rating_tasks": _("How much was practical work"),
        "rating_mentor": _("The lecturer"),
        "rating_organisation": _("Organisation of the course"),
        "recommends": _("Would you recommend this course to colleagues?"),
        "commute_minutes": _("Way to the course, minutes one way"),
        "job_offer": GUEST_WORK,
    },
    Profile.ACCOMPANYING: {
        "tasks": _("What you did for the group"),
        "outcomes": _("What the learners learned, as you saw it"),
        "rating_trust": _("How far the host trusted the learners"),
        "rating_tasks": _("How serious the learners' tasks were"),
        "rating_mentor": _("The mentors of the learners"),
        "rating_accommodation": _("Accommodation of the group"),
        "rating_organisation": _("Organisation of the trip"),
        "recommends": _("Would you take another group there?"),
        "commute_minutes": _("The learners' way to work, minutes one way"),
        "language": _("Language you spoke with the hosts"),
        "job_offer": _("Offered work to you yourself"),
    },
}
OWN_HELP = {
    (Profile.SHADOWING, "job_offer"): SELDOM,
    (Profile.TEACHING, "job_offer"): SELDOM,
    (Profile.COURSE, "job_offer"): SELDOM,
    (Profile.COURSE, "commute_minutes"): _("Empty where you lived at the place of the course."),
    (Profile.COURSE, "return_invitation"): SELDOM,
    (Profile.ACCOMPANYING, "language"): _("If it was your own or an interpreter helped, leave it empty."),
    (Profile.ACCOMPANYING, "job_offer"): SELDOM,
}
OWN_ENDS = {
    (Profile.SHADOWING, "rating_tasks"): POOR_TO_GOOD,
    (Profile.TEACHING, "rating_tasks"): POOR_TO_GOOD,
    (Profile.COURSE, "rating_tasks"): (_("only listening"), _("mostly practice")),
}
MARKS_ORDER = {
    Profile.COURSE: ("rating_mentor", "rating_tasks", "rating_organisation", "rating_trust", "rating_accommodation"),
    Profile.ACCOMPANYING: (
        "rating_organisation", "rating_accommodation", "rating_mentor", "rating_tasks", "rating_trust",
    ),
}  # fmt: skip


def profile_of(journey: Mobility | AccompanyingPerson) -> QuestionnaireProfile:
    """Old types know only the training of staff: there a course is what a course provider gives."""
    if isinstance(journey, AccompanyingPerson):
        return Profile.ACCOMPANYING
    kind = journey.activity_type
    if kind.family in (ActivityFamily.TEACHING, ActivityFamily.EXPERT):
        return Profile.TEACHING
    if kind.category == Category.LEARNER:
        return Profile.PLACEMENT
    is_course = "COUR" in kind.code or (journey.host is not None and journey.host.kind == HostKind.COURSE_PROVIDER)
    return Profile.COURSE if is_course else Profile.SHADOWING


def core_keys(profile: str) -> list[str]:
    """The whole core in the order in which a profile asks it: every version keeps all of it."""
    keys = [key for key in CORE if key not in MARKS]
    place = keys.index("recommends")
    return [*keys[:place], *MARKS_ORDER.get(profile, MARKS), *keys[place:]]


def standard_questions(profile: str) -> list[Question]:
    """What the portal asks by itself; not saved."""
    return [
        Question(order=number, key=key, is_core=True, kind=CORE[key].kind, is_required=key in ALWAYS_ASKED_FOR)
        for number, key in enumerate(core_keys(profile), start=1)
    ]


def with_whole_core(questions: list[Question], profile: str) -> list[Question]:
    """`questions`, each one of the core that is missing put before the core question that follows it; not saved."""
    asked, rows = {question.key for question in questions}, list(questions)
    following = ""
    for question in reversed(standard_questions(profile)):
        if question.key not in asked:
            rows.insert(next((place for place, row in enumerate(rows) if row.key == following), len(rows)), question)
        following = question.key
    return rows


def current(school: School, profile: str) -> Questionnaire | None:
    """The version that new reports answer; None while the school uses what the portal asks."""
    return Questionnaire.objects.published().filter(school=school, profile=profile).order_by("-number").first()


def profile_asked(report: ExperienceReport) -> str:
    return report.questionnaire.profile if report.questionnaire_id else profile_of(report.journey)


def profile_wanted(report: ExperienceReport) -> QuestionnaireProfile | None:
    """What the journey asks for now, where a report that is still written answers the questionnaire of another
    profile: the mobility was changed after the report was begun."""
    wanted = profile_of(report.journey)
    is_other = report.is_editable and report.questionnaire_id and report.questionnaire.profile != wanted
    return wanted if is_other else None


def is_blank(report: ExperienceReport) -> bool:
    """Nothing is answered yet."""
    said = [getattr(report, key) for key in CORE]
    return not any(value not in (None, "", False) for value in (*said, *report.answers.values()))


def questions_of(report: ExperienceReport) -> list[Question]:
    """What `report` answers: the questions of its own version, whatever later ones ask."""
    if report.questionnaire_id:
        return list(report.questionnaire.questions.all())
    standard = standard_questions(profile_of(report.journey))
    return standard if report.is_editable else [row for row in standard if row.key in FIRST_FORM]


def words_of(question: Question, profile: str) -> Words:
    """In the reader's language; where the school has no words of its own for a core question, the portal's."""
    language = active_language()
    label, explained = (getattr(question, f"{name}_{language}") for name in ("label", "help"))
    if not question.is_core:
        return Words(label or question.label_in(language), explained or question.help_lv or question.help_en)
    core = CORE[question.key]
    own = OWN_WORDS.get(profile, {}).get(question.key)
    own_help = OWN_HELP.get((profile, question.key))
    return Words(str(label or own or core.label), str(explained or own_help or core.help))


def ends_of(question: Question, profile: str) -> tuple[str, str] | None:
    if not question.is_core:
        return None
    return OWN_ENDS.get((profile, question.key), CORE[question.key].ends)


def sections_of(questions: list[Question]) -> list[Section]:
    """A question of the school stands where it was put: with the core question before it, or after all of the core."""
    sections: list[Section] = []
    last = max((place for place, question in enumerate(questions) if question.is_core), default=-1)
    for place, question in enumerate(questions):
        key = CORE[question.key].section if question.is_core else "own"
        if not question.is_core and sections and place < last:
            key = sections[-1].key
        if not sections or sections[-1].key != key:
            sections.append(Section(key, str(SECTIONS[key])))
        sections[-1].questions.append(question)
    return sections


def choice_names(question: Question) -> dict[str, str]:
    """Key > answer to choose, in the reader's language."""
    language = active_language()
    return {row["key"]: row.get(language) or row["lv"] for row in question.choices}
