"""The words of a news text: two titles, and every sentence in two languages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import PageModelForm, VersionedModelForm
from reports.models import NewsSentence, NewsText


class NewsForm(VersionedModelForm):
    class Meta:
        model = NewsText
        fields = ["title_lv", "title_en"]


class SentenceForm(PageModelForm):
    class Meta:
        model = NewsSentence
        fields = ["body_lv", "body_en"]
        widgets = {
            "body_lv": forms.Textarea(attrs={"rows": 3, "lang": "lv"}),
            "body_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }
        labels = {"body_lv": _("In Latvian"), "body_en": _("In English")}


SentenceFormSet = forms.modelformset_factory(NewsSentence, form=SentenceForm, extra=0)
