"""A ZIP that grows on the disk: what is put in passes through in pieces, and only names and checksums are kept."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

PIECE = 256 * 1024
PACKED = {".zip", ".docx", ".xlsx", ".jpg", ".jpeg", ".png", ".pdf"}  # packing these again only takes time
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class Archive:
    """`entries` in the order in which they were put in."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.entries: list[Entry] = []
        self.taken: set[str] = set()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self.zip.close()

    def add(self, path: str, pieces: Iterable[bytes]) -> Entry:
        """Put in what `pieces` give, under `path` or, where that is taken, one like it."""
        path = self.free(path)
        info = zipfile.ZipInfo(path, EARLIEST)
        is_packed = Path(path).suffix.lower() in PACKED
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        size, digest = 0, hashlib.sha256()
        with self.zip.open(info, "w", force_zip64=True) as inside:
            for piece in pieces:
                inside.write(piece)
                digest.update(piece)
                size += len(piece)
        entry = Entry(path, size, digest.hexdigest())
        self.entries.append(entry)
        return entry

    def add_file(self, path: str, file: IO[bytes]) -> Entry:
        return self.add(path, iter(lambda: file.read(PIECE), b""))

    def add_made(self, path: str, make: Callable[[IO[bytes]], None]) -> Entry:
        """What `make` writes into a file that is on the disk as soon as it is long."""
        with tempfile.SpooledTemporaryFile(max_size=1_000_000) as file:
            make(file)
            file.seek(0)
            return self.add_file(path, file)

    def free(self, path: str) -> str:
        stem, dot, suffix = path.rpartition(".")
        number, found = 1, path
        while found.casefold() in self.taken:
            number += 1
            found = f"{stem} ({number}){dot}{suffix}" if dot else f"{path} ({number})"
        self.taken.add(found.casefold())
        return found
