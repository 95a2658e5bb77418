"""A conference from beginning to end, for the year of the school's own report: planned, recorded by two at once, voted
on by the audience, closed; its places are compared, the next year is warned, and the news text tells what was said."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from mobilities.enums import ConferenceState, PollState, ReportState
from mobilities.models import (
    Conference,
    ConferenceDay,
    ConferenceProject,
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
from reports.tests import seed
from reports.tests.seed import JOBS, WAY

pytestmark = pytest.mark.browser
TRUST, TASKS = "Uzņēmumi izglītojamos uzņēma ar lielu uzticību", "Izglītojamajiem uzticēja nopietnus darba uzdevumus"
READY = "Visi pauda lielu gandarījumu, vēlas un ir gatavi projektos iesaistīties arī turpmāk"
PORTS = [("Hamburga", "DE", 4), ("Verona", "IT", 5), ("Porto", "PT", 3)]  # city, country, how far they were trusted
STAFF = [
    ("Nante", "FR", "SM-TTA", 2022),
    ("Reikjavika", "IS", "SM-JOB-SHDW", 2022),
    ("Hamburga", "DE", "SM-JOB-SHDW", 2021),
]


@pytest.fixture
def conference(school) -> Conference:
    """The year's projects; logistics in three ports with approved reports, as the year before; staff abroad."""
    school.learn_more, school.news_author = seed.LEARN_MORE, seed.NEWS_AUTHOR
    school.save()
    projects = [project(school, *row) for row in seed.PROJECTS]
    nordplus = Project.objects.create(
        school=school, programme="nordplus", title="Amatu nedēļa", start=date(2021, 9, 1), end=date(2022, 8, 31)
    )
    conference = Conference.objects.create(
        school=school, year=2021, title="Starptautisko projektu rezultātu izvērtēšanas konference",
        summary=seed.SUMMARY, shared_before=seed.SHARED,
    )  # fmt: skip
    for row, kind in ((projects[4], "reviewed"), (projects[5], "introduced"), (nordplus, "reviewed")):
        ConferenceProject.objects.create(conference=conference, project=row, kind=kind)
    logistics = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", isced_f="1041")
    for number, (city, country, trust) in enumerate(PORTS):
        host = Host.objects.create(school=school, name=f"{city} Logistik", city=city, country=country)
        for year, own in ((2021, projects[0]), (2022, projects[number > 0])):
            trip = travel(own, host, year, "LM-SHORT-VET", kind="learner", qualification=logistics, group="LO-41")
            ExperienceReport.objects.create(
                school=school, mobility=trip, state=ReportState.APPROVED, pluses=TASKS, minuses=WAY,
                rating_trust=trust, job_offer=(country, year) == ("DE", 2022),
                return_invitation=(country, year) == ("PT", 2022),
            )  # fmt: skip
    for (city, country, activity, year), own in zip(STAFF, (projects[2], projects[3], projects[0]), strict=True):
        host = Host.objects.create(school=school, name=f"Skola {city}", city=city, country=country, kind="school")
        travel(own, host, year, activity, kind="staff")
    Participant.objects.create(
        school=school, kind="learner", first_name="Dace", last_name="Jauna", qualification=logistics
    )
    return conference


def project(school, code: str, call_year: int, action: str, field: str, title: str, _kind: str) -> Project:
    return Project.objects.create(
        school=school, code=code, call_year=call_year, action=action, field=field, title=title,
        school_name=school.name, start=date(2020, 9, 1), end=date(2023, 8, 31),
    )  # fmt: skip


def travel(own: Project, host: Host, year: int, activity: str, **person: object) -> Mobility:
    traveller = Participant.objects.create(
        school=own.school, first_name=f"Anna{year}", last_name=f"Upīte {host.country}", **person
    )
    return Mobility.objects.create(
        school=own.school, project=own, participant=traveller, host=host, state="closed", end=date(year, 3, 28),
        activity_type=ActivityType.objects.for_call_year(2021).get(code=activity), start=date(year, 3, 1),
    )  # fmt: skip


def test_conference_is_held_and_remembered(page_of, coordinator, school, conference):
    colleague = member(school, Role.COORDINATOR, "Dace", "Putāne", "dace@example.org")
    desk, other = page_of(coordinator), page_of(colleague)
    plan(desk, conference)
    desk.get_by_role("button", name="Atvērt konferenci").click()
    for page in (desk, other):
        page.goto(reverse("mobilities:conference-live", args=[conference.pk]))
        expect(page.locator("[data-entry]")).to_be_visible()
    type_faster_than_it_is_saved(desk, conference)
    take_findings(desk, other, conference)
    look_at_another_session(other)
    poll = fifty_vote(desk, conference)
    close(desk, conference, poll)
    other.wait_for_url("**" + reverse("mobilities:conference-detail", args=[conference.pk]))
    compare(desk)
    warn_the_next_year(other)
    tell_the_world(desk, conference)


