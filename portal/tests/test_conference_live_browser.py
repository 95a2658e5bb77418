"""A conference from beginning to end: planned, recorded by two at once, voted on by the audience, closed."""

import re
from datetime import date
from random import Random

import pytest
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from mobilities.enums import ConferenceState, PollState, ReportState
from mobilities.models import (
    Conference,
    ExperienceReport,
    Finding,
    Host,
    Mobility,
    Participant,
    Poll,
    Presentation,
    Qualification,
)
from portal.accounts.enums import Role
from portal.testing.cast import member
from projects.models import ActivityType, Project

pytestmark = pytest.mark.browser


@pytest.fixture
def year(school) -> list[Mobility]:
    """Logistics in three countries in the seed's year, each with an approved report; a country known from before."""
    project = Project.objects.create(
        school=school, title="Jauna pieredze maina dzīves", code="2020-1-LV01-KA116-077195", call_year=2020,
        school_name=school.name, start=date(2020, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    kind = ActivityType.objects.for_call_year(2021).get(code="LM-SHORT-VET")
    logistics = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", isced_f="1041")
    rows = []
    for number, (city, country) in enumerate((("Hamburga", "DE"), ("Verona", "IT"), ("Porto", "PT"))):
        host = Host.objects.create(school=school, name=f"{city} Logistik", city=city, country=country)
        for start, state in ((date(2021, 3, 1), "closed"), (date(2022, 3, 7), "confirmed")):
            if start.year == 2021 and country != "DE":
                continue
            person = Participant.objects.create(
                school=school, kind="learner", first_name=f"Anna{start.year}", last_name=f"Upīte {number}",
                qualification=logistics, group="LO-41",
            )  # fmt: skip
            rows.append(
                Mobility.objects.create(
                    school=school, project=project, participant=person, activity_type=kind, host=host, start=start,
                    end=start.replace(day=28), state=state,
                )
            )  # fmt: skip
            ExperienceReport.objects.create(
                school=school, mobility=rows[-1], state=ReportState.APPROVED, pluses="Nopietni darba uzdevumi",
                minuses="Ilgs un sarežģīts ceļš", job_offer=country == "DE",
            )  # fmt: skip
    return rows


def test_conference_is_held(page_of, coordinator, school, year):
    colleague = member(school, Role.COORDINATOR, "Dace", "Putāne", "dace@example.org")
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    desk, other = page_of(coordinator), page_of(colleague)
    plan(desk, conference)
    desk.get_by_role("button", name="Atvērt konferenci").click()
    for page in (desk, other):
        page.goto(reverse("mobilities:conference-live", args=[conference.pk]))
        expect(page.locator("[data-entry]")).to_be_visible()
    take_findings(desk, other, conference)
    poll = fifty_vote(desk, conference)
    close(desk, conference, poll)


def plan(page: Page, conference: Conference) -> None:
    page.goto(reverse("mobilities:conference-plan", args=[conference.pk]))
    page.locator("#id_first").fill("2022-05-31")
    page.get_by_role("button", name="Izveidot programmu").click()
    page.wait_for_url("**" + reverse("mobilities:conference-detail", args=[conference.pk]))
    session = Presentation.objects.get(day__conference=conference)
    assert session.title == "Loģistikas darbinieks: Itālija, Portugāle, Vācija" or session.mobilities.count() == 3
    assert session.presenters.count() == session.mobilities.count() == 3
    assert conference.conference_projects.count() == 1


def take_findings(desk: Page, other: Page, conference: Conference) -> None:
    """Both write at once; each sees the other's; whoever corrects what has changed meanwhile is told."""
    for page, text in ((desk, "Meistars sagaidīja lidostā"), (other, "Jau otrajā nedēļā uzticēja preces")):
        page.locator("#id_text").fill(text)
        page.locator("#id_text").press("Enter")
    for page in (desk, other):
        expect(page.locator("[data-column=plus] > li")).to_have_count(2)
    other.locator("#id_text").press("-")
    other.locator("#id_text").fill("Pirmā maiņa pirms pirmā autobusa")
    other.locator("#id_text").press("Enter")
    expect(desk.locator("[data-column=minus] > li")).to_have_count(1)
    correct_at_once(desk, other)
    desk.locator("[data-take-key*=':minus:']").first.click()
    expect(other.locator("[data-column=minus] > li")).to_have_count(2)
    desk.locator("[data-column=plus] > li", has_text="preces").locator("[data-delete]").click()
    expect(other.locator("[data-column=plus] > li")).to_have_count(1)
    desk.locator("[data-undo]").click()
    expect(other.locator("[data-column=plus] > li")).to_have_count(2)
    taken = Finding.objects.get(conference=conference, source__startswith="report:minus")
    assert (taken.text, taken.qualification.name_lv) == ("Ilgs un sarežģīts ceļš", "Loģistikas darbinieks")
    assert taken.host and taken.country == taken.host.country


def correct_at_once(desk: Page, other: Page) -> None:
    forms = [page.locator("[data-column=minus] > li") for page in (desk, other)]
    for form in forms:
        form.locator("[data-edit]").click()
    forms[0].locator("[name=text]").fill("Maiņa sākas pirms autobusa")
    with other.expect_response(lambda answer: answer.url.endswith("/feed/") and answer.status == 200):
        forms[0].locator("[name=text]").press("Enter")
    expect(forms[0]).to_contain_text("Maiņa sākas pirms autobusa")
    forms[1].locator("[name=text]").fill("Mans teikums")
    forms[1].locator("[name=text]").press("Enter")
    expect(forms[1].locator("[role=alert]")).to_contain_text("Maiņa sākas pirms autobusa")
    assert not Finding.objects.filter(text="Mans teikums").exists()
    forms[1].locator("[data-cancel]").click()
    expect(forms[1]).to_contain_text("Maiņa sākas pirms autobusa")


def fifty_vote(desk: Page, conference: Conference) -> Poll:
    desk.goto(reverse("mobilities:poll-add", args=[conference.pk]))
    desk.locator("#id_answers").fill("Hamburga\nVerona\nPorto")
    desk.get_by_role("button", name="Saglabāt un atvērt balsojumu").click()
    expect(desk.locator(".screen-code svg")).to_be_visible()
    poll = Poll.objects.get(conference=conference)
    options, chance = list(poll.options.all()), Random(50)  # noqa: S311
    address = reverse("mobilities:ballot", args=[poll.code])
    for _phone in range(50):
        phone = Client()
        phone.get(address)
        for _change_of_mind in range(chance.randint(1, 2)):
            phone.post(address, {"option": chance.choice(options).pk})
    assert poll.ballots.count() == 50
    expect(desk.locator(".votes-total b")).to_have_text("50")
    Client().post(address, {"option": options[0].pk})  # without a cookie nobody knows whose it is
    assert poll.ballots.count() == 50
    return poll


def close(desk: Page, conference: Conference, poll: Poll) -> None:
    counts = dict(poll.options.annotate(n=Count("ballots")).values_list("text", "n"))
    desk.goto(reverse("mobilities:conference-detail", args=[conference.pk]))
    desk.get_by_role("button", name="Noslēgt konferenci").click()
    expect(desk.get_by_role("button", name="Atvērt vēlreiz")).to_be_visible()
    conference.refresh_from_db()
    assert conference.state == ConferenceState.CLOSED
    assert conference.polls.get().state == PollState.CLOSED
    Host.objects.update(name="Pārdēvēts")
    Qualification.objects.update(name_lv="Cita kvalifikācija")
    Finding.objects.filter(source="").update(text="Pārrakstīts")
    desk.reload()
    shown = desk.locator("main").inner_text()
    assert "Loģistikas darbinieks" in shown and "Maiņa sākas pirms autobusa" in shown
    assert "Pārdēvēts" not in shown and "Pārrakstīts" not in shown
    for text, number in counts.items():
        assert re.search(rf"{text}\s+{number}\b", shown)
