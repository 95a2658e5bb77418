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
    Poll,
    PollOption,
    Presentation,
)
from mobilities.services.conferences import move_conference
from mobilities.tests.conferences import address, learner
from portal.accounts.models import School
from portal.audit.history import field_name, history_of
from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.models import Project

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("due", ["0020-01-05", "0023-05-01", "2021-08-31", "2027-09-01"])
def test_a_decision_is_due_in_the_years_of_its_conference(client_of, coordinator, conference, due):
    """On its page, on the live screen and where it is corrected there."""
    browser = client_of(coordinator)
    Conference.objects.update(state=ConferenceState.OPEN)
    typed = {"kind": "decision", "text": "Meklēt mītni", "owner": "Inga", "version": "0"}
    known = Finding.objects.create(
        conference=conference, kind="decision", text="Meklēt mītni", owner="Inga", due=date(2022, 10, 1)
    )
    refused = browser.post(address(conference, "finding/add/"), typed | {"due": due})
    assert "01.09.2021." in str(refused.context["form"].errors["due"])
    for page in ("live/add/", f"live/{known.pk}/"):
        answer = browser.post(address(conference, page), typed | {"due": due})
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["due"])
    assert list(Finding.objects.values_list("due", flat=True)) == [date(2022, 10, 1)]
    for right in ("2021-09-01", "2027-08-31"):
        assert browser.post(address(conference, "finding/add/"), typed | {"due": right}).status_code == 302


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
    assert browser.get(address(conference, "live/feed/")).json().keys() == {"closed", "state"}
    line = b"".join(browser.get(address(conference, "findings/"))).decode().splitlines()[1]
    assert line.split(";")[:6] == [was, "2022-05-31", "10:00", "Hamburga", "Pluss", "Uzticējās"]


def test_whoever_may_print_finds_the_report_of_the_conference(client_of, coordinator, director, teacher, conference):
    link = f'/reports/?sy={conference.year}"'
    for user, is_told in ((coordinator, True), (director, True), (teacher, False)):
        assert (link in client_of(user).get(address(conference)).content.decode()) == is_told


def test_what_was_deleted_is_named(client_of, coordinator, conference, day):
    browser = client_of(coordinator)
    gone = browser.post(address(conference, f"day/{day.pk}/delete/"), follow=True)
    assert f"Dzēsts: konferences diena „{day}“." in gone.content.decode()
    finding = Finding.objects.create(conference=conference, kind="plus", text="Uzticējās " * 30)
    gone = browser.post(address(conference, f"finding/{finding.pk}/delete/"), follow=True).content.decode()
    assert "Dzēsts: secinājums „Uzticējās" in gone and "…“." in gone
    conference.findings.all().delete()
    gone = browser.post(address(conference, "delete/"), follow=True)
    assert f"„{conference.title}, 2021/2022“." in gone.content.decode()


def test_a_second_tap_says_it_once(client_of, coordinator):
    """Two requests at once leave two messages for one page."""
    browser = client_of(coordinator)
    for year in ("2021/2022", "2022/2023"):
        browser.post("/conferences/add/", {"year": year, "title": "Izvērtēšana"})
    page = browser.get("/conferences/").content.decode()
    assert page.count("Konference saglabāta.") == 1


def test_where_nobody_was_ticked_only_the_count_stands(client_of, coordinator, conference, day):
    ConferenceDay.objects.update(other_attendees=147)
    page = client_of(coordinator).get(address(conference)).content.decode()
    assert "skaitīti 147" in page and "atzīmēts" not in page
    Attendance.objects.create(day=day, participant=learner(conference.school, "Anna"))
    assert "skaitīti" not in client_of(coordinator).get(address(conference)).content.decode()
