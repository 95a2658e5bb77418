"""What both documents share: sections, shown numbers, photo rows, projects, the words about who paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.common import charts
from portal.common.emblem import co_funding, emblem
from portal.common.scenes import scene
from portal.common.text import NBSP, active_language, number
from projects.funding import agencies_of
from reports.documents import phrases
from reports.documents.parts import Conference, Decision, Offer, Photo, ProjectEntry, SchoolCard
from reports.documents.suppression import FEWEST_TOLD

TEXT_WIDTH, PAGE_WIDTH = 170, 210
WRITTEN_IN = "lv"  # the language of reports, findings and decisions
PROJECT_WIDTH = 114
FLOWING = 8  # lines of a table that may stand below the section before it
ROW_OF_SHAPE = {"wide": 2, "square": 3, "tall": 3}


@dataclass(frozen=True)
class Section:
    """One section: anchor and template name in `key`, a short name, what the contents say of it, its headline."""

    key: str
    short: str
    note: str
    headline: str
    flows: bool = False  # stands below the section before it, if there is room

    @property
    def template(self) -> str:
        return f"reports/pdf/sections/{self.key}.html"


@dataclass(frozen=True)
class PhotoRow:
    shape: str
    photos: tuple[Photo, ...]


def under(below: int) -> str:
    """What is printed instead of a number withheld."""
    return f"<{NBSP}{below}"


def shown(value: int, is_withheld: bool, below: int) -> str:
    if not value:
        return "–"
    return under(below) if is_withheld else number(value)


def photo_rows(photos: Iterable[Photo]) -> list[PhotoRow]:
    """Photos of one shape side by side, in the order given; what is left over shares rows of two."""
    waiting: dict[str, list[Photo]] = {shape: [] for shape in ROW_OF_SHAPE}
    rows = []
    for photo in photos:
        group = waiting[photo.shape]
        group.append(photo)
        if len(group) == ROW_OF_SHAPE[photo.shape]:
            rows.append(PhotoRow(photo.shape, tuple(group)))
            group.clear()
    rest = [photo for group in waiting.values() for photo in group]
    while rest:
        pair, rest = rest[:2], rest[2:]
        rows.append(PhotoRow("mixed" if len(pair) == 2 else f"single-{pair[0].shape}", tuple(pair)))
    return rows


def project_rows(projects: Sequence[ProjectEntry]) -> list[dict]:
    """Each project with the chart of what it planned and did."""
    rows = []
    for project in projects:
        targets = [(target.name, target.planned, target.done) for target in project.targets]
        chart = charts.bullets(
            targets,
            PROJECT_WIDTH,
            _("Planned and done: %(project)s") % {"project": project.title},
            step=6.6,
            said=planned_and_done,
        )
        rows.append({"project": project, "chart": mark_safe(chart) if targets else ""})  # noqa: S308 - escaped in svg
    return rows


def planned_and_done(planned: str, done: str) -> str:
    return _("%(done)s of %(planned)s") % {"done": done, "planned": planned}


def drawing(markup: str) -> str:
    """Chart or scene for a template; svg.text and svg.figure have escaped every word in it."""
    return mark_safe(markup)  # noqa: S308


def scene_of(name: str, height: float) -> str:
    return drawing(scene(name, PAGE_WIDTH, height))


def votes_section(meeting: Conference) -> Section:
    cast = sum(vote.total for vote in meeting.votes if vote.total >= FEWEST_TOLD)
    answers = sum(len(vote.answers) for vote in meeting.votes)
    headline = _("Votes of the audience")
    return Section("votes", headline, phrases.ballots(cast) if cast else "", headline, flows=answers <= FLOWING)


def decisions_section(decisions: Sequence[Decision], before: Sequence[Decision]) -> Section:
    """The conference's own ones, and those of earlier years that stood open."""
    headline = phrases.decisions_headline(decisions) if decisions else phrases.open_before_headline(before)
    flows = len(decisions) + len(before) <= FLOWING
    return Section("decisions", _("Decisions"), _("what, who and by when"), headline, flows)


def offers_total(offers: Iterable[Offer]) -> int:
    return sum(offer.people for offer in offers)


def frame(school: SchoolCard, projects: Iterable[ProjectEntry]) -> dict:
    """Emblem, statement and disclaimers, and the words of the running head."""
    language = active_language()
    paid = [project for project in projects if project.is_erasmus]
    years = {project.call_year for project in paid if project.call_year}
    words = co_funding(years, language, agencies_of(paid, school.agency))
    before, between, after = (_("page %(page)s of %(pages)s") % {"page": "|", "pages": "|"}).split("|")
    return {
        "before_page": before,
        "between_pages": between,
        "after_pages": after,
        "statement": words.statement,
        "disclaimers": words.disclaimer.split("\n"),
        "emblem_small": drawing(emblem(13, language)),
        "emblem_large": drawing(emblem(20, language)),
        "definitions": definitions(),
        **own_words(language),
    }


def own_words(language: str) -> dict[str, str]:
    """In a document of another language: the mark of what people wrote themselves, and the note that says so."""
    if language == WRITTEN_IN:
        return {"own": "", "own_note": ""}
    return {
        "own": mark_safe(f' lang="{WRITTEN_IN}"'),  # noqa: S308 a constant
        "own_note": _("What people wrote themselves stands here in the author's own words, in Latvian."),
    }


def definitions() -> list[tuple[str, str]]:
    return [
        (_("Mobility"), _("One person on one trip with one purpose. Accompanying persons are not counted.")),
        (_("School year"), _("A mobility belongs to the year in which it starts: 1 September to 31 August.")),
        (_("Days abroad"), _("From the first to the last day of the activity, travel days excluded.")),
        (_("First time"), _("No mobility of the school to that country, or of that kind, in any earlier year.")),
        (_("Rating"), _("Average of the approved experience reports, from 1 to 5.")),
        (_("Planned and done"), _("Planned as in the grant agreement; done over the whole life of the project.")),
    ]


def clean_bars(rows: Sequence[tuple[str, float]], width: float, title: str, **more: object) -> str:
    return drawing(charts.bars(rows, width, title, **more)) if rows else ""
