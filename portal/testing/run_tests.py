"""Runs every check and every test on private servers: python -m portal.testing.run_tests (make test)."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portal.testing.services import ROOT, PostgreSQL, free_port, running

PYTEST = [sys.executable, "-m", "pytest", "-q"]
MIGRATE = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
# What the surroundings say about other runs; and a word that would have every process compile all modules again.
ELSEWHERE = (
    "DATABASE_URL", "REDIS_URL", "TILTS_VAR", "DJANGO_SETTINGS_MODULE", "PORT", "DEMO", "DEMO_PASSWORD",
    "TILTS_TEST_MIGRATED", "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip

# Two tests that take as long as all others in the browser together: each has a process from the beginning.
TOURS = "portal/tests/test_accessibility.py"
# Marks of tests that run in legs of their own.
APART = ("browser", "worker", "apart")


@dataclass
class Leg:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def program(name: str) -> str:
    return str(ROOT / ".venv/bin" / name) if (ROOT / ".venv/bin" / name).exists() else name


def bears(file: Path, mark: str) -> bool:
    """Whether a file of tests names this mark."""
    return re.search(rf"\bmark\.{mark}\b", file.read_text("utf-8")) is not None


def files_with(*marks: str) -> list[str]:
    """The files of tests that name one of `marks`: a leg need not read a hundred others to leave them out."""
    files = sorted(ROOT.glob("[pmr]*/**/tests/test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if any(bears(file, mark) for mark in marks)]


def checks() -> list[Leg]:
    """Those that take a moment."""
    return [
        Leg("ruff: mistakes", [program("ruff"), "check", "."]),
        Leg("ruff: layout", [program("ruff"), "format", "--check", "--quiet", "."]),
        Leg("djlint: templates", [program("djlint"), "templates", "--lint", "--quiet"]),
        Leg("import-linter: architecture", [program("lint-imports"), "--no-cache"]),
    ]


def migrations(postgresql: PostgreSQL, folder: Path) -> list[Leg]:
    """All of them on both databases, which the tests copy; and what needs none, beside them."""
    manage, settings = [sys.executable, "manage.py"], {"DJANGO_SETTINGS_MODULE": "portal.settings_test"}
    on_postgresql = {"TILTS_VAR": str(folder / "postgresql"), "DATABASE_URL": postgresql.create("migrated")}
    return [
        Leg("missing migrations", [*manage, "makemigrations", "--check", "--dry-run"], settings),
        Leg("Django's own checks", [*manage, "check", "--fail-level", "WARNING"], settings),
        Leg("all migrations on SQLite", MIGRATE, {"TILTS_VAR": str(folder / "sqlite")}),
        Leg("all migrations on PostgreSQL", MIGRATE, on_postgresql),
    ]


def tests(postgresql: PostgreSQL, folder: Path) -> list[list[Leg]]:
    """Groups of legs: where a browser or a worker lets one wait, another goes on. All tests begin with copies of two
    migrated databases."""
    on_sqlite = {"TILTS_TEST_MIGRATED": str(folder / "sqlite" / "db.sqlite3")}
    on_postgresql = {"DATABASE_URL": postgresql.url("tilts"), "TILTS_TEST_MIGRATED": "migrated"}
    on_one = "not browser and not worker and not apart"
    on_both = f"{on_one} and not printing and not one_database"
    on_redis = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}  # started, killed and emptied by the tests
    waiting, driving = files_with("worker", "apart"), files_with("browser")
    by_two = [*PYTEST, "-n", "2", "--dist", "worksteal", "-m"]
    return [
        [
            Leg("tests on SQLite", [*by_two, on_one], on_sqlite),
            Leg("browser: every page", [*by_two, "browser", TOURS], on_sqlite),
            Leg(
                "real worker, old rows: SQLite, broker in files",
                [*PYTEST, "-m", "worker or apart", *waiting],
                on_sqlite,
            ),
        ],
        [
            Leg("tests on PostgreSQL", [*by_two, on_both], on_postgresql),
            Leg("browser: what people do", [*by_two, "browser", *sorted({*driving} - {TOURS})], on_sqlite),
            Leg(
                "real worker, old rows: PostgreSQL, Redis",
                [*PYTEST, "-m", "worker and not one_database or apart", *waiting],
                on_postgresql | on_redis,
            ),
        ],
    ]


def run(leg: Leg, output: IO | None = None) -> bool:
    """Whether it passed. With `output` what it says goes there."""
    print(f"\n=== {leg.name}", file=output, flush=True)
    clean = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    started = time.monotonic()
    done = subprocess.run(
        leg.command, cwd=ROOT, env=clean | leg.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
    )
    said = "passed" if done.returncode == 0 else "FAILED"
    print(f"--- {leg.name}: {said}, {time.monotonic() - started:.0f} s", file=output, flush=True)
    return done.returncode == 0


def run_together(legs: list[Leg]) -> list[bool]:
    """Legs run side by side; what each one said is shown when all are over."""
    with contextlib.ExitStack() as stack:
        outputs = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in legs]
        with ThreadPoolExecutor(len(legs)) as pool:
            passed = list(pool.map(run, legs, outputs))
        for output in outputs:
            output.seek(0)
            print(output.read(), flush=True)
    return passed


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    postgresql = PostgreSQL()
    with running(postgresql), tempfile.TemporaryDirectory(prefix="tilts-migrated-") as folder:
        failed = [leg.name for leg in checks() if not run(leg)]
        for group in [migrations(postgresql, Path(folder)), *tests(postgresql, Path(folder))]:
            failed += [leg.name for leg, passed in zip(group, run_together(group), strict=True) if not passed]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
