"""How much room the uploads of a school take, and how much it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count as CountOf
from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.common.refused import Refused

Count = tuple[int, int]  # files, bytes
COUNTERS: list[tuple[object, Callable[[object], Count]]] = []
NEARLY = 0.9


@dataclass(frozen=True)
class Share:
    """Of one kind of uploads."""

    label: str
    files: int
    size: int


@dataclass(frozen=True)
class Room:
    shares: list[Share]
    limit: int

    @property
    def used(self) -> int:
        return sum(share.size for share in self.shares)

    @property
    def files(self) -> int:
        return sum(share.files for share in self.shares)

    @property
    def free(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def percent(self) -> int:
        return min(100 * self.used // self.limit, 100)

    @property
    def is_full(self) -> bool:
        return self.used >= self.limit

    @property
    def is_nearly_full(self) -> bool:
        return self.used >= NEARLY * self.limit


def counts(label: object) -> Callable:
    """Register the function that counts one kind of uploads of a school; `label` is translated lazily."""

    def register(function: Callable[[object], Count]) -> Callable[[object], Count]:
        COUNTERS.append((label, function))
        return function

    return register


def sum_of(rows: QuerySet, field: str = "size") -> Count:
    files = rows.order_by().aggregate(files=CountOf("pk"), size=Sum(field))
    return files["files"] or 0, files["size"] or 0


def measured(files) -> Count:
    """Of stored files whose rows do not know their size; one that is gone counts nothing."""
    found = 0, 0
    for file in files:
        try:
            found = found[0] + 1, found[1] + file.size
        except OSError:
            continue
    return found


def room_of(school) -> Room:
    return Room([Share(str(label), *count(school)) for label, count in COUNTERS], settings.SCHOOL_QUOTA_BYTES)


def refuse_full(school, size: int) -> None:
    """Raises Refused where `size` more bytes do not fit."""
    room = room_of(school)
    if size > room.free:
        raise Refused(
            _(
                "It does not fit: of the %(limit)s that the school has for its files, %(free)s are free. Delete what "
                "is not needed any more, or ask the administrator for more room."
            )
            % {"limit": filesizeformat(room.limit), "free": filesizeformat(room.free)}
        )
