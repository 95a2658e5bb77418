"""Nothing is taken that the virus scanner did not look at."""

import io
import time

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
    slow = clamd(says=lambda content: time.sleep(0.5) or b"stream: OK")
    with slow as (settings.CLAMAV, _seen), pytest.raises(Refused, match="scanner"):
        scan(b"content")


def test_without_a_scanner_nothing_is_asked():
    scan(EICAR)
