"""A news text as it is given away: paragraphs, HTML to paste into a website, DOCX."""

import io
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.translation import override

from reports.documents.parts import Paragraph
from reports.models import NewsText
from reports.news.tongue import BULLET

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def title_in(text: NewsText, language: str) -> str:
    return text.title_lv if language == "lv" else text.title_en or text.title_lv


def paragraphs(text: NewsText, language: str) -> list[Paragraph]:
    """What has words in `language`, in order."""
    found: list[Paragraph] = []
    of_paragraph: dict[int, list[str]] = {}
    for row in text.sentences.all():
        if body := (row.body_lv if language == "lv" else row.body_en).strip():
            of_paragraph.setdefault(row.paragraph, []).append(body)
    for bodies in of_paragraph.values():
        found += split(bodies)
    return found


def split(bodies: list[str]) -> list[Paragraph]:
    """Runs of plain sentences and runs of list items."""
    found: list[Paragraph] = []
    for body in bodies:
        is_item = body.startswith(BULLET)
        if is_item and found and found[-1].items:
            found[-1] = Paragraph(items=(*found[-1].items, body.removeprefix(BULLET)))
        elif is_item:
            found.append(Paragraph(items=(body.removeprefix(BULLET),)))
        elif found and found[-1].text:
            found[-1] = Paragraph(f"{found[-1].text} {body}")
        else:
            found.append(Paragraph(body))
    return found


def as_html(text: NewsText, language: str) -> str:
    """A fragment without styles of its own: a website dresses it."""
    with override(language):
        context = {"title": title_in(text, language), "paragraphs": paragraphs(text, language), "language": language}
        return render_to_string("reports/news_fragment.html", context).strip()


def as_docx(text: NewsText, language: str) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = title_in(text, language)
    document.core_properties.author = text.school.name
    document.core_properties.language = language
    mark_language(document.styles["Normal"].element, language)
    document.add_heading(title_in(text, language), level=1)
    for paragraph in paragraphs(text, language):
        if paragraph.text:
            document.add_paragraph(paragraph.text)
        for item in paragraph.items:
            document.add_paragraph(item, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mark_language(style, language: str) -> None:
    """Tells a word processor, and a screen reader, which language it is."""
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    properties.append(properties.makeelement(qn("w:lang"), {qn("w:val"): {"lv": "lv-LV", "en": "en-GB"}[language]}))


def disposition(text: NewsText, language: str, suffix: str) -> str:
    """The header of a download."""
    name = f"{title_in(text, language)[:80]} ({language}).{suffix}"
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
