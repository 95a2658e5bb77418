"""What the papers of a project are narrowed to."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mobilities.checklist_record import narrow_to_papers
from mobilities.enums import PaperKind, PaperPhase, PaperState
from mobilities.forms.mobilities import PAPERS
from mobilities.forms.papers import people_of
from mobilities.models import Paper
from portal.accounts.models import School


class ProjectPapersForm(forms.Form):
    q = forms.CharField(label=_("Person or group"), required=False, max_length=200)
    papers = forms.ChoiceField(label=_("Papers"), required=False, choices=PAPERS)
    kind = forms.ChoiceField(label=_("Paper"), required=False, choices=[("", _("All")), *PaperKind.choices])
    state = forms.ChoiceField(label=_("Its state"), required=False, choices=[("", _("All")), *PaperState.choices])
    phase = forms.ChoiceField(label=_("When"), required=False, choices=[("", _("All")), *PaperPhase.choices])
    responsible = forms.ModelChoiceField(
        label=_("Responsible"), required=False, queryset=None, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people_of(school)

    def narrow(self, rows):
        """Mobilities with a line such as is asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        for word in chosen.get("q", "").split():
            rows = rows.filter(
                Q(participant__first_name__has=word) | Q(participant__last_name__has=word)
                | Q(participant__group__iexact=word)
            )  # fmt: skip
        line = {name: chosen[name] for name in ("kind", "state", "phase", "responsible") if chosen.get(name)}
        if line:
            rows = rows.filter(Exists(Paper.objects.filter(mobility=OuterRef("pk"), is_needed=True, **line)))
        return narrow_to_papers(rows, chosen.get("papers", ""))
