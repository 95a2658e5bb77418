"""The rows that documents print. Texts are in the document's language; countries are ISO codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from portal.common.pdf import file_url


@dataclass(frozen=True)
class SchoolCard:
    """`agency` is the national agency named in the disclaimer; place in degrees, for the map."""

    name: str
    city: str = ""
    country: str = "LV"
    longitude: float | None = None
    latitude: float | None = None
    agency: str = ""


@dataclass(frozen=True)
class Stamp:
    """How old the figures are. `records`: what was counted, label and number."""

    made_at: datetime
    data_until: date
    made_by: str = ""
    records: tuple[tuple[str, int], ...] = ()
    is_demonstration: bool = False


@dataclass(frozen=True)
class Photo:
    """A picture with consent; `token` is its key in the `files` given to the renderer. Size in pixels."""

    token: str
    width: int
    height: int
    caption: str = ""

    @property
    def url(self) -> str:
        return file_url(self.token)

    @property
    def shape(self) -> str:
        """wide, square or tall."""
        ratio = self.width / self.height
        return "wide" if ratio > 1.15 else "tall" if ratio < 0.87 else "square"


@dataclass(frozen=True)
class Quote:
    text: str
    who: str = ""


@dataclass(frozen=True)
class Said:
    """A finding in its own words; `about`: host, place and qualification, in the document's language."""

    text: str
    about: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that stand together; `items` where each is a line of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class News:
    """An approved news text; `language` is the one it is written in."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    language: str


@dataclass(frozen=True)
class Count:
    name: str
    number: int


@dataclass(frozen=True)
class Totals:
    mobilities: int = 0
    learners: int = 0
    staff: int = 0
    learner_days: int = 0
    staff_days: int = 0
    hosts: int = 0
    new_hosts: int = 0
    accompanying: int = 0
    incoming: int = 0
    green: int = 0
    fewer_opportunities: int = 0
    reports_due: int = 0
    reports_received: int = 0


@dataclass(frozen=True)
class CountryCount:
    """`towns` as (longitude, latitude), the most visited first."""

    country: str
    learners: int = 0
    staff: int = 0
    is_first: bool = False
    towns: tuple[tuple[float, float], ...] = ()

    @property
    def people(self) -> int:
        return self.learners + self.staff


@dataclass(frozen=True)
class QualificationCount:
    name: str
    countries: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.countries.values())


@dataclass(frozen=True)
class Trip:
    """One group at one host: `what` is the qualification or the activity."""

    what: str
    host: str
    city: str
    country: str
    first_day: date
    last_day: date
    people: int
    person_days: int


@dataclass(frozen=True)
class ComparedCountry:
    """`ratings`: criterion to an average of 1 to 5. `place`: town and host in a few words."""

    country: str
    place: str = ""
    learners: int = 0
    pluses: tuple[str, ...] = ()
    minuses: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)
    commute_minutes: float | None = None
    return_invitations: int = 0
    job_offers: int = 0


@dataclass(frozen=True)
class Comparison:
    qualification: str
    countries: tuple[ComparedCountry, ...]
    quote: Quote | None = None


@dataclass(frozen=True)
class Offer:
    """`what`: qualification or trade; `note`: what exactly was offered."""

    host: str
    city: str
    country: str
    what: str
    people: int
    note: str = ""


@dataclass(frozen=True)
class FirstTime:
    """`said`: the conference's own words, where `what` is the document's."""

    what: str
    detail: str = ""
    said: str = ""


@dataclass(frozen=True)
class Decision:
    text: str
    owner: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True)
class Target:
    """Planned and done of one activity type."""

    name: str
    planned: int
    done: int


@dataclass(frozen=True)
class ProjectEntry:
    """`kind`: KA1, vocational education ...; `school_name` only where it differs from today's."""

    title: str
    code: str = ""
    kind: str = ""
    role: str = ""
    call_year: int | None = None
    is_erasmus: bool = True
    first_day: date | None = None
    last_day: date | None = None
    grant: Decimal | None = None
    targets: tuple[Target, ...] = ()
    note: str = ""
    school_name: str = ""


@dataclass(frozen=True)
class HostEntry:
    name: str
    city: str
    country: str
    what: str
    is_new: bool = False


@dataclass(frozen=True)
class Presentation:
    title: str
    presenters: str = ""
    about: str = ""
    time: str = ""


@dataclass(frozen=True)
class ConferenceDay:
    date: date
    theme: str = ""
    building: str = ""
    people: int = 0
    presentations: tuple[Presentation, ...] = ()


@dataclass(frozen=True)
class Vote:
    """A vote of the audience: each answer with its ballots, in the order asked, and how many voted."""

    question: str
    answers: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True)
class Conference:
    """`people`: each counted once. Pluses and minuses are the conference's own findings. `open_before`: decisions of
    earlier conferences that stood open."""

    title: str
    people: int
    days: tuple[ConferenceDay, ...] = ()
    summary: str = ""
    shared_before: str = ""
    reviewed: tuple[ProjectEntry, ...] = ()
    introduced: tuple[ProjectEntry, ...] = ()
    pluses: tuple[Said, ...] = ()
    minuses: tuple[Said, ...] = ()
    votes: tuple[Vote, ...] = ()
    open_before: tuple[Decision, ...] = ()
    is_closed: bool = True
