"""Papers of chosen mobilities: which there are to make, what is missing in each, all of them in one file."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import PaperKind, PaperState
from mobilities.models import Paper
from mobilities.services import papers
from portal.accounts.models import School
from portal.common.pdf import Press
from portal.common.refused import Refused
from portal.common.text import day, day_range
from portal.jobs.registry import PermanentError, Progress
from reports.bundles import BUNDLERS, Made, place_to_work, sentence_of
from reports.enums import BundleKind
from reports.models import Bundle
from reports.papers.composing import SHEET, compose, gaps_of, print_paper
from reports.papers.facts import Facts, gather
from reports.papers.gaps import Gap
from reports.papers.kinds import COMPANION, GROUP, PRINTABLE, Printable
from reports.papers.naming import Names, safe_name
from reports.papers.wording import Words, words_of


@dataclass(frozen=True)
class Item:
    """One paper to be made. `folder`: whose papers it lies with."""

    printable: Printable
    facts: Facts
    label: str
    folder: str

    @property
    def kind(self) -> PaperKind:
        return self.printable.kind

    def name(self, language: str) -> str:
        with override(language):
            return safe_name(self.printable.label)


@dataclass(frozen=True)
class Problem:
    """`stopped`: why it is not made; else `gaps`: what is left blank in it."""

    item: Item
    stopped: Gap | None
    gaps: tuple[Gap, ...]

    def as_json(self) -> dict:
        reasons = [self.stopped] if self.stopped else self.gaps
        return {
            "mobility": self.item.facts.mobility.pk,
            "label": self.item.label,
            "kind": str(self.item.kind),
            "is_made": self.stopped is None,
            "reasons": [{"key": reason.key, "address": reason.address} for reason in reasons],
        }


def items_of(found: list[Facts], kinds: Iterable[str]) -> Iterator[Item]:
    """By person, in the order of the kinds; what is made for a group comes first."""
    folders = Folders(found)
    printables = [PRINTABLE[kind] for kind in PaperKind if kind in PRINTABLE and kind in set(kinds)]
    for printable in printables:
        if printable.per == GROUP:
            yield from (group_item(printable, group) for group in groups(found))
    seen: set[int] = set()
    for facts in found:
        for printable in printables:
            if printable.per == COMPANION:
                for row in facts.companions:
                    if row.pk not in seen:
                        seen.add(row.pk)
                        label = f"{row.person}, {day_range(row.start, row.end)}"
                        yield Item(printable, facts.of_companion(row), label, safe_name(sorted_name(row.person)))
            elif printable.per != GROUP:
                yield Item(printable, facts, label_of(facts), folders.of(facts))


def sorted_name(person) -> str:
    return f"{person.last_name} {person.first_name}"


def label_of(facts: Facts) -> str:
    return f"{facts.person}, {day_range(facts.mobility.start, facts.mobility.end)}"


def groups(found: list[Facts]) -> list[list[Facts]]:
    """Those of one project who are at one host in the same days."""
    by_trip: dict[tuple, list[Facts]] = {}
    for facts in found:
        row = facts.mobility
        key = (row.project_id, row.host_id, row.start, row.end, row.direction)
        by_trip.setdefault(key if row.host_id else (*key, row.pk), []).append(facts)
    return list(by_trip.values())


def group_item(printable: Printable, group: list[Facts]) -> Item:
    """Whoever has written the programme speaks for all."""
    leader = next((facts for facts in group if facts.days), group[0])
    host = leader.host.name if leader.host else str(leader.person)
    label = f"{host}, {day_range(leader.mobility.start, leader.mobility.end)}"
    return Item(
        printable, leader.of_group(facts.mobility for facts in group), label, safe_name(f"{_('Group')} {label}")
    )


class Folders:
    """A name for each mobility: the person's; with the first day where the person has several; numbered namesakes."""

    def __init__(self, found: list[Facts]) -> None:
        self.names, self.given = Names(), {}
        self.often: dict[int, int] = {}
        for facts in found:
            self.often[facts.person.pk] = self.often.get(facts.person.pk, 0) + 1

    def of(self, facts: Facts) -> str:
        if facts.mobility.pk not in self.given:
            name = sorted_name(facts.person)
            if self.often[facts.person.pk] > 1:
                name = f"{name} {facts.mobility.start.isoformat()}"
            self.given[facts.mobility.pk] = self.names.free(safe_name(name))
        return self.given[facts.mobility.pk]


class Order:
    """What was asked for: mobilities of a school, kinds, a language."""

    def __init__(self, school: School, mobilities: list[int], kinds: list[str]) -> None:
        self.school, self.kinds = school, [kind for kind in kinds if kind in PRINTABLE]
        self.mobilities = mobilities

    @cached_property
    def items(self) -> list[Item]:
        with_grants = PaperKind.GRANT_AGREEMENT in self.kinds
        return list(items_of(gather(self.mobilities, self.school, with_grants=with_grants), self.kinds))

    @cached_property
    def words(self) -> dict[str, Words]:
        return words_of(self.school, self.kinds)

    def problems(self) -> list[Problem]:
        """Of every paper that would not be made, or made with blanks."""
        found = []
        for item in self.items:
            stopped, gaps = gaps_of(item.kind, item.facts, self.words[item.kind])
            if stopped or gaps:
                found.append(Problem(item, stopped, tuple(gaps)))
        return found


