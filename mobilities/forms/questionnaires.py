"""Questions of a questionnaire and what is said about a new version of it."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mobilities.enums import QuestionKind
from mobilities.models import Question
from mobilities.questionnaires import words_of
from portal.common.forms import PageForm, VersionedModelForm

WITH_CHOICES = (QuestionKind.CHOICE, QuestionKind.CHOICES)
MOST_CHOICES, LONGEST_CHOICE = 20, 100


class QuestionForm(VersionedModelForm):
    offered = forms.CharField(
        label=_("Answers to choose from"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in a line; the English one may follow after a bar: Autobuss | Bus."),
    )  # fmt: skip

    class Meta:
        model = Question
        fields = ["kind", "label_lv", "label_en", "help_lv", "help_en", "is_required"]
        widgets = {"kind": forms.RadioSelect}

    field_order = ["kind", "label_lv", "label_en", "offered", "help_lv", "help_en", "is_required"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.instance
        if question.pk is None:
            self.fields["kind"].choices = QuestionKind.choices
            self.fields["kind"].initial = QuestionKind.TEXT
        else:
            del self.fields["kind"]  # answers of one key are of one kind
            if question.kind not in WITH_CHOICES:
                del self.fields["offered"]
        if question.is_core:
            self.ask_in_words_of_portal(question)
        else:
            self.fields["label_lv"].required = True
            self.initial["offered"] = offered_lines(question.choices)

    def ask_in_words_of_portal(self, question: Question) -> None:
        """What stands where the school writes nothing; a tick cannot be demanded."""
        core, profile = Question(key=question.key, is_core=True), question.questionnaire.profile
        for language in ("lv", "en"):
            with override(language):
                standard = words_of(core, profile).label
            self.fields[f"label_{language}"].help_text = _("Empty: “%(words)s”.") % {"words": standard}
        if question.kind == QuestionKind.YES_NO:
            del self.fields["is_required"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        lines = [line for line in cleaned.get("offered", "").splitlines() if line.strip()]
        if kind not in WITH_CHOICES:
            return cleaned | {"choices": []}
        rows = [[part.strip() for part in line.split("|", 1)] for line in lines]
        if len(rows) < 2 or len(rows) > MOST_CHOICES:
            self.add_error("offered", _("Name from two to %(most)s answers.") % {"most": MOST_CHOICES})
        if any(not row[0] or max(map(len, row)) > LONGEST_CHOICE for row in rows):
            self.add_error("offered", _("An answer has from one to %(most)s letters.") % {"most": LONGEST_CHOICE})
        if len({row[0] for row in rows}) < len(rows):
            self.add_error("offered", _("Each answer stands once."))
        return cleaned | {"choices": self.with_keys(rows)}

    def kept_now(self) -> dict[str, Any]:
        offered = offered_lines(Question.objects.get(pk=self.instance.pk).choices)
        return super().kept_now() | ({"offered": offered} if "offered" in self.fields else {})

    def with_keys(self, rows: list[list[str]]) -> list[dict[str, str]]:
        """An answer keeps its key: by its words, else by its place where as many are offered as before."""
        before = self.instance.choices
        by_words = {row["lv"]: row["key"] for row in before}
        keys = [by_words.get(row[0], "") for row in rows]
        if len(before) == len(rows):
            free = [row["key"] for row in before if row["key"] not in keys]
            keys = [key or free.pop(0) for key in keys]
        return [
            {"key": key or f"c_{secrets.token_hex(3)}", "lv": row[0], "en": row[1] if len(row) > 1 else ""}
            for key, row in zip(keys, rows, strict=True)
        ]

    def save(self, commit: bool = True) -> Question:
        if "choices" in self.cleaned_data and not self.instance.is_core:
            self.instance.choices = self.cleaned_data["choices"]
        return super().save(commit)


def offered_lines(choices: list[dict[str, str]]) -> str:
    return "\n".join(" | ".join(filter(None, [row["lv"], row.get("en")])) for row in choices)


class PublishForm(PageForm):
    note = forms.CharField(
        label=_("What is new"), max_length=300, help_text=_("One sentence for the list of versions.")
    )
