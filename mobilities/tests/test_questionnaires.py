"""Questionnaires in versions: changed by the school, published once, and never breaking what was answered before."""

import pytest

from mobilities.answers import answered_sections
from mobilities.enums import QuestionnaireProfile
from mobilities.models import ExperienceReport, Host, Mobility, Question, Questionnaire
from mobilities.questionnaires import CORE, core_keys, profile_of
from mobilities.services import questionnaires as services
from mobilities.services.experience import begin_report
from mobilities.tests.trips import one_trip
from projects.models import ActivityType

pytestmark = pytest.mark.django_db
LIST = "/experience/questionnaires/"


@pytest.fixture
def mobility(school, teacher) -> Mobility:
    return one_trip(school, teacher)


@pytest.fixture
def draft(client_of, coordinator, school) -> Questionnaire:
    client_of(coordinator).post(f"{LIST}add/placement/")
    return Questionnaire.objects.get(school=school, state="draft")


def add(browser, draft: Questionnaire, **fields):
    data = {"kind": "text", "label_lv": "Kas pārsteidza", "label_en": "", "help_lv": "", "help_en": "", "offered": ""}
    return browser.post(f"{LIST}{draft.pk}/questions/add/", data | fields)


def labels(report: ExperienceReport) -> list[str]:
    return [answer.label for section in answered_sections(report) for answer in section.answers]


def test_a_later_version_never_breaks_an_old_report(client_of, coordinator, teacher, mobility, draft):
    browser = client_of(coordinator)
    add(browser, draft, kind="choice", label_lv="Kur dzīvoji", offered="Viesģimenē | With a family\nKopmītnē")
    place = draft.questions.get(is_core=False)
    browser.post(f"{LIST}{draft.pk}/publish/", {"note": "Par dzīvesvietu"})

    report = begin_report(mobility, teacher)
    writer, page = client_of(teacher), f"/experience/{report.pk}/"
    whole = {"tasks": "Noliktavā", "pluses": "Uzticējās", "rating_trust": "5", "rating_tasks": "4", "version": "0"}
    writer.post(f"{page}edit/", whole | {place.key: place.choices[1]["key"], "submit": "1"})
    report.refresh_from_db()
    assert (report.state, report.answers) == ("submitted", {place.key: place.choices[1]["key"]})

    browser.post(f"{LIST}add/placement/")
    later = Questionnaire.objects.get(state="draft")
    copied = later.questions.get(key=place.key)
    browser.post(f"/experience/questions/{copied.pk}/delete/")
    reworded = later.questions.get(key="tasks")
    browser.post(f"/experience/questions/{reworded.pk}/edit/", {"label_lv": "Ko darīji katru dienu", "version": "0"})
    browser.post(f"{LIST}{later.pk}/publish/", {"note": "Bez dzīvesvietas"})
    assert services.newest(report.school, "placement") == later

    report = ExperienceReport.objects.get()
    assert "Kur dzīvoji" in labels(report) and "Ko darīji katru dienu" not in labels(report)
    shown = browser.get(page).content.decode()
    assert "Kopmītnē" in shown and "Kur dzīvoji" in shown


def test_a_published_version_is_read_only(client_of, coordinator, draft):
    browser = client_of(coordinator)
    add(browser, draft)
    question = draft.questions.get(is_core=False)
    browser.post(f"{LIST}{draft.pk}/publish/", {"note": "Par pārsteigumiem"})
    for place, data in (("edit/", {"label_lv": "Cits"}), ("delete/", {}), ("move/", {"to": "up"})):
        browser.post(f"/experience/questions/{question.pk}/{place}", data)
    add(browser, draft, label_lv="Vēl viens")
    browser.post(f"{LIST}{draft.pk}/delete/")
    kept = list(Questionnaire.objects.get(pk=draft.pk).questions.filter(is_core=False))
    assert [(row.label_lv, row.order) for row in kept] == [("Kas pārsteidza", question.order)]
    assert "Kas pārsteidza" in browser.get(f"{LIST}{draft.pk}/").content.decode()


