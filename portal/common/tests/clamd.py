"""A stand-in for ClamAV that speaks its protocol: reads the frames of zINSTREAM and finds EICAR's test file."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# The standard test file of virus scanners, in two halves so that no scanner takes this file for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.word()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
        else:
            self.wfile.write(self.server.says(self.stream()) + b"\0")

    def word(self) -> bytes:
        said = b""
        while (letter := self.rfile.read(1)) not in (b"", b"\0"):
            said += letter
        return said

    def stream(self) -> bytes:
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        return content


def verdict(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@contextmanager
def clamd(path: str = "", says=verdict) -> Iterator[tuple[str, list[bytes]]]:
    """(Its address as TILTS_CLAMAV takes it, what it was sent so far); on a unix socket at `path`, or on TCP."""
    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(path or ("127.0.0.1", 0), Handler) as server:
        server.says, server.seen = says, []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield (f"unix:{path}" if path else f"127.0.0.1:{server.server_address[1]}"), server.seen
        finally:
            server.shutdown()
