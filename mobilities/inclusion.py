"""Why people of a project have fewer opportunities: anonymous counters, held against the flags of its participants.

Who could be recognised. A flag says only that it is so; a reason beside a name would be data on health, origin or
poverty, so no reason is stored with a person anywhere. But a counter can say as much: in a project with one flagged
participant, "Disabilities: 1" names that person to everybody who sees the flag. Hence

- numbers by reason are for coordinators alone, who heard the reasons when they counted; director and administrator see
  how many are flagged, others only whether they are five or more;
- nothing below five leaves the school: an export writes "fewer than five", also for none, because "none" for seven
  reasons would tell the eighth; whoever knows the total and the visible reasons cannot subtract, because one person
  may be counted under several;
- the journal notes that the counters changed and never what they were: two entries around the day on which one person
  joined would otherwise give that person's reason.

What stays: two coordinators, or a coordinator looking before and after somebody joins, can compare. They are those who
entered the numbers.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import Direction, InclusionReason
from mobilities.models import InclusionCount, Mobility
from projects.models import Project

FEWEST_TOLD = 5


@dataclass(frozen=True)
class Inclusion:
    """`flagged` of `people` participants have fewer opportunities; `counts`: reason > people, where entered."""

    people: int
    flagged: int
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def by_reason(self) -> list[tuple[InclusionReason, int]]:
        return [(reason, self.counts.get(reason.value, 0)) for reason in InclusionReason]

    def disagreements(self) -> list[str]:
        """Sentences; empty where counters and flags agree."""
        if not self.total and self.flagged:
            return [_("No reason is counted yet.")]
        return [*self.too_many(), *self.too_few()]

    def too_many(self) -> list[str]:
        said = []
        for reason, people in self.by_reason():
            if people > self.flagged:
                sentence = ngettext(
                    "“%(reason)s” is counted for %(n)s person, but fewer are flagged: %(flagged)s.",
                    "“%(reason)s” is counted for %(n)s people, but fewer are flagged: %(flagged)s.",
                    people,
                )
                said.append(sentence % {"reason": reason.label, "n": people, "flagged": self.flagged})
        return said

    def too_few(self) -> list[str]:
        if self.total >= self.flagged:
            return []
        sentence = _(
            "All reasons together give %(total)s, but %(flagged)s participants are flagged: everybody flagged has at "
            "least one reason."
        )
        return [sentence % {"total": self.total, "flagged": self.flagged}]


def inclusion_of(project: Project) -> Inclusion:
    """In two queries. Guests we receive are counted by whoever sends them."""
    rows = Mobility.objects.standing().filter(project=project, direction=Direction.OUTGOING)
    people = rows.order_by().values_list("participant", "participant__fewer_opportunities").distinct()
    flags = [flag for _person, flag in people]
    counts = dict(InclusionCount.objects.filter(project=project).values_list("reason", "people"))
    return Inclusion(len(flags), sum(flags), counts)


def told(number: int) -> str:
    """As it may leave the school."""
    return str(number) if number >= FEWEST_TOLD else _("fewer than five")
