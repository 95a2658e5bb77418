"""Values and names that mean the same, and those that do not. No database."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from mobilities.beneficiary_module.fields import BY_NAME, FIELDS, known_keys
from mobilities.beneficiary_module.layout import is_of_rules
from mobilities.beneficiary_module.lists import Choice, choose, city, yes_or_no
from mobilities.beneficiary_module.numbers import number_of, ordinal_of, same_project
from mobilities.beneficiary_module.sides import as_sent, in_readers_words, is_draft, is_same
from mobilities.beneficiary_module.special import is_special
from mobilities.beneficiary_module.subject import country
from mobilities.beneficiary_module.template import day_in_words
from portal.imports.columns import key_of
from projects.models import Project

CODE = "2021-1-LV01-KA121-VET-000009189"


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("start", date(2022, 4, 4), "04-04-2022"),
        ("start", date(2022, 4, 4), "2022-04-04"),
        ("birth_date", date(1961, 4, 4), "04/04/1961"),
        ("individual_support", Decimal("1234.50"), "1 234,5"),
        ("individual_support", Decimal("1234.50"), "1,234.50"),
        ("days", 33, "33.0"),
        ("accompanying", 0, ""),
        ("last_name", "Bērziņš", "BĒRZIŅŠ "),
        ("last_name", "Bērziņš", "Be\u0304rzin\u0327s\u030c"),
        ("receiving_city", "Sevilla", "SEVILLA"),
        ("receiving_name", "Nordkai GmbH & Co", "nordkai gmbh co"),
        ("receiving_website", "https://www.nordkai.de", "nordkai.de/"),
        ("email", "Anna@example.org", "anna@EXAMPLE.org"),
        ("green_travel", yes_or_no(True), "TRUE"),
        ("green_travel", yes_or_no(False), ""),
        ("receiving_country", country("GR"), "EL - Greece"),
        ("receiving_country", country("GR"), "Grieķija"),
        ("distance_band", Choice(("500 - 1999 km",), km=845), "500 - 1 999 km"),
        ("travel_days", None, "0"),
        ("receiving_city", city("Minhene", "DE"), "München"),
    ],
)
def test_the_same(field, ours, theirs):
    assert is_same(BY_NAME[field], ours, theirs)


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("start", date(2022, 4, 4), "05-04-2022"),
        ("start", date(2022, 4, 4), ""),
        ("individual_support", Decimal("1234.50"), "1234.51"),
        ("individual_support", Decimal("1234.50"), "n/a"),
        ("last_name", "Bērziņš", "Berzins"),
        ("birth_date", None, "04-04-2001"),
        ("travel_days", None, "2"),
        ("receiving_city", city("Minhene", "DE"), "Hamburg"),
        ("green_travel", yes_or_no(True), "No"),
        ("receiving_country", country("GR"), "DE - Germany"),
        ("distance_band", Choice(("500 - 1999 km",), km=845), "2000 - 2999 km"),
    ],
)
def test_not_the_same(field, ours, theirs):
    assert not is_same(BY_NAME[field], ours, theirs)


def test_entries_are_chosen_only_where_one_is_meant():
    assert choose(["LV - Latvia", "LT - Lithuania"], country("LV")) == "LV - Latvia"
    assert choose(["Latvia (LV)", "Lithuania (LT)"], country("LV")) == "Latvia (LV)"
    assert choose(["0 - 9 km", "10 - 99 km", "8000 km or more"], Choice(("x",), km=9000)) == "8000 km or more"
    assert choose(["Yes, once", "Yes, often"], yes_or_no(True)) is None
    assert choose(["Oui", "Non"], yes_or_no(True)) is None


def test_ids_and_codes_of_projects():
    assert number_of("005041", 1) == "005041-MOB-00001"
    assert ordinal_of("005041", "005041-MOB-00123") == 123
    assert ordinal_of("005041", "009189-MOB-00123") == ordinal_of("005041", "5041/7") == 0
    project = Project(code=CODE)
    assert same_project("2021-1-LV01-KA121-VET-000009189", project) and same_project(
        "2021-1-LV01-KA121-009189", project
    )
    assert not same_project("2021-1-LV01-KA121-VET-000009188", project)
    assert not same_project("2022-1-LV01-KA121-VET-000009189", project)


def test_days_and_rules_are_written_as_the_template_says():
    day = date(2022, 4, 5)
    assert [day_in_words(day, rule) for rule in ("DD-MM-YYYY", "YYYY/MM/DD", "D.M.YYYY", "")] == [
        "05-04-2022",
        "2022/04/05",
        "5.4.2022",
        "05-04-2022",
    ]
    assert is_of_rules(["*", "* DICT", "", "DD-MM-YYYY *"])
    assert not is_of_rules(["Mobility activity", CODE, "009189-MOB-00001", "*"])


@pytest.mark.parametrize(
    "title", ["Participant with fewer opportunities", "Address", "Valstspiederība", "Course fees"]
)
def test_what_may_go(title):
    assert not is_special(title)


@pytest.mark.parametrize(("status", "expected"), [("DRAFT", True), ("Complete", False), ("", False), ("yes", True)])
def test_drafts(status, expected):
    assert is_draft(status) is expected


def test_both_sides_are_in_one_notation_and_a_city_as_it_is_sent():
    with override("lv"):
        shown = [in_readers_words(text, "green_travel") for text in ("No", "false", "true", "Perhaps")]
        assert shown == ["Nē", "Nē", "Jā", "Perhaps"]
        assert {in_readers_words(text, "travel_grant") for text in ("309", "309.00", "309,00")} == {"309,00\xa0€"}
        assert in_readers_words("n/a", "travel_grant") == "n/a"
    assert str(as_sent(city("Hamburga", "DE"))) == "Hamburg"


@pytest.mark.parametrize(
    ("title", "name"),
    [("Total Grant (EUR)", "total_grant"), ("Language of mobility", "working_language"), ("From city", "sending_city"),
     ("From country", "sending_country"), ("To city", "receiving_city"), ("Travel date", "travel_date"),
     ("Participant Gender", "gender"), ("Participant Nationality", "nationality")],
)  # fmt: skip
def test_names_of_columns_that_were_met(title, name):
    assert known_keys()[key_of(title)] == name


def test_no_name_of_a_column_means_two_things():
    names = [(key, field.name) for field in FIELDS for key in field.keys]
    assert len({key for key, _name in names}) == len(names)
