"""What somebody else saved since the grid was opened, column by column; nothing of it is overwritten unasked."""

from __future__ import annotations

from collections.abc import Sequence

from mobilities.importers.grid.rows import CELLS, Clash, GridRow
from mobilities.importers.grid.showing import for_cells, shown_rows
from mobilities.models import Mobility
from portal.audit.models import Entry, Verb

OF_THE_PERSON = {"group"}  # only tells namesakes apart; nothing of the mobility


def follow_others(rows: Sequence[GridRow], school, user=None) -> None:
    """A cell that was left alone follows what is saved now; one that both changed is a clash until somebody chooses.

    `user` sees in the journal who it was.
    """
    known = {row.pk: row for row in rows if row.pk is not None}
    versions = dict(Mobility.objects.filter(school=school, pk__in=known).values_list("pk", "version"))
    stale = [pk for pk, version in versions.items() if known[pk].version != version]
    if not stale:
        return
    saved = shown_rows(list(for_cells(Mobility.objects.filter(pk__in=stale).order_by("pk"))))
    for now in saved:
        merge(known[now.pk], now)
    clashing = [row for row in known.values() if row.clashes]
    if clashing and user is not None:
        name_authors(clashing, user)


def merge(row: GridRow, now: GridRow) -> None:
    """A row of which it is not known how it was: whatever differs may be somebody else's change."""
    was = row.was or {}
    for name in CELLS:
        ours, theirs = row.cells[name], now.cells[name]
        if ours == theirs or was.get(name) == theirs:
            continue
        if name in OF_THE_PERSON or ours == was.get(name):
            row.cells[name] = row.taken[name] = theirs
        else:
            row.clashes.append(Clash(name, theirs, ours))
    clashing = {clash.column for clash in row.clashes}
    row.was = {name: was.get(name, "") if name in clashing else now.cells[name] for name in CELLS}
    if not clashing:
        row.version = now.version


def name_authors(rows: Sequence[GridRow], user) -> None:
    """The newest entry of the journal that names the column; else the newest about the mobility."""
    about = {"object_type": Mobility._meta.label_lower, "object_id__in": [str(row.pk) for row in rows]}
    entries = Entry.objects.visible_to(user).filter(verb=Verb.CHANGE, **about).select_related("user")
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries.order_by("-at", "-pk")[: 10 * len(rows)]:
        for name in (*entry.changes, ""):
            found.setdefault((entry.object_id, name), entry)
    for row in rows:
        for place, clash in enumerate(row.clashes):
            key = str(row.pk)
            if entry := found.get((key, clash.column)) or found.get((key, "")):
                row.clashes[place] = clash._replace(who=str(entry.user or ""), at=entry.at)


def choose(rows: Sequence[GridRow], chosen: dict[str, str]) -> None:
    """Of a submitted form: choice.<pk>.<column> is "mine" or "theirs", seen.<pk>.<column> what theirs was then."""
    for row in rows:
        for name in CELLS:
            key = f"{row.pk}.{name}"
            if row.pk is None or row.was is None or chosen.get(f"choice.{key}") not in ("mine", "theirs"):
                continue
            theirs = chosen.get(f"seen.{key}", "")
            row.was[name] = theirs
            if chosen[f"choice.{key}"] == "theirs":
                row.cells[name] = theirs
