"""Hosts for people of some qualifications in some days, each with the reasons: what the school remembers of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import HostState
from mobilities.host_memory import LOW_MARK, say_marks, with_mark, with_offers
from mobilities.models import (
    Finding,
    Host,
    HostCapacity,
    HostLanguage,
    Mobility,
    Participant,
    PersonLanguage,
    Qualification,
)
from mobilities.occupancy import Occupancy
from portal.accounts.models import School
from portal.common.languages import language_name
from portal.common.text import inner_quotes, quoted

AT_MOST = 5
# What makes a host stand higher. A problem is a warning beside a good host: it costs less than being known as good.
TOOK_BEFORE, KNOWN_AS_GOOD, INVITES, OFFERS_JOBS, SPEAKS, HAS_ROOM = 3, 2, 1, 1, 2, 2
HAS_PROBLEM, NO_COMMON_LANGUAGE, IS_FULL = -1, -1, -4


@dataclass
class Suggested:
    """`standing` sorts, the highest first."""

    host: Host
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    standing: float = 0


@dataclass(frozen=True)
class Wish:
    """Who is to go and when. `qualifications`: how many of them learn for each; `spoken`: of each of them the codes of
    the languages that are known."""

    people: int
    qualifications: Counter[Qualification]
    spoken: list[set[str]]
    start: date | None = None
    end: date | None = None


def wish_of(people: Collection[Participant], start: date | None, end: date | None) -> Wish | None:
    """None where nobody of them learns for a qualification."""
    qualifications = Counter(person.qualification for person in people if person.qualification)
    if not qualifications:
        return None
    spoken: dict[int, set[str]] = {person.pk: set() for person in people}
    rows = PersonLanguage.objects.filter(person__in=[*spoken])
    for person, language in rows.values_list("person", "language"):
        spoken[person].add(language)
    return Wish(len(spoken), qualifications, [*spoken.values()], start, end)


def why_none(wish: Wish | None) -> str:
    """Said where `suggest` found nothing."""
    if wish is None:
        return _("No hosts are suggested: that follows from the qualification, and nobody chosen has one.")
    words = _("No hosts are suggested: none took learners of %(qualifications)s before or states places for them.")
    return words % {"qualifications": ", ".join(sorted(quoted(str(each)) for each in wish.qualifications))}


def suggest(school: School, wish: Wish, at_most: int = AT_MOST) -> list[Suggested]:
    """Hosts that took learners of one of the qualifications before or state places for them; nobody is sent where work
    is paused."""
    before = dict_of_pairs(
        Mobility.objects.taking_place()
        .filter(school=school, host__isnull=False, participant__qualification__in=wish.qualifications)
        .order_by().values_list("host", "participant__qualification").annotate(people=Count("pk"))
    )  # fmt: skip
    stated = HostCapacity.objects.filter(host__school=school, qualification__in=wish.qualifications)
    places = dict_of_pairs(stated.values_list("host", "qualification", "places"))
    hosts = Host.objects.filter(pk__in={*before, *places}, school=school)
    hosts = {host.pk: host for host in with_offers(with_mark(hosts.exclude(state=HostState.PAUSED)))}
    say_marks(hosts.values())
    languages, taken, problems = languages_of(hosts), taken_at(places, wish), problems_at(school)
    found = []
    for pk, host in hosts.items():
        row = Suggested(host)
        for problem in problems[pk]:
            row.warnings.append(_("Not settled since the conference of %(year)s: “%(problem)s”") % problem)
        row.standing += HAS_PROBLEM if problems[pk] else 0
        weigh_qualifications(row, before[pk], places[pk], wish)
        weigh_experience(row)
        weigh_languages(row, languages[pk], wish)
        weigh_places(row, places[pk], taken[pk], wish)
        found.append(row)
    return sorted(found, key=lambda row: (-row.standing, row.host.name))[:at_most]


def dict_of_pairs(rows: Iterable[tuple[int, int, int]]) -> dict[int, dict[int, int]]:
    """Host > qualification > number."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for host, qualification, figure in rows:
        found[host][qualification] = figure
    return found


def languages_of(hosts: Collection[int]) -> dict[int, set[str]]:
    spoken: dict[int, set[str]] = defaultdict(set)
    for host, language in HostLanguage.objects.filter(host__in=hosts).values_list("host", "language"):
        spoken[host].add(language)
    return spoken


