"""The news text says all that the record says, and nothing else. The facts are those of one school's own report of its
conference of 2022."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from docx import Document

from mobilities.enums import ConferenceState, FindingKind, ReviewKind, SharingKind
from mobilities.models import (
    Ballot,
    Conference,
    ConferenceDay,
    ConferenceProject,
    ExperienceReport,
    Finding,
    Host,
    Mobility,
    Participant,
    Poll,
    Qualification,
    Sharing,
)
from mobilities.services.conferences import move_conference
from portal.accounts.models import School
from portal.common.emblem import ALT
from projects.models import ActivityType, Project
from reports.enums import SentenceOrigin
from reports.models import NewsText
from reports.news import composing, files, giving, services
from reports.news.funding import funding_of, paid_by
from reports.news.names import names_of
from reports.news.tongue import clause
from reports.news.withheld import judged
from reports.tests import seed

FINDINGS = [
    (FindingKind.MINUS, seed.WAY),
    (FindingKind.PLUS, "Prakses vietas uzņēma izglītojamos ar lielu uzticību un uzticēja nopietnus darba uzdevumus"),
    (FindingKind.PLUS, "Visi pauda lielu gandarījumu, vēlas un ir gatavi projektos iesaistīties arī turpmāk"),
    (FindingKind.OFFER, seed.JOBS),
    (FindingKind.FIRST_TIME, "Pirmo reizi piedāvāta norīkošana mācīšanai"),
    (FindingKind.FIRST_TIME, "Pirmo reizi iepazīta Francija"),
    (FindingKind.FIRST_TIME, "Pirmo reizi iepazīta Islande"),
    (FindingKind.DECISION, "Meklēt prakses vietas tuvāk dzīvesvietai"),
]  # fmt: skip
NEW = {"Francija": "FR", "Islande": "IS"}
FACTS = [*seed.FACTS, "automehāniķis (Islande, Vācija)"]


@pytest.fixture
def conference(school, coordinator) -> Conference:
    """All that the seed tells, as rows."""
    school.learn_more, school.news_author = seed.LEARN_MORE, seed.NEWS_AUTHOR
    school.save()
    conference = Conference.objects.create(
        school=school, year=2021, title="Starptautisko projektu rezultātu izvērtēšanas konference",
        summary=seed.SUMMARY,
        shared_before=seed.SHARED,
    )  # fmt: skip
    themes = {date(2022, 5, 31): "Izglītojamo mācību prakses", date(2022, 6, 1): "Pedagogu mobilitātes un projekti"}
    for day, theme in themes.items():
        ConferenceDay.objects.create(
            conference=conference, date=day, theme=theme, building=seed.BUILDING, other_attendees=53
        )
    made = [project(school, *row) for row in seed.PROJECTS]
    for row, (*_words, kind) in zip(made, seed.PROJECTS, strict=True):
        ConferenceProject.objects.create(conference=conference, project=row, kind=ReviewKind(kind))
    nordplus = Project.objects.create(
        school=school, programme="nordplus", title="Amatu nedēļa", start=date(2021, 9, 1), end=date(2022, 8, 31)
    )
    ConferenceProject.objects.create(conference=conference, project=nordplus, kind=ReviewKind.REVIEWED)
    for kind, text in FINDINGS:
        decided = {"owner": "Koordinatore", "due": date(2022, 9, 1)} if kind == FindingKind.DECISION else {}
        tied = {"country": next((code for name, code in NEW.items() if name in text), "")}
        Finding.objects.create(conference=conference, kind=kind, text=text, **decided, **tied)
    travels(school, coordinator, made)
    poll = Poll.objects.create(
        conference=conference, question="Kura pieredze jūs ieinteresēja visvairāk?", state="closed"
    )
    option = poll.options.create(text="Norīkošana mācīšanai")
    Ballot.objects.create(poll=poll, option=option, voter="a" * 64)
    return conference


def project(school, code, call_year, action, field, title, _kind) -> Project:
    return Project.objects.create(
        school=school, code=code, call_year=call_year, action=action, field=field, title=title,
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip


def travels(school, coordinator, made) -> None:
    kind = ActivityType.objects.filter(category="learner").first()
    teaching = ActivityType.objects.filter(category="staff").first()
    rows = [
        ("Automehāniķis", "DE", made[0]),
        ("Automehāniķis", "IS", made[1]),
        ("Loģistikas darbinieks", "IE", made[1]),
    ]
    for number, (trade, country, own) in enumerate(rows):
        qualification, _new = Qualification.objects.get_or_create(school=school, name_lv=trade)
        person = Participant.objects.create(
            school=school,
            kind="learner",
            first_name="Ūdris",
            last_name=f"Krastiņš {number}",
            qualification=qualification,
        )
        host = Host.objects.create(school=school, name=f"Slepenais uzņēmums {country}", city="Osta", country=country)
        trip = travel(school, own, person, kind, host)
        ExperienceReport.objects.create(
            school=school, mobility=trip, author=coordinator, state="approved", job_offer=number == 2,
            return_invitation=number == 0, pluses="Privāta piezīme",
        )  # fmt: skip
    teacher = Participant.objects.create(school=school, kind="staff", first_name="Ilze", last_name="Jūra")
    host = Host.objects.create(school=school, name="Skola", city="Nante", country="FR")
    travel(school, made[0], teacher, teaching, host)


def travel(school, own, person, kind, host) -> Mobility:
    return Mobility.objects.create(
        school=school, project=own, participant=person, activity_type=kind, host=host, state="closed",
        start=date(2022, 3, 1), end=date(2022, 3, 14),
    )  # fmt: skip


@pytest.fixture
def text(conference, coordinator) -> NewsText:
    return services.make_news(conference, coordinator)


def written(text: NewsText, language: str = "lv") -> str:
    return " ".join(
        " ".join([paragraph.text, *paragraph.items]) for paragraph in giving.paragraphs(text, language)
    ).replace("\u00a0", " ")


def test_every_fact_of_the_record_is_told(text):
    said = written(text).lower()
    assert [fact for fact in FACTS if fact.lower() not in said] == []


def test_a_closed_conference_is_told_from_its_record_alone(conference, coordinator):
    """Whatever is renamed, moved or erased later, a new text says the same, from the same sources."""
    Sharing.objects.create(
        school=conference.school, kind=SharingKind.TEACHERS_MEETING, date=date(2022, 4, 1), title="Sapulce"
    ).mobilities.set(Mobility.objects.all())

    def telling(about: Conference) -> list[tuple]:
        rows = composing.compose_conference(about)
        return [(row.lv, row.en, [(each["kind"], each["pk"]) for each in row.sources]) for row in rows]

    before = telling(conference)
    headline = composing.titles(conference)
    Conference.objects.update(state=ConferenceState.OPEN)
    conference.refresh_from_db()
    move_conference(conference, coordinator, ConferenceState.CLOSED)
    School.objects.update(name="Jauns nosaukums", name_en="New name")
    Host.objects.update(name="Jauns uzņēmums")
    Project.objects.update(title="Jauns projekts", programme="nordplus")
    Qualification.objects.update(name_lv=Concat("name_lv", Value(" jaunā")))
    Mobility.objects.update(country="LT")
    ExperienceReport.objects.update(job_offer=False, return_invitation=False)
    Finding.objects.update(text="Cits")
    Sharing.objects.all().delete()
    closed = Conference.objects.get(pk=conference.pk)
    assert telling(closed) == before
    assert composing.titles(closed) == headline


def test_nothing_is_told_that_the_record_does_not_say(text):
    """No names, no companies, nothing from unpublished words, no inner decision; every number is one of the facts."""
    said = written(text)
    assert [word for word in ("Krastiņš", "Jūra", "Slepenais", "Privāta", "tuvāk dzīvesvietai", "Koordinatore")
            if word in said] == []  # fmt: skip
    known = " ".join([*FACTS, "KA2 1 no 1", *(row[4] for row in seed.PROJECTS)])
    assert set(re.findall(r"\d+", said)) <= set(re.findall(r"\d+", known))
    assert all(row.sources for row in text.sentences.all())


def test_english_says_what_can_be_said_and_the_rest_waits_for_a_translation(text):
    english = written(text, "en")
    assert "31 May and 1 June 2022" in english and seed.BUILDING not in english
    first = "For the first time members of staff gained experience in France and learners of the school learned in"
    assert f"{first} Iceland." in english
    assert "Ilgs un sarežģīts" not in english
    assert text.sentences.filter(body_en="").count() > 3


def test_first_times_are_one_sentence_with_all_its_sources(text, conference, coordinator):
    kind = ActivityType.objects.filter(category="staff").first()
    finding = Finding.objects.create(
        conference=conference, kind=FindingKind.FIRST_TIME, text="Pirmo reizi šajā vietā: Slepenais uzņēmums GB",
        country="GB", activity_type=kind, source="first:host:3",
    )  # fmt: skip
    again = services.make_news(conference, coordinator)
    row = again.sentences.get(body_lv__contains="Islandē")
    assert row.body_lv == (
        "Pirmo reizi pedagogi pieredzi guva Francijā, skolas izglītojamie mācījās Islandē un sadarbība notika ar"
        " jauniem partneriem Apvienotajā Karalistē."
    )
    assert len(row.sources) == 3 and row.sources[-1]["pk"] == finding.pk
    assert again.sentences.filter(body_lv="Pirmo reizi piedāvāta norīkošana mācīšanai.").exists()


def test_what_the_summary_says_is_not_said_twice(conference, coordinator):
    Conference.objects.update(summary="Izglītojamie un pedagogi 2021./2022. mācību gadā guva pieredzi.")
    conference.refresh_from_db()
    assert written(services.make_news(conference, coordinator)).count("2021./2022.") == 1


def test_moved_across_paragraphs_and_put_back(text, coordinator):
    first = text.sentences.first()
    services.move_sentence(first, True, coordinator)
    assert text.sentences.first() == first
    last = text.sentences.filter(paragraph=0).last()
    services.move_sentence(last, False, coordinator)
    last.refresh_from_db()
    assert last.paragraph == 1
    services.remove_sentence(last, coordinator)
    place, composed = next((p, each) for p, each in services.not_in_text(text) if each.lv == last.body_lv)
    assert place >= 0
    services.take_from_record(text, composed, coordinator)
    assert text.sentences.filter(body_lv=last.body_lv, paragraph=0).count() == 1


def test_approved_until_somebody_changes_it(text, coordinator):
    services.approve(text, coordinator)
    text.refresh_from_db()
    assert text.approved_by == coordinator
    services.add_sentence(text, 0, coordinator)
    text.refresh_from_db()
    assert text.approved_at is None


def test_given_away_as_word_and_html(text, coordinator, client):
    client.force_login(coordinator)
    answer = client.get(reverse("reports:news-download", args=[text.pk, "lv", "docx"]))
    document = Document(io.BytesIO(answer.content))
    words = " ".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    assert "2021-1-DE02-KA220-VET-000033093" in words and text.title_lv in words
    assert {paragraph.style.name for paragraph in document.paragraphs} == {"Heading 1", "Normal", "List Bullet"}
    (picture,) = document.inline_shapes
    assert picture.height.mm >= 10 and picture._inline.docPr.get("descr") == ALT["lv"]
    assert "Komisija nav atbildīga" in words and "Paustie viedokļi" in words
    answer = client.get(reverse("reports:news-download", args=[text.pk, "en", "html"]))
    html = answer.content.decode()
    assert (
        answer["Content-Disposition"].startswith('attachment; filename="') and "/" not in answer["Content-Disposition"]
    )
    assert html.startswith('<article lang="en">')
    assert f'alt="{ALT["en"]}"' in html and 'src="data:image/png;base64,' in html
    for words in ("Co-funded by the European Union", "the Commission cannot be", "Neither the European Union nor"):
        assert words in html


def test_a_text_about_another_programme_thanks_nobody(conference, coordinator):
    craft = services.make_news(Project.objects.get(programme="nordplus"), coordinator)
    assert "Eiropas Savienīb" not in files.as_html(craft, "lv")


def test_hostile_words_stay_words(text):
    text.sentences.create(paragraph=99, order=999, body_lv="<script>alert(1)</script>", origin=SentenceOrigin.WRITTEN)
    assert "<script>" not in files.as_html(text, "lv")


def test_about_one_project(school, coordinator, conference):
    own = Project.objects.get(code="2021-1-LV01-KA121-VET-000009189")
    said = written(services.make_news(own, coordinator))
    assert "Izglītojamie bija Īrijā un Islandē." in said and "Projektu līdzfinansē" in said
    facts = f"Projekts „{own.title}“ (Nr. {own.code}; KA1, profesionālā izglītība)"
    assert f"{facts} norisinājās no 2021. gada 1. septembra līdz 2022." in said
    assert "Ārvalstīs piedāvāja darbu." in said
    assert seed.NEWS_AUTHOR[1:] in said
    later = timezone.localdate() + timedelta(days=9)
    Project.objects.filter(pk=own.pk).update(end=later)
    own.refresh_from_db()
    assert "runs from 1 September 2021 to" in written(services.make_news(own, coordinator), "en")


@pytest.mark.parametrize("state", ["idea", "submitted", "rejected"])
def test_nothing_is_told_of_a_project_that_nobody_granted(school, coordinator, client, state):
    wish = project(school, "", 2027, "", "", "Iecere", "")
    Project.objects.filter(pk=wish.pk).update(state=state)
    client.force_login(coordinator)
    assert b"reports/news/add" not in client.get(reverse("projects:project-detail", args=[wish.pk])).content
    page = client.post(reverse("reports:news-add"), {"project": wish.pk}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("projects:project-detail", args=[wish.pk])
    assert "nav piešķirts" in page.content.decode() and not NewsText.objects.exists()


def test_offers_are_counted_from_five_and_told_of_those_who_got_them(conference, coordinator):
    """A teacher was asked to come again as well, and it were learners who compared."""
    teaching = Mobility.objects.get(participant__kind="staff")
    for _fellow in range(4):
        trip = travel(conference.school, teaching.project, teaching.participant, teaching.activity_type, teaching.host)
        ExperienceReport.objects.create(
            school=conference.school, mobility=trip, author=coordinator, state="approved", return_invitation=True
        )
    made = services.make_news(conference, coordinator)
    activity = teaching.activity_type.name_lv
    names = ", ".join(["automehāniķis", activity[:1].lower() + activity[1:]])
    assert f"5 aicinājumi atgriezties ({names})." in written(made)
    assert "Ārvalstīs piedāvāja darbu." in written(made)
    assert "Learners compared" in written(made, "en")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_no_number_under_five_tells_of_people(conference, coordinator, language):
    """The one to whom a job was offered, and the vote that was cast, are neither counted nor named by their trade."""
    ConferenceDay.objects.update(other_attendees=4)
    said = written(services.make_news(conference, coordinator), language)
    offered = {"lv": "Ārvalstīs aicināja atgriezties un piedāvāja darbu.", "en": "offered work there."}[language]
    assert offered in said
    assert not re.search(r"\b[1-4] (darba|aicināj|cilvēk|no|job|invitation|people|of)\b", said)
    own = Project.objects.get(code=seed.PROJECTS[0][0])
    told = written(services.make_news(own, coordinator), language)
    assert {"lv": "Izglītojamie bija Vācijā.", "en": "Learners were in Germany."}[language] in told


def test_what_was_not_seen_is_not_approved(text, coordinator, client):
    client.force_login(coordinator)
    client.post(reverse("reports:news-approve", args=[text.pk]), {"version": text.version + 1})
    assert not NewsText.objects.get().approved_at


def test_a_sentence_whose_sources_are_gone_has_nothing_in_its_place(text):
    row = text.sentences.get(body_lv__startswith="Par mīnusiem")
    Finding.objects.filter(kind=FindingKind.MINUS).delete()
    assert services.outdated(text) == {row.pk: None}


def test_no_text_of_a_conference_that_says_nothing(school, coordinator, client, conference):
    """Nor of one whose days are still to come, though people of its year were abroad."""
    client.force_login(coordinator)
    empty = Conference.objects.create(school=school, year=2022, title="Konference")
    ConferenceDay.objects.create(conference=empty, date=timezone.localdate() + timedelta(days=9), theme="Prakses")
    Mobility.objects.update(start=date(2022, 9, 5), end=date(2022, 9, 9))
    answer = client.post(reverse("reports:news-add"), {"conference": empty.pk}, follow=True)
    assert "Datos par šo konferenci vēl nekā nav" in answer.content.decode()
    assert not NewsText.objects.filter(conference=empty).exists()


def test_only_who_came_together_shared(conference, coordinator):
    told = "dalījās savā pieredzē"
    row = services.make_news(conference, coordinator).sentences.get(body_lv__contains=told)
    assert [each["kind"] for each in row.sources] == ["conferenceday", "conferenceday"]
    ConferenceDay.objects.update(other_attendees=0)
    assert told not in written(services.make_news(conference, coordinator))
    trip = Mobility.objects.filter(participant__kind="learner").first()
    session = conference.days.first().presentations.create(title="Prakse Vācijā")
    session.presenters.add(trip.participant)
    session.mobilities.add(trip)
    row = services.make_news(conference, coordinator).sentences.get(body_lv__contains=told)
    assert row.body_lv.startswith("Izglītojamie, kas")
    assert [(each["kind"], each["page"]) for each in row.sources] == [("presentation", conference.pk)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Līga strādāja izcili.", "Līga strādāja izcili"),
        ("Līgai uzticējās", "Līgai uzticējās"),
        ("Gruzijā bija silti", "Gruzijā bija silti"),
        ("Anna Avotiņa strādāja izcili", "Anna Avotiņa strādāja izcili"),
        ("Nogurdinošs ceļš", "nogurdinošs ceļš"),
        ("Slepenais uzņēmums palīdzēja", "Slepenais uzņēmums palīdzēja"),
        ("CNC darbs", "CNC darbs"),
    ],
)
def test_names_keep_their_capital(school, words, said):
    Participant.objects.create(school=school, kind="learner", first_name="Līga", last_name="Ozola")
    Host.objects.create(school=school, name="Slepenais uzņēmums", city="Osta", country="DE")
    assert clause(words, names_of(school.pk)) == said


def test_a_country_in_brackets_keeps_its_capital(conference, coordinator):
    Finding.objects.filter(kind=FindingKind.MINUS).update(text="Nogurdinošs ceļš", country="GE")
    assert "atzina: nogurdinošs ceļš (Gruzija)." in written(services.make_news(conference, coordinator))


def test_who_paid_for_the_journeys_told_of_is_named(conference, coordinator):
    """Though the conference lists no projects."""
    conference.conference_projects.all().delete()
    funding = funding_of(services.make_news(conference, coordinator), "lv")
    assert funding.statement == "Līdzfinansē Eiropas Savienība" and "VIAA" in " ".join(funding.disclaimers)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("2021-1-LV01-KA121-VET-000009189", "State Education Development Agency (VIAA)"),
        ("2021-1-DE02-KA220-VET-000033093", "Vocational Education and Training (NA beim BIBB)"),
        ("2021-1-SE01-KA220-VET-000033093", "European Union or the granting authority."),
        ("", "State Education Development Agency (VIAA)"),
    ],
)
def test_the_agency_is_that_of_the_grant_code(school, code, named):
    funding = paid_by([Project(school=school, code=code, call_year=2021, programme="erasmus")], school, "en")
    assert named in funding.disclaimers[0]
    assert ("VIAA" in funding.disclaimers[0]) == ("VIAA" in named)


@pytest.mark.parametrize(("language", "word"), [("lv", "Melnraksts"), ("en", "Draft")])
def test_a_draft_says_so_in_the_file_and_in_its_name(text, coordinator, language, word):
    def taken() -> tuple[str, str, str]:
        judged([text])
        document = Document(io.BytesIO(files.as_docx(text, language)))
        return document.paragraphs[0].text, files.as_html(text, language), files.disposition(text, language, "docx")

    first, html, name = taken()
    assert first.startswith(word) and word in html and f'filename="{word.lower()}-' in name
    services.approve(text, coordinator)
    text.refresh_from_db()
    assert not [each for each in taken() if word.lower() in each.lower()]


def test_word_is_on_a4(text):
    (section,) = Document(io.BytesIO(files.as_docx(text, "lv"))).sections
    assert (round(section.page_width.mm), round(section.page_height.mm), round(section.left_margin.mm)) == (
        210,
        297,
        25,
    )
