"""What the conference named as done for the first time: one sentence of all that the register knows, one of what
people said in words of their own, and no name of a company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from mobilities.enums import FindingKind, PersonKind
from mobilities.isced import field_name
from mobilities.models import Finding, Mobility
from portal.common.text import active_language, quoted
from reports.documents import phrases
from reports.news.composed import Composed, in_both
from reports.news.sources import source, sources
from reports.news.tongue import clause, in_countries, sentence

SAID_SO = re.compile(r"^\s*pirmo reizi[:,]?\s+", re.IGNORECASE)


def firsts(findings: Sequence[Finding], went: Sequence[Mobility], names: Collection[str]) -> Iterator[Composed]:
    rows = [row for row in findings if row.kind == FindingKind.FIRST_TIME]
    known = [row for row in rows if kind_of(row)]
    if known:
        yield in_both(0, lambda: known_firsts(known, went), sources(known))
    said = [row for row in rows if not kind_of(row) and SAID_SO.match(row.text)]
    if said:
        yield in_both(0, lambda: said_firsts(said, names), sources(said), in_english=False)
    for row in rows:
        if row not in known and row not in said:
            yield in_both(0, lambda row=row: sentence(row.text), [source(row)], in_english=False)


def kind_of(row: Finding) -> str:
    """What of the finding was new: of a proposal of the program its key says so, else what it is tied to."""
    kind = row.source.split(":")[1] if row.source.startswith("first:") else ""
    tied = {"country": row.country, "host": row.country, "activity": row.activity_type, "field": True}
    if kind:
        return kind if tied.get(kind) else ""
    return "activity" if row.activity_type else "country" if row.country else ""


def known_firsts(rows: Sequence[Finding], went: Sequence[Mobility]) -> str:
    of_kind: dict[str, list[Finding]] = defaultdict(list)
    for row in rows:
        of_kind[kind_of(row)].append(row)
    language = active_language()
    activities = [clause(row.activity_type.name_in(language)) for row in of_kind["activity"]]
    fields = [field_name(row.source.split(":")[-1], language) for row in of_kind["field"]]
    parts = [*new_countries(of_kind["country"], went)]
    if activities:
        parts.append(_("%(what)s took place") % {"what": phrases.joined(unique(activities))})
    if fields:
        what = phrases.joined([quoted(name) for name in unique(fields)])
        parts.append(_("there were mobilities in the field of education %(what)s") % {"what": what})
    if of_kind["host"]:
        where = in_countries(row.country for row in of_kind["host"])
        parts.append(_("there was cooperation with new partners %(where)s") % {"where": where})
    return sentence(_("For the first time %(what)s") % {"what": phrases.joined(parts)})


def new_countries(rows: Iterable[Finding], went: Sequence[Mobility]) -> Iterator[str]:
    """A clause for the countries of learners, of staff, of both, and of nobody whom the register knows."""
    codes: dict[frozenset[str], list[str]] = defaultdict(list)
    for row in rows:
        codes[frozenset(each.participant.kind for each in went if each.country == row.country)].append(row.country)
    clauses = {
        frozenset({PersonKind.LEARNER}): _("learners of the school learned %(where)s"),
        frozenset({PersonKind.STAFF}): _("members of staff gained experience %(where)s"),
        frozenset(PersonKind): _("learners and staff of the school gained experience %(where)s"),
        frozenset(): _("people of the school were %(where)s"),
    }
    for kinds, found in codes.items():
        yield clauses[kinds] % {"where": in_countries(found)}


def said_firsts(rows: Sequence[Finding], names: Collection[str]) -> str:
    said = phrases.joined([clause(SAID_SO.sub("", row.text), names) for row in rows])
    return sentence(_("For the first time %(what)s") % {"what": said})


def unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
