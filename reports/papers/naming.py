"""Names of files that every system can hold and a person can read."""

import re
import unicodedata

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST = 80


def safe_name(text: str) -> str:
    """Letters of any language stay; what no file system takes goes, and no name is empty, hidden or reserved."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())  # also spaces that do not break, as in dates
    kept = "".join(letter for letter in spaced if letter.isprintable())
    kept = " ".join(NOT_IN_NAMES.sub(" ", kept).split())[:LONGEST].strip(" .")
    return f"_{kept}" if not kept or RESERVED.match(kept) else kept


class Names:
    """Hands out names, none of them twice, whatever their case."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def free(self, name: str, suffix: str = "") -> str:
        number, found = 1, f"{name}{suffix}"
        while found.casefold() in self.taken:
            number += 1
            found = f"{name} ({number}){suffix}"
        self.taken.add(found.casefold())
        return found
