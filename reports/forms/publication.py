"""The address of a public page and what stands at its top."""

from django import forms

from portal.common.forms import VersionedModelForm
from reports.models import PublicationPage


class PublicationForm(VersionedModelForm):
    class Meta:
        model = PublicationPage
        fields = ["slug", "introduction_lv", "introduction_en"]
        widgets = {
            "introduction_lv": forms.Textarea(attrs={"rows": 5, "lang": "lv"}),
            "introduction_en": forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        }
