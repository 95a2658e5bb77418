"""ClamAV, where TILTS_CLAMAV names its socket: nothing is taken that it has not looked at.

Its protocol: zINSTREAM, then pieces with their length before them, an empty one at the end; the answer ends with NUL.
"""

import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from portal.common.refused import Refused

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
LENGTH = struct.Struct(">I")


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


def connected() -> socket.socket:
    """To unix:/path/of/the/socket or host:port."""
    kind, _colon, place = settings.CLAMAV.partition(":")
    if kind == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(settings.CLAMAV_SECONDS)
        try:
            link.connect(place)
        except OSError:
            link.close()
            raise
        return link
    host, _colon, port = settings.CLAMAV.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=settings.CLAMAV_SECONDS)


def answer_to(file: BinaryIO) -> str:
    with connected() as link:
        link.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            link.sendall(LENGTH.pack(len(piece)) + piece)
        link.sendall(LENGTH.pack(0))
        return answer_of(link)


def answers() -> bool:
    """Whether it is there now."""
    try:
        with connected() as link:
            link.sendall(b"zPING\0")
            return answer_of(link) == "PONG"
    except OSError:
        return False


def answer_of(link: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        if not (more := link.recv(1024)):
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
