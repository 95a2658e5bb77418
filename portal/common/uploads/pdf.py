"""PDFs lose what runs, opens, sends or carries files; what was taken out is noted."""

import io
import re
from collections.abc import Iterator

import pikepdf
from django.utils.translation import gettext_noop as _

from portal.common.uploads.kinds import Accepted, Active, AttachmentKind
from portal.common.uploads.refusals import NotTaken, not_what_it_claims

ACTIVE_KEYS = {
    "/OpenAction": Active.ACTIONS,
    "/AA": Active.ACTIONS,
    "/JS": Active.SCRIPTS,
    "/JavaScript": Active.SCRIPTS,
    "/EmbeddedFiles": Active.FILES,
    "/AF": Active.FILES,
    "/XFA": Active.FORMS,
    "/RichMedia": Active.MEDIA,
}
ACTIVE_ACTIONS = {
    "/Launch": Active.ACTIONS,
    "/JavaScript": Active.SCRIPTS,
    "/SubmitForm": Active.FORMS,
    "/ImportData": Active.FORMS,
    "/GoToR": Active.ACTIONS,
    "/GoToE": Active.FILES,
    "/Rendition": Active.MEDIA,
    "/Movie": Active.MEDIA,
    "/Sound": Active.MEDIA,
}
PAGES_OF_ROOT = re.compile(rb"/Pages\s+(\d+)\s+0\s+R")
ROOT = re.compile(rb"/Root\s+(\d+)\s+0\s+R")
OBJECT = re.compile(rb"(?<!\d)(\d+)\s+0\s+obj\b")
MOST_SAVED, PAGE_LENGTH = 500, 20_000  # pages of a damaged file, bytes of one
UNREADABLE_PDF = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, RecursionError)


def accept_pdf(content: bytes, name: str) -> Accepted:
    """Written anew without what is active; a signed PDF without any stays as it is, for its signature to hold."""
    if b"%PDF-" not in content[:1024]:
        raise not_what_it_claims(name)
    try:
        pdf, is_whole = opened(content)
        with pdf:
            if not len(pdf.pages):
                raise not_what_it_claims(name)
            found = strip_active(pdf) | (set() if is_whole else {Active.PAGES})
            if found == {Active.SIGNATURE} and content.startswith(b"%PDF-"):
                return Accepted(AttachmentKind.DOCUMENT, content, "application/pdf", name)
            if pdf.is_encrypted:
                found.add(Active.LOCK)
            pages = None if is_whole else len(pdf.pages)
            out = io.BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise NotTaken(
            _("“%(name)s” is protected with a password. Save it without the password and try again."), name=name
        ) from error
    except UNREADABLE_PDF as error:
        raise not_what_it_claims(name) from error
    active = tuple(kind for kind in Active if kind in found)
    return Accepted(AttachmentKind.DOCUMENT, out.getvalue(), "application/pdf", name, active=active, pages=pages)


def opened(content: bytes) -> tuple[pikepdf.Pdf, bool]:
    """The file, and whether it is whole. Of a broken download the first pages can often be saved."""
    try:
        return pikepdf.open(io.BytesIO(content)), True
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        relisted = with_pages_listed(content)
        if relisted is None:
            raise
        return pikepdf.open(io.BytesIO(relisted)), False


def with_pages_listed(content: bytes) -> bytes | None:
    """Where the list of pages is lost: the pages that are still there, listed anew at the end."""
    root, tree = ROOT.search(content), PAGES_OF_ROOT.search(content)
    if not root or not tree:
        return None
    is_page = re.compile(rb"/Parent\s+" + tree[1] + rb"\s+0\s+R")
    objects = ((found[1], content[found.end() : found.end() + PAGE_LENGTH]) for found in OBJECT.finditer(content))
    pages = [number for number, text in objects if is_page.search(text.partition(b"endobj")[0])][:MOST_SAVED]
    if not pages:
        return None
    kids = b" ".join(number + b" 0 R" for number in pages)
    listed = b"\n%s 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (tree[1], len(pages), kids)
    return content + listed + b"trailer\n<</Root %s 0 R>>\nstartxref\n0\n%%%%EOF\n" % root[1]


def strip_active(pdf: pikepdf.Pdf) -> set[Active]:
    """Take out of every object what runs, opens, sends or carries files; says what that was."""
    found: set[Active] = set()
    for part in (part for obj in pdf.objects for part in with_inner_parts(obj)):
        if not isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        for key, kind in ACTIVE_KEYS.items():
            if key in part:
                if not only_opens_a_page(part[key]):
                    found |= {kind, *actions_in(part[key])}
                del part[key]
        if kind := ACTIVE_ACTIONS.get(str(part.get("/S"))):
            part["/S"] = pikepdf.Name("/Named")
            found.add(kind)
        if str(part.get("/Type")) == "/Filespec" and "/EF" in part:
            del part["/EF"]
            found.add(Active.FILES)
        if "/ByteRange" in part:
            found.add(Active.SIGNATURE)
    return found


def actions_in(value: pikepdf.Object) -> set[Active]:
    parts = (part for part in with_inner_parts(value) if isinstance(part, pikepdf.Dictionary))
    return {ACTIVE_ACTIONS[action] for part in parts if (action := str(part.get("/S"))) in ACTIVE_ACTIONS}


def only_opens_a_page(action: pikepdf.Object) -> bool:
    """As many programs write it; it goes like the rest, but nobody needs to know."""
    if isinstance(action, pikepdf.Dictionary):
        return str(action.get("/S")) == "/GoTo" and "/Next" not in action
    return isinstance(action, pikepdf.Array) and len(action) > 0 and isinstance(action[0], pikepdf.Dictionary)


def with_inner_parts(obj: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """`obj` and what is written inside it; what it only points to is an object of its own."""
    waiting = [obj]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            inner = [part[key] for key in part.keys()]  # noqa: SIM118  (a PDF dictionary iterates otherwise)
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        waiting += [
            each for each in inner
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect
        ]  # fmt: skip
