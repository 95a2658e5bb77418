"""Private servers on free ports for tests: PostgreSQL, Redis and a Celery worker. Root or not, both work."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def die_with_parent() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until(condition: Callable[[], object], what: str, seconds: float = 60) -> object:
    """Returns the first true value of `condition`; raises TimeoutError naming `what`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise TimeoutError(f"Waited {seconds} seconds for {what}")


class PostgreSQL:
    """A cluster in a temporary folder with Latvian sorting. PostgreSQL refuses root, so root lends it another user."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="tilts-postgresql-"))
        self.user: dict = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.log = self.folder / "log"
        self.process: subprocess.Popen | None = None

    def program(self, name: str) -> str:
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
        found = shutil.which(name, path=folders[-1]) if folders else shutil.which(name)
        if not found:
            raise FileNotFoundError(f"{name} of PostgreSQL is not installed")
        return found

    def start(self) -> None:
        locale = ["--locale-provider=icu", "--icu-locale=lv-LV", "--locale=C.UTF-8", "--encoding=UTF8"]
        data = str(self.folder / "data")
        subprocess.run(
            [self.program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", *locale],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self.user,
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [self.program("postgres"), "-D", data, *arguments],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=die_with_parent,
                **self.user,
            )
        wait_until(self.answers, "PostgreSQL to start", 30)

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text())
        try:
            psycopg2.connect(self.url("postgres")).close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        with contextlib.closing(psycopg2.connect(self.url("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """A server that keeps everything in memory only: killing it empties it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="tilts-redis-"))
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            ["redis-server", *options, "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        wait_until(self.answers, "Redis to start", 30)

    def answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Worker:
    """A Celery worker of this project, with beat, as a process group of its own."""

    def __init__(self, environment: dict[str, str], folder: Path, concurrency: int = 2) -> None:
        self.environment = os.environ | environment
        self.folder = folder
        self.concurrency = concurrency
        self.process: subprocess.Popen | None = None
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self.log = self.folder / f"worker-{self.starts}.log"
        schedule = self.folder / f"beat-{self.starts}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "--beat", f"--schedule={schedule}"]
                + [f"--concurrency={self.concurrency}", f"--hostname=worker{self.starts}@%h", "--loglevel=INFO"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        wait_until(self.is_ready, "the worker to start", 60)

    def is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text())
        return " ready." in self.log.read_text()

    def kill(self) -> None:
        """SIGKILL to the worker and all its children at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if not self.process or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def running(*services: PostgreSQL | Redis | Worker) -> Iterator[None]:
    """Starts them in this order and stops them in the opposite one, whatever happens in between."""
    with contextlib.ExitStack() as stack:
        for service in services:
            stack.callback(service.stop)
            service.start()
        yield
