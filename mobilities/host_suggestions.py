"""Hosts for people of a qualification in some days, each with the reasons: what the school remembers of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
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
from portal.common.text import inner_quotes

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
    """Who is to go and when; `languages`: codes that somebody of them speaks."""

    qualification: Qualification
    languages: Collection[str] = ()
    start: date | None = None
    end: date | None = None
    people: int = 1


def wish_of(people: Collection[Participant], start: date | None, end: date | None) -> Wish | None:
    """None unless all of them learn for one qualification."""
    qualifications = {person.qualification for person in people}
    if len(qualifications) != 1 or None in qualifications:
        return None
    spoken = PersonLanguage.objects.filter(person__in=[person.pk for person in people])
    return Wish(qualifications.pop(), set(spoken.values_list("language", flat=True)), start, end, len(people))


def suggest(school: School, wish: Wish, at_most: int = AT_MOST) -> list[Suggested]:
    """Hosts that took learners of the qualification before or state places for them; nobody is sent where work is
    paused."""
    before = dict(
        Mobility.objects.taking_place()
        .filter(school=school, host__isnull=False, participant__qualification=wish.qualification)
        .order_by().values_list("host").annotate(people=Count("pk"))
    )  # fmt: skip
    stated = HostCapacity.objects.filter(host__school=school, qualification=wish.qualification)
    places = dict(stated.values_list("host", "places"))
    hosts = Host.objects.filter(Q(pk__in=[*before]) | Q(pk__in=[*places]), school=school)
    hosts = {host.pk: host for host in with_offers(with_mark(hosts.exclude(state=HostState.PAUSED)))}
    say_marks(hosts.values())
    languages, taken, problems = languages_of(hosts), taken_at(places, wish), problems_at(school)
    found = []
    for pk, host in hosts.items():
        row = Suggested(host)
        for problem in problems[pk]:
            row.warnings.append(_("Not settled since the conference of %(year)s: “%(problem)s”") % problem)
        row.standing += HAS_PROBLEM if problems[pk] else 0
        weigh_experience(row, before.get(pk, 0), wish)
        weigh_languages(row, languages[pk], wish)
        weigh_places(row, places.get(pk), taken[pk], wish)
        found.append(row)
    return sorted(found, key=lambda row: (-row.standing, row.host.name))[:at_most]


def languages_of(hosts: Collection[int]) -> dict[int, set[str]]:
    spoken: dict[int, set[str]] = defaultdict(set)
    for host, language in HostLanguage.objects.filter(host__in=hosts).values_list("host", "language"):
        spoken[host].add(language)
    return spoken


def taken_at(hosts: Collection[int], wish: Wish) -> dict[int, int]:
    """The most people of the qualification at a time at each host in the days of the wish."""
    spans: dict[int, list[tuple[date, date]]] = defaultdict(list)
    if wish.start and wish.end and wish.start <= wish.end:
        rows = Mobility.objects.standing().filter(
            host__in=hosts, participant__qualification=wish.qualification, start__lte=wish.end, end__gte=wish.start
        )
        for host, start, end in rows.order_by().values_list("host", "start", "end"):
            spans[host].append((start, end))
    return defaultdict(int, {host: Occupancy(days).peak(wish.start, wish.end) for host, days in spans.items()})


def problems_at(school: School) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    for row in Finding.objects.open_problems().filter(conference__school=school):
        found[row.host_id].append({"year": row.conference.school_year, "problem": inner_quotes(row.text)})
    return found


def weigh_experience(row: Suggested, people: int, wish: Wish) -> None:
    host = row.host
    if people:
        words = {"n": people, "qualification": wish.qualification}
        row.reasons.append(ngettext(
            "took %(n)s learner of “%(qualification)s” before", "took %(n)s learners of “%(qualification)s” before",
            people,
        ) % words)  # fmt: skip
        row.standing += TOOK_BEFORE
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
    shared = sorted(language_name(code) for code in there & set(wish.languages))
    if shared:
        words = (
            _("works in a language the person knows: %(languages)s")
            if wish.people == 1
            else _("works in a language they know: %(languages)s")
        )
        row.reasons.append(words % {"languages": ", ".join(shared)})
        row.standing += SPEAKS
    elif wish.languages:
        names = ", ".join(sorted(map(language_name, there)))
        others = _("works in other languages: %(languages)s") % {"languages": names}
        row.warnings.append(others if there else _("it is not known in which languages they work"))
        row.standing += NO_COMMON_LANGUAGE


def weigh_places(row: Suggested, places: int | None, taken: int, wish: Wish) -> None:
    if places is None or not (wish.start and wish.end):
        return
    free = max(places - taken, 0)
    if free >= wish.people:
        words = ngettext("%(n)s free place on these days", "%(n)s free places on these days", free)
        row.reasons.append(words % {"n": free})
        row.standing += HAS_ROOM
    else:
        words = ngettext("only %(n)s free place on these days", "only %(n)s free places on these days", free)
        row.warnings.append(words % {"n": free})
        row.standing += IS_FULL
