"""What is taken, proposed, read and voted during the conference, and the plan that leads to it."""

from datetime import date, time

import pytest

from mobilities.enums import ConferenceState, FindingKind
from mobilities.models import (
    Conference,
    ConferenceDay,
    ExperienceReport,
    Finding,
    Host,
    Participant,
    Poll,
    PollOption,
    Presentation,
    Qualification,
)
from mobilities.services.conference_plan import make_plan
from mobilities.services.conferences import move_conference
from mobilities.tests.conferences import address, learner, placement
from portal.common.refused import Refused

pytestmark = pytest.mark.django_db


def test_findings_are_of_the_session_in_which_they_were_said(client_of, coordinator, school, conference, day):
    morning, noon = (Presentation.objects.create(day=day, title=title) for title in ("Hamburga", "Porto"))
    browser = client_of(coordinator)
    for session, text in ((morning, "Uzticējās"), (noon, "Tālu"), ("", "Bez vietas")):
        browser.post(address(conference, "live/add/"), {
            "kind": "plus", "text": text, "session": session.pk if session else "",
        })  # fmt: skip

    def seen(**query) -> list[str]:
        answer = browser.get(address(conference, "live/feed/"), query).json()
        assert answer["totals"] == {"all": 3, "session": 1}
        return [row["html"].split('data-text="')[1].split('"')[0] for row in answer["findings"]]

    assert seen(session=noon.pk) == ["Tālu"]
    assert seen(session=noon.pk, findings="all") == ["Bez vietas", "Tālu", "Uzticējās"]
    (plus, *_others) = browser.get(address(conference, "live/"), {"session": noon.pk}).context["columns"]
    assert [row.text for row in plus["findings"]] == ["Tālu"]
    stranger = Presentation.objects.create(day=ConferenceDay.objects.create(
        conference=Conference.objects.create(school=school, year=2022, title="Cita"), date=date(2023, 5, 31)
    ), title="Cita")  # fmt: skip
    again = {"kind": "plus", "text": "Divreiz", "sent_as": "1-2-3-4"}
    first, second = (browser.post(address(conference, "live/add/"), again) for _answer_was_lost in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert conference.findings.filter(text="Divreiz").count() == 1
    wrong = browser.post(address(conference, "live/add/"), {"kind": "plus", "text": "x", "session": stranger.pk})
    assert wrong.status_code == 400 and "session" in wrong.json()["errors"]


def test_a_teacher_reads_words_without_the_names_of_others(
    client_of, coordinator, teacher, school, conference, day, django_assert_max_num_queries
):
    """In the programme, under the offers and on the live screen; also when the conference is closed."""
    trade = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks")
    host = Host.objects.create(school=school, name="Nordkai", city="Hamburga", country="DE")
    colleague, mine, other = (
        Participant.objects.create(school=school, kind="staff", first_name="Ilze", last_name="Ceļa", user=coordinator),
        learner(school, "Anna", qualification=trade),
        learner(school, "Ralfs", qualification=trade),
    )
    outside = Participant.objects.create(school=school, kind="staff", first_name="Andris", last_name="Ārpusē")
    trips = [placement(school, mine, host=host, responsible=teacher), placement(school, other, host=host)]
    session = Presentation.objects.create(day=day, title="Hamburga", time="10:00")
    session.mobilities.set(trips)
    session.presenters.set([colleague, mine, other, outside])
    for trip in trips:
        ExperienceReport.objects.create(school=school, mobility=trip, state="approved", return_invitation=True)
        Finding.objects.create(
            conference=conference, kind=FindingKind.PLUS, text="Uzticējās", mobility=trip, session=session
        )
    browser, desk = client_of(teacher), client_of(coordinator)

    def read(browser, rest: str = "") -> str:
        return browser.get(address(conference, rest)).content.decode()

    for rest in ("live/", f"live/feed/?session={session.pk}"):
        assert "Ralfs" in read(desk, rest)
        assert "Anna" in read(browser, rest) and "Ralfs" not in read(browser, rest)
    for close in (False, True):
        if close:
            Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.OPEN)
            move_conference(conference, coordinator, ConferenceState.CLOSED)
            Qualification.objects.update(name_lv="Pārdēvēta kvalifikācija")
        with django_assert_max_num_queries(30):
            page = browser.get(address(conference))
        (row,) = page.context["presentations"]
        assert row.who == "Ilze Ceļa; Anna Upīte; Loģistikas darbinieks, Vācija; Pedagogs vai darbinieks"
        assert [offer.whose for offer in page.context["offers"]] == ["Anna Upīte", "Loģistikas darbinieks"]
        assert "Ralfs" not in page.content.decode() and "Ārpusē" not in page.content.decode()
        assert "Ralfs" in read(desk) and "Ārpusē" in read(desk)


