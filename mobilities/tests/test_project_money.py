"""The money of a project: used, planned, left, forecast; the rows behind the figures; what more would cost."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from mobilities.grants import of_project
from mobilities.models import Mobility, MobilityGrant
from mobilities.money import CategoryLine, overview_of
from mobilities.tests.funded import ORDINARY, fund, hamburg, kind, send
from portal.audit.models import Entry
from portal.common.text import percent
from projects.models import Project, ProjectTarget

pytestmark = pytest.mark.django_db
BETWEEN = date(2022, 4, 1)


@pytest.fixture
def project(school, coordinator):
    return fund(school, coordinator, organisational=800, travel=600, individual=8600)


@pytest.fixture
def office(client_of, coordinator):
    """The coordinator, reading English."""
    client = client_of(coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(name, project, query=""):
    return reverse(f"mobilities:project-{name}", args=[project.pk]) + query


def lines_of(project) -> dict:
    return {line.category: line for line in overview_of(project, of_project(project), BETWEEN).lines}


def test_used_planned_left_and_absorption(project):
    send(project, date(2022, 3, 7))
    send(project, date(2022, 5, 2))
    travel = lines_of(project)["travel"]
    assert (travel.used, travel.planned, travel.left) == (275, 275, 50)
    assert (travel.absorption, travel.taken) == (46, 92)


@pytest.mark.parametrize(("used", "share"), [("4.99", 0), ("5", 1), ("994.99", 99), ("995", 100), ("1005", 101)])
def test_shares_are_rounded_half_up(used, share):
    assert CategoryLine("travel", Decimal(1000), used=Decimal(used)).absorption == share


def test_a_share_is_written_as_the_language_writes_it(project, client_of, coordinator):
    send(project)
    assert "13\u00a0%<" in client_of(coordinator).get(address("money", project)).content.decode()
    assert (percent(12.5, "lv"), percent(12.5, "en"), percent(None)) == ("13\u00a0%", "13%", "")


def test_a_stay_is_used_from_the_day_after_its_end(project):
    mobility = send(project, BETWEEN - timedelta(days=9))
    assert mobility.end == BETWEEN
    assert lines_of(project)["travel"].used == 0
    Mobility.objects.update(start=BETWEEN - timedelta(days=10), end=BETWEEN - timedelta(days=1))
    assert lines_of(project)["travel"].used == 275


@pytest.mark.parametrize(
    ("awarded", "spent", "promised", "warning"),
    [
        (1000, 899, 0, ""),
        (1000, 900, 0, "soon"),
        (1000, 1000, 0, "soon"),
        (1000, 1001, 0, "over"),
        (1000, 500, 501, "forecast"),
        (0, 1, 0, "over"),
        (0, 0, 0, ""),
        (None, 1, 0, "over"),
        (None, 0, 0, ""),
    ],
)
def test_warnings_before_overspending(awarded, spent, promised, warning):
    awarded = None if awarded is None else Decimal(awarded)
    line = CategoryLine("travel", awarded, used=Decimal(spent), promised=Decimal(promised))
    assert line.warning == warning


def test_the_forecast_takes_the_average_of_the_type(project):
    send(project, days=10)
    send(project, days=12)
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=5)
    ProjectTarget.objects.create(project=project, activity_type=kind("SM-JOB-SHDW"), planned=4)
    overview = overview_of(project, of_project(project), BETWEEN)
    placement, shadowing = overview.promised
    mean = ORDINARY + 54
    assert (placement.people, placement.average, placement.amount) == (3, mean, 3 * mean)
    assert (shadowing.people, shadowing.average) == (4, None)
    assert overview.without_average == [shadowing]
    assert overview.total.forecast == 5 * mean
    assert {line.category: line.promised for line in overview.lines}["travel"] == 3 * 275


@pytest.mark.parametrize(
    ("state", "day", "people"),
    [
        ("approved", date(2021, 8, 31), [2]),
        ("approved", date(2023, 8, 31), [2]),
        ("approved", date(2023, 9, 1), []),
        ("submitted", BETWEEN, []),
        ("rejected", BETWEEN, []),
        ("reported", BETWEEN, []),
        ("closed", BETWEEN, []),
        ("archived", BETWEEN, []),
    ],
)
def test_nobody_is_added_to_a_project_that_cannot_send_anybody(project, state, day, people):
    send(project)
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=3)
    project.state = state
    overview = overview_of(project, of_project(project), day)
    assert [row.people for row in overview.promised] == people
    assert overview.total.promised == sum(people) * ORDINARY


def test_the_costs_of_one_person_are_in_no_average(project):
    MobilityGrant.objects.create(
        mobility=send(project, fewer_opportunities=True), inclusion_costs=300, exceptional_costs=400,
        expensive_travel=1000, stop_kind="force_majeure", stopped_from=date(2022, 3, 16), costs_not_recovered=500,
    )  # fmt: skip
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=2)
    overview = overview_of(project, of_project(project), BETWEEN)
    promised = {line.category: line.promised for line in overview.lines}
    assert (promised["travel"], promised["exceptional"], promised["inclusion_participant"]) == (275, 0, 0)
    (row,) = overview.promised
    assert row.amount == overview.total.promised == 350 + 275 + 11 * 54 + 100


def test_more_people_than_promised_promise_nothing(project):
    send(project)
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=1)
    assert overview_of(project, of_project(project), BETWEEN).promised == []


def test_project_money(office, project):
    for _each in range(2):
        send(project, fewer_opportunities=True)
    page = office.get(address("money", project))
    text = page.content.decode()
    assert page.context["overview"].total.used == 2 * ORDINARY + 200
    assert "Travel: 92% of the €600.00 awarded is used or planned." in text
    assert "Inclusion support for organisations: €200.00 used and planned, more than the €0.00 awarded." in text
    assert f"{address('money-list', project)}?category=travel&amp;when=used" in text


def test_amounts_without_a_distance_are_at_least_these(office, project):
    send(project)
    send(project, host=None)
    page = office.get(address("money", project))
    total = page.context["overview"].total
    assert (total.gaps, total.used_shown) == ({"used"}, "at least €1,623.00")
    assert (total.absorption_shown, total.left_shown) == ("at least 16%", "at most €8,377.00")
    text = page.content.decode()
    assert text.index("Something due cannot be counted") < text.index("at least €1,623.00")
    lines = {line.category: line for line in page.context["overview"].lines}
    assert (lines["travel"].used_shown, lines["individual"].used_shown) == ("at least €275.00", "at least €648.00")


def test_a_forecast_without_an_average_is_at_least_this(project):
    send(project)
    ProjectTarget.objects.create(project=project, activity_type=kind("SM-JOB-SHDW"), planned=4)
    total = overview_of(project, of_project(project), BETWEEN).total
    with override("en"):
        assert (total.used_shown, total.forecast_shown) == ("€1,273.00", "at least €1,273.00")


def test_a_forecast_without_a_rate_is_at_least_this(project):
    project.rates.filter(category="individual").delete()
    send(project)
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=2)
    overview = overview_of(project, of_project(project), BETWEEN)
    with override("en"):
        assert [row.amount_shown for row in overview.promised] == ["at least €625.00"]
        assert overview.total.forecast_shown == "at least €1,250.00"


def test_without_rates_nothing_is_said_to_cost_nothing(office, project):
    project.rates.all().delete()
    send(project)
    for name in ("project-money", "money-overview"):
        page = office.get(reverse(f"mobilities:{name}", args=[project.pk] if "project" in name else []))
        table = page.content.decode().split("<tbody")[1].split("</tbody>")[0]
        assert "€10,000.00" in table
        assert not re.search(r"€0\.00|\d%", table)
    facts = office.get(address("money", project)).context["facts"]
    assert [fact["value"] for fact in facts] == ["€10,000.00", "–", "–", "–", "cannot be counted"]
    export = office.get(reverse("mobilities:money-overview-export")).getvalue().decode().strip().splitlines()[1]
    assert export.split(";")[4:11] == ["10000.00", "", "", "", "", "", "used, planned, forecast"]


@pytest.mark.parametrize(
    ("programme", "action"), [("erasmus", "KA220"), ("erasmus", "KA210"), ("nordplus", ""), ("etwinning", "")]
)
def test_a_lump_sum_is_not_used_by_mobilities(office, project, programme, action):
    Project.objects.update(programme=programme, action=action)
    project.budget_lines.all().delete()
    project.budget_lines.create(category="lump_sum", awarded=10000)
    project.instalments.create(kind="prefinancing", amount=8000, paid_on=date(2021, 9, 15))
    text = office.get(address("money", project)).content.decode()
    page = text[text.index("<main") : text.index("</main>")]
    assert "a lump sum is paid for results" in page
    assert all(amount in page for amount in ("€10,000.00", "€8,000.00", "€2,000.00 of the grant are in no row yet"))
    assert not any(word in page for word in ("%", "Absorption", "Forecast", "What if", ">Used"))
    assert office.get(address("what-if", project)).url == address("money", project)


def test_an_erasmus_project_of_unknown_action_is_counted(office, project):
    Project.objects.update(action="", code="")
    assert "Forecast to the end" in office.get(address("money", project)).content.decode()


def test_the_categories_beside_the_grant(office, project):
    project.budget_lines.filter(category="individual").update(awarded=8000)
    assert "€600.00 less than the grant" in office.get(address("money", project)).content.decode()


def test_a_project_without_rates_or_budget_says_what_is_missing(office, project):
    project.rates.all().delete()
    project.budget_lines.all().delete()
    send(project)
    text = office.get(address("money", project)).content.decode()
    assert "The rate table has no rate for: individual support." in text
    assert "No budget is entered" in text


def test_the_rows_behind_a_figure(office, project):
    used = send(project, date(2022, 3, 7))
    ahead = send(project, timezone.localdate() + timedelta(days=9))
    MobilityGrant.objects.create(mobility=ahead, is_zero_grant=True)
    page = office.get(address("money-list", project, "?category=travel&when=used"))
    assert [row["mobility"].pk for row in page.context["rows"]] == [used.pk]
    assert page.context["sum"] == 275
    page = office.get(address("money-list", project, "?when=planned"))
    assert [(row["mobility"].pk, row["amount"]) for row in page.context["rows"]] == [(ahead.pk, Decimal(350))]
    assert len(office.get(address("money-list", project, "?category=nonsense")).context["rows"]) == 2


def test_only_what_is_uncertain(office, project):
    send(project)
    unsure = send(project, fewer_opportunities=True)
    project.rates.filter(category="inclusion_organisation").update(confirmed_on=None)
    page = office.get(address("money-list", project, "?note=some"))
    assert [row["mobility"].pk for row in page.context["rows"]] == [unsure.pk]


def test_the_export_is_exactly_the_list(office, project):
    send(project)
    send(project, timezone.localdate() + timedelta(days=9), fewer_opportunities=True)
    answer = office.get(address("money-export", project, "?when=used"))
    header, row = answer.getvalue().decode("utf-8-sig").strip().splitlines()
    assert header.endswith(
        "Organisational support;Travel;Individual support;Together, €;Fixed amounts;Missing or uncertain"
    )
    assert row.split(";")[8:13] == ["used", "350.00", "275.00", "648.00", "1273.00"]


@pytest.mark.parametrize("name", ["money", "money-list", "money-export", "what-if"])
def test_the_number_of_queries_does_not_grow(
    office, project, name, django_assert_max_num_queries, django_assert_num_queries
):
    question = f"?people=2&days=10&country=DE&activity_type={kind().pk}" if name == "what-if" else ""
    send(project)
    with django_assert_max_num_queries(30) as first:
        office.get(address(name, project, question))
    for _each in range(2):
        send(project, fewer_opportunities=True)
    with django_assert_num_queries(len(first.captured_queries)):
        office.get(address(name, project, question))


def ask(office, project, **changes):
    question = {"people": 3, "activity_type": kind().pk, "country": "DE", "city": "Hamburg", "days": 10} | changes
    return office.get(address("what-if", project), question)


def test_what_if_three_more_learners(office, project):
    send(project)
    page = ask(office, project, fewer_opportunities=1)
    # The second participant is paid at 350, the third and fourth at 200; one of them brings inclusion support.
    assert [(share["people"], share["grant"].total) for share in page.context["shares"]] == [
        (1, ORDINARY + 100),
        (2, ORDINARY - 150),
    ]
    assert page.context["total"] == 3 * ORDINARY - 200
    rows = {row.line.category: (row.line.left, row.amount, row.left_after) for row in page.context["against"]}
    assert rows["travel"] == (325, 825, -500)
    assert rows["inclusion_organisation"] == (None, 100, None)
    assert page.context["left_after"] == 10000 - 4 * ORDINARY + 200
    assert "not enough" in page.content.decode()


def test_what_if_at_a_host_of_the_register(office, project, school):
    page = ask(office, project, country="", city="", host=hamburg(school).pk)
    share = page.context["shares"][0]
    assert (share["stay"].country, share["grant"].total) == ("DE", ORDINARY)
    assert 1000 < share["stay"].distance_km < 1100


def test_what_if_saves_nothing(office, project):
    before = Entry.objects.count()
    assert ask(office, project).context["total"] > 0
    assert (Mobility.objects.count(), Entry.objects.count()) == (0, before)


def test_what_if_with_a_distance_typed_or_none(office, project):
    near = ask(office, project, city="", distance_km=499).context["shares"][0]["grant"]
    assert "travel" not in near.by_category()
    unknown = ask(office, project, city="")
    assert "The distance is not known" in unknown.content.decode()
    assert ask(office, project, city="", distance_km=500).context["shares"][0]["grant"].by_category()["travel"] == 275


@pytest.mark.parametrize(
    ("code", "changes", "remarks"),
    [
        ("LM-SHORT-VET", {}, []),
        ("LM-SHORT-VET", {"days": 3}, ["3 days are too short"]),
        ("LM-SHORT-VET", {"days": 2, "fewer_opportunities": 3}, []),
        ("LM-SHORT-VET", {"days": 90, "fewer_opportunities": 1}, ["90 days are too long"]),
        ("SM-JOB-SHDW", {"days": 61}, ["61 days are too long"]),
        ("LM-SHORT-VET", {"country": "LV", "city": "Liepāja"}, ["Latvia is the school's own country"]),
        ("OA-INV-EXP", {"country": "LV", "city": "Liepāja"}, ["means guests who come to the school"]),
    ],
)
def test_what_if_applies_the_rules_of_the_activity_type(office, project, code, changes, remarks):
    page = ask(office, project, activity_type=kind(code).pk, **changes)
    found = page.context["remarks"]
    assert len(found) == len(remarks)
    assert all(part in sentence for part, sentence in zip(remarks, found, strict=True))
    assert all(escape(sentence) in page.content.decode() for sentence in found)
    assert page.context["total"] > 0


def test_what_if_offers_the_types_of_the_field(office, project):
    types = office.get(address("what-if", project)).context["form"].fields["activity_type"].queryset
    assert {"LM-SHORT-VET", "SM-JOB-SHDW"} <= set(types.values_list("code", flat=True))
    assert not types.filter(code__contains="PUPIL")
    assert list(ask(office, project, activity_type=kind("LM-SHORT-PUPIL").pk).context["form"].errors) == [
        "activity_type"
    ]


def test_what_if_without_a_city_is_at_least_this(office, project):
    page = ask(office, project, city="")
    text = page.content.decode()
    assert page.context["total_shown"] == "at least €2,844.00"
    assert page.context["left_shown"] == "at most €7,156.00"
    assert text.index("The distance is not known") < text.index("at least €2,844.00")
    assert "cannot be counted" in text
    assert ask(office, project).context["total_shown"] == "€3,669.00"


def test_what_if_without_a_daily_rate_or_any(office, project):
    project.rates.filter(category="individual").delete()
    assert ask(office, project).context["total_shown"] == "at least €1,725.00"
    project.rates.all().delete()
    page = ask(office, project)
    assert (page.context["total_shown"], page.context["left_shown"]) == ("cannot be counted", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people": 0}, "people"),
        ({"people": 501}, "people"),
        ({"days": "abc"}, "days"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"host": 10**9}, "host"),
        ({"activity_type": 10**9}, "activity_type"),
        ({"distance_km": -1}, "distance_km"),
        ({"fewer_opportunities": 4}, "fewer_opportunities"),
    ],
)
def test_questions_that_cannot_be(office, project, changes, field):
    page = ask(office, project, **changes)
    assert list(page.context["form"].errors) == [field]
    assert "shares" not in page.context


def test_what_if_without_a_question_is_an_empty_form(office, project):
    page = office.get(address("what-if", project))
    assert not page.context["form"].is_bound


def test_money_overview_of_the_school_year_and_of_all(office, project, school):
    Project.objects.update(end=timezone.localdate() + timedelta(days=30))
    send(project)
    ProjectTarget.objects.create(project=project, activity_type=kind(), planned=2)
    page = office.get(reverse("mobilities:money-overview"), {"sy": 2021})
    ((found, overview),) = page.context["rows"]
    assert (found, overview.total.used, overview.total.promised) == (project, ORDINARY, ORDINARY)
    assert page.context["total"].left == 10000 - ORDINARY
    assert office.get(reverse("mobilities:money-overview"), {"sy": 2015}).context["rows"] == []
    assert len(office.get(reverse("mobilities:money-overview"), {"sy": 2015, "year": "all"}).context["rows"]) == 1


def test_the_overview_says_what_the_projects_own_page_says(office, project):
    send(project)
    send(project, date(2022, 5, 2), fewer_opportunities=True)
    alone = office.get(address("money", project)).context["overview"]
    ((_project, overview),) = office.get(reverse("mobilities:money-overview")).context["rows"]
    assert overview.lines == alone.lines


def test_the_overview_takes_as_many_queries_for_three_projects(
    office, project, school, django_assert_max_num_queries, django_assert_num_queries
):
    send(project)
    with django_assert_max_num_queries(30) as first:
        office.get(reverse("mobilities:money-overview"))
    for number in (1, 2):
        other = Project.objects.create(
            school=school, code=f"2021-1-LV01-KA121-VET-00000000{number}", call_year=2021, action="KA121",
            field="VET", title="Cits", school_name="Cits", start=date(2021, 9, 1), end=date(2023, 8, 31),
        )  # fmt: skip
        send(other)
    with django_assert_num_queries(len(first.captured_queries)):
        assert len(office.get(reverse("mobilities:money-overview")).context["rows"]) == 3


def test_the_overviews_export(office, project):
    send(project)
    lines = office.get(reverse("mobilities:money-overview-export")).getvalue().decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 2
    assert lines[1].split(";")[4:7] == ["10000.00", "1273.00", "13"]
