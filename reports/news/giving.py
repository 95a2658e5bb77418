"""A news text as it is given away: what has words in one language, in order."""

from reports.documents.parts import Paragraph
from reports.models import NewsText
from reports.news.tongue import BULLET


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