def plan(page: Page, conference: Conference) -> None:
    page.goto(reverse("mobilities:conference-plan", args=[conference.pk]))
    page.locator("#id_first").fill("2022-05-31")
    page.locator("#id_first_theme").fill("Izglītojamo mācību prakses")
    page.locator("#id_second").fill("2022-06-01")
    page.locator("#id_second_theme").fill("Pedagogu mobilitātes un projekti")
    page.locator("#id_building").fill(seed.BUILDING)
    page.get_by_role("button", name="Izveidot programmu").click()
    page.wait_for_url("**" + reverse("mobilities:conference-detail", args=[conference.pk]))
    first, *others = Presentation.objects.filter(day__conference=conference)
    assert first.title == "Loģistikas darbinieks: Vācija, Itālija, Portugāle"
    assert first.presenters.count() == first.mobilities.count() == 3
    assert [row.mobilities.count() for row in others] == [1, 1]
    assert conference.conference_projects.count() == 7
    ConferenceDay.objects.update(other_attendees=53)


def type_faster_than_it_is_saved(desk: Page, conference: Conference) -> None:
    """Each is taken on Enter and sent in its turn, again after a broken connection; what is typed meanwhile stays."""
    held, text = [], desk.locator("#id_text")
    waiting, pluses = desk.locator("[data-waiting] > li"), desk.locator("[data-column=plus] > li")
    desk.route("**/live/add/", lambda route: held.append(route))  # noqa: PLW0108 playwright looks at its parameters

    def sent_by(deed) -> None:
        with desk.expect_request("**/live/add/"):
            deed()

    sent_by(lambda: write(desk, "Pirmais vārds"))
    text.press_sequentially("Ceturt")
    held.pop().continue_()
    expect(pluses).to_have_count(1)
    text.press_sequentially("dien bija svarīgi")
    sent_by(lambda: text.press("Enter"))
    text.press_sequentially("- Tālu")
    text.press("Enter")
    expect(waiting).to_have_text([re.compile("Ceturtdien bija svarīgi"), re.compile("Tālu")])
    held.pop().abort()
    expect(desk.locator("[data-said]")).to_contain_text("Nav savienojuma")
    sent_by(lambda: desk.evaluate("dispatchEvent(new Event('online'))"))
    text.press_sequentially("Vēl")
    refused = {"errors": {"text": [{"message": "Par garu"}]}}
    sent_by(lambda: held.pop().fulfill(status=400, json=refused))
    expect(waiting.first.locator("[role=alert]")).to_have_text("Par garu")
    expect(text).to_be_focused()
    held.pop().continue_()
    expect(waiting).to_have_count(1)
    sent_by(lambda: waiting.first.locator("[name=text]").press("Enter"))
    held.pop().continue_()
    expect(waiting).to_have_count(0)
    expect(text).to_have_value("Vēl")
    desk.unroute("**/live/add/")
    text.fill("")
    write(desk, "! Braukt agrāk")
    expect(desk.locator("#id_owner")).to_be_focused()
    text.fill("")
    desk.locator("[for=kind-plus]").click()
    write(desk, "-5 °C ir auksti")
    expect(pluses.first).to_contain_text("-5 °C ir auksti")
    text.press_sequentially("* Pusvārds")
    desk.reload()
    expect(text).to_have_value("Pusvārds")
    expect(desk.locator("#kind-offer")).to_be_checked()
    text.fill("")
    desk.locator("[for=kind-plus]").click()
    wait_for_a_broken_portal(desk)
    said = list(conference.findings.exclude(text__contains="Bez").values_list("kind", "text"))
    assert said == [
        ("plus", "Pirmais vārds"), ("minus", "Tālu"), ("plus", "Ceturtdien bija svarīgi"), ("plus", "-5 °C ir auksti"),
    ]  # fmt: skip
    conference.findings.all().delete()
    desk.reload()


