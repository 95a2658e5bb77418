"""Tasks of projects, what is said about them, and what their list is narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.forms.papers import people_of
from mobilities.models import Mobility, ProjectTask, TaskComment
from portal.accounts.models import School
from portal.common.forms import PageModelForm, VersionedModelForm
from portal.common.ordering import Latvian

OPEN, LATE, DONE, EVERY = "", "late", "done", "all"
STATES = [
    (OPEN, pgettext_lazy("tasks", "To be done")),
    (LATE, pgettext_lazy("tasks", "Late")),
    (DONE, pgettext_lazy("tasks", "Done")),
    (EVERY, pgettext_lazy("tasks", "All")),
]


class TaskForm(VersionedModelForm):
    class Meta:
        model = ProjectTask
        fields = ["title", "text", "assignee", "due", "mobility"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["assignee"].queryset = people_of(project.school)
        self.fields["assignee"].empty_label = _("Nobody yet")
        rows = Mobility.objects.filter(project=project).select_related("participant")
        self.fields["mobility"].queryset = rows.order_by(Latvian("participant__last_name"), "start")
        self.fields["mobility"].empty_label = _("The project as a whole")
        for name in ("assignee", "mobility"):
            self.fields[name].widget.attrs["data-search"] = ""


class CommentForm(PageModelForm):
    class Meta:
        model = TaskComment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class TaskFilterForm(forms.Form):
    q = forms.CharField(label=_("Words of the task"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    assignee = forms.ModelChoiceField(
        label=_("Who does it"), required=False, queryset=None, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, school: School, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people_of(school)
        if is_own:
            del self.fields["assignee"]

    def narrow(self, rows):
        self.is_valid()
        chosen = self.cleaned_data
        for word in chosen.get("q", "").split():
            rows = rows.filter(Q(title__has=word) | Q(text__has=word))
        if chosen.get("assignee"):
            rows = rows.filter(assignee=chosen["assignee"])
        ways = {OPEN: rows.open, LATE: rows.late, DONE: lambda: rows.exclude(done_on=None), EVERY: rows.all}
        return ways[chosen.get("state", OPEN)]()
