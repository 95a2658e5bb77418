"""The whole portal as one foreground command: prepare, then web server and worker until Ctrl-C.

PORT is the port on 127.0.0.1 (TILTS_BIND names another address). DEMO=0 leaves the demonstration year out.
"""

import hashlib
import io
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from portal.accounts import services as accounts
from portal.jobs.supervisor import Child, Supervisor

DEFAULT_PORT = "8000"
WEB_SERVER = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--preload", "--worker-class", "gthread"]
WEB_SERVER += ["--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket", "--log-level", "warning"]
WEB_SERVER += ["--limit-request-line", "8190"]
ANY_ADDRESS = "0.0.0.0"  # noqa: S104


class Command(BaseCommand):
    help = "Prepares the database and runs web server and worker until Ctrl-C."
    requires_system_checks = ["database", "security"]

    def handle(self, **options) -> None:
        self.address, self.port = os.environ.get("TILTS_BIND", "127.0.0.1"), read_port()
        wants_demo = read_demo()
        refuse_used_port(self.address, self.port)
        os.environ.setdefault("TILTS_ORIGIN", self.origin)
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        sign_ins = self.load_demo() if wants_demo else ""

        def announce() -> None:
            self.say(f"\nTilts is open at {self.origin}/  (Ctrl-C stops it)\n")
            self.say(sign_ins or self.invitation())

        supervisor = Supervisor([self.web(), self.worker()], self.say)
        supervisor.run(lambda: answers(self.address, self.port), announce)
        self.say("Tilts has stopped.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    @property
    def origin(self) -> str:
        host = "localhost" if self.address in {"127.0.0.1", ANY_ADDRESS} else self.address
        return f"http://{host}:{self.port}"

    def load_demo(self) -> str:
        """What load_demo prints: the sign-ins."""
        output = io.StringIO()
        call_command("load_demo", stdout=output)
        return output.getvalue()

    def invitation(self) -> str:
        token = accounts.founding_token()
        if token is None:
            return "Sign in with your own account."
        return f"There is no school yet. Found it here:\n    {self.origin}/found/?token={token}\n"

    def web(self) -> Child:
        return Child("The web server", [*WEB_SERVER, "--bind", f"{self.address}:{self.port}"])

    def worker(self) -> Child:
        return Child(
            "The worker",
            [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m", "celery"]
            + ["--app", "portal.celery", "--quiet", "worker", "--beat", "--concurrency", "2"]
            + ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
        )


def read_port() -> int:
    text = os.environ.get("PORT") or DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def read_demo() -> bool:
    text = os.environ.get("DEMO", "1")
    if text not in {"0", "1"}:
        raise CommandError(f"DEMO is {text!r}; it must be 0 or 1.")
    return text == "1"


def refuse_used_port(address: str, port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {address} is not free ({error.strerror}). Try PORT={port + 1}."
            ) from None


def answers(address: str, port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1" if address == ANY_ADDRESS else address, port)) == 0


def collect_static() -> None:
    """Copies static files to STATIC_ROOT, unless the same ones are there from the last start."""
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