def wait_for_a_broken_portal(desk: Page) -> None:
    """What it cannot save waits apart and holds up nothing; what is not sent yet outlives a closed page."""
    waiting, pluses = desk.locator("[data-waiting] > li"), desk.locator("[data-column=plus] > li")
    desk.route("**/live/add/", lambda route: route.fulfill(status=500, content_type="text/html", body="<p>500"))
    write(desk, "Bez laimes")
    expect(waiting.locator("[role=alert]")).to_contain_text("neizdevās saglabāt")
    desk.unroute("**/live/add/")
    write(desk, "Bez kavēšanās")
    expect(pluses.filter(has_text="Bez kavēšanās")).to_have_count(1)
    desk.route("**/live/add/", lambda route: route.abort())
    write(desk, "Bez tīkla")
    expect(waiting).to_have_count(2)
    desk.reload()
    expect(waiting).to_have_text([re.compile("Bez laimes"), re.compile("Bez tīkla")])
    desk.unroute("**/live/add/")
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(waiting).to_have_count(0)
    for text in ("Bez laimes", "Bez kavēšanās", "Bez tīkla"):
        expect(pluses.filter(has_text=text)).to_have_count(1)


def take_findings(desk: Page, other: Page, conference: Conference) -> None:
    """Both write at once; each sees the other's; whoever corrects what has changed meanwhile is told."""
    for page, text in ((desk, TRUST), (other, TASKS)):
        write(page, text)
    for page in (desk, other):
        expect(page.locator("[data-column=plus] > li")).to_have_count(2)
    write(other, "- Ilgs ceļš")
    expect(desk.locator("[data-column=minus] > li")).to_have_count(1)
    correct_at_once(desk, other)
    proposed = other.locator("[data-take-key*=':minus:']")
    before = proposed.count()
    desk.locator("[data-take-key*=':minus:']").first.click()
    expect(other.locator("[data-column=minus] > li")).to_have_count(2)
    expect(proposed).to_have_count(before - 1)
    for first in ("country:FR", "country:IS", "activity:"):
        desk.locator(f"[data-take-key^='first:{first}']").click()
    expect(other.locator("[data-column=first_time] > li")).to_have_count(3)
    write(other, f"* {JOBS}")
    expect(desk.locator("[data-column=offer] > li")).to_have_count(1)
    desk.locator("[data-column=plus] > li", has_text=TASKS).locator("[data-delete]").click()
    expect(other.locator("[data-column=plus] > li")).to_have_count(1)
    desk.locator("[data-undo]").click()
    expect(other.locator("[data-column=plus] > li")).to_have_count(2)
    taken = Finding.objects.get(conference=conference, source__startswith="report:minus")
    assert (taken.text, taken.qualification.name_lv) == (WAY, "Loģistikas darbinieks")
    assert taken.host and taken.country == taken.host.country
    assert {row.session for row in conference.findings.all()} == {Presentation.objects.first()}


def write(page: Page, text: str) -> None:
    page.locator("#id_text").fill(text)
    page.locator("#id_text").press("Enter")


def correct_at_once(desk: Page, other: Page) -> None:
    forms = [page.locator("[data-column=minus] > li") for page in (desk, other)]
    for form in forms:
        form.locator("[data-edit]").click()
    forms[0].locator("[name=text]").fill(WAY)
    with other.expect_response(lambda answer: "/feed/" in answer.url and answer.status == 200):
        forms[0].locator("[name=text]").press("Enter")
    expect(forms[0]).to_contain_text(WAY)
    forms[1].locator("[name=text]").fill("Mans teikums")
    forms[1].locator("[name=text]").press("Enter")
    expect(forms[1].locator("[role=alert]")).to_contain_text(WAY)
    assert not Finding.objects.filter(text="Mans teikums").exists()
    forms[1].locator("[data-cancel]").click()
    expect(forms[1]).to_contain_text(WAY)


def look_at_another_session(page: Page) -> None:
    """It begins empty; what was said before is one step away, by an address that can be handed on."""
    page.get_by_role("link", name="Nākamā sesija").click()
    expect(page.locator("[data-column] > li")).to_have_count(0)
    write(page, READY)
    expect(page.locator("[data-column=plus] > li")).to_have_count(1)
    page.locator("[data-total=all]").click()
    expect(page.locator("[data-column] > li")).to_have_count(9)
    page.goto(page.url)
    expect(page.locator("[data-total=session]")).to_have_text("1")
    expect(page.locator("[data-column] > li")).to_have_count(9)


