"""Which papers, for whom, in which language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PaperPhase
from mobilities.papers import RULES
from portal.common.filters import ListFilterForm
from portal.common.forms import PageForm
from reports.enums import BundleKind, BundleLanguage
from reports.papers.kinds import PRINTABLE

PHASE_OF = {rule.kind: rule.phase for rule in RULES}


def choices_by_phase() -> list[tuple[object, list[tuple[str, object]]]]:
    return [
        (phase.label, [(str(kind), kind.label) for kind in PRINTABLE if PHASE_OF[kind] == phase])
        for phase in PaperPhase
        if any(PHASE_OF[kind] == phase for kind in PRINTABLE)
    ]


class BundleFilterForm(ListFilterForm):
    q = forms.CharField(label=_("File or who requested it"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *BundleKind.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *BundleLanguage.choices]
    )
    looked_in = ("name", "requested_by__first_name", "requested_by__last_name")
    exact = ("kind", "language")


class ArchiveForm(PageForm):
    language = forms.ChoiceField(
        label=_("Language of the contents, the names and the sheets"), widget=forms.RadioSelect,
        choices=[choice for choice in BundleLanguage.choices if choice[0] != BundleLanguage.BOTH],
    )  # fmt: skip


class PapersForm(PageForm):
    kinds = forms.MultipleChoiceField(
        label=_("Papers"), choices=choices_by_phase, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one paper.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=BundleLanguage.choices, widget=forms.RadioSelect, initial=BundleLanguage.LATVIAN
    )
    anyway = forms.BooleanField(label=_("Make also what the rules do not ask for"), required=False)
