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

    class Meta:
        model = Poll
        fields = ["question", "question_en"]

    def clean_answers(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["answers"].splitlines()]
        answers = list(dict.fromkeys(line for line in lines if line))
        if not 2 <= len(answers) <= MOST_ANSWERS:
            sentence = _("A vote needs two answers or more, and at most %(most)s.")
            raise forms.ValidationError(sentence, params={"most": MOST_ANSWERS})
        if any(len(answer) > 200 for answer in answers):
            raise forms.ValidationError(_("An answer can have at most 200 characters."))
        return answers
