"""Where the words of a PDF stand on the paper."""

import re
import subprocess

EDGE_OF_TEXT = (210 - 20) * 72 / 25.4 + 1  # points: A4 without its right margin


def rightmost(pdf: bytes, first: int = 2) -> float:
    """Where the word farthest to the right ends, in points; a cover before page `first` has its own edges."""
    done = subprocess.run(
        ["pdftotext", "-f", str(first), "-bbox", "-", "-"], input=pdf, check=True, capture_output=True
    )
    return max(float(edge) for edge in re.findall(rb'<word [^>]*xMax="([0-9.]+)"', done.stdout))
