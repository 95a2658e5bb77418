"""From a template to a tagged PDF (PDF/UA-1), without a way to the network or the disk."""

import gc
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils._os import safe_join
from django.utils.translation import override

from portal.common.typography import tidy

# Reserved names (RFC 2606): addresses that mean "our static files" and "a file the caller permits".
STATIC_HOST, FILES_HOST = "static.invalid", "files.invalid"
STATIC_BASE = f"https://{STATIC_HOST}/"


class PdfError(Exception):
    """The document asks for something it may not have, or that is not there."""


def file_url(token: str) -> str:
    """The address under which a template shows the file that the context permits as `files[token]`."""
    return f"https://{FILES_HOST}/{quote(token, safe='')}"


def render_pdf(template: str, context: dict, *, language: str, press: "Press | None" = None) -> bytes:
    """Render `template` in `language` and lay it out.

    `context["files"]` maps tokens to bytes or paths: the only files, besides our static ones, that the page may
    show, as `{{ file_url(token) }}`. Raises PdfError for any other address.
    """
    html = render_html(template, context, language=language)
    return (press or Press()).lay_out(html, context.get("files", {}))


def render_html(template: str, context: dict, *, language: str) -> str:
    with override(language):
        return tidy(render_to_string(template, {**context, "document_language": language}))


def lay_out(html: str, files: Mapping[str, bytes | Path]) -> bytes:
    """HTML to PDF/UA-1. The same HTML gives the same bytes."""
    return Press().lay_out(html, files)


class Press:
    """Lays out many documents of one kind: their sheet and its fonts are read once, not for each of them."""

    def __init__(self, sheet: str = "") -> None:
        """`sheet`: the name of a static file, for documents that do not name theirs."""
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = FontConfiguration()
        self.sheets = [
            CSS(url=STATIC_BASE + name, url_fetcher=fetcher({}), font_config=self.fonts) for name in [sheet] if name
        ]

    def lay_out(self, html: str, files: Mapping[str, bytes | Path]) -> bytes:
        """PDF/UA-1. Raises PdfError."""
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError

        try:
            with garbage_collection_paused():
                page = HTML(string=html, base_url=STATIC_BASE, url_fetcher=fetcher(files))
                return page.write_pdf(pdf_variant="pdf/ua-1", font_config=self.fonts, stylesheets=self.sheets)
        except FatalURLFetchingError as error:
            raise PdfError(str(error.__cause__ or error)) from error


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """A layout makes many objects and no rubbish: pausing saves a tenth to a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def fetcher(files: Mapping[str, bytes | Path]):
    """WeasyPrint's only way to anything outside the HTML. Imported late: WeasyPrint takes a second to load."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
            body, name = read_own(url, files)
            kind = mimetypes.guess_type(name)[0]
            return URLFetcherResponse(url, body, {"Content-Type": kind} if kind else {})

    return OwnFilesOnly(fail_on_errors=True)


def read_own(url: str, files: Mapping[str, bytes | Path]) -> tuple[bytes, str]:
    """Content and name of a static or permitted file. Raises PdfError for everything else."""
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme == "https" and parts.netloc == STATIC_HOST:
        return static_path(name).read_bytes(), name
    if parts.scheme == "https" and parts.netloc == FILES_HOST:
        if name not in files:
            raise PdfError(f"The document was not given the file {name!r}.")
        content = files[name]
        return (content if isinstance(content, bytes) else content.read_bytes()), name
    raise PdfError(f"A document may not fetch {url!r}.")


def static_path(name: str) -> Path:
    """A static file: from the source folders, else from the collected ones. Never outside either."""
    if ".." in name.split("/"):
        raise PdfError(f"{name!r} leads out of the static files.")
    found = finders.find(name)
    path = Path(found or safe_join(settings.STATIC_ROOT, name))
    if not path.is_file():
        raise PdfError(f"There is no static file {name!r}.")
    return path
