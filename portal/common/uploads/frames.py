"""How two processes hand each other a few words and a content."""

import json
import struct
from typing import BinaryIO

HEAD = struct.Struct(">II")


def send(pipe: BinaryIO, head: dict, content: bytes = b"") -> None:
    words = json.dumps(head).encode()
    pipe.write(HEAD.pack(len(words), len(content)))
    pipe.write(words)
    pipe.write(content)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict, bytes] | None:
    """None where nothing comes any more."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    words, content = HEAD.unpack(head)
    return json.loads(pipe.read(words)), pipe.read(content)
