"""What the coordinator says about a report, question by question, and decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.models import ExperienceReport
from mobilities.questionnaires import profile_asked, questions_of, words_of
from portal.common.forms import PageForm

LONGEST_COMMENT = 1000
PREFIX = "about-"


class ReopenForm(PageForm):
    """Why an approved report goes back to whoever wrote it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever wrote the report reads it."),
    )  # fmt: skip


class ReviewForm(PageForm):
    comment = forms.CharField(
        label=_("About the whole report"), required=False, max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A report that is returned needs this, or a comment at one of its questions."),
    )  # fmt: skip
    decision = forms.ChoiceField(choices=[("approve", ""), ("return", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: ExperienceReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = profile_asked(report)
        self.about = {question.key: f"{PREFIX}{question.key}" for question in questions_of(report)}
        for question in questions_of(report):
            label = _("Comment on “%(question)s”") % {"question": words_of(question, profile).label}
            widget = forms.Textarea(attrs={"rows": 2, "form": "review-form"})
            self.fields[self.about[question.key]] = forms.CharField(
                label=label, required=False, max_length=LONGEST_COMMENT, widget=widget
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not self.errors and not cleaned.get("comment") and not self.asked():
            self.add_error("comment", _("Say what is missing, here or at a question, so that it can be added."))
        return cleaned

    def asked(self) -> dict[str, str]:
        """Key of a question > what is said about it."""
        said = {key: self.cleaned_data.get(name) for key, name in self.about.items()}
        return {key: text for key, text in said.items() if text}
