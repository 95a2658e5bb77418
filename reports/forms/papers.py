"""Which papers, for whom, in which language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PaperPhase
from mobilities.papers import RULES
from portal.common.forms import PageForm
from reports.enums import BundleLanguage
from reports.papers.kinds import PRINTABLE

PHASE_OF = {rule.kind: rule.phase for rule in RULES}


def choices_by_phase() -> list[tuple[object, list[tuple[str, object]]]]:
    return [
        (phase.label, [(str(kind), kind.label) for kind in PRINTABLE if PHASE_OF[kind] == phase])
        for phase in PaperPhase
        if any(PHASE_OF[kind] == phase for kind in PRINTABLE)
    ]


class PapersForm(PageForm):
    kinds = forms.MultipleChoiceField(
        label=_("Papers"), choices=choices_by_phase, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one paper.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=BundleLanguage.choices, widget=forms.RadioSelect, initial=BundleLanguage.LATVIAN
    )
    anyway = forms.BooleanField(label=_("Make also what the rules do not ask for"), required=False)
