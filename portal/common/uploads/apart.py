"""Files of strangers are opened in a process apart: see portal.common.uploads.child."""

import atexit
import os
import subprocess
import sys

from django.conf import settings

from portal.common.uploads.frames import receive, send
from portal.common.uploads.kinds import Accepted, AttachmentKind
from portal.common.uploads.refusals import NotTaken, too_much_work

CHILD = "portal.common.uploads.child"
Helper = subprocess.Popen
IDLE: dict[int, list[Helper]] = {}  # by process: one that was forked must not talk to its parent's helpers


def judge_apart(content: bytes, name: str) -> Accepted:
    """As `judging.judge`, whatever the file does to the process that opens it. Raises NotTaken."""
    helper = idle_helper()
    try:
        send(helper.stdin, {"name": name}, content)
        answer = receive(helper.stdout)
    except OSError:
        answer = None
    except BaseException:
        stop(helper)
        raise
    if answer is None:
        stop(helper)
        raise too_much_work(name)
    IDLE[os.getpid()].append(helper)
    head, clean = answer
    if "accepted" in head:
        fields = head["accepted"]
        fields |= {"kind": AttachmentKind(fields["kind"]), "active": tuple(fields["active"])}
        return Accepted(content=clean, **fields)
    if "sentence" in head:
        raise NotTaken(head["sentence"], **head["values"])
    raise too_much_work(name)


def idle_helper() -> Helper:
    """One that waits, or a new one. Each thread has its own while it uses it."""
    waiting = IDLE.setdefault(os.getpid(), [])
    while waiting:
        helper = waiting.pop()
        if helper.poll() is None:
            return helper
    return subprocess.Popen(
        [sys.executable, "-m", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR
    )


def stop(helper: Helper) -> None:
    helper.kill()
    helper.wait()
    helper.stdin.close()
    helper.stdout.close()


@atexit.register
def stop_all() -> None:
    for helper in IDLE.pop(os.getpid(), []):
        stop(helper)