def test_who_is_named_as_a_helper_records_findings_of_this_conference_and_learns_no_names(
    client_of, coordinator, teacher, school, conference
):
    mine, other = learner(school, "Anna"), learner(school, "Ralfs")
    trip, strange = placement(school, mine, responsible=teacher), placement(school, other)
    ExperienceReport.objects.create(school=school, mobility=strange, state="approved", pluses="Uzticas")
    browser, said = client_of(teacher), {"kind": "plus", "text": "Laba mītne"}
    assert browser.post(address(conference, "live/add/"), said).status_code == 403
    form = {"year": "2021/2022", "title": "Izvērtēšana", "version": "0", "recorders": [teacher.pk]}
    assert client_of(coordinator).post(address(conference, "edit/"), form).status_code == 302
    screen = browser.get(address(conference, "live/"))
    assert list(screen.context["form"].fields["mobility"].queryset) == [trip]
    assert "Ralfs" not in screen.content.decode()
    made = browser.post(address(conference, "live/add/"), said | {"mobility": strange.pk})
    assert made.status_code == 201 and "Ralfs" not in made.json()["html"]
    (proposed,) = browser.get(address(conference, "live/feed/")).json()["proposals"]
    assert browser.post(address(conference, "live/take/"), {"key": proposed["key"]}).status_code == 201
    finding = Finding.objects.get(text="Laba mītne")
    assert finding.created_by == teacher and finding.mobility == strange
    words = said | {"version": finding.version, "text": "Laba mītne Ralfam"}
    assert browser.post(address(conference, f"live/{finding.pk}/"), words).status_code == 200
    for rest in ("edit/", "finding/add/", "votes/add/"):
        assert browser.get(address(conference, rest)).status_code == 403
    elsewhere = Conference.objects.create(school=school, year=2022, title="Cita")
    assert browser.post(address(elsewhere, "live/add/"), said).status_code == 403
    teacher.memberships.update(is_active=False)
    assert browser.post(address(conference, "live/add/"), said).status_code != 201


def test_a_programme_is_proposed_in_the_language_of_the_school(client_of, coordinator, school, conference):
    browser = client_of(coordinator)
    page = browser.get(address(conference, "plan/"))
    assert not page.context["has_travelled"] and b"<button" not in page.content.split(b"<main")[1].split(b"</main>")[0]
    trade = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", name_en="Logistics clerk")
    host = Host.objects.create(school=school, name="Nordkai", city="Hamburga", country="DE")
    trip = placement(school, learner(school, "Anna", qualification=trade), host=host)
    coordinator.language = "en"
    coordinator.save()
    browser.cookies["django_language"] = "en"
    page = browser.get(address(conference, "plan/"))
    assert "Plan the conference" in page.content.decode()
    (session,) = page.context["sessions"]
    assert session["title"].value() == "Loģistikas darbinieks: Vācija"
    assert page.context["form"]["first_theme"].value() == "Izglītojamo prakses"
    day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    Presentation.objects.create(day=day, title="Hamburga").mobilities.add(trip)
    assert browser.get(address(conference, "plan/")).context["has_travelled"]


