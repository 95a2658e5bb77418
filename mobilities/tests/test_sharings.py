"""What was shown elsewhere: written down, seen with the mobility, listed without names of people one may not know."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mobilities.models import Conference, ConferenceDay, Host, Presentation, Sharing
from mobilities.services.conferences import move_conference
from mobilities.tests.running import running_project, stay, today
from portal.common.school_year import SchoolYear
from projects.models import Dissemination

pytestmark = pytest.mark.django_db
LIST = reverse("mobilities:sharing-list")


@pytest.fixture
def trips(school, teacher):
    project = running_project(school)
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Bremen")
    start = today() - timedelta(days=40)
    return [stay(project, "Priede", start, responsible=teacher), stay(project, "Liepa", start, host=host)]


def test_what_was_shown_is_seen_with_the_mobility(client_of, coordinator, teacher, trips):
    browser = client_of(coordinator)
    typed = {
        "kind": "teachers_meeting", "date": f"{today():%Y-%m-%d}", "title": "Prakse Brēmenē", "audience": 40,
        "mobilities": [row.pk for row in trips],
    }  # fmt: skip
    later = browser.post(
        reverse("mobilities:sharing-add"), typed | {"date": f"{today() + timedelta(days=1):%Y-%m-%d}"}
    )
    assert later.status_code == 200 and later.context["form"].errors["date"]
    assert browser.post(reverse("mobilities:sharing-add"), typed).status_code == 302
    assert list(Sharing.objects.get().mobilities.order_by("pk")) == trips
    shown = client_of(teacher).get(reverse("mobilities:mobility-detail", args=[trips[0].pk])).content.decode()
    assert "Prakse Brēmenē" in shown


def test_saving_leads_back_to_where_one_came_from(client_of, coordinator, school, trips):
    """Also where the mobilities are of another school year than the chosen one."""
    browser, add = client_of(coordinator), reverse("mobilities:sharing-add")
    typed = {"kind": "lesson", "date": f"{today():%Y-%m-%d}", "title": "Stunda", "mobilities": [trips[0].pk]}
    own_year, other_year = (SchoolYear.of(trips[0].start).start + more for more in (0, -3))
    page = reverse("mobilities:mobility-detail", args=[trips[0].pk])
    asked = f"m={trips[0].pk}"
    assert browser.get(f"{add}?{asked}&sy={other_year}").context["back"] == page
    assert browser.post(f"{add}?{asked}&sy={other_year}", typed).url == page
    the_list = f"{LIST}?sy={own_year}"
    assert browser.post(f"{add}?sy={other_year}", typed).url == the_list
    first, second = Sharing.objects.order_by("pk")
    edit = reverse("mobilities:sharing-edit", args=[first.pk])
    assert f"{edit}?{asked}" in browser.get(page).content.decode()
    assert browser.post(f"{edit}?{asked}", typed | {"version": first.version}).url == page
    first.refresh_from_db()
    assert browser.post(edit, typed | {"version": first.version}).url == the_list
    assert browser.post(reverse("mobilities:sharing-delete", args=[first.pk]) + f"?{asked}").url == page
    assert browser.post(reverse("mobilities:sharing-delete", args=[second.pk])).url == the_list


def test_list_and_file_name_only_whom_the_reader_may_know(client_of, coordinator, teacher, school, trips):
    row = Sharing.objects.create(school=school, kind="lesson", date=date(2026, 1, 5), title="Stunda", audience=24)
    row.mobilities.set(trips)
    year = {"sy": trips[0].start.year - (trips[0].start.month < 9)}
    export = reverse("mobilities:sharing-export")
    for user, names in ((coordinator, {"Jānis Priede", "Jānis Liepa"}), (teacher, {"Jānis Priede"})):
        browser = client_of(user)
        page = browser.get(LIST, year)
        said = page.content.decode()
        assert page.context["export_url"].startswith(export) and "Stunda" in said
        lines = b"".join(browser.get(export, year).streaming_content).decode().splitlines()
        assert len(lines) == 2 and ";2026-01-05;24;" in lines[1]
        for name in ("Jānis Priede", "Jānis Liepa"):
            assert (name in lines[1], name in said) == ((name in names,) * 2)
    assert not list(client_of(coordinator).get(LIST, {"sy": 2010}).context["page"])


def test_what_the_project_was_shown_at_need_not_be_written_down_again(client_of, coordinator, trips):
    project, day = trips[0].project, trips[0].start + timedelta(days=20)
    for kind, title, when in (
        ("lesson", "Metodiskās komisijas sēde", day), ("press", "Raksts avīzē", day),
        ("event", "Agrāk", trips[0].start - timedelta(days=1)),
    ):  # fmt: skip
        Dissemination.objects.create(project=project, kind=kind, title=title, day=when)
    browser = client_of(coordinator)
    there = browser.get(reverse("mobilities:mobility-detail", args=[trips[0].pk]))
    assert [row.title for row in there.context["of_project"]] == ["Metodiskās komisijas sēde"]
    page = browser.get(LIST, {"sy": day.year - (day.month < 9)})
    told = page.content.decode()
    assert "Metodiskās komisijas sēde" in told and "Raksts avīzē" not in told
    assert reverse("projects:dissemination-list", args=[project.pk]) in told


def test_the_live_screen_says_where_a_session_was_shown_already(client_of, coordinator, school, trips):
    project, day = trips[0].project, trips[0].start + timedelta(days=20)
    for title, when in (("Metodiskās komisijas sēde", day), ("Agrāk", trips[0].start - timedelta(days=1))):
        Dissemination.objects.create(project=project, kind="lesson", title=title, day=when)
    row = Sharing.objects.create(school=school, kind="lesson", date=day, title="Stunda")
    row.mobilities.set(trips)
    conference = Conference.objects.create(school=school, year=SchoolYear.of(day).start, title="Konference")
    first = ConferenceDay.objects.create(conference=conference, date=today())
    session, empty = (Presentation.objects.create(day=first, title=title) for title in ("Brēmene", "Noslēgums"))
    session.mobilities.set(trips)
    address, browser = reverse("mobilities:conference-live", args=[conference.pk]), client_of(coordinator)
    told = browser.get(address, {"session": session.pk}).content.decode()
    assert "Stunda" in told and "Metodiskās komisijas sēde" in told and "Agrāk" not in told
    assert "Metodiskās komisijas sēde" not in browser.get(address, {"session": empty.pk}).content.decode()


def test_a_session_says_on_the_page_of_the_conference_where_it_was_shown(
    client_of, coordinator, school, trips, django_assert_num_queries
):
    """Of a closed conference as it was closed."""
    year = SchoolYear.of(trips[0].start).start
    conference = Conference.objects.create(school=school, year=year, title="Konference", state="open")
    first = ConferenceDay.objects.create(conference=conference, date=today())
    sessions = [Presentation.objects.create(day=first, title=title) for title in ("Brēmene", "Noslēgums")]
    for session, trip in zip(sessions, trips, strict=True):
        session.mobilities.set([trip])
    page, browser = reverse("mobilities:conference-detail", args=[conference.pk]), client_of(coordinator)
    browser.get(page)
    with CaptureQueriesContext(connection) as without:
        browser.get(page)

    def shown() -> list[list[str]]:
        answer = browser.get(page)
        told = [[row.title for row in session.shared] for session in answer.context["presentations"]]
        assert all(title in answer.content.decode() for each in told for title in each)
        return told

    for title, chosen in (("Stunda", trips), ("Komisija", trips[:1])):
        Sharing.objects.create(school=school, kind="lesson", date=first.date, title=title).mobilities.set(chosen)
    with django_assert_num_queries(len(without) + 1):
        assert shown() == [["Komisija", "Stunda"], ["Stunda"]]
    move_conference(conference, coordinator, "closed")
    Sharing.objects.filter(title="Stunda").update(title="Pārdēvēta")
    Sharing.objects.create(school=school, kind="lesson", date=first.date, title="Vēlāk").mobilities.set(trips)
    assert shown() == [["Komisija", "Stunda"], ["Stunda"]]
    Conference.objects.update(state="open")
    edit = reverse("mobilities:conference-part-edit", args=[conference.pk, "presentation", sessions[1].pk])
    offered = browser.get(edit).context["form"].fields["mobilities"].choices
    (label,) = [label for key, label in offered if key.value == trips[1].pk]
    assert label.count(f"{today():%d.%m.%Y}.") == 2
