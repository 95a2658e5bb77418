"""Whether two names mean one city, in whatever language each is."""

from functools import lru_cache

from mobilities.importers.names import words_of
from portal.common import places


@lru_cache(maxsize=10_000)
def is_same_city(one: str, other: str, country: str) -> bool:
    """Also "Leipzig" and "Leipzig-Plagwitz", "Londona" and "London"."""
    words = set(words_of(one).split()), set(words_of(other).split())
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    found = [places.find_as_typed(name, country) for name in (one, other)]
    return found[0] is not None and found[0] == found[1]
