"""The public page as it is shown, in one language: what was approved and may still be public, nothing else."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.enums import PersonKind
from portal.common.countries import country_name, sort_key
from portal.common.emblem import emblem
from portal.common.text import number
from reports.documents.sections import drawing, under
from reports.documents.suppression import FEWEST_TOLD, withheld
from reports.enums import PublicationItemKind as Kind
from reports.models import NewsText, PublicationItem, PublicationPage
from reports.news import personal
from reports.news.funding import paid_by, projects_of
from reports.publication.offers import is_allowed, photo_words, quotable, showable

EMBLEM_HEIGHT = 18.0
OTHER = {"lv": "en", "en": "lv"}


def public_items(page: PublicationPage) -> list[PublicationItem]:
    """Judged anew each time: a consent that is taken back or missing, or a report no longer approved, takes the thing
    away at once."""
    quoted = set(quotable(page.project).values_list("pk", flat=True))
    pictures = {photo.pk: photo for photo in showable(page.project)}
    items = list(page.items.select_related("photo"))
    known = personal.register_of_participants(page.school_id, "\n".join(item.all_words for item in items))
    return [
        item
        for item in items
        if may_be_public(item, quoted, pictures) and not personal.forbidden(item.all_words, known, in_public=True)
    ]


def may_be_public(item: PublicationItem, quoted: set[int], pictures: dict) -> bool:
    if item.kind == Kind.QUOTE:
        return item.report_id in quoted
    if item.kind == Kind.PHOTO:
        photo = pictures.get(item.photo_id)
        return is_allowed(item, photo_words(photo) if photo else None)
    return True


def shown(page: PublicationPage, language: str, photo_url: Callable[[PublicationItem], str]) -> dict[str, Any]:
    """The context of reports/publication_page.html; the language is active."""
    project, items = page.project, public_items(page)
    of_kind = {kind: [item for item in items if item.kind == kind] for kind in Kind.values}
    return {
        "page": page,
        "project": project,
        "language": language,
        "title": project.title_in(language),
        "kind": project.kind_in(language),
        "school": page.school.name_in(language),
        "introduction": introduction_shown(of_kind[Kind.INTRODUCTION], language),
        "figures": [fact for item in of_kind[Kind.FIGURES] for fact in figure_facts(item.approved, language)],
        "news": [news_shown(item.approved, language) for item in of_kind[Kind.NEWS]],
        "quotes": [quote_shown(item, language) for item in of_kind[Kind.QUOTE]],
        "photos": [photo_shown(item, photo_url(item), language) for item in of_kind[Kind.PHOTO]],
        **funding(page, of_kind[Kind.NEWS], language),
    }


def in_language(language: str, *, lv: str, en: str) -> dict[str, str]:
    """The words and the language they are in: Latvian where there is no English."""
    return (
        {"text": en.strip(), "lang": "en"} if language == "en" and en.strip() else {"text": lv.strip(), "lang": "lv"}
    )


def news_shown(approved: dict[str, Any], language: str) -> dict[str, Any]:
    found = language if approved[language]["paragraphs"] else "lv"
    return {"lang": found, **approved[found]}


def signature(kind: str) -> str:
    return _("Learner") if kind == PersonKind.LEARNER else _("Member of staff")


def quote_shown(item: PublicationItem, language: str) -> dict[str, Any]:
    words, who = in_language(language, lv=item.approved["text"], en=item.in_english), signature(item.approved["kind"])
    return words | {"who": _("%(who)s, translated") % {"who": who} if words["lang"] == "en" else who}


def photo_shown(item: PublicationItem, url: str, language: str) -> dict[str, Any]:
    return {
        "url": url,
        "caption": in_language(language, lv=item.approved["caption"], en=item.in_english),
        "width": item.photo.width,
        "height": item.photo.height,
        "is_tall": bool(item.photo.width and item.photo.height and item.photo.height > item.photo.width),
    }


def introduction_shown(items: list[PublicationItem], language: str) -> dict[str, str]:
    words = items[0].approved if items else {"lv": "", "en": ""}
    return in_language(language, lv=words["lv"], en=words["en"])


def figure_facts(approved: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Learners and staff apart only where neither group is so small that people could be recognised."""
    if not approved["people"]:
        return []
    kinds = [approved["learners"], approved["staff"]]
    people = approved["people"]
    facts = [(_("People abroad"), number(people) if people >= FEWEST_TOLD else under(FEWEST_TOLD), "")]
    if all(kinds) and not withheld(kinds, FEWEST_TOLD):
        facts += [(_("Learners"), number(kinds[0]), ""), (_("Staff"), number(kinds[1]), "")]
    names = sorted((country_name(code, language) for code in approved["countries"]), key=sort_key)
    if names:
        facts.append((_("Countries"), number(len(names)), ", ".join(names)))
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]


def funding(page: PublicationPage, news: list[PublicationItem], language: str) -> dict[str, Any]:
    """The emblem and the words of all calls that the page tells of."""
    texts = NewsText.objects.filter(pk__in=[item.news_id for item in news]).prefetch_related("sentences")
    named = projects_of(texts) if news else []
    paid = paid_by([page.project, *named], page.school, language)
    if paid is None:
        return {"statement": "", "disclaimers": [], "emblem": ""}
    return {
        "statement": paid.statement,
        "disclaimers": paid.disclaimers,
        "emblem": drawing(emblem(EMBLEM_HEIGHT, language, fluid=True)),
    }


def address_in(page: PublicationPage, language: str) -> str:
    if language == "lv":
        return reverse("reports:publication-page", args=[page.slug])
    return reverse("reports:publication-page-in", args=[page.slug, language])
