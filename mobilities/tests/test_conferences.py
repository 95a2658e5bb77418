"""The evaluation conference: recorded by the coordinator, read by all, locked when closed."""

import html
from datetime import date

import pytest
from django.utils import timezone

from mobilities.enums import ConferenceState, FindingKind
from mobilities.models import (
    Attendance,
    Ballot,
    Conference,
    ConferenceDay,
    ExperienceReport,
    Finding,
    Host,
    Letter,
    Mobility,
    Participant,
    Poll,
    PollOption,
    Presentation,
    Qualification,
)
from mobilities.services.conferences import move_conference
from portal.accounts.models import School
from portal.audit.history import field_name, history_of
from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(school) -> Conference:
    return Conference.objects.create(school=school, year=2021, title="Izvērtēšana")


@pytest.fixture
def day(conference) -> ConferenceDay:
    return ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))


def learner(school, name: str, **fields) -> Participant:
    return Participant.objects.create(school=school, kind="learner", first_name=name, last_name="Upīte", **fields)


def address(conference: Conference, rest: str = "") -> str:
    return f"/conferences/{conference.pk}/{rest}"


def test_conference_add_and_its_parts(client_of, coordinator, school):
    browser = client_of(coordinator)
    browser.post("/conferences/add/", {"year": "2021/2022", "title": "Izvērtēšana"})
    conference = Conference.objects.get()
    assert browser.get("/conferences/add/?sy=2021").context["form"]["year"].value() == "2022/2023"
    project = Project.objects.create(
        school=school, title="ArtIn Future", school_name=school.name, start="2021-03-01", end="2023-02-28"
    )
    parts = {
        "day": {"date": "2022-05-31", "theme": "Prakses", "building": "Korpuss"},
        "project": {"project": project.pk, "kind": "introduced"},
        "finding": {"kind": "plus", "text": "Uzņēmumi uzticējās"},
    }
    for part, data in parts.items():
        assert browser.post(address(conference, f"{part}/add/"), data).status_code == 302
    day = conference.days.get()
    assert browser.get(address(conference, "presentation/add/")).context["form"].fields["day"].label == "Diena"
    answer = browser.post(
        address(conference, "presentation/add/"), {"day": day.pk, "title": "Hamburga", "time": "10:00"}
    )
    assert answer.status_code == 302
    page = browser.get(address(conference)).content.decode()
    for text in ("Prakses", "Korpuss", "ArtIn Future", "Uzņēmumi uzticējās", "Hamburga", "10:00"):
        assert text in page
    assert Entry.objects.filter(user=coordinator, verb="add").count() == 5


def test_conference_detail_takes_a_fixed_number_of_queries(
    client_of, coordinator, conference, day, django_assert_num_queries
):
    browser = client_of(coordinator)
    browser.get(address(conference))
    for _round in range(2):
        for number in range(3):
            Finding.objects.create(conference=conference, kind=FindingKind.PLUS, text=f"Pluss {number}")
        with django_assert_num_queries(21):
            browser.get(address(conference))


