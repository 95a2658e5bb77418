"""Pictures that were written anew on upload, made smaller for a page: a phone on a bus loads them too."""

import io
from typing import BinaryIO

from PIL import Image

SIDE = 960  # pixels: sharp on a phone and in a column of a wide page
QUALITY = 80


def smaller(file: BinaryIO) -> io.BytesIO:
    """The picture with no side longer than SIDE, in its own format."""
    image = Image.open(file)
    kind = image.format
    image.draft("RGB", (SIDE, SIDE))
    image.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    image.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    out.seek(0)
    return out
