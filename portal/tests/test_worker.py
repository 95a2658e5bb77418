"""Background work under fire: a worker is killed, the broker is emptied, one job is delivered five times at once."""

import io
import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal.accounts.models import User
from portal.common.school_year import SchoolYear
from portal.jobs.models import Job, State
from portal.jobs.tasks import run_job
from portal.testing.services import Redis, Worker, wait_until
from reports.enums import OF_YEAR
from reports.models import Document
from reports.services import request_document

pytestmark = pytest.mark.worker
HURRY = {"TILTS_JOB_LEASE_SECONDS": "4", "TILTS_JOB_SWEEP_SECONDS": "2"}
PATIENCE = 150


class FolderBroker:
    """The broker that needs no server: what kills and empties Redis empties its folder."""

    def empty(self) -> None:
        for message in (settings.BROKER_DIR / "queue").iterdir():
            message.unlink(missing_ok=True)

    def waiting(self) -> int:
        return len(list((settings.BROKER_DIR / "queue").iterdir()))


class RedisBroker:
    def __init__(self, port: int) -> None:
        self.port = port
        self.redis = Redis(port)
        self.redis.start()

    def empty(self) -> None:
        self.redis.stop()
        self.redis = Redis(self.port)
        self.redis.start()

    def waiting(self) -> int:
        with run_job.app.connection_for_read() as broker:
            return broker.default_channel.client.llen("celery")


@pytest.fixture
def broker():
    if settings.CELERY_BROKER_URL == "filesystem://localhost":
        folder = FolderBroker()
        folder.empty()
        yield folder
        return
    broker = RedisBroker(urlsplit(settings.CELERY_BROKER_URL).port)
    yield broker
    broker.redis.stop()


@pytest.fixture
def worker(transactional_db, broker, tmp_path):
    """Function: a running worker on the test database; killed after the test if it still runs."""
    environment = HURRY | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{connection.settings_dict['NAME']}"))
    workers = []

    def start(concurrency: int = 2) -> Worker:
        folder = tmp_path / str(len(workers))
        folder.mkdir()
        workers.append(Worker(environment, folder, concurrency))
        workers[-1].start()
        return workers[-1]

    yield start
    for one in workers:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def ask(transactional_db):
    """Function: the number of documents to ask for > their ids. They are those of the demonstration school."""
    call_command("load_demo", stdout=io.StringIO())
    coordinator = User.objects.get(email="coordinator@example.org")
    school = coordinator.memberships.get().school
    wanted = [(kind, language) for kind in OF_YEAR for language in ("lv", "en")]

    def documents(count: int = 1) -> list[int]:
        return [
            request_document(coordinator, school, kind, SchoolYear(2021), language).pk
            for kind, language in wanted[:count]
        ]

    return documents


def is_running() -> bool:
    assert not Job.objects.exclude(error="").values_list("error", flat=True)
    return Job.objects.filter(state=State.RUNNING).exists()


def are_made(ids: list[int]) -> bool:
    assert not Job.objects.exclude(error="").values_list("error", flat=True)
    return Document.objects.filter(pk__in=ids, made_at__isnull=False, job__state=State.DONE).count() == len(ids)


def assert_each_made_once(ids: list[int]) -> None:
    wait_until(lambda: are_made(ids), "the documents", PATIENCE)
    documents = Document.objects.filter(pk__in=ids)
    assert Document.objects.count() == len(ids)
    assert len({document.file.name for document in documents}) == len(ids)
    for document in documents:
        assert document.file.read(5) == b"%PDF-"


def test_worker_killed_in_the_middle_of_a_document(worker, ask):
    first = worker()
    ids = ask()
    wait_until(is_running, "the worker to take the job", PATIENCE)
    first.kill()
    assert Document.objects.get().made_at is None
    worker()
    assert_each_made_once(ids)
    assert Job.objects.get().attempts >= 2


def test_lost_messages_are_made_up_for_and_repeated_ones_do_nothing(worker, ask, broker):
    """The broker is stopped and emptied before any worker saw the jobs; one is then delivered five times at once."""
    ids = ask(2)
    assert broker.waiting() == 2
    broker.empty()
    assert broker.waiting() == 0
    for _ in range(5):
        run_job.delay(str(Document.objects.get(pk=ids[0]).job_id))
    assert broker.waiting() == 5
    worker(concurrency=5)
    assert_each_made_once(ids)
    assert Document.objects.get(pk=ids[0]).job.attempts == 1


def test_broker_stopped_and_emptied_under_a_live_worker(worker, ask, broker):
    worker(concurrency=1)
    ids = ask(2)
    wait_until(is_running, "the worker to take a job", PATIENCE)
    broker.empty()
    assert_each_made_once(ids)
