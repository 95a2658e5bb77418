"""Names of files and parts of addresses, in letters that every system takes."""

from django.utils.text import slugify

from portal.common.folding import fold

MOST = 80


def slug(words: str, most: int = MOST) -> str:
    """stabila-profesionala-dzive: letters without diacritics, digits and hyphens, cut between words."""
    made = slugify(fold(words))
    if len(made) <= most:
        return made
    return made[: most + 1].rpartition("-")[0] or made[:most]
