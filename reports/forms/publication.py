"""The address of a public page and what stands at its top."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import VersionedModelForm
from reports.models import PublicationPage


class PublicationForm(VersionedModelForm):
    class Meta:
        model = PublicationPage
        fields = ["slug", "introduction_lv", "introduction_en"]
        error_messages = {
            "slug": {"invalid": _("Latin letters without diacritics, digits and hyphens only, without spaces.")}
        }
        widgets = {
            "introduction_lv": forms.Textarea(attrs={"rows": 5, "lang": "lv"}),
            "introduction_en": forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        }
