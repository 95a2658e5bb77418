"""Nothing is taken that the virus scanner did not look at."""

import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.utils.translation import override

from portal.common.refused import Refused
from portal.common.tests.clamd import EICAR, clamd
from portal.common.uploads import antivirus


def scan(content: bytes) -> None:
    file = io.BytesIO(content)
    try:
        antivirus.scan(file, "diena.pdf")
    finally:
        assert file.tell() == 0


@contextmanager
def hanging(trickle: bytes | None) -> Iterator[str]:
    """The address of one that never comes to an end; with None it does not even take in what is sent."""
    is_over = threading.Event()

    def serve(server: socket.socket) -> None:
        link, _address = server.accept()
        with link:
            link.settimeout(0.05)
            while not is_over.is_set():
                with suppress(OSError):
                    if trickle is None:
                        is_over.wait(0.05)
                    else:
                        link.sendall(trickle)
                        link.recv(1_000_000)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=[server], daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            is_over.set()
            thread.join(2)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_whole_file_goes_through_either_kind_of_socket(settings, tmp_path, kind):
    with clamd(str(tmp_path / "clamd") if kind == "unix" else "") as (settings.CLAMAV, seen):
        assert antivirus.answers()
        scan(b"x" * 200_000)
        assert seen == [b"x" * 200_000]
        with pytest.raises(Refused, match="Eicar-Test-Signature"):
            scan(b"a" * 100_000 + EICAR)


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK, or not"])
def test_answer_that_is_no_ok_refuses(settings, said):
    with clamd(says=lambda content: said) as (settings.CLAMAV, _seen), pytest.raises(Refused, match="scanner"):
        scan(b"content")


def test_scanner_that_is_not_there_or_does_not_answer_refuses(settings, tmp_path):
    settings.CLAMAV, settings.CLAMAV_SECONDS = f"unix:{tmp_path}/nobody", 0.2
    assert not antivirus.answers()
    with pytest.raises(Refused, match="scanner"):
        scan(b"content")


@pytest.mark.parametrize("trickle", [b"", b"s", None])
def test_a_scanner_that_hangs_is_waited_for_once_in_all(settings, trickle):
    """It takes nothing in, says nothing, or says a letter now and then."""
    settings.CLAMAV_SECONDS = 0.4
    with hanging(trickle) as settings.CLAMAV:
        began = time.monotonic()
        for _file in range(3):
            with pytest.raises(Refused, match="scanner"):
                scan(b"content" * 1_000_000)
        assert time.monotonic() - began < 1.5


def test_without_a_scanner_nothing_is_asked():
    scan(EICAR)
