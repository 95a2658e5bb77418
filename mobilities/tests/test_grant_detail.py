"""The grant of one mobility: what it is counted from, its page, its form, and the same as JSON."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from mobilities import grants
from mobilities.models import AccompanyingPerson, Host, MobilityGrant, Participant
from mobilities.money import usual
from mobilities.tests.funded import ORDINARY, fund, kind, send
from portal.audit.models import Entry
from projects.grants import sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school, coordinator):
    return fund(school, coordinator)


@pytest.fixture
def office(client_of, coordinator):
    """The coordinator, reading English."""
    client = client_of(coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def sums(mobility) -> dict:
    return grants.of_mobility(mobility).grant.by_category()


def test_an_ordinary_stay(project):
    row = grants.of_mobility(send(project))
    assert row.grant.by_category() == {"organisational": 350, "travel": 275, "individual": 12 * 54}
    assert row.grant.total == ORDINARY
    assert (row.distance.how, row.stay.ordinal) == (grants.COORDINATES, 1)
    assert 1000 < row.distance.km < 1100


def test_the_ordinal_counts_by_start_and_leaves_out_cancelled_and_accompanying(project, school):
    later, first = send(project, date(2022, 5, 2)), send(project, date(2022, 3, 7))
    send(project, date(2022, 1, 10), state="cancelled")
    third, other = send(project, date(2022, 6, 6)), send(project, date(2022, 1, 3), activity_type=kind("LM-LONG-VET"))
    companion = Participant.objects.create(school=school, kind="staff", first_name="Dace", last_name="Liepa")
    along = AccompanyingPerson.objects.create(
        school=school, project=project, person=companion, start=first.start, end=first.end
    )
    along.mobilities.add(first)
    ordinals = {row.mobility.pk: row.stay.ordinal for row in grants.of_project(project)}
    assert ordinals == {first.pk: 1, later.pk: 2, third.pk: 3, other.pk: 1}
    assert (sums(later)["organisational"], sums(third)["organisational"]) == (350, 200)


def test_a_zero_grant_counts_for_the_organisation_only(project):
    mobility = send(project)
    MobilityGrant.objects.create(mobility=mobility, is_zero_grant=True)
    assert sums(mobility) == {"organisational": 350, "travel": 0, "individual": 0}


def test_green_travel_has_its_rate_and_more_days_but_not_before_call_2021(project):
    mobility = send(project, green_travel=True)
    assert sums(mobility) == {"organisational": 350, "travel": 320, "individual": 54 * 14 + 2 * 38}
    project.call_year = 2020
    project.save()
    assert grants.of_mobility(mobility).stay.travel_mode == "standard"


def test_calls_to_2020_pay_the_organisation_nothing_for_inclusion(project):
    mobility = send(project, fewer_opportunities=True)
    assert sums(mobility)["inclusion_organisation"] == 100
    project.call_year = 2020
    project.save()
    mobility.project.refresh_from_db()
    assert "inclusion_organisation" not in sums(mobility)


def test_an_official_distance_takes_the_place_of_ours(project):
    mobility = send(project)
    MobilityGrant.objects.create(mobility=mobility, distance_km=499, distance_checked_on=date(2022, 2, 1))
    row = grants.of_mobility(mobility)
    assert (row.distance.km, row.distance.how) == (499, grants.OFFICIAL)
    assert "travel" not in row.grant.by_category()


def test_without_coordinates_the_citys_name_is_enough_with_or_without_accents(project, school):
    for city, how in (("Šibenik", grants.NAMES), ("SIBENIK", grants.NAMES), ("Nekurienes ciems", "")):
        host = Host.objects.create(school=school, name=city, country="HR", city=city)
        row = grants.of_mobility(send(project, host=host))
        assert row.distance.how == how
    assert row.distance.km is None
    assert "no_distance" in {note.key for note in row.grant.notes}


def test_without_a_host_the_country_is_asked_for(office, project):
    page = office.get(reverse("mobilities:grant-detail", args=[send(project, host=None).pk])).content.decode()
    assert "The country is not known: choose a host." in page
    assert "country group of call" not in page


def test_a_country_outside_the_groups_is_named(office, project, school):
    host = Host.objects.create(school=school, name="Kyiv", country="UA", city="Kyiv")
    page = office.get(reverse("mobilities:grant-detail", args=[send(project, host=host).pk])).content.decode()
    assert "Ukraine is in no country group of call 2021." in page


@pytest.mark.parametrize(
    ("first", "last", "away"),
    [
        (date(2022, 3, 9), date(2022, 3, 10), 2),
        (date(2022, 3, 14), None, 3),
        (date(2022, 3, 1), date(2022, 3, 7), 1),
        (date(2022, 4, 1), None, 0),
    ],
)
def test_days_away_are_those_within_the_stay(project, first, last, away):
    mobility = send(project)
    MobilityGrant.objects.create(mobility=mobility, stop_kind="interruption", stopped_from=first, stopped_to=last)
    assert grants.of_mobility(mobility).stay.days_away == away
    assert sums(mobility)["individual"] == 54 * (12 - away)


def test_costs_after_force_majeure_are_paid_after_an_interruption_not(project):
    mobility = send(project)
    terms = MobilityGrant.objects.create(
        mobility=mobility, stop_kind="force_majeure", stopped_from=mobility.end, costs_not_recovered=Decimal("80.50")
    )
    assert sums(mobility)["exceptional"] == Decimal("80.50")
    terms.stop_kind = "interruption"
    terms.save()
    assert "exceptional" not in sums(mobility)


def test_guests_of_other_schools_count_nothing_here(project):
    assert grants.of_mobility(send(project, direction="incoming", host=None)) is None
    expert = send(project, direction="incoming", host=None, activity_type=kind("OA-INV-EXP"))
    assert grants.of_mobility(expert) is not None


def test_grant_detail_opens_every_amount(office, project):
    mobility = send(project, fewer_opportunities=True)
    page = office.get(reverse("mobilities:grant-detail", args=[mobility.pk]))
    assert [line.category for line in page.context["lines"]] == [
        "organisational", "travel", "individual", "inclusion_organisation",
    ]  # fmt: skip
    text = page.content.decode()
    assert text.count("<details") - text.count('<details class="menu"') == 4
    assert "days 1–12: 12 × €54.00" in text
    assert "coordinates of the school and the host" in text


def test_a_distance_near_an_edge_warns(office, project):
    mobility = send(project)
    row = grants.of_mobility(mobility)
    project.rates.filter(category="travel", travel_mode="standard").update(km_from=round(row.distance.km) - 1)
    page = office.get(reverse("mobilities:grant-detail", args=[mobility.pk])).content.decode()
    assert "close to the band" in page


def test_an_unconfirmed_rate_marks_the_amount(office, project):
    project.rates.filter(category="individual").update(confirmed_on=None)
    page = office.get(reverse("mobilities:grant-detail", args=[send(project).pk]))
    marked = [line.category for line in page.context["lines"] if not line.is_confirmed]
    assert marked == ["individual"]


def test_grant_edit_saves_and_records(office, project):
    mobility = send(project)
    typed = {
        "version": "0", "distance_km": "1105", "distance_checked_on": "2022-02-01", "travel_days": "1",
        "exceptional_costs": "60,00", "exceptional_reason": "Vīza",
    }  # fmt: skip
    assert office.post(reverse("mobilities:grant-edit", args=[mobility.pk]), typed).status_code == 302
    mobility = type(mobility).objects.get(pk=mobility.pk)
    assert sums(mobility) == {"organisational": 350, "travel": 275, "individual": 11 * 54, "exceptional": 60}
    assert Entry.objects.filter(object_type="mobilities.mobilitygrant").count() == 1


def test_a_grant_saved_meanwhile_is_not_overwritten(office, project):
    mobility = send(project)
    address = reverse("mobilities:grant-edit", args=[mobility.pk])
    office.post(address, {"version": "0", "travel_days": "1"})
    answer = office.post(address, {"version": "0", "travel_days": "2"})
    assert answer.context["form"].stale
    assert MobilityGrant.objects.get().travel_days == 1


def test_two_who_enter_the_first_terms_at_once(office, project, monkeypatch):
    mobility = send(project)
    MobilityGrant.objects.create(mobility=mobility, travel_days=1)
    monkeypatch.setattr("mobilities.views.grants.terms_of", lambda row: MobilityGrant(mobility=row))
    answer = office.post(reverse("mobilities:grant-edit", args=[mobility.pk]), {"version": "0", "travel_days": "2"})
    assert answer.context["form"].errors
    assert MobilityGrant.objects.get().travel_days == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"distance_km": "1100"}, "distance_checked_on"),
        ({"distance_checked_on": "2022-02-01"}, "distance_km"),
        ({"distance_km": "1100", "distance_checked_on": str(timezone.localdate() + timedelta(days=2))},
         "distance_checked_on"),
        ({"distance_km": "20039", "distance_checked_on": "2022-02-01"}, "distance_km"),
        ({"travel_days": "7"}, "travel_days"),
        ({"exceptional_costs": "-1"}, "exceptional_costs"),
        ({"inclusion_costs": "1,005", "exceptional_reason": "Pavadonis"}, "inclusion_costs"),
        ({"exceptional_costs": "10"}, "exceptional_reason"),
        ({"stop_kind": "interruption"}, "stopped_from"),
        ({"stopped_from": "2022-03-08"}, "stop_kind"),
        ({"stop_kind": "interruption", "stopped_from": "2022-03-10", "stopped_to": "2022-03-09"}, "stopped_to"),
        ({"stop_kind": "interruption", "stopped_from": "2022-03-01"}, "stopped_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(office, project, typed, field):
    mobility = send(project)
    answer = office.post(reverse("mobilities:grant-edit", args=[mobility.pk]), {"version": "0"} | typed)
    assert list(answer.context["form"].errors) == [field]
    assert not MobilityGrant.objects.exists()


def test_explain_grant_says_the_same_as_json(project):
    mobility = send(project)
    out = StringIO()
    call_command("explain_grant", mobility.pk, stdout=out)
    said = json.loads(out.getvalue())
    assert said["total"] == "1273.00"
    assert sum(Decimal(line["amount"]) for line in said["lines"]) == ORDINARY
    assert {line["category"] for line in said["lines"]} == {"organisational", "travel", "individual"}
    assert all(line["sentence"]["lv"] and line["sentence"]["en"] and line["rates"] for line in said["lines"])
    assert said["distance"]["how"] == "coordinates"
    travel = next(line for line in said["lines"] if line["category"] == "travel")
    for km in (said["distance"]["km"], said["stay"]["distance_km"], travel["inputs"]["km"]):
        assert isinstance(km, int) and km > 0


def test_explain_grant_of_nothing(project):
    cancelled = send(project, state="cancelled")
    for pk in (cancelled.pk, 10**9):
        with pytest.raises(CommandError):
            call_command("explain_grant", pk)


def test_the_english_source_of_a_rate_opens_and_names_its_language(client_of, coordinator, project):
    source = next(iter(sources()))
    project.rates.filter(category="travel").update(source=source)
    project.rates.filter(category="individual").update(source="Līguma III pielikums")
    text = client_of(coordinator).get(reverse("mobilities:grant-detail", args=[send(project).pk])).content.decode()
    assert text.count('<summary>Avots</summary><span lang="en">') == 1
    assert "<summary>Avots</summary><span>Līguma III pielikums</span></details>" in text


def test_course_days_only_where_a_course_fee_is_paid(office, project):
    project.rates.create(category="course_fees", amount=80, activity_types=["SM-COUR-TRAIN"])
    stay, course = send(project), send(project, activity_type=kind("SM-COUR-TRAIN"))
    for mobility, is_offered in ((stay, False), (course, True)):
        address = reverse("mobilities:grant-edit", args=[mobility.pk])
        assert ('name="course_days"' in office.get(address).content.decode()) == is_offered
        answer = office.post(address, {"version": "0", "course_days": "5"})
        assert (answer.status_code == 302) == is_offered
    refused = office.post(reverse("mobilities:grant-edit", args=[stay.pk]), {"version": "0", "course_days": "5"})
    assert "no course fee for “Short-term" in refused.context["form"].errors["course_days"][0]
    assert 'name="course_days"' in refused.content.decode()
    assert sums(course)["course_fees"] == 5 * 80


def test_course_days_that_were_entered_can_be_taken_away(office, project):
    mobility = send(project)
    terms = MobilityGrant.objects.create(mobility=mobility, course_days=5)
    address = reverse("mobilities:grant-edit", args=[mobility.pk])
    assert 'name="course_days"' in office.get(address).content.decode()
    assert office.post(address, {"version": terms.version, "course_days": ""}).status_code == 302
    terms.refresh_from_db()
    assert terms.course_days is None


def test_what_was_entered_shows_course_days_and_dear_travel(office, project):
    mobility = send(project)
    MobilityGrant.objects.create(mobility=mobility, course_days=5, expensive_travel=Decimal("1234.50"))
    text = office.get(reverse("mobilities:grant-detail", args=[mobility.pk])).content.decode()
    typed = text[text.index('id="typed"') :]
    assert "<dt>Course days with a fee</dt><dd>5</dd>" in typed
    assert "<dt>Real price of expensive travel</dt><dd>€1,234.50</dd>" in typed


def test_dates_in_sentences_are_written_as_the_language_writes_them(office, project):
    typed = {"version": "0", "stop_kind": "interruption", "stopped_from": "2022-01-01"}
    answer = office.post(reverse("mobilities:grant-edit", args=[send(project).pk]), typed)
    sentence = answer.context["form"].errors["stopped_from"][0].replace("\u00a0", " ")
    assert sentence == "The stay itself is from 7 Mar 2022 to 16 Mar 2022."


def test_a_fixed_amount_stands_in_place_of_the_counted_one_until_it_is_lifted(office, coordinator, project):
    mobility = send(project)
    detail, fix = (reverse(f"mobilities:grant-{name}", args=[mobility.pk]) for name in ("detail", "fix"))
    page = office.post(fix, {"category": "travel", "amount": "309,50", "source": "Letter of 3 May"}, follow=True)
    text = page.content.decode()
    assert "€309.50" in text and "€275.00" in text and "Letter of 3 May" in text and str(coordinator) in text
    assert page.context["facts"][0]["note"] == "by the rates €1,273.00"
    assert sums(mobility) == {"organisational": 350, "travel": Decimal("309.50"), "individual": 12 * 54}
    money = office.get(reverse("mobilities:project-money", args=[project.pk])).context["overview"]
    assert money.total.used == ORDINARY + Decimal("34.50")
    told = Entry.objects.about(mobility.grant).latest("pk").changes
    assert told == {"fixed.travel": ["", "309.50 (Letter of 3 May)"]}
    activity = office.get(reverse("mobilities:project-activity", args=[project.pk])).content.decode()
    assert "fixed amount: Travel" in activity
    office.post(reverse("mobilities:grant-lift", args=[mobility.pk]), {"category": "travel"})
    assert sums(mobility)["travel"] == 275 and not office.get(detail).context["fixed"]


def test_a_fixed_amount_needs_no_distance_and_nobody_shares_its_exceptional_costs(office, project):
    mobility = send(project, host=None, country="")
    office.post(
        reverse("mobilities:grant-fix", args=[mobility.pk]), {"category": "travel", "amount": "275", "source": "x"}
    )
    grant = grants.of_mobility(mobility).grant
    assert "travel" not in grant.incomplete and "individual" in grant.incomplete
    other = send(project)
    address = reverse("mobilities:grant-fix", args=[other.pk])
    office.post(address, {"category": "exceptional", "amount": "500", "source": "x"})
    assert "exceptional" not in usual(grants.of_mobility(other).grant)
    assert office.post(address, {"category": "exceptional", "amount": "-5", "source": "x"}).status_code == 200
    assert sums(other)["exceptional"] == 500
