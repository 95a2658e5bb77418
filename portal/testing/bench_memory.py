"""What is remembered of hosts: the comparison, the list of hosts and the year, of many reports beside few."""

from functools import partial

from portal.testing.bench import Browser, median_ms, row, web_server

MARKS = ("rating_trust", "rating_tasks", "rating_mentor", "rating_accommodation", "rating_organisation")
MOST_REPORTS = 3_000
FEW_HOSTS, MANY_HOSTS = 50, 2_000  # a page shows 50
QUALIFICATIONS, BATCH = 20, 1000


def remember(school, host_count: int) -> None:
    """Hosts and qualifications for the school's mobilities, and approved reports of the first MOST_REPORTS."""
    from django.db import transaction

    from mobilities.models import ExperienceReport, Host, Mobility, Participant, Qualification

    learned = Qualification.objects.bulk_create(
        Qualification(school=school, name_lv=f"Kvalifikācija {number}", name_en=f"Qualification {number}",
                      isced_f="0613", eqf_level=4)
        for number in range(QUALIFICATIONS)
    )  # fmt: skip
    people = list(Participant.objects.filter(school=school).order_by("pk").values_list("pk", flat=True))
    for number, qualification in enumerate(learned):
        for first in range(0, len(people), BATCH):
            keys = people[first : first + BATCH][number::QUALIFICATIONS]
            Participant.objects.filter(pk__in=keys).update(qualification=qualification)
    hosts = Host.objects.bulk_create(
        Host(school=school, name=f"Company {number}", country=("DE", "IT", "ES", "LT")[number % 4], city="City")
        for number in range(host_count)
    )
    rows = list(Mobility.objects.filter(school=school).order_by("pk"))
    with transaction.atomic():
        for number, host in enumerate(hosts):
            keys = [mobility.pk for mobility in rows[number::host_count]]
            Mobility.objects.filter(pk__in=keys).update(state="closed", host=host, country=host.country)
    Host.objects.filter(school=school, mobilities=None).exclude(pk__in=[host.pk for host in hosts]).delete()
    ExperienceReport.objects.bulk_create(
        [
            ExperienceReport(
                school=school, mobility=mobility, state="approved", pluses="Laipni kolēģi\nUzticēja darbu",
                minuses=f"Ceļš {number % 7}", commute_minutes=10 + number % 60, recommends="yes",
                job_offer=number % 9 == 0, **{mark: 1 + (number + place) % 5 for place, mark in enumerate(MARKS)},
            )
            for number, mobility in enumerate(rows[:MOST_REPORTS])
        ],
        batch_size=BATCH,
    )  # fmt: skip


def bench_memory(few, many, count: int) -> None:
    """`few`, `many`: coordinators; the school of `many` has `count` mobilities."""
    pages = {
        "comparison by host": "/reports/comparison/?by=host",
        "list of hosts by rating": "/hosts/?sort=mark",
        "year": "/reports/",
    }
    for user, hosts in ((few, FEW_HOSTS), (many, MANY_HOSTS)):
        remember(user.memberships.get().school, hosts)
    with web_server() as port:
        asked = [partial(Browser(port, user).get, page) for page in pages.values() for user in (few, many)]
        for ask in asked:
            ask()
        times = median_ms(*asked)
    for title, few_ms, many_ms in zip(pages, times[::2], times[1::2], strict=True):
        row(f"{title}, school with {count:,}", many_ms, "with 20 mobilities", few_ms)
