"""Hostile files cost little: whoever opens them has little memory and time, and dies alone."""

import io
import os
import resource
import subprocess
import sys

import pytest
from PIL import Image

from portal.common.refused import Refused
from portal.common.uploads import apart, child

MOST_BYTES = 300 * 1024 * 1024


def endless_pdf() -> bytes:
    """More objects than can be looked at in the time."""
    body = b"".join(b"%d 0 obj<</A[<<>><<>><<>>]>>endobj\n" % number for number in range(4, 350_000))
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    return head + page + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def tall_png() -> bytes:
    """48 million pixels in a few kilobytes: allowed, but more than there is memory for."""
    out = io.BytesIO()
    Image.new("RGBA", (6_000, 8_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("name", "make"), [("endless.pdf", endless_pdf), ("tall.png", tall_png)])
def test_nobody_but_the_fork_suffers(name, make):
    """The file is refused with a sentence, and the next one is judged by the same helper."""
    apart.judge_apart(small_png(), "first.png")
    (helper,) = apart.IDLE[os.getpid()]
    with pytest.raises(Refused, match=name):
        apart.judge_apart(make(), name)
    assert apart.judge_apart(small_png(), "next.png").width == 4
    assert apart.IDLE[os.getpid()] == [helper]


def small_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def test_fork_has_little_memory_and_time(monkeypatch):
    """The limits of the operating system, as the fork itself sees them; and what becomes of one that breaks them."""
    limits = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: limits.append((kind, pair)))
    monkeypatch.setattr(child.signal, "alarm", lambda seconds: None)
    child.limit()
    assert dict(limits)[resource.RLIMIT_DATA][0] <= MOST_BYTES
    assert dict(limits)[resource.RLIMIT_CPU][0] <= 5
    monkeypatch.setattr(child, "verdict", lambda content, name: child.os.kill(child.os.getpid(), 9))
    assert child.in_a_fork(b"", "a.pdf") == ({"gave_up": True}, b"")


def test_helper_starts_without_what_it_does_not_need():
    """A queue of jobs opens no photo: the first upload waits for the helper's start."""
    asked = "import sys, portal.common.uploads.child; print('celery' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
