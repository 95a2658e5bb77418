"""What the world sees of a project, without signing in. The answer is the same for everybody, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.common.http import file_response
from portal.common.pictures import smaller
from reports.models import PublicationItem, PublicationPage
from reports.publication.offers import LANGUAGES
from reports.publication.showing import OTHER, address_in, public_items, shown

ASK_EACH_TIME = "no-cache"  # caches may keep it, and must ask before each use


def published_or_404(slug: str) -> PublicationPage:
    pages = PublicationPage.objects.select_related("school", "project").filter(slug=slug, published_at__isnull=False)
    page = pages.first()
    if page is None:
        raise Http404
    return page


@login_not_required
@require_safe
def publication_page(request: HttpRequest, slug: str, language: str = "lv") -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    page = published_or_404(slug)

    def photo_url(item: PublicationItem) -> str:
        return reverse("reports:publication-photo", args=[page.slug, item.pk])

    answer = HttpResponse(page_in(page, language, photo_url, {other: address_in(page, other) for other in LANGUAGES}))
    answer["Content-Language"] = language
    answer["Cache-Control"] = ASK_EACH_TIME
    return answer


def page_in(page: PublicationPage, language: str, photo_url, addresses: dict[str, str], **more) -> str:
    """The whole page as HTML. Without the request: nothing of who looks at it gets in."""
    with override(language):
        context = shown(page, language, photo_url) | {
            "own_url": addresses[language],
            "other_url": addresses[OTHER[language]],
            "other_language": OTHER[language],
            **more,
        }
        return render_to_string("reports/publication_page.html", context)


@login_not_required
@require_safe
def publication_photo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A photo while it stands on a published page; asked anew at every request."""
    photo = next((item.photo for item in public_items(published_or_404(slug)) if item.pk == pk and item.photo), None)
    if photo is None:
        raise Http404
    is_small = "small" in request.GET
    etag = quote_etag(f"{photo.sha256}-small" if is_small else photo.sha256)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            file = photo.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        answer = file_response(smaller(file) if is_small else file, f"{pk}.jpg", photo.content_type)
    answer["ETag"] = etag
    answer["Cache-Control"] = ASK_EACH_TIME
    return answer
