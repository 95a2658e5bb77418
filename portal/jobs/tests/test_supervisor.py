"""The supervisor of `manage.py serve`, as a process with two children that write down their starts and stops."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.testing.services import wait_until

CHILD = """
import os, signal, sys, time
from pathlib import Path
place = Path(sys.argv[1])
def stop(*_):
    place.with_suffix(".stopped").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
place.with_suffix(f".{os.getpid()}").touch()
time.sleep(120)
"""
SUPERVISOR = """
import sys
from portal.jobs.supervisor import Child, Supervisor
child, *places = sys.argv[1:]
children = [Child(place, [sys.executable, "-c", child, place]) for place in places]
Supervisor(children, print).run(lambda: True, lambda: print("ready"))
print("stopped")
"""


@pytest.fixture
def supervisor(tmp_path):
    places = [str(tmp_path / "web"), str(tmp_path / "worker")]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", SUPERVISOR, CHILD, *places],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: len(children(tmp_path)) == 2, "both children")
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def children(folder: Path, name: str = "*") -> list[int]:
    """Process ids that were started, in the order of starting."""
    files = [path for path in folder.glob(f"{name}.*") if path.suffix[1:].isdecimal()]
    return [int(path.suffix[1:]) for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_everything(supervisor, tmp_path, number):
    supervisor.send_signal(number)
    assert supervisor.wait(20) == 0
    assert supervisor.stdout.read().splitlines() == ["ready", "stopped"]
    assert {path.stem for path in tmp_path.glob("*.stopped")} == {"web", "worker"}
    assert not any(map(lives, children(tmp_path)))


def test_crashed_child_starts_again_and_the_other_one_goes_on(supervisor, tmp_path):
    web, worker = children(tmp_path, "web")[0], children(tmp_path, "worker")[0]
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(children(tmp_path, "worker")) == 2, "the worker to start again")
    assert lives(web)
    assert lives(children(tmp_path, "worker")[-1])
    assert children(tmp_path, "web") == [web]


def test_killed_supervisor_leaves_no_orphans(supervisor, tmp_path):
    supervisor.kill()
    wait_until(lambda: not any(map(lives, children(tmp_path))), "the children to end")
