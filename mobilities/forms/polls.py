"""Making a vote of the audience."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.models import Poll
from portal.common.forms import PageModelForm

MOST_ANSWERS = 20


class PollForm(PageModelForm):
    answers = forms.CharField(
        label=_("Answers"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One in a line; the sessions of the conference stand here already."),
    )

    answers_en = forms.CharField(
        label=_("Answers in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In the same order, one in a line. Without them the English page shows the answers as they are."),
    )

    class Meta:
        model = Poll
        fields = ["question", "question_en"]

    def clean_answers(self) -> list[str]:
        answers = lines_of(self.cleaned_data["answers"])
        if not 2 <= len(answers) <= MOST_ANSWERS:
            sentence = _("A vote needs two answers or more, and at most %(most)s.")
            raise forms.ValidationError(sentence, params={"most": MOST_ANSWERS})
        return short_enough(answers)

    def clean_answers_en(self) -> list[str]:
        answers = lines_of(self.cleaned_data["answers_en"])
        if answers and len(answers) != len(self.cleaned_data.get("answers", answers)):
            raise forms.ValidationError(_("There are not as many different answers in English as in Latvian."))
        return short_enough(answers)


def lines_of(text: str) -> list[str]:
    """Each once, in order."""
    lines = [line.strip() for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line))


def short_enough(answers: list[str]) -> list[str]:
    if any(len(answer) > 200 for answer in answers):
        raise forms.ValidationError(_("An answer can have at most 200 characters."))
    return answers
