"""A news text as a file: HTML to paste into a website, DOCX. Both end with the emblem and the words on who paid.

The texts are judged (reports.news.withheld): of what may not go out there are drafts.
"""

import io
from base64 import b64encode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.common.emblem import ALT, emblem_png
from portal.common.naming import slug
from reports.models import NewsText
from reports.news.funding import Funding, funding_of
from reports.news.giving import paragraphs, title_in
from reports.news.withheld import is_final

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMBLEM_PIXELS = 80
EMBLEM_HEIGHT = 15  # mm
MARGIN = 25  # mm


def as_html(text: NewsText, language: str) -> str:
    """A fragment without styles of its own: a website dresses it."""
    with override(language):
        context = {
            "title": title_in(text, language),
            "draft": "" if is_final(text) else draft_words(text),
            "paragraphs": paragraphs(text, language),
            "language": language,
            "funding": funding_of(text, language),
            "emblem": f"data:image/png;base64,{b64encode(emblem_png(EMBLEM_PIXELS)).decode()}",
            "emblem_alt": ALT[language],
        }
        return render_to_string("reports/news_fragment.html", context).strip()


def as_docx(text: NewsText, language: str) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = title_in(text, language)
    document.core_properties.author = text.school.name
    document.core_properties.language = language
    mark_language(document.styles["Normal"].element, language)
    on_a4(document.sections[0])
    if not is_final(text):
        with override(language):
            document.add_paragraph().add_run(draft_words(text)).bold = True
    document.add_heading(title_in(text, language), level=1)
    for paragraph in paragraphs(text, language):
        if paragraph.text:
            document.add_paragraph(paragraph.text)
        for item in paragraph.items:
            document.add_paragraph(item, style="List Bullet")
    if funding := funding_of(text, language):
        add_funding(document, funding, language)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def draft_words(text: NewsText) -> str:
    if text.approved_at:
        return _("Draft: a consent was taken back, this text may not be given away.")
    return _("Draft: this text is not approved.")


def on_a4(section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(MARGIN)


def add_funding(document, funding: Funding, language: str) -> None:
    from docx.shared import Mm, Pt

    line = document.add_paragraph()
    line.paragraph_format.space_before = Pt(18)
    line.paragraph_format.keep_with_next = True
    picture = line.add_run().add_picture(io.BytesIO(emblem_png(4 * EMBLEM_PIXELS)), height=Mm(EMBLEM_HEIGHT))
    properties = picture._inline.docPr
    properties.set("name", "EU")
    properties.set("descr", ALT[language])
    line.add_run(f"  {funding.statement}").bold = True
    for words in funding.disclaimers:
        document.add_paragraph().add_run(words).font.size = Pt(9)


def mark_language(style, language: str) -> None:
    """Tells a word processor, and a screen reader, which language it is."""
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    properties.append(properties.makeelement(qn("w:lang"), {qn("w:val"): {"lv": "lv-LV", "en": "en-GB"}[language]}))


def disposition(text: NewsText, language: str, suffix: str) -> str:
    """The header of a download."""
    with override(language):
        draft = "" if is_final(text) else f"{slug(_('Draft'))}-"
    return f'attachment; filename="{draft}{slug(title_in(text, language)) or text.pk}-{language}.{suffix}"'
