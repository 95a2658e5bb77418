"""One qualification in three countries: figures with n, no mean of few, the rows behind, no names."""

import csv
import re
from datetime import date

import pytest
from django.urls import reverse

from mobilities.models import Conference, ExperienceReport, Finding, Host, Mobility, Participant, Qualification
from portal.common.charts import Spread, figure_of, spreads, words_of
from projects.models import ActivityType, Project

PAGE, EXPORT = reverse("reports:comparison"), reverse("reports:comparison-export")
MARKS = {"DE": (5, 4, 3), "PT": (4, 2), "IT": (3, 3, 3)}


@pytest.fixture
def placements(school):
    clerk = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks")
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2020-09-01", end="2022-08-31"
    )
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    for country, marks in MARKS.items():
        host = Host.objects.create(school=school, name=f"Osta {country}", country=country, city="Osta")
        for place, mark in enumerate(marks):
            person = Participant.objects.create(
                school=school, kind="learner", first_name="Slepens", last_name=f"{country}{place}", qualification=clerk
            )
            mobility = Mobility.objects.create(
                school=school, project=project, activity_type=kind, participant=person, host=host, state="closed",
                start=date(2022 - place, 3, 1), end=date(2022 - place, 3, 25),
            )  # fmt: skip
            ExperienceReport.objects.create(
                school=school, mobility=mobility, state="approved", rating_trust=mark, commute_minutes=10 * mark,
                pluses="Uzticas", minuses=f"Tālu {country}", job_offer=place == 0,
                recommends="yes" if (country, place) == ("PT", 0) else "",
            )  # fmt: skip
        Mobility.objects.create(
            school=school, project=project, activity_type=kind, participant=person, host=host, state="planned",
            start="2022-05-01", end="2022-05-20",
        )  # fmt: skip
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    Finding.objects.create(conference=conference, kind="plus", text="uzticas.", country="DE", qualification=clerk)


def cells(answer, label: str) -> dict[str, dict]:
    names = [place.country for place, _mark, _said in answer.context["places"]]
    (line,) = [line for line in answer.context["lines"] if str(line["label"]) == label]
    return dict(zip(names, line["cells"], strict=True))


def test_one_qualification_in_three_countries(client_of, coordinator, placements, django_assert_max_num_queries):
    browser = client_of(coordinator)
    browser.get(PAGE)
    with django_assert_max_num_queries(15):
        answer = browser.get(PAGE, {"last": 2021})
    learners = cells(answer, "Izglītojamie")
    assert {country: cell["text"] for country, cell in learners.items()} == {"DE": "3", "PT": "2", "IT": "3"}
    trust = cells(answer, "Uzticēšanās un patstāvība")
    assert trust["DE"]["text"] == "4,0" and trust["DE"]["is_best"]
    assert all(part in trust["DE"]["note"] for part in ("3", "5"))
    assert '</b><span class="visually-hidden"> (' in answer.content.decode()
    recommended = cells(answer, "Ieteiktu citiem")
    assert (recommended["PT"]["text"], recommended["DE"]["text"]) == ("1 no 1", "–")
    assert trust["PT"]["text"] == "2 / 4"  # two are too few for a mean
    assert not trust["PT"]["is_best"]
    told = browser.get(PAGE, {"first": 2021, "last": 2021}).content.decode()
    assert "2021./2022. mācību gads" in told and "2021./2022.–" not in told
    for country, cell in learners.items():
        rows = browser.get(cell["url"]).context["page"].object_list
        assert len(rows) == len(MARKS[country])
    (job,) = browser.get(cells(answer, "Darba piedāvājumi")["PT"]["url"]).context["page"].object_list
    assert job.country == "PT"
    said = {place.country: said for place, _mark, said in answer.context["places"]}
    (trusted,) = said["DE"]["pluses"]  # the words of three reports and of the conference, once
    assert (len(trusted.reports), len(trusted.findings)) == (3, 1)
    assert len(browser.get(PAGE, {"first": 2021, "last": 2021}).context["places"]) == 3
    assert cells(browser.get(PAGE, {"first": 2021, "last": 2021}), "Izglītojamie")["DE"]["text"] == "1"
    assert [place.host.name for place, *_rest in browser.get(PAGE, {"by": "host"}).context["places"]][0] == "Osta DE"


def test_a_teacher_sees_no_names_and_no_rows(client_of, teacher, placements):
    answer = client_of(teacher).get(PAGE, {"last": 2021})
    page = answer.content.decode()
    assert "Tālu PT" in page and "Slepens" not in page
    assert not any(cell["url"] for line in answer.context["lines"] for cell in line["cells"])
    table = b"".join(client_of(teacher).get(EXPORT, {"last": 2021})).decode()
    assert "Slepens" not in table
    (portugal,) = [line.split(";") for line in table.splitlines() if "Portugāle" in line]
    assert portugal[4:6] == ["", "2"]  # no mean, two marks


def test_reversed_years_are_shown_in_order(client_of, coordinator, placements):
    answer = client_of(coordinator).get(PAGE, {"first": 2021, "last": 2019}, follow=True)
    assert (answer.request["QUERY_STRING"], answer.status_code) == ("first=2019&last=2021", 200)
    assert "2019./2020." in str(answer.context["question"].first)


def test_marks_are_rounded_half_up_and_written_in_one_notation(client_of, coordinator, placements):
    """17 / 4 and 4.5 of two reports: on the page, in the drawing, in the file."""
    assert [words_of([4, 4, 4, 5]), words_of([4, 5, 5, 5]), words_of([4.25])] == ["4,3", "4,8", "4,3"]
    ExperienceReport.objects.filter(rating_trust=4, mobility__country="PT").update(rating_tasks=5)
    table = b"".join(client_of(coordinator).get(EXPORT, {"last": 2021})).decode()
    (portugal,) = csv.reader((line for line in table.splitlines() if "Portugāle" in line), delimiter=";")
    assert "2; 4,5" in portugal


RINGS = re.compile(r'<circle cx="([^"]+)" cy="([^"]+)"[^>]*class="dot single"')


def test_few_marks_are_drawn_one_by_one():
    assert figure_of([4, 2]).startswith("2,0 / 4,0,") and figure_of([5, 4, 3]).startswith("4,0,")
    drawn = spreads([Spread("Few", [2, 4]), Spread("Enough", [5, 4, 3]), Spread("None", [])], 170, "Marks")
    assert drawn.count('class="dot single"') == 2 and len(set(RINGS.findall(drawn))) == 2
    twice = spreads([Spread("Equal", [2, 2])], 170, "Marks")
    assert len(set(RINGS.findall(twice))) == 2  # neither hides the other
    assert drawn.count('class="spread"') == 1
