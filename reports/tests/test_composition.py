"""What findings of a conference are about, as documents say it: never who, and where few were, not the host."""

from datetime import date

import pytest

from mobilities.models import Finding, Host, Mobility, Participant, Qualification
from projects.models import ActivityType, Project
from reports.composition.findings import said
from reports.composition.told import trade

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(school) -> Host:
    return Host.objects.create(school=school, name="Leeside Freight", city="Korka", country="IE")


@pytest.fixture
def logistics(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", name_en="Logistics clerk")


def sent(school, host: Host, qualification: Qualification, count: int) -> list[Mobility]:
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end="2022-08-31"
    )
    people = [
        Participant.objects.create(
            school=school,
            kind="learner",
            first_name="Zane",
            last_name=f"Bangotne{number}",
            qualification=qualification,
        )
        for number in range(count)
    ]
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    fields = {"host": host, "country": host.country, "start": date(2022, 3, 1), "end": date(2022, 3, 14)}
    return [
        Mobility.objects.create(school=school, project=project, participant=person, activity_type=kind, **fields)
        for person in people
    ]


@pytest.mark.parametrize(
    ("count", "language", "about"),
    [
        (3, "en", "Leeside Freight, Cork, Ireland, Logistics clerk"),
        (3, "lv", "Leeside Freight, Korka, Īrija, Loģistikas darbinieks"),
        (2, "en", "Ireland, Logistics clerk"),
        (1, "lv", "Īrija, Loģistikas darbinieks"),
        (0, "en", "Leeside Freight, Cork, Ireland, Logistics clerk"),
    ],
)
def test_a_finding_says_what_it_is_about(school, host, logistics, count, language, about):
    went = sent(school, host, logistics, count)
    finding = Finding(
        kind="minus", text="Dārga dzīvesvieta", host=host, qualification=logistics, mobility=went[0] if went else None
    )
    (row,) = said([finding], went, language)
    assert (row.text, row.about) == ("Dārga dzīvesvieta", about)


def test_a_finding_about_everything_stands_alone():
    assert said([Finding(kind="plus", text="Uzņēmumi uzticējās")], [], "lv")[0].about == ""


def test_fields_of_work_are_said_in_the_language_of_the_document():
    mobility = Mobility(participant=Participant(kind="staff", work_field="frizieru pakalpojumi"))
    assert trade(mobility, "en") == "hairdressing"
    assert trade(mobility, "lv") == "frizieru pakalpojumi"
