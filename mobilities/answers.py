"""A report as it was answered: the questions of its own version with what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mobilities.enums import LanguageLevel, QuestionKind, Recommends
from mobilities.models import ExperienceReport, Question, ReportComment
from mobilities.questionnaires import (
    CORE,
    YES_OR_NO,
    Section,
    choice_names,
    profile_asked,
    questions_of,
    sections_of,
    words_of,
)
from portal.common.languages import language_name
from portal.common.text import number

NAMED = {
    "recommends": dict(Recommends.choices),
    "level_before": dict(LanguageLevel.choices),
    "level_after": dict(LanguageLevel.choices),
}
LISTS = {"pluses": "plus_lines", "minuses": "minus_lines"}


@dataclass(frozen=True)
class Answer:
    """`text` in the reader's language, empty where nothing was answered; `mark` of a scale; `lines` of a list.

    `about`: the field in which a reviewer comments on it.
    """

    key: str
    label: str
    kind: str
    text: str
    mark: int | None
    lines: list[str]
    comments: list[ReportComment]
    about: Any

    @property
    def is_answered(self) -> bool:
        return bool(self.text or self.mark or self.lines)


@dataclass(frozen=True)
class AnsweredSection:
    key: str
    title: str
    answers: list[Answer]


def answered_sections(
    report: ExperienceReport, comments: Sequence[ReportComment] = (), about: Mapping[str, Any] | None = None
) -> list[AnsweredSection]:
    """What was asked and answered, under its headings. `about`: key of a question > field for a comment on it."""

    def answer(question: Question) -> Answer:
        said = [comment for comment in comments if comment.field == question.key]
        return answer_to(report, question, profile, said, (about or {}).get(question.key))

    profile = profile_asked(report)
    sections = together(sections_of([*questions_of(report), *unasked(report)]))
    return [
        AnsweredSection(section.key, section.title, [answer(question) for question in section.questions])
        for section in sections
    ]


def unasked(report: ExperienceReport) -> list[Question]:
    """Parts of the core that the report's questions do not ask for and that were answered all the same."""
    asked = {question.key for question in questions_of(report)}
    return [
        Question(key=key, is_core=True, kind=core.kind)
        for key, core in CORE.items()
        if key not in asked and getattr(report, key) not in (None, "", False)
    ]


def together(sections: list[Section]) -> list[Section]:
    """Each heading once."""
    found: dict[str, Section] = {}
    for section in sections:
        found.setdefault(section.key, Section(section.key, section.title)).questions.extend(section.questions)
    return list(found.values())


def answer_to(
    report: ExperienceReport, question: Question, profile: str, comments: list[ReportComment], about: Any
) -> Answer:
    value = getattr(report, question.key) if question.is_core else report.answers.get(question.key)
    is_mark = question.kind == QuestionKind.SCALE
    return Answer(
        key=question.key,
        label=words_of(question, profile).label,
        kind=question.kind,
        text=spoken(question, value),
        mark=value if is_mark else None,
        lines=getattr(report, LISTS[question.key]) if question.key in LISTS else [],
        comments=comments,
        about=about,
    )


def spoken(question: Question, value) -> str:
    if value in (None, "", []):
        return ""
    if question.key == "language":
        return language_name(value)
    if question.key in NAMED:
        return str(NAMED[question.key].get(value, value))
    match question.kind:
        case QuestionKind.YES_NO:
            return str(YES_OR_NO["yes" if value in (True, "yes") else "no"])
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            names = choice_names(question)
            return ", ".join(names.get(key, key) for key in (value if isinstance(value, list) else [value]))
        case QuestionKind.NUMBER:
            return number(value)
    return str(value)