def test_a_plan_fills_the_days_that_are_there_and_leaves_time_for_lunch(client_of, coordinator, school, conference):
    keys = []
    for number in range(4):
        trade = Qualification.objects.create(school=school, name_lv=f"Arods {number}")
        trip = placement(school, learner(school, f"Anna{number}", qualification=trade))
        keys.append((trade.pk, trip.pk))
    bare = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    full = ConferenceDay.objects.create(
        conference=conference, date=date(2022, 6, 1), building="Bauskas iela", theme="Personāls"
    )
    answers = {"first": "2022-05-31", "second": "2022-06-01", "second_theme": "Personāls",
               "building": "Mendeļejeva iela", "begins": "10:00", "lunch": "12:00"}  # fmt: skip
    for trade, trip in keys:
        named = {"wanted": "on", "title": f"Arods {trade}", "day": "1", "minutes": "60", "mobilities": trip}
        answers |= {f"slearner-{trade}-{name}": value for name, value in named.items()}
    answer = client_of(coordinator).post(address(conference, "plan/"), answers, follow=True)
    bare.refresh_from_db()
    full.refresh_from_db()
    assert (bare.building, f"{bare.starts_at:%H:%M}", full.building) == ("Mendeļejeva iela", "10:00", "Bauskas iela")
    told = [str(message) for message in answer.context["messages"]]
    assert [text for text in told if "Bauskas iela" in text] and not [text for text in told if "31.05" in text]
    assert [f"{row.time:%H:%M}" for row in bare.presentations.order_by("time")] == ["10:00", "11:00", "12:45", "13:45"]


def test_what_is_wrong_in_a_session_stands_above_the_plan_with_a_link(client_of, coordinator, school, conference):
    trades = [Qualification.objects.create(school=school, name_lv=f"Arods {number}") for number in range(3)]
    trips = [placement(school, learner(school, trade.name_lv, qualification=trade)) for trade in trades]
    answers = {"first": "2022-05-31", "begins": "10:00", "lunch": "12:00"}
    for trade, trip, typed in zip(
        trades, trips, ({"title": ""}, {"minutes": "0"}, {"wanted": "", "title": ""}), strict=True
    ):
        named = {"wanted": "on", "title": trade.name_lv, "day": "1", "minutes": "60", "mobilities": trip.pk} | typed
        answers |= {f"slearner-{trade.pk}-{name}": value for name, value in named.items()}
    browser, page = client_of(coordinator), address(conference, "plan/")
    above = browser.post(page, answers).content.decode().split("data-errors")[1].split("</ul>")[0]
    assert f'Arods 0, <a href="#id_slearner-{trades[0].pk}-title">' in above
    assert f'Arods 1, <a href="#id_slearner-{trades[1].pk}-minutes">' in above
    assert above.count("<li>") == 2
    del answers[f"slearner-{trades[0].pk}-mobilities"]
    said = browser.post(page, answers).content.decode()
    target = f"div_id_slearner-{trades[0].pk}-mobilities"
    assert f'href="#{target}"' in said and f'id="{target}"' in said
    assert not Presentation.objects.exists()


def test_who_plans_after_somebody_else_learns_what_was_not_made(client_of, coordinator, school, conference):
    trades = [Qualification.objects.create(school=school, name_lv=f"Arods {number}") for number in range(2)]
    trips = [placement(school, learner(school, trade.name_lv, qualification=trade)) for trade in trades]

    def sent(*numbers: int) -> dict:
        answers = {"first": "2022-05-31", "begins": "10:00"}
        for number in numbers:
            named = {"wanted": "on", "title": f"Stāsts {number}", "day": "1", "minutes": "60"}
            named["mobilities"] = trips[number].pk
            answers |= {f"slearner-{trades[number].pk}-{name}": value for name, value in named.items()}
        return answers

    browser, page = client_of(coordinator), address(conference, "plan/")
    assert browser.post(page, sent(0)).status_code == 302
    second = browser.post(page, sent(0, 1))
    (error,) = second.context["form"].non_field_errors()
    assert "Stāsts 0" in error and "Stāsts 1" not in error
    assert [each["title"].value() for each in second.context["sessions"]] == ["Stāsts 1"]
    assert list(Presentation.objects.values_list("title", flat=True)) == ["Stāsts 0"]
    assert browser.post(page, sent(1)).status_code == 302
    late = browser.post(page, sent(0, 1))
    assert [str(message) for message in late.context["messages"] if "Stāsts 0; Stāsts 1" in str(message)]
    assert Presentation.objects.count() == 2
    another = placement(school, learner(school, "Zane", qualification=trades[0]))
    fewer = browser.post(page, sent(0))
    assert "mobilities" in fewer.context["wrong"][0].errors and str(another.participant) in fewer.content.decode()


