"""What it costs to take a file: each file of a folder through the page that takes it, in a process of its own.

Memory is what the process and the one that opens the file had at most; time is the work of both, not the waiting.
"""

import json
import os
import resource
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEGABYTES, SECONDS = 300, 5  # that no file may need more of


@dataclass(frozen=True)
class Cost:
    name: str
    status: int
    seconds: float
    megabytes: float


def cost_of(path: Path, send: Callable[[Path], int]) -> Cost:
    """`send` posts the file and gives the status of the answer. Nothing that it writes stays: see `in_a_fork`."""
    found = json.loads(in_a_fork(lambda: json.dumps(measured(path, send))))
    return Cost(path.name, *found)


def in_a_fork(work: Callable[[], str]) -> str:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            with os.fdopen(writing, "w") as pipe:
                pipe.write(work())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said


def measured(path: Path, send: Callable[[Path], int]) -> tuple[int, float, float]:
    from portal.common.uploads import apart

    apart.IDLE.clear()
    before = resource.getrusage(resource.RUSAGE_SELF)
    status = send(path)
    apart.stop_all()
    own, opened = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime - before.ru_utime - before.ru_stime + opened.ru_utime + opened.ru_stime
    return status, seconds, (own.ru_maxrss - before.ru_maxrss + opened.ru_maxrss) / 1024


def bench_uploads(teacher, coordinator, folder: Path) -> None:
    """Prints what is nearest to the limits, for each page that takes files."""
    if not folder.is_dir():
        print(f"uploads: there is no {folder}, so nothing is measured")
        return
    from django.db import connection

    ways = pages_of(teacher, coordinator)
    connection.close()
    files = [path for path in sorted(folder.iterdir()) if path.suffix != ".csv"]
    for page, send in ways.items():
        costs = [cost_of(path, send) for path in files]
        for title, limit, value in (("work", SECONDS, "seconds"), ("memory", MEGABYTES, "megabytes")):
            most = max(costs, key=lambda cost: getattr(cost, value))
            share = getattr(most, value)
            print(
                f"{len(costs)} files to {page}: most {title} {share:9.1f} {value} ({most.name})"
                f"   {share / limit:6.2f} x of {limit}",
                flush=True,
            )


def pages_of(teacher, coordinator) -> dict[str, Callable[[Path], int]]:
    """For photos and documents of a report of the teacher's own, and for tables."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from mobilities.models import ExperienceReport

    report = ExperienceReport.objects.filter(author=teacher, state__in=("draft", "returned")).first()

    def to(user, address: str, field: str) -> Callable[[Path], int]:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

        def send(path: Path) -> int:
            file = SimpleUploadedFile(path.name, path.read_bytes(), "application/octet-stream")
            return client.post(address, {field: file}).status_code

        return send

    project = report.mobility.project_id
    return {
        "a report": to(teacher, reverse("mobilities:attachment-upload", args=[report.pk]), "document"),
        "an import": to(coordinator, reverse("imports:import-add", args=["people"]), "file"),
        "a template": to(coordinator, reverse("mobilities:module-file-add", args=[project, "fill"]), "file"),
    }
