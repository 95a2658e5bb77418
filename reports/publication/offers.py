"""What could stand on a project's public page, beside what was approved for it and is public now."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from mobilities.enums import Direction, PersonKind
from mobilities.models import Attachment, ExperienceReport
from portal.accounts.models import School
from projects.models import Project
from reports.enums import PublicationItemKind as Kind
from reports.models import NewsText, PublicationItem, PublicationPage
from reports.models.publication import strings_in
from reports.news import giving, personal

LANGUAGES = ("lv", "en")
ENGLISH = PublicationItem._meta.get_field("in_english").max_length


@dataclass(frozen=True)
class Offer:
    """One thing: `words` as it is now, `item` what was approved of it. Without `words` it may not be public."""

    kind: str
    pk: int
    words: dict[str, Any] | None
    row: Model | None = None
    item: PublicationItem | None = None
    waits: bool = False  # its own page says it is not approved yet
    is_older: bool = False  # there is a newer approved text of the same conference or project
    in_english: str = ""  # of a quote or a caption, as it was approved or is typed now
    forbidden: list[str] = field(default_factory=list)  # why what was approved may not be shown
    refused: list[str] = field(default_factory=list)  # why what is new in it may not be approved
    private: dict[str, str] = field(default_factory=dict)  # what is to be ticked before that: personal.to_be_checked

    @cached_property
    def key(self) -> str:
        """Names the thing in these very words: who approves it has read them."""
        said = json.dumps(self.words, sort_keys=True, ensure_ascii=False)
        return f"{self.kind}-{self.pk}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    @property
    def english_field(self) -> str:
        """The name under which its English words are sent; news texts have theirs already."""
        return f"english-{self.kind}-{self.pk}" if self.kind in (Kind.QUOTE, Kind.PHOTO) else ""

    @property
    def checked_field(self) -> str:
        """The name under which what was ticked in it is sent."""
        return f"checked-{self.kind}-{self.pk}"

    @property
    def all_words(self) -> str:
        return "\n".join([*strings_in(self.words or {}), self.in_english])

    @property
    def new_english(self) -> str:
        return "" if self.item and self.item.in_english == self.in_english else self.in_english

    @property
    def new_words(self) -> str:
        """What nobody has approved yet, and somebody may here."""
        if self.waits or self.words is None:
            return ""
        return self.all_words if self.item is None or self.is_changed else self.new_english

    @property
    def is_changed(self) -> bool:
        return self.item is not None and self.words is not None and self.item.approved != self.words

    @property
    def is_public(self) -> bool:
        return self.item is not None and is_allowed(self.item, self.words) and not self.forbidden


def is_allowed(item: PublicationItem, words: dict[str, Any] | None) -> bool:
    """A picture is public while it is the one that was approved; of words, those that were approved."""
    return words is not None and (item.kind != Kind.PHOTO or item.approved.get("sha256") == words["sha256"])


def offers_of(project: Project, page: PublicationPage | None, typed: Mapping[str, str] | None = None) -> list[Offer]:
    """All that may be approved, and what was approved once and may not be shown any more. `typed`: Offer.english_field
    > words that are not saved yet."""
    found = offered(project, page, typed or {})
    known = register_of(found, project.school)
    return [
        replace(
            offer,
            forbidden=personal.forbidden(offer.item.all_words, known, in_public=True) if offer.item else [],
            refused=personal.forbidden(offer.new_words, known, in_public=True),
            private=personal.to_be_checked(offer.new_words, known, in_public=True),
        )
        for offer in found
    ]


def register_of(offers: Iterable[Offer], school: School) -> personal.Register:
    """Who is named in what is public or could be."""
    words = [words for each in offers for words in (each.all_words, each.item.all_words if each.item else "")]
    return personal.register_of(school, "\n".join(words))


def offered(project: Project, page: PublicationPage | None, typed: Mapping[str, str]) -> list[Offer]:
    """The same, and nobody has looked whom it names."""
    items = {(item.kind, target_of(item)): item for item in page.items.select_related("news")} if page else {}
    found = [
        *introduction_offers(page, items),
        Offer(Kind.FIGURES, 0, figures(project), None, items.pop((Kind.FIGURES, 0), None)),
        *news_offers(news_about(project), items),
        *offers(Kind.QUOTE, quotable(project), quote_words, items),
        *offers(Kind.PHOTO, showable(project), photo_words, items),
    ]
    found += [Offer(kind, key, None, None, item) for (kind, key), item in items.items()]
    return [with_english(offer, typed) for offer in found if offer.item or not offer.waits]


def with_english(offer: Offer, typed: Mapping[str, str]) -> Offer:
    kept = offer.item.in_english if offer.item else ""
    return replace(offer, in_english=typed.get(offer.english_field, kept).strip()[:ENGLISH])


def introduction_offers(page: PublicationPage | None, items: dict) -> Iterator[Offer]:
    """Emptied, it is what is approved next: the page shows the approved one until then."""
    item = items.pop((Kind.INTRODUCTION, 0), None)
    words = introduction_words(page) if page else {}
    if item or any(words.values()):
        yield Offer(Kind.INTRODUCTION, 0, words, None, item)


def introduction_words(page: PublicationPage) -> dict[str, Any]:
    return {"lv": page.introduction_lv.strip(), "en": page.introduction_en.strip()}


def offers(kind: str, rows: Iterable[Model], words_of, items: dict) -> Iterator[Offer]:
    for row in rows:
        yield Offer(kind, row.pk, words_of(row), row, items.pop((kind, row.pk), None))


def news_offers(texts: Iterable[NewsText], items: dict) -> Iterator[Offer]:
    """Of several approved texts of one conference or project the newest approved is not older."""
    rows = list(texts)
    approved = sorted((row for row in rows if row.approved_at), key=lambda row: (row.approved_at, row.pk))
    newest = {occasion(row): row for row in approved}
    for row in rows:
        is_older = newest.get(occasion(row), row) != row
        item = items.pop((Kind.NEWS, row.pk), None)
        yield Offer(Kind.NEWS, row.pk, news_words(row), row, item, row.approved_at is None, is_older)


def occasion(text: NewsText) -> tuple[int | None, int | None]:
    return text.conference_id, text.project_id


def told_twice(offers: Iterable[Offer]) -> list[str]:
    """Titles of the news texts on the page of which another one tells the same occasion."""
    chosen = [offer.row for offer in offers if offer.kind == Kind.NEWS and offer.item and offer.row]
    count = Counter(map(occasion, chosen))
    return [row.title_lv for row in chosen if count[occasion(row)] > 1]


def target_of(item: PublicationItem) -> int:
    """The key of what the item is about; introduction and figures of a project are one thing each."""
    return item.news_id or item.report_id or item.photo_id or 0


def news_about(project: Project) -> QuerySet[NewsText]:
    about = Q(project=project) | Q(conference__conference_projects__project=project)
    return NewsText.objects.filter(about, school=project.school_id).distinct().prefetch_related("sentences")


def quotable(project: Project) -> QuerySet[ExperienceReport]:
    rows = ExperienceReport.objects.quotable().filter(of_project("", project))
    return rows.select_related("mobility__participant", "accompanying__person").order_by("mobility__start", "pk")


def showable(project: Project) -> QuerySet[Attachment]:
    rows = Attachment.objects.publishable().filter(of_project("report__", project))
    return rows.order_by("report__mobility__start", "pk")


def of_project(path: str, project: Project) -> Q:
    return Q(**{f"{path}mobility__project": project}) | Q(**{f"{path}accompanying__project": project})


def news_words(text: NewsText) -> dict[str, Any]:
    return {
        language: {
            "title": giving.title_in(text, language),
            "paragraphs": [
                {"text": paragraph.text, "items": list(paragraph.items)}
                for paragraph in giving.paragraphs(text, language)
            ],
        }
        for language in LANGUAGES
    }


def quote_words(report: ExperienceReport) -> dict[str, Any]:
    """Signed by what the person is: with a trade and a town beside it a small school would know the name."""
    return {"text": report.quote.strip(), "kind": report.journey.participant.kind}


def photo_words(photo: Attachment) -> dict[str, Any]:
    return {"caption": photo.caption.strip(), "sha256": photo.sha256}


def figures(project: Project) -> dict[str, Any]:
    """People who have been abroad, each once, and the countries."""
    went = project.mobilities.taking_place().filter(direction=Direction.OUTGOING, start__lte=timezone.localdate())
    rows = list(went.select_related("participant", "host"))
    people = {row.participant_id: row.participant.kind for row in rows}
    of_kind = list(people.values())
    return {
        "people": len(people),
        "learners": of_kind.count(PersonKind.LEARNER),
        "staff": of_kind.count(PersonKind.STAFF),
        "countries": sorted({row.country for row in rows if row.country}),
    }
