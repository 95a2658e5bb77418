"""`make run` after everything is installed: one command that prepares, serves and stops."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from portal.testing.migrated import copied_to
from portal.testing.services import free_port, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.one_database]  # the portal's own: SQLite in its folder
LEFT_OUT = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "TILTS_SECRET_KEY"}


class Portal:
    """`manage.py serve` with a folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        self.file = folder / f"output-{self.port}"
        with self.file.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env=inherited | {"TILTS_VAR": str(folder), "PORT": str(self.port)} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        return self.file.read_text()

    def wait_for(self, text: str) -> str:
        def arrived() -> bool:
            assert self.process.poll() is None, self.output()
            return text in self.output()

        wait_until(arrived, repr(text), 300)
        return self.output()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:  # noqa: S310
            return answer.read().decode()

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def start(tmp_path):
    portals = []

    def portal(**environment: str) -> Portal:
        portals.append(Portal(tmp_path, **environment))
        return portals[-1]

    yield portal
    for one in portals:
        one.process.kill()
        one.process.wait()


def begin_migrated(folder: Path) -> None:
    """The portal finds the database that its run has made already; one test below begins with nothing."""
    copied_to(folder / "db.sqlite3")


def processes_of(folder: Path) -> list[str]:
    """Command lines of the processes that work on this folder."""
    wanted = f"TILTS_VAR={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def test_demonstration_is_served_and_stopped(start, tmp_path):
    portal = start(DEMO_PASSWORD="quiet-river-7")
    output = portal.wait_for("outsider@example.org")
    assert f"http://localhost:{portal.port}/" in output
    for name in ("coordinator", "teacher", "director", "admin"):
        assert f"{name}@example.org" in output
    assert "quiet-river-7" in output
    assert json.loads(portal.get("/health/"))["database"] == "up"
    assert "<form" in portal.get("/")
    assert portal.stop(signal.SIGINT) == 0
    assert "Tilts has stopped." in portal.output()
    assert not processes_of(tmp_path)


def test_empty_portal_shows_where_to_found_the_school(start, tmp_path):
    begin_migrated(tmp_path)
    portal = start(DEMO="0")
    output = portal.wait_for("/found/?token=")
    address = re.search(r"http://localhost:\d+(/found/\?token=\S+)", output)[1]
    assert "<form" in portal.get(address)
    assert portal.stop() == 0


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("PORT", "70000"), ("DEMO", "maybe")])
def test_bad_wish_is_explained(start, name, value):
    portal = start(**{name: value})
    assert portal.process.wait(60) == 1
    last_line = portal.output().splitlines()[-1]
    assert name in last_line
    assert value in last_line


def test_used_port_is_explained(start, tmp_path):
    begin_migrated(tmp_path)
    first = start(DEMO="0")
    first.wait_for("/found/")
    second = start(DEMO="0", PORT=str(first.port))
    assert second.process.wait(60) == 1
    assert f"Port {first.port} of 127.0.0.1 is not free" in second.output()
    assert first.stop() == 0