def test_conference_edit_with_nonsense_for_a_year_keeps_what_was_typed(client_of, coordinator, conference):
    answer = client_of(coordinator).post(
        address(conference, "edit/"), {"year": "vakar", "title": "Jauns nosaukums", "version": "0"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2021/2022" in page and "Jauns nosaukums" in page


def test_conference_edit_refuses_to_overwrite_unseen(client_of, coordinator, conference):
    Conference.objects.filter(pk=conference.pk).update(title="Kolēģes nosaukums", version=3)
    browser = client_of(coordinator)
    stale = {"year": "2021/2022", "title": "Mans nosaukums", "version": "0"}
    page = browser.post(address(conference, "edit/"), stale).content.decode()
    assert "Kolēģes nosaukums" in page and "Mans nosaukums" in page
    conference.refresh_from_db()
    assert conference.title == "Kolēģes nosaukums"
    browser.post(address(conference, "edit/"), stale | {"version": "3"})
    conference.refresh_from_db()
    assert (conference.title, conference.version) == ("Mans nosaukums", 4)


def test_decision_without_owner_or_date_is_refused(client_of, coordinator, conference):
    answer = client_of(coordinator).post(
        address(conference, "finding/add/"), {"kind": "decision", "text": "Meklēt mītni"}
    )
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"owner", "due"}
    assert not Finding.objects.exists()


def test_a_conference_added_by_mistake_is_deleted_until_something_is_recorded(client_of, coordinator, school):
    browser = client_of(coordinator)

    def added() -> Conference:
        conference = Conference.objects.create(school=school, year=2021, title="Kļūda", state=ConferenceState.OPEN)
        day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
        Presentation.objects.create(day=day, title="Hamburga")
        poll = Poll.objects.create(conference=conference, question="Kas?")
        PollOption.objects.create(poll=poll, text="Hamburga")
        return conference

    conference = added()
    assert address(conference, "delete/") in browser.get(address(conference, "edit/")).content.decode()
    assert browser.post(address(conference, "delete/"), follow=True).redirect_chain == [("/conferences/", 302)]
    assert not Conference.objects.exists() and Entry.objects.get(verb="delete").label.startswith("Kļūda")

    conference, person = added(), learner(school, "Anna")
    poll, day = conference.polls.get(), conference.days.get()
    for model, fields in (
        (Finding, {"conference": conference, "kind": FindingKind.PLUS, "text": "Pluss"}),
        (Attendance, {"day": day, "participant": person}),
        (Ballot, {"poll": poll, "option": poll.options.get(), "voter": "x"}),
        (Letter, {"school": school, "kind": "invitation", "email": "a@b.lv", "conference": conference}),
    ):
        row = model.objects.create(**fields)
        assert_kept(browser, conference, str(model._meta.verbose_name_plural))
        row.delete()
    for rows, field, value in (
        (ConferenceDay.objects, "other_attendees", 3),
        (Conference.objects, "closed_at", timezone.now()),
        (Conference.objects, "state", ConferenceState.CLOSED),
    ):
        (was,) = rows.values_list(field, flat=True)
        rows.update(**{field: value})
        assert_kept(browser, conference, "")
        rows.update(**{field: was})
    browser.post(address(conference, "delete/"))
    assert not Conference.objects.exists()


def assert_kept(browser, conference: Conference, because: str) -> None:
    answer = browser.post(address(conference, "delete/"), follow=True)
    (told,) = answer.context["messages"]
    assert because in str(told) and answer.redirect_chain == [(address(conference), 302)]
    page = browser.get(address(conference, "edit/"))
    assert page.status_code == 302 or str(told) in html.unescape(page.content.decode())
    assert address(conference, "delete/") not in page.content.decode()


def test_attendance_counts_each_person_once(client_of, coordinator, school, conference, day):
    second = ConferenceDay.objects.create(conference=conference, date=date(2022, 6, 1), other_attendees=4)
    one, other = learner(school, "Anna"), learner(school, "Jānis")
    browser, first = client_of(coordinator), address(conference, f"attendance/{day.pk}/")
    browser.post(first, {"present": [one.pk, other.pk], "other_attendees": "2"})
    four = {"present": [one.pk], "other_attendees": "4", "others_before": "4"}
    browser.post(address(conference, f"attendance/{second.pk}/"), four)
    assert conference.attendance_total() == 2 + 4
    browser.post(first, opened(browser, first) | {"present": [other.pk], "other_attendees": "0"})
    assert here(day) == ["Jānis"]


def opened(browser, page: str) -> dict:
    """What the open list sends back as it is."""
    form = browser.get(page).context["form"]
    return {
        "present": form.here_now, "present_before": ",".join(form.here_now),
        "other_attendees": form.others_now, "others_before": form.others_now,
    }  # fmt: skip


def here(day: ConferenceDay) -> list[str]:
    return sorted(day.attendances.values_list("participant__first_name", flat=True))


def test_list_and_door_do_not_overwrite_each_other(client_of, coordinator, school, conference, day):
    people = {name: learner(school, name) for name in ("Anna", "Berta", "Cilda", "Dace", "Elza")}
    keys = {name: str(person.pk) for name, person in people.items()}
    browser, page = client_of(coordinator), address(conference, f"attendance/{day.pk}/")

    def at_the_door(**typed) -> None:
        browser.post(address(conference, f"door/{day.pk}/tick/"), typed)

    for name in ("Anna", "Berta", "Cilda"):
        at_the_door(person=keys[name], here="1")
    typed = opened(browser, page)
    at_the_door(person=keys["Dace"], here="1")
    at_the_door(person=keys["Berta"], here="0")
    at_the_door(others="1")
    typed["present"] = [keys["Anna"], keys["Berta"], keys["Elza"]]  # without Cilda
    browser.post(page, typed)
    day.refresh_from_db()
    assert (here(day), day.other_attendees) == (["Anna", "Dace", "Elza"], 1)
    at_the_door(person=keys["Elza"], here="0")
    assert here(day) == ["Anna", "Dace"]


def test_the_number_of_guests_counted_on_list_and_door_is_asked_about(client_of, coordinator, school, conference, day):
    person = learner(school, "Anna")
    browser, page = client_of(coordinator), address(conference, f"attendance/{day.pk}/")
    typed = opened(browser, page) | {"other_attendees": "7", "present": [person.pk]}
    browser.post(address(conference, f"door/{day.pk}/tick/"), {"others": "1"})
    answer = browser.post(page, typed)
    day.refresh_from_db()
    assert (day.other_attendees, here(day)) == (1, [])
    form, said = answer.context["form"], answer.content.decode()
    assert form.errors.keys() == {"other_attendees"} and form["other_attendees"].value() == "7"
    assert answer.context["ticked"] == {str(person.pk)} and 'name="others_before" value="1"' in said
    assert browser.post(page, typed | {"others_before": "1"}).status_code == 302
    day.refresh_from_db()
    assert (day.other_attendees, here(day)) == (7, ["Anna"])


def test_attendance_of_a_stranger_is_refused(client_of, coordinator, other_school, conference, day):
    stranger = learner(other_school, "Svešā")
    answer = client_of(coordinator).post(
        address(conference, f"attendance/{day.pk}/"), {"present": [stranger.pk], "other_attendees": "0"}
    )
    assert answer.status_code == 200
    assert not Attendance.objects.exists()


def test_closed_conference_is_locked_until_opened_again(client_of, coordinator, conference):
    browser = client_of(coordinator)
    browser.post(address(conference, "open/"))
    browser.post(address(conference, "close/"))
    browser.post(address(conference, "finding/add/"), {"kind": "plus", "text": "Par vēlu"})
    assert not Finding.objects.exists()
    browser.post(address(conference, "open/"))
    browser.post(address(conference, "finding/add/"), {"kind": "plus", "text": "Laikā"})
    assert Finding.objects.get().text == "Laikā"


def test_only_one_of_two_closings_wins(coordinator, conference):
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.OPEN)
    move_conference(conference, coordinator, ConferenceState.CLOSED)
    with pytest.raises(Refused):
        move_conference(conference, coordinator, ConferenceState.CLOSED)
    assert Entry.objects.filter(verb="close").count() == 1


