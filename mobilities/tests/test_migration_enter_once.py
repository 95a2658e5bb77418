"""Rows of the time before migration 0004: hosts with languages as text, hosts left, completed mobilities."""

from datetime import date

import pytest

from portal.testing.former import migrate, migrated_to

BEFORE = [
    ("mobilities", "0003_expensive_travel"),
    ("projects", "0009_extensions"),
    ("accounts", "0004_view_opens_first"),
]
AFTER = [("mobilities", "0006_enter_once_checks")]
pytestmark = pytest.mark.apart


@pytest.fixture
def former(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), migrated_to(BEFORE, tmp_path, "enter_once") as apps:
        yield apps


def host(apps, school, name, **fields):
    fields = {"country": "DE", "city": "Hamburga", "kind": "company"} | fields
    return apps.get_model("mobilities", "Host").objects.create(school=school, name=name, **fields)


def mobility(apps, school, state):
    project, _made = apps.get_model("projects", "Project").objects.get_or_create(
        school=school, title="Prakse", school_name=school.name, start=date(2021, 9, 1), end=date(2022, 8, 31)
    )
    kind, _made = apps.get_model("projects", "ActivityType").objects.get_or_create(
        code="OLD", name_lv="Prakse", name_en="Stay", category="learner", call_year_from=2014
    )
    person = apps.get_model("mobilities", "Participant").objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Upīte"
    )
    return apps.get_model("mobilities", "Mobility").objects.create(
        school=school, project=project, activity_type=kind, participant=person, state=state,
        start=date(2022, 2, 1), end=date(2022, 2, 28),
    )  # fmt: skip


def test_rows_of_before_are_kept(former):
    school = former.get_model("accounts", "School").objects.create(name="Upes tehnikums", city="Daugavpils")
    kept = host(former, school, "Nordkai", languages="angļu, vācu un krievu", note="Zvanīt no rīta")
    left = host(former, school, "Salon", is_active=False, languages="franču valoda; žestu valoda", note="Tālu")
    plain = host(former, school, "Minho")
    twice = host(former, school, "Marsa", languages="English / angļu, German")
    full = host(former, school, "Pilns", note="n" * 4995, languages="žestu valoda")
    states = {
        before: mobility(former, school, before).pk for before in ("planned", "confirmed", "completed", "cancelled")
    }

    apps = migrate(AFTER)

    hosts = {row.name: row for row in apps.get_model("mobilities", "Host").objects.all()}
    assert {(row.state, row.paused_reason) for row in hosts.values() if row.pk != left.pk} == {("active", "")}
    assert (hosts["Salon"].state, hosts["Salon"].paused_reason) == ("paused", "Vairs nesadarbojamies.")
    assert (hosts["Nordkai"].note, hosts["Salon"].note) == ("Zvanīt no rīta", "Tālu\nžestu valoda")
    assert len(hosts[full.name].note) == 5000
    languages = apps.get_model("mobilities", "HostLanguage").objects

    def codes(row):
        return set(languages.filter(host=row.pk).values_list("language", flat=True))

    assert codes(kept) == {"en", "de", "ru"}
    assert codes(left) == {"fr"}
    assert codes(plain) == set()
    assert codes(twice) == {"en", "de"}
    after = dict(apps.get_model("mobilities", "Mobility").objects.values_list("pk", "state"))
    assert {before: after[pk] for before, pk in states.items()} == {
        "planned": "planned", "confirmed": "confirmed", "completed": "closed", "cancelled": "cancelled",
    }  # fmt: skip
