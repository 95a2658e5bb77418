"""A hundred learning agreements through their job, against a hundred times WeasyPrint on one finished agreement."""

import time
from collections.abc import Callable
from datetime import date, timedelta

PAPERS = 100


def bench_papers(row: Callable, recorded_html: Callable) -> None:
    from portal.jobs import services as jobs
    from reports.bundles import request_bundle

    user, keys = learners_with_plans(PAPERS)
    school = user.memberships.get().school

    def through_the_job(wanted: list[int]) -> float:
        bundle = request_bundle(
            user, school, "papers", "lv", {"mobilities": wanted, "kinds": ["learning_agreement"]}
        )  # fmt: skip
        start = time.perf_counter()
        jobs.run(bundle.job_id)
        taken = 1000 * (time.perf_counter() - start)
        bundle.refresh_from_db()
        assert bundle.count == len(wanted), bundle.job.error
        return taken

    with recorded_html() as alone:
        through_the_job(keys[:1])
    whole = through_the_job(keys)
    start = time.perf_counter()
    for _ in keys:
        alone[0]()
    row(f"{PAPERS} learning agreements through their job", whole, f"{PAPERS} x WeasyPrint on a finished one",
        1000 * (time.perf_counter() - start))  # fmt: skip


def learners_with_plans(count: int):
    """A coordinator, and keys of mobilities of whom an agreement knows all."""
    from mobilities.models import Host, HostContact, LearningPlan, Mobility, Participant, SchoolContact
    from portal.accounts.models import Membership, School, User
    from projects.models import ActivityType, Project

    school = School.objects.create(name="School of papers", address="Street 1", city="City", working_year=2021)
    user = User.objects.create_user("papers@example.org", None, first_name="Anna", last_name="Ozola")
    Membership.objects.create(user=user, school=school, role="coordinator")
    first_day = date(2022, 4, 4)
    project = Project.objects.create(
        school=school, title="Bench", school_name=school.name, code="2021-1-LV01-KA121-VET-000000100", call_year=2021,
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    host = Host.objects.create(school=school, name="Host", country="DE", city="City", address="Street 2")
    for role in ("mentor", "administrative", "emergency", "signatory"):
        HostContact.objects.create(host=host, role=role, name=f"Host {role}", email="host@example.org")
        SchoolContact.objects.create(school=school, role=role, name=f"School {role}", email="school@example.org")
    kind = ActivityType.objects.filter(category="learner").first()
    people = Participant.objects.bulk_create(
        Participant(
            school=school, kind="learner", first_name=f"Name{number}", last_name=f"Family{number}",
            birth_date=date(2003, 1, 1), email="learner@example.org", phone="20000000",
        )
        for number in range(count)
    )  # fmt: skip
    rows = Mobility.objects.bulk_create(
        Mobility(
            school=school, project=project, participant=person, activity_type=kind, host=host, country="DE",
            start=first_day, end=first_day + timedelta(days=32), responsible=user,
        )
        for person in people
    )  # fmt: skip
    sentence = "What is agreed between the parties about this part of the mobility. "
    LearningPlan.objects.bulk_create(
        LearningPlan(
            mobility=row, outcomes=sentence * 3, programme=sentence * 5, monitoring=sentence, evaluation=sentence,
            recognition=sentence, hours_per_week=40, language="en",
        )
        for row in rows
    )  # fmt: skip
    return user, [row.pk for row in rows]
