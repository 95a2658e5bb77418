"""Fields for the questions a school adds to its questionnaires."""

from django import forms

from mobilities.enums import QuestionKind
from mobilities.models import Question
from mobilities.questionnaires import YES_OR_NO, choice_names

MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]
MOST_RADIOS = 6
LONGEST_LINE, LONGEST_TEXT, HIGHEST_NUMBER = 300, 5000, 1_000_000


class MarkField(forms.TypedChoiceField):
    """A mark from 1 to 5; of a model field it keeps only the words."""

    def __init__(self, label="", help_text="", **of_model) -> None:
        super().__init__(
            label=label, help_text=help_text, choices=MARKS, coerce=int, empty_value=None, required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered, which is no "no"; of a model field it keeps only the words."""

    def __init__(self, label="", help_text="", **of_model) -> None:
        super().__init__(
            label=label, help_text=help_text, choices=list(YES_OR_NO.items()), empty_value=None, required=False,
            coerce=lambda value: value in (True, "yes"), widget=forms.RadioSelect,
        )  # fmt: skip

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class TextField(forms.CharField):
    """Lines end alike, however a browser ends them: what nobody touched counts as unchanged."""

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def answer_field(question: Question) -> forms.Field:
    match question.kind:
        case QuestionKind.TEXT:
            return TextField(required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))
        case QuestionKind.NUMBER:
            return forms.IntegerField(
                required=False, min_value=0, max_value=HIGHEST_NUMBER,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        case QuestionKind.SCALE:
            return MarkField()
        case QuestionKind.YES_NO:
            return forms.ChoiceField(required=False, choices=list(YES_OR_NO.items()), widget=forms.RadioSelect)
        case QuestionKind.CHOICES:
            return forms.MultipleChoiceField(
                required=False, choices=list(choice_names(question).items()), widget=forms.CheckboxSelectMultiple
            )
        case QuestionKind.CHOICE:
            choices = list(choice_names(question).items())
            if len(choices) > MOST_RADIOS:
                return forms.ChoiceField(required=False, choices=[("", "–"), *choices])
            return forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect)
        case _other:
            return forms.CharField(required=False, max_length=LONGEST_LINE)
