"""ClamAV, where TILTS_CLAMAV names its socket: nothing is taken that it has not looked at.

Its protocol: zINSTREAM, then pieces with their length before them, an empty one at the end; the answer ends with NUL.
"""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from portal.common.refused import Refused

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
LENGTH = struct.Struct(">I")
PAUSE = 2.0  # seconds
NOT_BEFORE: dict[str, float] = {}  # address of a scanner that hung > when it may be asked again


def is_on() -> bool:
    return bool(settings.CLAMAV)


def scan(file: BinaryIO, name: str) -> None:
    """Raises Refused where something is found, and where the scanner does not answer. `file` is rewound."""
    if not is_on():
        return
    file.seek(0)
    try:
        said = answer_to(file)
    except OSError as error:
        raise not_scanned() from error
    finally:
        file.seek(0)
    if said.endswith(" FOUND"):
        found = said.removesuffix(" FOUND").partition(": ")[2]
        raise Refused(
            _("“%(name)s” is not taken: the virus scanner found %(what)s in it.") % {"name": name, "what": found}
        )
    if not said.endswith(": OK"):
        raise not_scanned()


def refuse_silent() -> None:
    """Raises Refused where a scanner is named and does not answer, before anything is sent in vain."""
    if is_on() and not answers():
        raise not_scanned()


def not_scanned() -> Refused:
    return Refused(
        _("The virus scanner does not answer, so no file is taken now. Try again later, or tell the administrator.")
    )


class Link:
    """A connection to unix:/path/of/the/socket or host:port; connecting, sending and answering have one deadline
    together, after which each raises TimeoutError."""

    def __init__(self, address: str) -> None:
        self.deadline = time.monotonic() + settings.CLAMAV_SECONDS
        kind, _colon, place = address.partition(":")
        if kind == "unix":
            self.socket = self.reached(socket.AF_UNIX, place)
            return
        host, _colon, port = address.rpartition(":")
        *others, last = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        for family, _kind, _protocol, _name, where in others:
            try:
                self.socket = self.reached(family, where)
                return
            except OSError:
                continue
        self.socket = self.reached(last[0], last[4])

    def reached(self, family: int, where: Any) -> socket.socket:
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.settimeout(self.left())
            found.connect(where)
        except OSError:
            found.close()
            raise
        return found

    def left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def send(self, content: bytes) -> None:
        self.socket.settimeout(self.left())
        self.socket.sendall(content)

    def answer(self) -> str:
        said = b""
        while b"\0" not in said and len(said) < LONGEST_ANSWER:
            self.socket.settimeout(self.left())
            if not (more := self.socket.recv(1024)):
                break
            said += more
        return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


@contextmanager
def linked() -> Iterator[Link]:
    """One that hangs is not waited for again at once: other files of the same request would wait as long each."""
    address = settings.CLAMAV
    if time.monotonic() < NOT_BEFORE.get(address, 0):
        raise TimeoutError
    try:
        link = Link(address)
        with link.socket:
            yield link
    except TimeoutError:
        NOT_BEFORE[address] = time.monotonic() + PAUSE
        raise


def answer_to(file: BinaryIO) -> str:
    with linked() as link:
        link.send(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            link.send(LENGTH.pack(len(piece)) + piece)
        link.send(LENGTH.pack(0))
        return link.answer()


def answers() -> bool:
    """Whether it is there now."""
    try:
        with linked() as link:
            link.send(b"zPING\0")
            return link.answer() == "PONG"
    except OSError:
        return False
