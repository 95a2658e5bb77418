"""The words of a news text: two titles, and every sentence in two languages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.filters import ListFilterForm
from portal.common.forms import PageModelForm, VersionedModelForm
from reports.models import NewsSentence, NewsText


class NewsFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Title or what it is about"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ("", _("All states")), ("approved", pgettext_lazy("news text", "Approved")), ("draft", _("Being written")),
        ],
    )  # fmt: skip
    looked_in = ("title_lv", "title_en", "conference__title", "project__title", "project__code")

    def narrow(self, rows):
        rows, state = super().narrow(rows), self.cleaned_data.get("state")
        return rows.filter(approved_at__isnull=state == "draft") if state else rows


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