def test_two_plans_at_the_same_moment_make_one(coordinator, school, conference):
    """Both were checked before either was saved."""
    trip = placement(school, learner(school, "Anna"))
    words = {"first_theme": "", "building": "", "room": "", "lunch": None, "with_projects": False}
    plan = words | {"first": date(2022, 5, 31), "begins": time(10)}
    session = {"day": "1", "title": "Hamburga", "minutes": 30, "mobilities": [trip]}
    make_plan(conference, coordinator, plan, [session])
    with pytest.raises(Refused):
        make_plan(conference, coordinator, plan, [session])
    assert Presentation.objects.count() == 1


def test_proposals_follow_the_reports_while_the_screen_is_open(client_of, coordinator, school, conference):
    mobility = placement(school, learner(school, "Anna"))
    report = ExperienceReport.objects.create(school=school, mobility=mobility, state="submitted", pluses="Uzticas")
    browser, feed = client_of(coordinator), address(conference, "live/feed/")
    answer = browser.get(feed)
    assert answer.json()["proposals"] == []
    assert browser.get(feed, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    ExperienceReport.objects.filter(pk=report.pk).update(state="approved")
    answer = browser.get(feed, headers={"If-None-Match": answer["ETag"]})
    (proposed,) = answer.json()["proposals"]
    assert "Uzticas" in proposed["html"]
    browser.post(address(conference, "live/take/"), {"key": proposed["key"]})
    assert browser.get(feed, headers={"If-None-Match": answer["ETag"]}).json()["proposals"] == []


def test_what_a_session_is_about_is_proposed_first(client_of, coordinator, school, conference):
    trips = [placement(school, learner(school, name)) for name in ("Anna", "Berta")]
    for trip, said in zip(trips, ("Ābols", "Bumbieris"), strict=True):
        ExperienceReport.objects.create(school=school, mobility=trip, state="approved", pluses=said)
    day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    sessions = [Presentation.objects.create(day=day, title=str(trip.pk)) for trip in trips]
    browser = client_of(coordinator)
    for trip, session, said in zip(trips, sessions, ("Ābols", "Bumbieris"), strict=True):
        session.mobilities.set([trip])
        feed = browser.get(address(conference, f"live/feed/?session={session.pk}")).json()["proposals"]
        assert len(feed) == 2 and said in feed[0]["html"]


def test_a_ballot_is_one_page_and_few_queries(client, conference, django_assert_num_queries):
    poll = Poll.objects.create(conference=conference, question="Kas?", state="open")
    option = PollOption.objects.create(poll=poll, text="Hamburga")
    with django_assert_num_queries(2):
        client.get(f"/v/{poll.code}/")
    with django_assert_num_queries(3):
        client.post(f"/v/{poll.code}/", {"option": option.pk})
    assert poll.ballots.get().option == option


def test_a_vote_is_asked_in_english_as_far_as_the_school_wrote_it(client_of, client, coordinator, conference):
    browser, add = client_of(coordinator), address(conference, "votes/add/")
    words = {"question": "Kas?", "question_en": "What?", "answers": "Osta\nVirtuve\nOsta", "answers_en": "The port"}
    assert browser.post(add, words).context["form"].errors.keys() == {"answers_en"}
    browser.post(add, words | {"answers_en": "The port\n\nThe kitchen", "open": "1"})
    page = client.get(f"/v/{Poll.objects.get().code}/?lang=en").content.decode()
    assert ">The port<" in page and ">The kitchen<" in page and "Osta" not in page
    PollOption.objects.filter(text="Virtuve").update(text_en="")
    page = client.get(f"/v/{Poll.objects.get().code}/?lang=en").content.decode()
    assert '<bdi lang="lv">Virtuve</bdi>' in page and "in Latvian" in page


def test_only_a_decision_keeps_an_owner_and_a_date(client_of, coordinator, conference):
    browser, decided = client_of(coordinator), {"owner": "Inga", "due": "2022-09-01"}
    for kind in ("plus", "decision"):
        browser.post(address(conference, "live/add/"), {"kind": kind, "text": kind} | decided)
    plus, decision = Finding.objects.order_by("pk")
    assert (plus.owner, plus.due) == ("", None)
    assert (decision.owner, decision.due) == ("Inga", date(2022, 9, 1))
    changed = {"kind": "minus", "text": "Tālu", "version": decision.version} | decided
    assert browser.post(address(conference, f"live/{decision.pk}/"), changed).status_code == 200
    decision.refresh_from_db()
    assert (decision.owner, decision.due) == ("", None)


def test_what_was_set_aside_is_listed_and_can_be_proposed_again(client_of, coordinator, teacher, school, conference):
    mobility = placement(school, learner(school, "Anna"))
    ExperienceReport.objects.create(school=school, mobility=mobility, state="approved", pluses="Uzticas")
    browser, feed = client_of(coordinator), address(conference, "live/feed/")
    (proposed,) = browser.get(feed).json()["proposals"]
    browser.post(address(conference, "live/aside/"), {"key": proposed["key"]})
    answer = browser.get(feed).json()
    (aside,) = answer["asides"]
    assert answer["proposals"] == [] and aside["key"] == proposed["key"] and "Uzticas" in aside["html"]
    assert "asides" not in client_of(teacher).get(feed).json()
    (row,) = browser.get(address(conference, "live/")).context["asides"]
    browser.post(address(conference, "live/aside/"), {"key": row.key, "again": "1"})
    answer = browser.get(feed).json()
    assert answer["asides"] == [] and answer["proposals"] == [proposed]


def test_a_conference_with_proposals_set_aside_can_be_deleted(client_of, coordinator, school, conference):
    mobility = placement(school, learner(school, "Anna"))
    ExperienceReport.objects.create(school=school, mobility=mobility, state="approved", pluses="Uzticas")
    browser = client_of(coordinator)
    (proposed,) = browser.get(address(conference, "live/feed/")).json()["proposals"]
    browser.post(address(conference, "live/aside/"), {"key": proposed["key"]})
    browser.post(address(conference, "delete/"))
    assert not Conference.objects.exists()


def test_whoever_may_not_open_a_closed_conference_reads_who_may(client_of, coordinator, teacher, conference):
    conference.recorders.add(teacher)
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.CLOSED)
    browsers, typed = [client_of(user) for user in (coordinator, teacher)], {"kind": "plus", "text": "Vēls"}
    answers = [browser.post(address(conference, "live/add/"), typed) for browser in browsers]
    assert all(answer.status_code == 409 and answer.json()["closed"] for answer in answers)
    may, may_not = (answer.json()["message"] for answer in answers)
    assert "atveriet" in may
    assert "atveriet" not in may_not and str(coordinator) in may_not
    feed = client_of(teacher).get(address(conference, "live/feed/")).json()
    assert feed.keys() == {"closed", "state"} and "Noslēgta" in feed["state"]
    assert all("data-left=" in browser.get(address(conference)).content.decode() for browser in browsers)
    conference.recorders.clear()
    assert "data-left=" not in client_of(teacher).get(address(conference)).content.decode()


def test_a_vote_after_the_close_is_told_from_one_that_was_counted(client, conference):
    poll = Poll.objects.create(conference=conference, question="Kas?", state="open")
    hamburg, porto = (PollOption.objects.create(poll=poll, text=text) for text in ("Hamburga", "Porto"))
    ballot = f"/v/{poll.code}/"

    def said(answer) -> str:
        return answer.content.decode()

    client.get(ballot)
    Poll.objects.update(state="closed")
    late = said(client.post(ballot, {"option": porto.pk}))
    assert "nav ieskaitīta" in late and "Porto" not in late and "Hamburga" not in late
    Poll.objects.update(state="open")
    client.post(ballot, {"option": hamburg.pk})
    Poll.objects.update(state="closed")
    late, later = said(client.post(ballot, {"option": porto.pk})), said(client.get(ballot))
    assert "nav ieskaitīta" in late and "Hamburga" in late and "Porto" not in late
    assert "nav ieskaitīta" not in later and "Hamburga" in later
    assert poll.ballots.get().option == hamburg
