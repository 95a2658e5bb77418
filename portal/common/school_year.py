"""The school year (mācību gads): from 1 September to 31 August."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

FIRST_START, LAST_START = 2000, 2098


@dataclass(frozen=True, order=True)
class SchoolYear:
    """The year that starts on 1 September of `start`."""

    start: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        return cls(day.year if day.month >= 9 else day.year - 1)

    @classmethod
    def current(cls) -> "SchoolYear":
        return cls.of(timezone.localdate())

    @classmethod
    def parse(cls, text: str) -> "SchoolYear":
        """Read "2021", "2021/2022", "2021./2022." or "2021/22". Raises ValueError for anything else."""
        match = re.fullmatch(r"\s*(\d{4})\.?(?:\s*[/\u2013-]\s*(\d{4}|\d{2})\.?)?\s*", text, re.ASCII)
        if not match:
            raise ValueError(f"{text!r} is no school year; 2021/2022 would be one.")
        start, end = int(match[1]), match[2]
        if not FIRST_START <= start <= LAST_START or (end and int(end) % 100 != (start + 1) % 100):
            raise ValueError(f"{text!r} is no school year; 2021/2022 would be one.")
        return cls(start)

    @property
    def first_day(self) -> date:
        return date(self.start, 9, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 8, 31)

    @property
    def label(self) -> str:
        return f"{self.start}/{self.start + 1}"

    @property
    def previous(self) -> "SchoolYear":
        return SchoolYear(self.start - 1)

    @property
    def next(self) -> "SchoolYear":
        return SchoolYear(self.start + 1)

    def display(self, language: str | None = None) -> str:
        if (language or get_language() or "lv").startswith("lv"):
            return f"{self.start}./{self.start + 1}."
        return self.label

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return self.display()
