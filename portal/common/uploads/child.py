"""python -m portal.common.uploads.child: judges one file after the other, each in a fork of itself with little memory
and little time. A fork that dies of its file takes nothing with it.

A name and a content come in, a verdict and a content go out: see portal.common.uploads.frames.
"""

import os
import resource
import signal
import sys
from typing import BinaryIO

from django.conf import settings

from portal.common.uploads.frames import receive, send

MEMORY = 280 * 1024 * 1024
SECONDS, SECONDS_WAITED = 4, 20  # of its own work; in all, on a busy machine


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.alarm(SECONDS_WAITED)


def verdict(content: bytes, name: str) -> tuple[dict, bytes]:
    from portal.common.uploads.judging import judge
    from portal.common.uploads.refusals import NotTaken

    try:
        found = judge(content, name)
    except NotTaken as refusal:
        return {"sentence": refusal.sentence, "values": refusal.values}, b""
    except MemoryError:
        return {"gave_up": True}, b""
    fields = ("kind", "content_type", "name", "width", "height", "active", "pages")
    return {"accepted": {field: getattr(found, field) for field in fields}}, found.content


def in_a_fork(content: bytes, name: str) -> tuple[dict, bytes]:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(reading)
            limit()
            with os.fdopen(writing, "wb") as pipe:
                send(pipe, *verdict(content, name))
            os._exit(0)
        except BaseException:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = receive_or_none(pipe)
    _pid, status = os.waitpid(pid, 0)
    return answer if answer and status == 0 else ({"gave_up": True}, b"")


def receive_or_none(pipe: BinaryIO) -> tuple[dict, bytes] | None:
    try:
        return receive(pipe)
    except ValueError:
        return None


def main() -> None:
    settings.configure(USE_I18N=False)
    verdict(b"", "")  # loads the judges once, for all forks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while asked := receive(sys.stdin.buffer):
        head, content = asked
        send(sys.stdout.buffer, *in_a_fork(content, head["name"]))


if __name__ == "__main__":
    main()
