"""Rate tables: proposed with their evidence, typed from the agreement, confirmed by somebody."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.enums import Role
from portal.audit.models import Entry
from portal.testing.cast import member
from projects import grants
from projects.models import Rate
from projects.rate_table import clash, conditions_in_words, rates_of

pytestmark = pytest.mark.django_db
TYPED = {"category": "individual", "target": "learner", "country_group": "1", "amount": "62,00", "version": "0"}


def address(name, project, *more):
    return reverse(f"projects:rate-{name}", args=[project.pk, *more])


@pytest.fixture
def signed(project):
    project.agreement_signed = date(2021, 7, 23)
    project.save()
    return project


@pytest.fixture
def office(client_of, coordinator):
    """The coordinator, reading English."""
    client = client_of(coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def second(school):
    return member(school, Role.COORDINATOR, "Otra", "Koordinatore", "otra@example.org")


def rate(project, category="travel", amount=100, **fields):
    return Rate.objects.create(project=project, category=category, amount=amount, **fields)


def test_proposals_fill_the_table_once(office, project):
    for _time in range(2):
        office.post(address("propose", project))
    proposed = grants.propose(2021, "KA121", "VET")
    assert project.rates.count() == len(proposed) > 20
    assert not project.rates.exclude(confirmed_on=None).exists()
    assert set(project.rates.values_list("evidence", flat=True)) == {each.evidence for each in proposed}
    assert Entry.objects.about(project).count() == 1


def test_proposals_leave_what_the_school_typed(office, signed):
    own = rate(signed, travel_mode="standard", km_from=100, km_below=500, amount=190)
    office.post(address("propose", signed))
    alike = signed.rates.filter(category="travel", travel_mode="standard", km_from=100)
    assert [row.pk for row in alike] == [own.pk]


def test_the_list_shows_evidence_in_words_and_marks_what_is_unconfirmed(office, signed):
    office.post(address("propose", signed))
    page = office.get(address("list", signed)).content.decode()
    assert "Seen nowhere: from memory" in page
    assert "Unconfirmed" in page
    assert "from 8,000 km" in page.lower()


def test_limits_of_daily_rates_are_hints_until_a_figure_is_typed(office, signed):
    rate(signed, "individual", 62, target="learner", country_group=1)
    hints = office.get(address("list", signed)).context["hints"]
    limits = {(row["range"].target, row["range"].country_group): row["range"] for row in hints}
    assert ("learner", 1) not in limits
    assert (limits["learner", 2].lowest, limits["learner", 2].highest) == (26, 104)


def test_without_an_agreement_a_rate_is_neither_entered_nor_confirmed(office, project):
    answer = office.post(address("add", project), TYPED)
    assert "date of the grant agreement" in str(answer.context["form"].errors)
    row = rate(project)
    answer = office.post(address("confirm", project), {"rate": f"{row.pk}-0"}, follow=True)
    assert "date of the grant agreement" in answer.content.decode()
    assert Rate.objects.get().confirmed_on is None


def test_one_rate_or_all_shown_of_a_category_are_confirmed(office, signed, coordinator):
    first, second = rate(signed, km_from=10, km_below=100), rate(signed, km_from=100)
    third, other = rate(signed, km_from=9, km_below=10), rate(signed, "linguistic")
    office.post(address("confirm", signed), {"rate": f"{first.pk}-0"})
    first.refresh_from_db()
    assert (first.confirmed_by, first.version) == (coordinator, 1)
    office.post(address("confirm", signed), {"rate": [f"{second.pk}-0", f"{third.pk}-0"]})
    assert set(signed.rates.exclude(confirmed_on=None)) == {first, second, third}
    assert Entry.objects.filter(object_type="projects.rate").count() == 3
    assert other in signed.rates.filter(confirmed_on=None)


def test_a_rate_changed_since_it_was_shown_is_not_confirmed(office, signed):
    row = rate(signed)
    Rate.objects.update(amount=999, version=1)
    answer = office.post(address("confirm", signed), {"rate": f"{row.pk}-0"}, follow=True)
    assert "Look at the table again" in answer.content.decode()
    assert Rate.objects.get().confirmed_on is None


@pytest.mark.parametrize("text", ["", "x", "1", "1-x", "-1-0", "9" * 40, "1-\x00"])
def test_nonsense_confirms_nothing(office, signed, text):
    rate(signed)
    assert office.post(address("confirm", signed), {"rate": text}).status_code == 302
    assert Rate.objects.get().confirmed_on is None


def test_a_typed_rate_is_confirmed_only_by_its_tick(office, signed, coordinator):
    office.post(address("add", signed), TYPED)
    office.post(address("add", signed), TYPED | {"country_group": "2", "is_confirmed": "on"})
    plain, ticked = signed.rates.order_by("pk")
    assert (plain.confirmed_on, ticked.confirmed_by) == (None, coordinator)


def test_somebody_elses_change_takes_the_confirmation_away(client_of, signed, coordinator, second):
    row = rate(signed, "individual", 62, target="learner", country_group=1, confirmed_by=coordinator,
               confirmed_on=date(2021, 8, 1), evidence="model_knowledge")  # fmt: skip
    other = client_of(second)
    form = other.get(address("edit", signed, row.pk)).context["form"]
    assert form.initial["is_confirmed"] is False
    other.post(address("edit", signed, row.pk), TYPED | {"amount": "65"})
    row.refresh_from_db()
    assert (row.amount, row.confirmed_on, row.confirmed_by, row.evidence) == (Decimal(65), None, None, "")


def test_somebody_elses_source_leaves_the_confirmation(client_of, signed, coordinator, second):
    row = rate(signed, "individual", 62, target="learner", country_group=1, confirmed_by=coordinator,
               confirmed_on=date(2021, 8, 1))  # fmt: skip
    client_of(second).post(address("edit", signed, row.pk), TYPED | {"source": "III pielikums"})
    row.refresh_from_db()
    assert (row.source, row.confirmed_by) == ("III pielikums", coordinator)


def test_the_confirmer_takes_the_tick_away(office, signed, coordinator):
    row = rate(signed, "individual", 62, target="learner", country_group=1, confirmed_by=coordinator,
               confirmed_on=date(2021, 8, 1))  # fmt: skip
    office.post(address("edit", signed, row.pk), TYPED)
    row.refresh_from_db()
    assert (row.confirmed_on, row.confirmed_by) == (None, None)


def test_the_confirmers_own_change_stays_confirmed(office, signed, coordinator):
    row = rate(signed, "individual", 62, target="learner", country_group=1, confirmed_by=coordinator,
               confirmed_on=date(2021, 8, 1))  # fmt: skip
    assert office.get(address("edit", signed, row.pk)).context["form"].initial["is_confirmed"]
    office.post(address("edit", signed, row.pk), TYPED | {"amount": "65", "is_confirmed": "on"})
    row.refresh_from_db()
    assert (row.amount, row.confirmed_by) == (Decimal(65), coordinator)
    assert row.confirmed_on > date(2021, 8, 1)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "1,005"}, "amount"),
        ({"category": "day_share", "country_group": "", "amount": "101"}, "amount"),
        ({"category": "travel_days", "target": "", "country_group": "", "amount": "7"}, "amount"),
        ({"country_group": "5"}, "country_group"),
        ({"country_group": "0"}, "country_group"),
        ({"km_from": "10"}, "km_from"),
        ({"category": "travel", "country_group": "", "km_from": "500", "km_below": "100"}, "km_below"),
        ({"category": "travel", "country_group": "", "km_from": "500", "km_below": "500"}, "km_below"),
        ({"category": "organisational", "country_group": "", "from_unit": "101", "to_unit": "100"}, "to_unit"),
        ({"activity_types": ["NO-SUCH"]}, "activity_types"),
    ],
)
def test_rates_that_cannot_be(office, signed, typed, field):
    answer = office.post(address("add", signed), TYPED | typed)
    assert list(answer.context["form"].errors) == [field]
    assert not Rate.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [(100, 500, True), (499, 600, True), (500, 2000, False), (10, 100, False), (None, None, True)],
)  # fmt: skip
def test_overlapping_bands_are_refused(office, signed, first, last, clashes):
    rate(signed, travel_mode="standard", km_from=100, km_below=500)
    typed = {"category": "travel", "travel_mode": "standard", "amount": "1", "version": "0"}
    typed |= {"km_from": first or "", "km_below": last or ""}
    answer = office.post(address("add", signed), typed)
    assert (answer.status_code == 200) == clashes
    if clashes:
        assert "100 to 499 km, standard travel" in str(answer.context["form"].errors)


def test_rates_of_other_cases_do_not_clash(signed):
    one = rate(signed, travel_mode="standard", km_from=100, km_below=500)
    assert clash(Rate(category="travel", travel_mode="green", km_from=100, km_below=500), [one]) is None
    assert (
        clash(Rate(category="travel", travel_mode="standard", activity_types=["SM-TTA"], km_from=100), [one]) is None
    )


def test_rows_become_what_is_counted_with(signed, coordinator):
    rate(signed, "organisational", 350, activity_types=["LM-SHORT-VET"], from_unit=1, to_unit=100,
         confirmed_on=date(2021, 8, 1), confirmed_by=coordinator)  # fmt: skip
    (counted,) = rates_of(signed)
    assert isinstance(counted, grants.Rate)
    assert (counted.activity_types, counted.to_unit, counted.is_confirmed) == (("LM-SHORT-VET",), 100, True)
    with override("en"):
        assert conditions_in_words(counted) == "LM-SHORT-VET, participants 1 to 100"


def test_rate_delete(office, signed):
    row = rate(signed)
    assert office.get(address("delete", signed, row.pk)).status_code == 200
    office.post(address("delete", signed, row.pk))
    assert not Rate.objects.exists()


def test_a_rate_opens_whatever_its_key(office, signed):
    row = rate(signed, pk=7001)
    for name in ("edit", "delete"):
        assert office.get(address(name, signed, row.pk)).status_code == 200
        assert office.get(address(name, signed, 7002)).status_code == 404


def test_a_right_is_asked_of_the_project_never_of_a_row_without_a_school(signed, school, coordinator):
    row = rate(signed, pk=school.pk)
    assert coordinator.has_perm("projects.change_project", signed)
    assert not coordinator.has_perm("projects.change_project", row)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"category": "travel", "km_from": "500", "km_below": "500"}, "enter more kilometres"),
        ({"category": "travel", "km_from": "500", "km_below": "100"}, "enter more kilometres"),
        ({"category": "organisational", "from_unit": "101", "to_unit": "100"}, "smaller than the first"),
    ],
)
def test_a_band_that_ends_before_it_begins_is_no_matter_of_dates(office, signed, typed, sentence):
    answer = office.post(address("add", signed), TYPED | {"country_group": ""} | typed)
    (errors,) = answer.context["form"].errors.values()
    assert sentence in errors[0]


def test_only_proposed_sources_are_marked_as_english(client_of, coordinator, signed):
    rate(signed, source="Līguma III pielikums, 4. lpp.")
    client = client_of(coordinator)
    client.post(address("propose", signed))
    text = client.get(address("list", signed)).content.decode()
    proposed = signed.rates.exclude(evidence="")
    assert text.count('</summary><span lang="en">') == proposed.count() == signed.rates.count() - 1
    assert "</summary><span>Līguma III pielikums, 4. lpp.</span></details>" in text