def test_the_core_stays_whole_and_in_order_while_own_questions_move(client_of, coordinator, draft):
    browser = client_of(coordinator)
    add(browser, draft)
    core, own = draft.questions.filter(key="tasks").get(), draft.questions.get(is_core=False)
    browser.post(f"/experience/questions/{core.pk}/delete/")
    browser.post(f"/experience/questions/{core.pk}/move/", {"to": "down"})
    browser.post(f"/experience/questions/{own.pk}/move/", {"to": "up"})
    keys = list(draft.questions.values_list("key", flat=True))
    assert keys == [*core_keys("placement")[:-1], own.key, core_keys("placement")[-1]]


def test_a_version_of_before_keeps_what_it_was_and_the_next_ones_ask_the_whole_core(school, teacher, mobility, draft):
    """The draft of the school, begun before as well, stands behind the version that the portal adds."""
    old = services.current(school, "placement")
    for version in (old, draft):
        version.questions.filter(key__in=("commute_how", "job_offer", "quote")).delete()
    own = services.add_question(Question(questionnaire=draft, kind="text", label_lv="Kas pārsteidza"), teacher)
    asked = begin_report(mobility, teacher).questionnaire
    assert list(asked.questions.values_list("key", flat=True)) == core_keys("placement")
    assert old.questions.count() == len(CORE) - 3

    published = services.publish(draft, "Pārsteigums", teacher)
    assert (asked.number, published.number) == (2, 3)
    keys = list(published.questions.values_list("key", flat=True))
    assert keys == [*core_keys("placement")[:-1], own.key, "quote"]


def test_what_the_school_requires_is_asked_for(client_of, coordinator, teacher, mobility, draft):
    browser = client_of(coordinator)
    for key, data in (("story", {"is_required": "on"}), ("tasks", {"label_lv": "Darbi"})):
        browser.post(f"/experience/questions/{draft.questions.get(key=key).pk}/edit/", data | {"version": "0"})
    add(browser, draft, kind="number", label_lv="Cik stundu dienā", is_required="on")
    own = draft.questions.get(is_core=False).key
    browser.post(f"{LIST}{draft.pk}/publish/", {"note": "Stāsts"})
    report = begin_report(mobility, teacher)
    answer = client_of(teacher).post(f"/experience/{report.pk}/edit/", {"version": "0", "submit": "1"})
    assert set(answer.context["form"].errors) == {"story", own, "rating_trust", "rating_tasks", "pluses"}


@pytest.mark.parametrize(
    "offered", ["Viens", "Viens\nViens", "\n".join(map(str, range(21))), "x" * 101 + "\nOtrs", "Pa labi\n | Left"]
)
def test_wrong_answers_to_choose_from_are_named(client_of, coordinator, draft, offered):
    answer = add(client_of(coordinator), draft, kind="choices", offered=offered)
    assert "offered" in answer.context["form"].errors


def test_every_profile_asks_its_core_in_its_own_words(school, mobility):
    for profile in QuestionnaireProfile.values:
        asked = services.newest(school, profile).questions
        assert set(asked.filter(is_core=True).values_list("key", flat=True)) == set(CORE), profile
    provider = Host.objects.create(school=school, name="Aula", kind="course_provider", country="ES", city="Seviļa")
    for code, host, profile in (
        ("LM-SHORT-VET", None, "placement"), ("SM-JOB-SHDW", mobility.host, "shadowing"), ("SM-TTA", None, "teaching"),
        ("SM-COUR-TRAIN", None, "course"), ("SM-JOB-SHDW", provider, "course"),
    ):  # fmt: skip
        mobility.activity_type, mobility.host = ActivityType.objects.filter(code=code).first(), host
        assert profile_of(mobility) == profile, code


def test_questionnaire_list_takes_a_fixed_number_of_queries(
    client_of, coordinator, school, draft, django_assert_num_queries
):
    browser = client_of(coordinator)
    browser.get(LIST)
    with django_assert_num_queries(4) as counted:
        browser.get(LIST)
    services.publish(draft, "Jauna", coordinator)
    services.begin_draft(school, "course", coordinator)
    with django_assert_num_queries(len(counted)):
        browser.get(LIST)
