"""The names that keep their capital letter within a sentence: of countries, and of the school's people and hosts."""

from mobilities.models import Host, Participant
from portal.accounts.models import User
from portal.common.countries import names as country_names

SHORTEST = 3
ENDINGS = "aāeēiīouūsš"


def names_of(school_id: int) -> frozenset[str]:
    """Without their endings, so that each is known in any case."""
    people = Participant.objects.filter(school=school_id).values_list("first_name", "last_name")
    users = User.objects.filter(memberships__school=school_id).values_list("first_name", "last_name")
    hosts = Host.objects.filter(school=school_id).values_list("name", "city")
    found = {name for row in (*people, *users, *hosts) for name in row} | set(country_names("lv").values())
    return frozenset(map(without_ending, found)) - {""}


def without_ending(name: str) -> str:
    cut = name.strip().rstrip(ENDINGS)
    return cut if len(cut) >= SHORTEST else name.strip()