def fifty_vote(desk: Page, conference: Conference) -> Poll:
    desk.goto(reverse("mobilities:poll-add", args=[conference.pk]))
    desk.locator("#id_answers").fill("Norīkošana mācīšanai\nFrancija\nIslande")
    desk.get_by_role("button", name="Saglabāt un atvērt balsojumu").click()
    expect(desk.locator(".screen-code svg")).to_be_visible()
    poll = Poll.objects.get(conference=conference)
    options, chance = list(poll.options.all()), Random(50)  # noqa: S311
    address = reverse("mobilities:ballot", args=[poll.code])
    for _phone in range(50):
        phone = Client()
        phone.get(address)
        for _change_of_mind in range(chance.randint(1, 2)):
            phone.post(address, {"option": chance.choices(options, (6, 2, 2))[0].pk})
    assert poll.ballots.count() == 50
    expect(desk.locator(".votes-total b")).to_have_text("50")
    Client().post(address, {"option": options[0].pk})  # without a cookie nobody knows whose it is
    assert poll.ballots.count() == 50
    return poll


def close(desk: Page, conference: Conference, poll: Poll) -> None:
    counts = dict(poll.options.annotate(n=Count("ballots")).values_list("text", "n"))
    desk.goto(reverse("mobilities:conference-detail", args=[conference.pk]))
    desk.get_by_role("button", name="Noslēgt konferenci").click()
    asked = desk.locator("dialog[open]")
    expect(asked).to_contain_text("balsojumi")
    asked.get_by_role("button", name="Noslēgt konferenci").click()
    expect(desk.get_by_role("button", name="Atvērt vēlreiz")).to_be_visible()
    conference.refresh_from_db()
    assert conference.state == ConferenceState.CLOSED
    assert conference.polls.get().state == PollState.CLOSED
    shown = desk.locator("main").inner_text()
    assert all(text in shown for text in (conference.school.name, TRUST, TASKS, WAY, READY, "53"))
    for text, number in counts.items():
        assert re.search(rf"{text}\s+{number}\b", shown)


def compare(page: Page) -> None:
    """One qualification in three countries, this year and the year before."""
    page.goto(reverse("reports:comparison", query={"first": 2020, "last": 2021}))
    countries = [
        re.sub(r"\s+.*", "", text.strip(), flags=re.S) for text in page.locator("table.cmp thead th").all_inner_texts()
    ]
    wanted = ["Vācija", "Itālija", "Portugāle"]
    figures = {
        "Izglītojamie": ["2", "2", "2"],
        "Uzticēšanās un patstāvība": ["4 / 4", "5 / 5", "3 / 3"],
        "Darba piedāvājumi": ["1", "0", "0"],
    }
    places = [next(place for place, text in enumerate(countries) if country in text) for country in wanted]
    for label, cells in figures.items():
        row = page.locator("table.cmp tbody tr", has=page.get_by_role("rowheader", name=label, exact=True))
        told = row.locator("th, td").all_inner_texts()
        assert [re.split(r"\s{2,}|\n| \(", told[place])[0].strip() for place in places] == cells, told
    assert page.locator("main").inner_text().count(WAY) >= 3


def warn_the_next_year(page: Page) -> None:
    """Somebody plans a placement at the host of which the conference said something."""
    host = Finding.objects.get(kind="minus", host__isnull=False).host
    start = timezone.localdate() + timedelta(days=200)
    page.goto(reverse("mobilities:mobility-add"))
    expect(page.locator("#id_host-ts-control")).to_be_visible()
    for name, row in (("participant", Participant.objects.get(first_name="Dace")), ("host", host)):
        page.evaluate(
            "([id, value, text]) => { const field = document.getElementById(id).tomselect;"
            " field.addOption({ value, text }); field.setValue(value); }",
            [f"id_{name}", str(row.pk), str(row)],
        )
    page.locator("#id_start").fill(str(start))
    page.locator("#id_end").fill(str(start + timedelta(days=30)))
    page.locator("#id_end").dispatch_event("change")
    expect(page.locator("#notices")).to_contain_text(WAY)
    expect(page.locator("#notices")).to_contain_text(host.name)


def tell_the_world(page: Page, conference: Conference) -> None:
    """Every fact of the school's own report, and no sentence without one."""
    page.goto(reverse("mobilities:conference-detail", args=[conference.pk]))
    page.get_by_role("button", name="Izveidot ziņu tekstu").click()
    page.wait_for_url("**/reports/news/*/edit/")
    fields = page.locator("[name$=-body_lv]").evaluate_all("fields => fields.map((field) => field.value)")
    sentences = [text.replace("\u00a0", " ").casefold() for text in fields]
    facts = [fact.casefold() for fact in (*seed.FACTS, "loģistikas darbinieks (Itālija, Portugāle, Vācija)")]
    assert [fact for fact in facts if not any(fact in text for text in sentences)] == []
    assert [text for text in sentences if not any(fact in text for fact in facts)] == []
