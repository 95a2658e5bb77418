"""Keeps child processes running as long as this one lives; used by `manage.py serve`."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30
HEALTHY_AFTER = 60


def die_with(parent: int) -> Callable[[], None]:
    def in_child() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return in_child


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0
    start_at: float = 0
    crashes: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the children in order
            preexec_fn=die_with(os.getpid()),
        )

    def signal(self, number: int) -> None:
        """To the child, or with SIGKILL to everything it started."""
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        except ProcessLookupError:
            pass

    def note_crash(self) -> float:
        """Seconds to wait before the next start: longer after each crash in a row."""
        if time.monotonic() - self.started > HEALTHY_AFTER:
            self.crashes = 0
        pause = min(LONGEST_PAUSE, 2**self.crashes)
        self.crashes += 1
        self.start_at = time.monotonic() + pause
        return pause


class Supervisor:
    """Starts the children in their order, starts crashed ones again, stops them in the opposite order."""

    def __init__(self, children: list[Child], say: Callable[[str], None], patience: float = 20) -> None:
        self.children = children
        self.say = say
        self.patience = patience
        self.stopping = threading.Event()
        self.in_a_hurry = False

    def run(self, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> None:
        """Returns after SIGINT or SIGTERM. `on_ready` is called once, when `is_ready` is true."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask_to_stop)
        announced = False
        try:
            while not self.stopping.is_set():
                for child in self.children:
                    self.look_after(child)
                if not announced and is_ready():
                    on_ready()
                    announced = True
                self.stopping.wait(0.2)
        finally:
            self.stop()

    def ask_to_stop(self, number: int, frame: object) -> None:
        self.in_a_hurry = self.stopping.is_set()
        self.stopping.set()

    def look_after(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.start_at:
                child.start()
        elif child.process.poll() is not None:
            code = child.process.returncode
            child.signal(signal.SIGKILL)
            child.process = None
            self.say(f"{child.name} ended with code {code}; it starts again in {child.note_crash():.0f} s.")

    def stop(self) -> None:
        running = [child for child in reversed(self.children) if child.process is not None]
        for child in running:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + self.patience
        while any(child.process.poll() is None for child in running):
            if self.in_a_hurry or time.monotonic() > end:
                break
            time.sleep(0.1)
        for child in running:
            child.signal(signal.SIGKILL)
            child.process.wait()
