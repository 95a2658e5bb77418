"""Writes of public pages. Whoever approves has read the words: what changed meanwhile is not approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.audit.models import Verb
from portal.audit.services import record, save_form
from portal.common.refused import Refused
from projects.models import Project
from reports.enums import PublicationItemKind as Kind
from reports.models import PublicationItem, PublicationPage
from reports.news import personal
from reports.publication.offers import Offer, offered, register_of

TARGETS = {Kind.NEWS: "news_id", Kind.QUOTE: "report_id", Kind.PHOTO: "photo_id"}
SLUG = PublicationPage._meta.get_field("slug").max_length


def new_page(project: Project) -> PublicationPage:
    """Not stored yet, with an address that nobody has."""
    wanted = (slugify(project.title) or slugify(project.code) or f"projekts-{project.pk}")[: SLUG - 12].strip("-")
    taken = PublicationPage.objects.filter(slug=wanted).exists()
    return PublicationPage(
        project=project, school=project.school, slug=f"{wanted}-{project.pk}" if taken else wanted
    )  # fmt: skip


def save_page(form, user) -> PublicationPage:
    try:
        return save_form(form, user, form.instance.school)
    except IntegrityError:
        raise Refused(_("Somebody has saved this page meanwhile. Open it again.")) from None


@transaction.atomic
def approve(
    page: PublicationPage, chosen: set[str], version: int, user, english: Mapping[str, str],
    checked: Mapping[str, Sequence[str]],
) -> None:  # fmt: skip
    """Bring the page to exactly what is `chosen`: keys of offers, and "item-3" for what stays as approved. `english`:
    Offer.english_field > words. `checked`: Offer.checked_field > names, phones and addresses in it that were ticked.
    Raises Refused where words may not go out, or something in them is not ticked."""
    found = PublicationPage.objects.filter(pk=page.pk, version=version).update(version=F("version") + 1)
    offers = offered(page.project, page, english)
    may_be_chosen = {offer.key for offer in offers if offer.words and not offer.waits}
    kept = {f"item-{offer.item.pk}" for offer in offers if offer.item}
    if not found or not chosen <= may_be_chosen | kept:
        raise Refused(_("Something was changed meanwhile. Look at the page again and approve what is right."))
    said = [(said_anew(offer, chosen), checked.get(offer.checked_field, ())) for offer in offers]
    if refused := personal.objections(said, register_of(offers, page.school), in_public=True):
        raise Refused(" ".join(refused))
    before = page.items.count()
    for place, offer in enumerate(offers):
        settle(page, offer, chosen, place, user)
    record(user, page.school, Verb.APPROVE, page, {"items": [str(before), str(page.items.count())]})


def said_anew(offer: Offer, chosen: set[str]) -> str:
    """The words that this approval makes public."""
    if offer.key in chosen:
        return offer.all_words
    return offer.new_english if offer.item and f"item-{offer.item.pk}" in chosen else ""


def settle(page: PublicationPage, offer: Offer, chosen: set[str], place: int, user) -> None:
    if offer.key in chosen and offer.words:
        item = offer.item or PublicationItem(page=page, kind=offer.kind)
        if offer.kind in TARGETS:
            setattr(item, TARGETS[offer.kind], offer.pk)
        item.approved, item.approved_at, item.approved_by, item.order = offer.words, timezone.now(), user, place
        item.in_english = offer.in_english
        item.save()
    elif offer.item and f"item-{offer.item.pk}" in chosen and offer.words:
        PublicationItem.objects.filter(pk=offer.item.pk).update(order=place, in_english=offer.in_english)
    elif offer.item:
        offer.item.delete()


@transaction.atomic
def publish(page: PublicationPage, user) -> None:
    page.published_at, page.published_by = timezone.now(), user
    page.save(update_fields=["published_at", "published_by"])
    record(user, page.school, Verb.OPEN, page)


@transaction.atomic
def take_down(page: PublicationPage, user) -> None:
    page.published_at = page.published_by = None
    page.save(update_fields=["published_at", "published_by"])
    record(user, page.school, Verb.CLOSE, page)