def test_next_conference_starts_from_open_decisions(client_of, coordinator, school, conference):
    decision = Finding.objects.create(
        conference=conference, kind=FindingKind.DECISION, text="Meklēt mītni", owner="Inga", due=date(2022, 9, 1)
    )
    following = Conference.objects.create(school=school, year=2022, title="Nākamā")
    browser = client_of(coordinator)
    assert "Meklēt mītni" in browser.get(address(following)).content.decode()
    done, undo = (f"/decisions/{decision.pk}/{deed}/?detail={following.pk}" for deed in ("done", "undo"))
    assert done in browser.get(address(following)).content.decode()
    answer = browser.post(done, follow=True)
    assert answer.redirect_chain == [(address(following), 302)]
    assert "Meklēt mītni" not in (said := answer.content.decode()) and f'action="{undo}"' in said
    assert not browser.get(address(following)).context["open_before"]
    answer = browser.post(undo, follow=True)
    assert answer.redirect_chain == [(address(following), 302)] and answer.context["open_before"] == [decision]
    browser.post(undo)
    was, taken_back = Entry.objects.order_by("pk").values_list("changes", flat=True)
    assert [*reversed(was["done_on"])] == taken_back["done_on"] == [was["done_on"][1], ""]


def test_a_closed_conference_takes_back_what_was_marked_as_carried_out(client_of, coordinator, conference):
    decision = Finding.objects.create(
        conference=conference, kind=FindingKind.DECISION, text="Meklēt mītni", owner="Inga", due=date(2022, 9, 1),
        done_on=date(2022, 6, 1),
    )  # fmt: skip
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.OPEN)
    move_conference(conference, coordinator, ConferenceState.CLOSED)
    browser, undo = client_of(coordinator), f"/decisions/{decision.pk}/undo/"
    assert undo in browser.get(address(conference)).content.decode()
    page = browser.post(undo, follow=True)
    assert [row.done_on for row in page.context["decisions"]] == [None]
    assert f"/decisions/{decision.pk}/done/" in page.content.decode()


def test_a_closed_conference_keeps_the_decisions_that_were_open_then(client_of, coordinator, school, conference):
    fields = {"kind": FindingKind.DECISION, "owner": "Inga", "due": date(2022, 9, 1)}
    decision = Finding.objects.create(conference=conference, text="Meklēt mītni", **fields)
    following = Conference.objects.create(school=school, year=2022, title="Nākamā", state=ConferenceState.OPEN)
    move_conference(following, coordinator, ConferenceState.CLOSED)
    Finding.objects.create(conference=conference, text="Mācīt valodu", **fields)
    browser = client_of(coordinator)

    def shown() -> list[tuple]:
        return [(row.text, row.done_on) for row in browser.get(address(following)).context["open_before"]]

    assert shown() == [("Meklēt mītni", None)]
    Finding.objects.filter(pk=decision.pk).update(done_on=date(2022, 8, 1), text="Meklēt māju")
    assert shown() == [("Meklēt mītni", date(2022, 8, 1))]
    move_conference(following, coordinator, ConferenceState.OPEN)
    assert shown() == [("Mācīt valodu", None)]


