"""How fast it is, as ratios of figures measured side by side in one run: python -m portal.testing.bench (make bench).

Works on a database of its own in a temporary folder.
"""

import contextlib
import http.client
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import django

from portal.testing.bench_imports import bench_import
from portal.testing.bench_module import bench_module
from portal.testing.bench_votes import bench_votes
from portal.testing.services import ROOT, die_with_parent, free_port, wait_until

SIZES = (20, 20_000, 100, 100_000)  # few and many, few and many
PROJECTS = (10, 50, 5_809)  # a page shows 50
YEAR = 2021
ROUNDS = 15


def median_ms(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median of each action, the actions taking turns so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            taken.append(1000 * (time.perf_counter() - start))
    return [statistics.median(taken) for taken in times]


def row(title: str, value: float, base_title: str, base: float) -> None:
    print(f"{title:48} {value:9.1f} ms   {base_title:34} {base:9.1f} ms   {value / base:6.2f} x", flush=True)


def bench_document(school, user) -> None:
    from portal.common.school_year import SchoolYear
    from portal.jobs import services as jobs
    from reports.services import request_document

    def through_the_job() -> None:
        document = request_document(user, school, "annual", SchoolYear(YEAR), "lv")
        jobs.run(document.job_id)
        document.refresh_from_db()
        assert document.made_at, document.job.error

    with recorded_html() as alone:
        through_the_job()
    whole, weasyprint = median_ms(through_the_job, alone[-1], rounds=5)
    row("annual PDF through its job", whole, "WeasyPrint on its finished HTML", weasyprint)


@contextlib.contextmanager
def recorded_html() -> Iterator[list[Callable[[], bytes]]]:
    """A list of functions, each of which prints again the HTML that was printed in this context."""
    from weasyprint import HTML

    again: list[Callable[[], bytes]] = []
    init, write_pdf = HTML.__init__, HTML.write_pdf

    def remember_source(self, *arguments, **options) -> None:
        self.source = (arguments, options)
        init(self, *arguments, **options)

    def remember_print(self, *arguments, **options) -> bytes:
        made_of, made_with = self.source
        again.append(lambda: write_pdf(HTML(*made_of, **made_with), *arguments, **options))
        return write_pdf(self, *arguments, **options)

    HTML.__init__, HTML.write_pdf = remember_source, remember_print
    try:
        yield again
    finally:
        HTML.__init__, HTML.write_pdf = init, write_pdf


def school_with_mobilities(count: int):
    """A coordinator whose school has `count` mobilities in YEAR."""
    from mobilities.models import Host, Mobility, Participant
    from portal.accounts.models import Membership, School, User
    from projects.models import ActivityType, Project

    school = School.objects.create(name=f"School with {count}", working_year=YEAR)
    user = User.objects.create_user(f"bench{count}@example.org", None, first_name="Anna", last_name="Ozola")
    Membership.objects.create(user=user, school=school, role="coordinator")
    first_day = date(YEAR, 9, 1)
    project = Project.objects.create(
        school=school, title="Bench", school_name=school.name, start=first_day, end=first_day + timedelta(days=364)
    )
    hosts = Host.objects.bulk_create(
        Host(school=school, name=f"Host {i}", country=("DE", "IT", "ES", "LT")[i % 4], city="City") for i in range(20)
    )
    people = Participant.objects.bulk_create(
        Participant(school=school, kind="learner", first_name=f"Name{i}", last_name=f"Family{i}") for i in range(count)
    )
    activity_type = ActivityType.objects.filter(category="learner").first()
    starts = (first_day + timedelta(days=i % 300) for i in range(count))
    Mobility.objects.bulk_create(
        Mobility(
            school=school,
            project=project,
            participant=person,
            activity_type=activity_type,
            host=hosts[i % 20],
            country=hosts[i % 20].country,
            start=start,
            end=start + timedelta(days=20),
        )
        for i, (person, start) in enumerate(zip(people, starts, strict=True))
    )
    return user


def school_with_projects(count: int):
    """A coordinator whose school has `count` projects, all of them in YEAR, with two partners each."""
    from portal.accounts.models import Membership, School, User
    from projects.models import Project, ProjectOrganisation

    school = School.objects.create(name=f"School of {count} projects", working_year=YEAR)
    user = User.objects.create_user(f"projects{count}@example.org", None, first_name="Zane", last_name="Liepa")
    Membership.objects.create(user=user, school=school, role="coordinator")
    first_day = date(YEAR, 9, 1)
    projects = Project.objects.bulk_create(
        Project(
            school=school, code=f"2021-1-LV01-KA121-VET-{number:09}", call_year=2021, action="KA121", field="VET",
            title=f"Prakse Eiropā {number}", school_name=school.name, grant=10_000 + number,
            start=first_day + timedelta(days=number % 200), end=first_day + timedelta(days=364),
        )
        for number in range(count)
    )  # fmt: skip
    ProjectOrganisation.objects.bulk_create(
        ProjectOrganisation(project=project, role="partner", name=name, country=country, city=city)
        for project in projects
        for name, country, city in (("Nordkai", "DE", "Köln"), ("Escuela", "ES", "Málaga"))
    )
    return user


def bench_projects(few, page_full, many) -> None:
    ten, fifty, all_of_them = PROJECTS
    with web_server() as port:
        few, page_full, many = Browser(port, few), Browser(port, page_full), Browser(port, many)
        pages = [
            lambda: few.get("/projects/"),
            lambda: page_full.get("/projects/"),
            lambda: many.get("/projects/"),
            lambda: few.get("/projects/?q=koln"),
            lambda: many.get("/projects/?q=koln"),
        ]
        for page in pages:
            page()
        few_ms, full_ms, many_ms, few_found, many_found = median_ms(*pages)
    row(f"project list, school with {all_of_them:,}, 50 shown", many_ms, f"with {ten}, all shown", few_ms)
    row(f"project list, school with {all_of_them:,}, 50 shown", many_ms, f"with {fifty}, all shown", full_ms)
    row(f"project list searched by place, with {all_of_them:,}", many_found, f"with {ten}", few_found)


class Browser:
    """One keep-alive connection, signed in as `user`."""

    def __init__(self, port: int, user=None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Accept-Language": "lv"}
        if user:
            from django.test import Client

            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.headers["Cookie"] = f"sessionid={client.cookies['sessionid'].value}"

    def get(self, path: str) -> None:
        self.ask("GET", path)

    def post(self, path: str, body: str) -> None:
        """JSON, with a token as a page of ours sends it."""
        token = "x" * 32
        cookie = "; ".join(filter(None, [self.headers.get("Cookie"), f"csrftoken={token}"]))
        self.ask("POST", path, body, {"Cookie": cookie, "X-CSRFToken": token, "Content-Type": "application/json"})

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> None:
        self.connection.request(method, path, body, {**self.headers, **(headers or {})})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")


@contextlib.contextmanager
def web_server() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = [
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "2",
        "--no-control-socket",
        "--keep-alive",
        "75",
    ]
    server = subprocess.Popen([*command, *options, "--log-level", "warning"], cwd=ROOT, preexec_fn=die_with_parent)
    try:
        wait_until(lambda: answers(port), "the web server", 30)
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    try:
        Browser(port).get("/bare/")
    except OSError:
        return False
    return True


def bench_pages(demo_user, of_sizes: list) -> None:
    with web_server() as port:
        demo, nobody = Browser(port, demo_user), Browser(port)
        pages = [
            lambda: nobody.get("/bare/"),
            lambda: demo.get("/"),
            lambda: demo.get("/mobilities/"),
            *(partial(Browser(port, user).get, "/mobilities/") for user in of_sizes),
        ]
        for page in pages:
            page()
        bare, home, listed, *lists = median_ms(*pages)
    bench_votes(demo_user.memberships.get().school)
    for few, many, few_ms, many_ms in zip(SIZES[::2], SIZES[1::2], lists[::2], lists[1::2], strict=True):
        row(f"mobility list, school with {many:,} in the year", many_ms, f"with {few} in the year", few_ms)
    row("home of the demonstration's coordinator", home, "bare page of the same server", bare)
    row("mobility list of the demonstration year", listed, "bare page of the same server", bare)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tilts-bench-") as folder:
        os.environ.update(TILTS_VAR=folder, DJANGO_SETTINGS_MODULE="portal.testing.bench_settings")
        for elsewhere in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(elsewhere, None)
        django.setup()
        from django.core.management import call_command

        from portal.accounts.models import User
        from portal.testing.bench_grid import bench_grid
        from portal.testing.bench_memory import bench_memory
        from portal.testing.bench_papers import bench_papers
        from portal.testing.bench_uploads import bench_uploads

        print("Preparing the demonstration year and the schools", flush=True)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_demo", stdout=io.StringIO())
        teacher, coordinator = (User.objects.get(email=f"{role}@example.org") for role in ("teacher", "coordinator"))
        # First, while this process is small: what it starts is counted with the memory that it had itself.
        bench_uploads(teacher, coordinator, ROOT.parent / "shared" / "data" / "uploads")
        of_sizes = [school_with_mobilities(size) for size in SIZES]
        bench_document(coordinator.memberships.get().school, coordinator)
        bench_papers(row, recorded_html)
        bench_pages(coordinator, of_sizes)
        bench_grid(of_sizes[-1])
        bench_memory(of_sizes[0], of_sizes[1], SIZES[1])
        bench_projects(*map(school_with_projects, PROJECTS))
        bench_import(row)
        bench_module(row)


if __name__ == "__main__":
    main()
