"""Which papers there are to make of chosen mobilities, and what each of them lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import PaperKind
from portal.accounts.models import School
from portal.common.text import day_range
from reports.enums import BundleLanguage
from reports.papers.blocks.plan import in_latvian
from reports.papers.composing import gaps_of
from reports.papers.facts import Facts, gather
from reports.papers.gaps import Gap, gap
from reports.papers.kinds import COMPANION, GROUP, PRINTABLE, Printable
from reports.papers.naming import Names, safe_name
from reports.papers.wording import Words, words_of

MADE, BLANK, BLOCKED, UNNEEDED = "made", "blank", "blocked", "unneeded"
UNTRANSLATED = "untranslated"  # beside MADE or BLANK


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

    @property
    def people(self) -> list[int]:
        return [row.participant_id for row in self.facts.group] or [self.facts.person.pk]

    def name(self, language: str) -> str:
        with override(language):
            return safe_name(self.printable.label)


@dataclass(frozen=True)
class Checked:
    """An item and what becomes of it: MADE; BLANK, with lines to write on; BLOCKED or UNNEEDED and why."""

    item: Item
    outcome: str
    gaps: tuple[Gap, ...] = ()

    @property
    def is_made(self) -> bool:
        return self.outcome in (MADE, BLANK)

    def as_json(self) -> dict:
        item = self.item
        return {
            "mobilities": [row.pk for row in item.facts.group] or [item.facts.mobility.pk],
            "people": item.people,
            "label": item.label,
            "kind": str(item.kind),
            "outcome": self.outcome,
            "reasons": [gap.as_json() for gap in self.gaps],
        }


def items_of(found: list[Facts], kinds: Iterable[str]) -> Iterator[Item]:
    """By person, in the order of the kinds; what is made for a group comes first."""
    folders = Folders(found)
    printables = [PRINTABLE[kind] for kind in PaperKind if kind in PRINTABLE and kind in set(kinds)]
    for printable in printables:
        if printable.per == GROUP:
            yield from (group_item(printable, group) for group in groups(found))
    seen: set[tuple[str, int]] = set()
    for facts in found:
        for printable in printables:
            if printable.per not in (GROUP, COMPANION):
                yield Item(printable, facts, label_of(facts), folders.of(facts))
        for item in companion_items(facts, printables):
            key = (item.kind, item.facts.accompanying.pk)
            if key not in seen:
                seen.add(key)
                yield item


def companion_items(facts: Facts, printables: Iterable[Printable]) -> Iterator[Item]:
    """Certificates of all who travel along; their other papers lie with the first mobility of the trip."""
    for row in facts.companions:
        of_row = facts.of_companion(row)
        is_first = getattr(row, "first_mobility", None) == facts.mobility.pk
        for printable in printables:
            if printable.per == COMPANION or is_first and printable.is_for_companions:
                yield Item(printable, of_row, label_of(of_row), safe_name(sorted_name(row.person)))


def sorted_name(person) -> str:
    return f"{person.last_name} {person.first_name}"


def label_of(facts: Facts) -> str:
    return f"{facts.person}, {day_range(facts.first_day, facts.last_day)}"


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
    """What was asked for: mobilities of a school, kinds, and whether also those that the rules do not ask for."""

    def __init__(
        self, school: School, mobilities: list[int], kinds: list[str], *, anyway: bool = False, language: str = ""
    ) -> None:
        self.language = language
        self.school, self.kinds = school, [kind for kind in kinds if kind in PRINTABLE]
        self.mobilities, self.anyway = mobilities, anyway

    @cached_property
    def items(self) -> list[Item]:
        with_grants = PaperKind.GRANT_AGREEMENT in self.kinds
        return list(items_of(gather(self.mobilities, self.school, with_grants=with_grants), self.kinds))

    @cached_property
    def words(self) -> dict[str, Words]:
        return words_of(self.school, self.kinds)

    @cached_property
    def checked(self) -> list[Checked]:
        return [self.check(item) for item in self.items]

    def check(self, item: Item) -> Checked:
        unneeded = None if self.anyway else item.printable.unneeded(item.facts)
        if unneeded:
            return Checked(item, UNNEEDED, (unneeded,))
        if stopped := item.printable.stopped(item.facts):
            return Checked(item, BLOCKED, (stopped,))
        gaps = gaps_of(item.facts, self.words[item.kind])
        return Checked(item, BLANK if gaps else MADE, tuple(gaps))

    def problems(self) -> list[dict]:
        """Of every paper that is not made, or made with lines to write on, or in English with texts in Latvian."""
        found = [checked.as_json() for checked in self.checked if checked.outcome != MADE]
        return found + [checked.as_json() for checked in self.untranslated()]

    def untranslated(self) -> Iterator[Checked]:
        if self.language != BundleLanguage.ENGLISH:
            return
        for item in (checked.item for checked in self.checked if checked.is_made):
            if in_latvian(item.facts, [row.name for row in self.words[item.kind].en.met]):
                yield Checked(item, UNTRANSLATED, (gap("only_latvian", item.facts),))