def taken_at(hosts: Collection[int], wish: Wish) -> dict[int, dict[int, int]]:
    """The most people of each qualification at a time at each host in the days of the wish."""
    spans: dict[int, dict[int, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    if wish.start and wish.end and wish.start <= wish.end:
        rows = Mobility.objects.standing().filter(
            host__in=hosts, participant__qualification__in=wish.qualifications, start__lte=wish.end,
            end__gte=wish.start,
        )  # fmt: skip
        for host, qualification, start, end in rows.order_by().values_list(
            "host", "participant__qualification", "start", "end"
        ):
            spans[host][qualification].append((start, end))
    return defaultdict(dict, {
        host: {pk: Occupancy(days).peak(wish.start, wish.end) for pk, days in each.items()}
        for host, each in spans.items()
    })  # fmt: skip


def problems_at(school: School) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    for row in Finding.objects.open_problems().filter(conference__school=school):
        found[row.host_id].append({"year": row.conference.school_year, "problem": inner_quotes(row.text)})
    return found


def weigh_qualifications(row: Suggested, before: dict[int, int], places: dict[int, int], wish: Wish) -> None:
    """Weighs by how many of the people learn what the host knows."""
    known = 0
    for qualification, learners in wish.qualifications.items():
        words = {"qualification": qualification}
        if people := before.get(qualification.pk):
            took = ngettext(
                "took %(n)s learner of “%(qualification)s” before",
                "took %(n)s learners of “%(qualification)s” before",
                people,
            )
            row.reasons.append(took % {"n": people, **words})
            known += learners
        elif qualification.pk not in places:
            row.warnings.append(_("not known to take learners of “%(qualification)s”") % words)
        elif len(wish.qualifications) > 1:
            row.reasons.append(_("states places for “%(qualification)s”") % words)
    row.standing += TOOK_BEFORE * known / wish.people


def weigh_experience(row: Suggested) -> None:
    host = row.host
    if host.rated:
        words = {"mark": host.mark_words, "n": host.rated}
        row.reasons.append(ngettext(
            "rated %(mark)s of 5 (%(n)s report)", "rated %(mark)s of 5 (%(n)s reports)", host.rated
        ) % words)  # fmt: skip
    if host.mean_mark is not None:
        row.standing += host.mean_mark - LOW_MARK + (KNOWN_AS_GOOD if host.mean_mark >= LOW_MARK else 0)
    if host.invitations:
        row.reasons.append(_("invited people to come again"))
        row.standing += INVITES
    if host.job_offers:
        row.reasons.append(_("offered people a job"))
        row.standing += OFFERS_JOBS


def weigh_languages(row: Suggested, there: set[str], wish: Wish) -> None:
    understood = sum(bool(spoken & there) for spoken in wish.spoken)
    if understood:
        row.reasons.append(words_of_languages(there, understood, wish))
        row.standing += SPEAKS * understood / wish.people
    elif any(wish.spoken):
        names = ", ".join(sorted(map(language_name, there)))
        others = _("works in other languages: %(languages)s") % {"languages": names}
        row.warnings.append(others if there else _("it is not known in which languages they work"))
        row.standing += NO_COMMON_LANGUAGE


def words_of_languages(there: set[str], understood: int, wish: Wish) -> str:
    """The languages of the host that any of the people know and, of several people, how many know each."""
    knowing = Counter(code for spoken in wish.spoken for code in spoken & there)
    if wish.people == 1:
        names = sorted(map(language_name, knowing))
        return _("works in a language the person knows: %(languages)s") % {"languages": ", ".join(names)}
    each = _("%(language)s: %(n)s of %(people)s")
    rows = sorted(
        each % {"language": language_name(code), "n": n, "people": wish.people} for code, n in knowing.items()
    )
    words = (
        _("works in a language they know (%(languages)s)")
        if understood == wish.people
        else _("works in a language that not all of them are known to speak (%(languages)s)")
    )
    return words % {"languages": ", ".join(rows)}


def weigh_places(row: Suggested, places: dict[int, int], taken: dict[int, int], wish: Wish) -> None:
    """Of each qualification for which the host states places; weighed by how many of the people learn for it."""
    if not (wish.start and wish.end):
        return
    for qualification, learners in wish.qualifications.items():
        if qualification.pk not in places:
            continue
        free = max(places[qualification.pk] - taken.get(qualification.pk, 0), 0)
        has_room = free >= learners
        words = (
            ngettext("%(n)s free place on these days", "%(n)s free places on these days", free)
            if has_room
            else ngettext("only %(n)s free place on these days", "only %(n)s free places on these days", free)
        ) % {"n": free}
        if len(wish.qualifications) > 1:
            words = f"{qualification}: {words}"
        (row.reasons if has_room else row.warnings).append(words)
        row.standing += (HAS_ROOM if has_room else IS_FULL) * learners / wish.people