@dataclass(frozen=True)
class Done:
    item: Item
    path: str
    gaps: tuple[Gap, ...]


def make_papers(bundle: Bundle, progress: Progress) -> Made:
    """A PDF where there is one paper to make, otherwise a ZIP with a folder for each person and a list of contents."""
    order = Order(bundle.school, bundle.wanted.get("mobilities", []), bundle.wanted.get("kinds", []))
    problems = order.problems()
    stopped = {id(problem.item) for problem in problems if problem.stopped}
    to_make = [item for item in order.items if id(item) not in stopped]
    if not to_make:
        reasons = dict.fromkeys(str(problem.stopped.sentence) for problem in problems if problem.stopped)
        raise PermanentError(" ".join([_("None of these papers can be made."), *reasons]))
    path = place_to_work()
    if len(to_make) == 1:
        progress(0, 1, sentence_of(0, 1))
        composed = compose_item(to_make[0], bundle.language, order)
        path.write_bytes(print_paper(composed, Press(SHEET)))
        name = safe_name(f"{to_make[0].name(name_language(bundle))} {to_make[0].folder}") + ".pdf"
    else:
        write_archive(path, bundle, order, to_make, problems, progress)
        with override(name_language(bundle)):
            name = safe_name(f"{_('Papers')} {timezone.localtime(bundle.requested_at):%Y-%m-%d} {bundle.pk}") + ".zip"
    made = list(to_make)
    return Made(
        name,
        path,
        len(made),
        [problem.as_json() for problem in problems],
        lambda: mark_made(made, bundle.requested_by),
    )


def name_language(bundle: Bundle) -> str:
    return "en" if bundle.language == "en" else "lv"


def compose_item(item: Item, language: str, order: Order):
    return compose(item.kind, item.facts, language, order.words[item.kind])


def write_archive(path, bundle: Bundle, order: Order, to_make: list[Item], problems: list[Problem], progress) -> None:
    press, names, done = Press(SHEET), Names(), []
    language = name_language(bundle)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, item in enumerate(to_make):
            progress(count, len(to_make) + 1, sentence_of(count, len(to_make)))
            composed = compose_item(item, bundle.language, order)
            inside = names.free(f"{item.folder}/{item.name(language)}", ".pdf")
            archive.writestr(inside, print_paper(composed, press))
            done.append(Done(item, inside, composed.gaps))
        progress(len(to_make), len(to_make) + 1, sentence_of(len(to_make), len(to_make)))
        with override(language):
            name = names.free(f"0 {_('Contents')}", ".pdf")
            archive.writestr(name, contents_page(press, bundle, done, problems, language))


def contents_page(press: Press, bundle: Bundle, done: list[Done], problems: list[Problem], language: str) -> bytes:
    context = {
        "document_language": language,
        "school_name": bundle.school.name_in(language),
        "made_on": bundle.requested_at,
        "title": f"{_('Contents')}. {bundle.school.name_in(language)}, {day(bundle.requested_at, language)}",
        "done": done,
        "not_made": [problem for problem in problems if problem.stopped],
    }
    return press.lay_out(render_to_string("reports/papers/contents.html", context), {})


def mark_made(items: list[Item], user) -> None:
    """Lines of the checklists that were missing are made now, and wait to be signed."""
    wanted = set()
    for item in items:
        companion = item.facts.accompanying.pk if item.facts.accompanying else None
        for row in item.facts.group or (item.facts.mobility,):
            wanted.add((row.pk, str(item.kind), companion))
    keys = {mobility for mobility, _kind, _companion in wanted}
    lines = Paper.objects.filter(mobility__in=keys, state=PaperState.MISSING, kind__in={row[1] for row in wanted})
    made = [line for line in lines if (line.mobility_id, line.kind, line.accompanying_id) in wanted]
    papers.mark_made(made, user)


def compose_paper(kind: str, mobility: int, language: str, school: School, accompanying: int | None = None):
    """One paper of a mobility. Raises Refused where it cannot be made."""
    order = Order(school, [mobility], [kind])
    for item in order.items:
        if accompanying is None or (item.facts.accompanying and item.facts.accompanying.pk == accompanying):
            return compose_item(item, language, order)
    raise Refused(_("Nobody travels along with this mobility, so there is no such paper."))


def render_paper(kind: str, mobility: int, language: str, school: School, accompanying: int | None = None) -> bytes:
    return print_paper(compose_paper(kind, mobility, language, school, accompanying), Press(SHEET))


BUNDLERS[BundleKind.PAPERS] = make_papers
