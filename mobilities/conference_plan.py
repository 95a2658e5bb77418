"""Sessions of a conference as proposed by the year's mobilities that are over."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import Direction, PersonKind
from mobilities.models import Conference, Mobility, Qualification
from portal.common.countries import country_name
from projects.models import ActivityType

FIRST_DAY, SECOND_DAY = "1", "2"


@dataclass
class Proposed:
    """Learners of one qualification, or staff of one kind of activity; never mixed."""

    about: Qualification | ActivityType | None
    kind: str
    mobilities: list[Mobility] = field(default_factory=list)

    @property
    def title(self) -> str:
        """In the language of the school, as it is kept."""
        with override(settings.LANGUAGE_CODE):
            countries = dict.fromkeys(country_name(row.country) for row in self.mobilities if row.country)
            about = str(self.about) if self.about else _("Other placements")
        return f"{about}: {', '.join(countries)}"[:300] if countries else about

    @property
    def day(self) -> str:
        return FIRST_DAY if self.kind == PersonKind.LEARNER else SECOND_DAY

    @property
    def minutes(self) -> int:
        """Three quarters of an hour where three or more have to speak."""
        return 45 if len(self.mobilities) > 2 else 30


def proposed_sessions(conference: Conference) -> list[Proposed]:
    """Of what no session shows yet: learners first, those with the most journeys first."""
    found: dict[tuple, Proposed] = {}
    for row in finished(conference).exclude(presentations__day__conference=conference):
        learner = row.participant.kind == PersonKind.LEARNER
        about = row.participant.qualification if learner else row.activity_type
        key = (learner, about.pk if about else 0)
        found.setdefault(key, Proposed(about, row.participant.kind)).mobilities.append(row)
    return sorted(found.values(), key=lambda one: (one.day, -len(one.mobilities), one.title))


def finished(conference: Conference):
    rows = Mobility.objects.filter(school=conference.school_id, direction=Direction.OUTGOING).taking_place()
    over = rows.in_school_year(conference.school_year).over(timezone.localdate())
    return over.with_names().select_related("report").prefetch_related("sharings").order_by("country", "start", "pk")
