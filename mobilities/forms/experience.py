"""The experience report as it is written, and what the list of reports is narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ReportState
from mobilities.forms.mobilities import projects_with_mobilities
from mobilities.models import Attachment, ExperienceReport
from portal.accounts.models import School
from portal.common.countries import country_name, sort_key
from portal.common.forms import PageForm, PageModelForm, VersionedModelForm

MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]


class ScaleField(forms.TypedChoiceField):
    def __init__(self, label) -> None:
        super().__init__(
            label=label, choices=MARKS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
        )


class ExperienceForm(VersionedModelForm):
    """Everything may be empty while it is a draft; see `check_complete` for what submitting asks for."""

    rating_trust = ScaleField(_("How far they trusted us"))
    rating_tasks = ScaleField(_("How serious the tasks were"))

    class Meta:
        model = ExperienceReport
        fields = [
            "tasks", "pluses", "minuses", "commute_minutes", "commute_how", "rating_trust", "rating_tasks",
            "return_invitation", "job_offer", "offer_note", "story", "quote",
        ]  # fmt: skip
        labels = {
            "tasks": _("What was done"),
            "pluses": _("Pluses"),
            "minuses": _("Minuses"),
            "story": _("The story"),
            "quote": _("A sentence we may quote"),
        }
        help_texts = {
            "tasks": _("Two to four sentences; the director and colleagues read them."),
            "story": _("One particular day says more than a summary."),
        }
        widgets = {
            "tasks": forms.Textarea(attrs={"rows": 4}),
            "pluses": forms.Textarea(attrs={"rows": 3}),
            "minuses": forms.Textarea(attrs={"rows": 3}),
            "story": forms.Textarea(attrs={"rows": 6}),
            "commute_minutes": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def check_complete(self) -> bool:
        """Add an error for whatever a submitted report must have; True where nothing is missing."""
        data = self.cleaned_data
        wanted = {
            "tasks": _("Write what was done."),
            "rating_trust": _("Choose a mark from 1 to 5."),
            "rating_tasks": _("Choose a mark from 1 to 5."),
        }
        for name, sentence in wanted.items():
            if not data.get(name):
                self.add_error(name, sentence)
        if not data.get("pluses") and not data.get("minuses"):
            self.add_error("pluses", _("Name at least one plus or one minus."))
        return not self.errors


class ReviewForm(PageForm):
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the report is returned: say what is missing."),
    )  # fmt: skip
    decision = forms.ChoiceField(choices=[("approve", ""), ("return", "")], widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("comment"):
            self.add_error("comment", _("Say what is missing, so that it can be added."))
        return cleaned


class AttachmentForm(PageModelForm):
    class Meta:
        model = Attachment
        fields = ["caption", "consent"]


class ExperienceFilterForm(forms.Form):
    q = forms.CharField(label=_("Participant, host, city"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("missing", _("Missing")), *ReportState.choices],
    )  # fmt: skip
    project = forms.ModelChoiceField(label=_("Project"), required=False, queryset=None, empty_label=_("All projects"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(required=False, choices=[("", ""), ("all", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: School, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects_with_mobilities(school)
        named = sorted(((code, country_name(code)) for code in countries), key=lambda row: sort_key(row[1]))
        self.fields["country"].choices = [("", _("All countries")), *named]

    def words(self) -> list[str]:
        self.is_valid()
        return self.cleaned_data.get("q", "").split()

    def state_chosen(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("state", "")

    def narrow(self, rows, prefix: str = ""):
        """`rows` of mobilities, or of what leads to them by `prefix`."""
        for word in self.words():
            fields = ("participant__first_name", "participant__last_name", "host__name", "host__city")
            any_of = Q()
            for field in fields:
                any_of |= Q(**{f"{prefix}{field}__has": word})
            rows = rows.filter(any_of)
        for name in ("project", "country"):
            if self.cleaned_data.get(name):
                rows = rows.filter(**{f"{prefix}{name}": self.cleaned_data[name]})
        return rows
