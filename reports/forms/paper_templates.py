"""A school's own wording of a paper, in both languages, checked as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import VersionedModelForm
from reports.enums import BundleLanguage
from reports.models import PaperTemplate
from reports.papers.wording import faults


class PaperTemplateForm(VersionedModelForm):
    class Meta:
        model = PaperTemplate
        fields = ["text_lv", "text_en"]
        widgets = {
            "text_lv": forms.Textarea(attrs={"rows": 28, "lang": "lv", "data-insert-into": "", "spellcheck": "true"}),
            "text_en": forms.Textarea(attrs={"rows": 28, "lang": "en", "data-insert-into": "", "spellcheck": "true"}),
        }

    def clean(self):
        cleaned = super().clean()
        if "text_lv" in cleaned and "text_en" in cleaned:
            for field, sentences in faults(self.instance.kind, cleaned["text_lv"], cleaned["text_en"]).items():
                for sentence in sentences:
                    self.add_error(field or None, sentence)
        return cleaned


class PreviewForm(forms.Form):
    """`mobility` empty: an invented one."""

    language = forms.ChoiceField(label=_("Language"), choices=BundleLanguage.choices, required=False)
    mobility = forms.ModelChoiceField(
        label=_("With the data of"), queryset=None, required=False, empty_label=_("An invented mobility")
    )

    def __init__(self, *args, mobilities, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mobility"].queryset = mobilities
