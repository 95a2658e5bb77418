"""The experience report as it is written: the fields are what its questionnaire asks."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mobilities.enums import LanguageLevel, QuestionKind, Recommends
from mobilities.forms.answers import MarkField, TextField, YesNoField, answer_field
from mobilities.models import Attachment, ExperienceReport, Question, ReportComment
from mobilities.models.experience import RATINGS
from mobilities.questionnaires import ends_of, profile_asked, questions_of, sections_of, words_of
from portal.common.forms import PageModelForm, VersionedModelForm
from portal.common.languages import language_choices

YES_NO = ("return_invitation", "job_offer")
TEXTS = ("tasks", "outcomes", "pluses", "minuses", "story", "quote")


@dataclass(frozen=True)
class Cell:
    """One question on the page: its field, which has a star in its label where it has to be answered, and the label
    for sentences; what the ends of a scale mean, what the coordinator asked for there."""

    field: forms.BoundField
    label: str
    kind: str
    low: str
    high: str
    comments: list[ReportComment]


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    cells: list[Cell]


class ExperienceForm(VersionedModelForm):
    """Everything may be empty while it is a draft; see `check_complete` for what submitting asks for.

    Core questions are fields of the report. Answers to the school's own questions go to `answers` by their keys.
    """

    language = forms.ChoiceField(choices=language_choices, required=False)
    recommends = forms.ChoiceField(choices=Recommends.choices, required=False, widget=forms.RadioSelect)
    level_before = forms.ChoiceField(choices=[("", "–"), *LanguageLevel.choices], required=False)
    level_after = forms.ChoiceField(choices=[("", "–"), *LanguageLevel.choices], required=False)

    class Meta:
        model = ExperienceReport
        fields = [
            "tasks", "outcomes", "pluses", "minuses", *RATINGS, "recommends", "commute_minutes", "commute_how",
            "language", "level_before", "level_after", "return_invitation", "job_offer", "offer_note", "story",
            "quote",
        ]  # fmt: skip
        field_classes = (
            dict.fromkeys(RATINGS, MarkField) | dict.fromkeys(YES_NO, YesNoField) | dict.fromkeys(TEXTS, TextField)
        )
        widgets = {
            "tasks": forms.Textarea(attrs={"rows": 4}),
            "outcomes": forms.Textarea(attrs={"rows": 3}),
            "pluses": forms.Textarea(attrs={"rows": 3}),
            "minuses": forms.Textarea(attrs={"rows": 3}),
            "story": forms.Textarea(attrs={"rows": 6}),
            "quote": forms.Textarea(attrs={"rows": 2}),
            "commute_minutes": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(
        self, data: Any = None, *, report: ExperienceReport, comments: Iterable[ReportComment] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, instance=report, **kwargs)
        self.profile = profile_asked(report)
        self.questions = questions_of(report)
        self.comments = list(comments)
        self.is_overtaken = False
        self.labels: dict[str, str] = {}
        asked = {question.key for question in self.questions}
        for name in set(self._meta.fields) - asked:
            del self.fields[name]
        for question in self.questions:
            self.ask(question)
        self.order_fields(["version", *(question.key for question in self.questions)])

    def ask(self, question: Question) -> None:
        """The words of the questionnaire; an own question's field as well."""
        if not question.is_core:
            self.fields[question.key] = answer_field(question)
            self.initial[question.key] = self.instance.answers.get(question.key)
        words, field = words_of(question, self.profile), self.fields[question.key]
        self.labels[question.key] = words.label
        field.label = words.label
        field.help_text = words.help

    @property
    def own(self) -> list[Question]:
        return [question for question in self.questions if not question.is_core]

    @property
    def open_comments(self) -> list[tuple[Cell, ReportComment]]:
        cells = [cell for part in self.parts for cell in part.cells]
        return [(cell, comment) for cell in cells for comment in cell.comments if not comment.resolved_at]

    @property
    def parts(self) -> list[Part]:
        """The sections of the form, for mobilities/experience_fields.html."""
        sections = sections_of(self.questions)
        return [Part(each.key, each.title, [self.cell(question) for question in each.questions]) for each in sections]

    def cell(self, question: Question) -> Cell:
        low, high = ends_of(question, self.profile) or ("", "")
        said = [comment for comment in self.comments if comment.field == question.key]
        field = copy(self[question.key])
        field.label = f"{field.label} *" if question.is_required else field.label
        return Cell(field, self.labels[question.key], question.kind, low, high, said)

    def check_complete(self) -> bool:
        """Add an error for whatever a submitted report must have; True where nothing is missing."""
        data = self.cleaned_data
        for question in self.questions:
            if question.is_required and question.key not in self.errors and data.get(question.key) in (None, "", []):
                is_mark = question.kind == QuestionKind.SCALE
                self.add_error(
                    question.key, _("Choose a mark from 1 to 5.") if is_mark else _("This has to be answered.")
                )
        if not data.get("pluses") and not data.get("minuses") and not {"pluses", "minuses"} & set(self.errors):
            self.add_error("pluses", _("Name at least one plus or one minus."))
        return not self.errors

    def answered(self) -> dict[str, Any]:
        """`answers` with what this form says; what another version asked stays."""
        return self.instance.answers | {question.key: self.cleaned_data[question.key] for question in self.own}

    def save(self, commit: bool = True) -> ExperienceReport:
        """Writes only what is asked here: the state is somebody else's to change."""
        report = self.instance
        report.answers = self.answered()
        report.version += 1
        names = [name for name in self._meta.fields if name in self.fields]
        report.save(update_fields=[*names, "answers", "version", "updated_at"])
        return report

    def is_stale(self, version: int | None) -> bool:
        self.is_overtaken = super().is_stale(version)
        return self.is_overtaken

    def kept_now(self) -> dict[str, Any]:
        """Of what their questionnaire asks too: the profile may have changed meanwhile."""
        theirs = ExperienceForm(report=ExperienceReport.objects.get(pk=self.instance.pk))
        return {name: theirs.initial.get(name) for name in self.labels if name in theirs.fields}

    def posted(self, name: str) -> list[str]:
        """What a browser would send for the value that is kept: how devices compare theirs (static/js/autosave.js)."""
        field = self.fields[name]
        value = field.prepare_value(self.initial.get(name))
        if isinstance(field, forms.MultipleChoiceField):
            return [str(each) for each in value or []]
        if value in (None, "") and isinstance(field.widget, forms.RadioSelect):
            return []
        return ["" if value is None else str(value)]

    def kept_values(self) -> dict[str, list[str]]:
        return {name: self.posted(name) for name in self.labels}

    def without_wrong(self) -> "ExperienceForm":
        """The same, with what is kept in place of every answer that is wrong, so that the right ones can be saved."""
        data: QueryDict = self.data.copy()
        kept = ExperienceForm(report=ExperienceReport.objects.get(pk=self.instance.pk))
        for name in self.errors:
            if name in self.labels:
                data.setlist(name, kept.posted(name))
        return ExperienceForm(data, report=kept.instance)


class AttachmentForm(PageModelForm):
    class Meta:
        model = Attachment
        fields = ["caption", "consent"]