def test_the_history_names_what_was_changed_in_words(client_of, coordinator, conference, day):
    client_of(coordinator).post(address(conference, f"door/{day.pk}/tick/"), {"others": "1"})
    (line,) = history_of(conference, coordinator)
    assert line.fields == "citi klātesošie"
    assert field_name(ExperienceReport, "questionnaire") == "anketa"


def test_a_tick_at_the_door_of_a_closed_conference_says_so(client_of, coordinator, school, conference, day):
    person = learner(school, "Anna")
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.CLOSED)
    browser, json = client_of(coordinator), {"Accept": "application/json"}
    answer = browser.post(
        address(conference, f"door/{day.pk}/tick/"), {"person": person.pk, "here": "1"}, headers=json
    )
    assert (answer.status_code, answer.json()) == (409, {"present": [], "others": 0, "closed": True})
    assert browser.get(address(conference, f"door/{day.pk}/"), headers=json).json()["closed"]
    assert not Attendance.objects.exists()


def test_part_delete_only_within_its_own_conference(client_of, coordinator, school, conference):
    finding = Finding.objects.create(conference=conference, kind=FindingKind.PLUS, text="Pluss")
    other = Conference.objects.create(school=school, year=2022, title="Cita")
    browser = client_of(coordinator)
    assert browser.post(address(other, f"finding/{finding.pk}/delete/")).status_code == 404
    browser.post(address(conference, f"finding/{finding.pk}/delete/"))
    assert not Finding.objects.exists()


def test_deleting_a_day_says_what_goes_with_it(client_of, coordinator, school, conference, day):
    browser = client_of(coordinator)
    said = {"kind": FindingKind.PLUS, "conference": conference}
    empty = ConferenceDay.objects.create(conference=conference, date=date(2022, 6, 1))
    sessions = [Presentation.objects.create(day=day, title=title) for title in ("Hamburga", "Porto")]
    Attendance.objects.create(day=day, participant=learner(school, "Anna"))
    ConferenceDay.objects.filter(pk=day.pk).update(other_attendees=4)
    for session in (*sessions, sessions[0], None):
        Finding.objects.create(text="Uzticējās", session=session, **said)

    def lost(part: str, row) -> list[str]:
        page = browser.get(address(conference, f"{part}/{row.pk}/delete/"))
        assert all(text in page.content.decode() for text in page.context["lost"])
        return ["".join(filter(str.isdigit, text)) for text in page.context["lost"]]

    assert lost("day", day) == ["2", "5", "3"]
    assert lost("presentation", sessions[0]) == ["2"]
    assert lost("day", empty) == lost("finding", Finding.objects.first()) == []


def test_unknown_part_is_not_found(client_of, coordinator, conference):
    assert client_of(coordinator).get(address(conference, "party/add/")).status_code == 404


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


def test_closed_conference_keeps_its_sessions_and_the_name_of_the_school(
    client_of, coordinator, school, conference, day
):
    session = Presentation.objects.create(day=day, title="Hamburga", time="10:00")
    host = Host.objects.create(school=school, name="Nordkai", city="Hamburga", country="DE")
    Finding.objects.create(conference=conference, kind=FindingKind.PLUS, text="Uzticējās", session=session, host=host)
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.OPEN)
    move_conference(conference, coordinator, ConferenceState.CLOSED)
    was = school.name
    School.objects.update(name="Pārdēvētā skola")
    Host.objects.update(name="Pārdēvēts uzņēmums")
    session.delete()
    browser = client_of(coordinator)
    page = browser.get(address(conference, "live/"), follow=True)
    assert page.redirect_chain == [(address(conference), 302)]
    assert f"<span>{was}</span>" in page.content.decode() and "Nordkai" in page.content.decode()
    assert browser.get(address(conference, "live/feed/")).json() == {"closed": True}
    line = b"".join(browser.get(address(conference, "findings/"))).decode().splitlines()[1]
    assert line.split(";")[:6] == [was, "2022-05-31", "10:00", "Hamburga", "Pluss", "Uzticējās"]


def placement(school, person: Participant, **fields) -> Mobility:
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end="2022-08-31"
    )
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    return Mobility.objects.create(
        school=school, project=project, participant=person, activity_type=kind, state="closed",
        start=date(2022, 3, 1), end=date(2022, 3, 14), **fields,
    )  # fmt: skip


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


def test_whoever_may_print_finds_the_report_of_the_conference(client_of, coordinator, director, teacher, conference):
    link = f'/reports/?sy={conference.year}"'
    for user, is_told in ((coordinator, True), (director, True), (teacher, False)):
        assert (link in client_of(user).get(address(conference)).content.decode()) == is_told
