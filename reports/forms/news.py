"""The words of a news text: two titles, and every sentence in two languages."""

import re
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.common.filters import ListFilterForm
from portal.common.forms import PageModelForm
from portal.common.text import inner_quotes
from reports.models import NewsSentence, NewsText
from reports.news.withheld import judged


class NewsFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Title or what it is about"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ("", _("All states")), ("approved", pgettext_lazy("news text", "Approved")),
            ("withheld", pgettext_lazy("news text", "Withheld")), ("draft", _("Being written")),
        ],
    )  # fmt: skip
    looked_in = ("title_lv", "title_en", "conference__title", "project__title", "project__code")

    def narrow(self, rows):
        rows, state = super().narrow(rows), self.cleaned_data.get("state")
        if state in ("", None):
            return rows
        if state == "draft":
            return rows.filter(approved_at=None)
        approved = rows.filter(approved_at__isnull=False)
        withheld = [text.pk for text in judged(approved) if text.withheld]
        return approved.filter(pk__in=withheld) if state == "withheld" else approved.exclude(pk__in=withheld)


class SharedWordsForm(PageModelForm):
    """Words that several people write at the same time. Every field comes with what the page showed (`before`): what
    somebody else wrote meanwhile stays where nothing was typed here; where both wrote, the writer reads the other's
    words and decides by saving again.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def before(self) -> list[str]:
        return [self[name].as_hidden(only_initial=True) for name in self.fields]

    def clean(self):
        cleaned, changed = super().clean(), self.changed_data
        for name in self.fields:
            shown, now = self.data.get(self[name].html_initial_name), self.initial.get(name) or ""
            if shown is None or plain(shown) == plain(now):
                continue
            self.data = self.data.copy()
            self.data[self[name].html_initial_name] = now
            if name not in changed:
                self.data[self[name].html_name] = cleaned[name] = now
            elif plain(cleaned.get(name, "")) != plain(now):
                self.add_error(
                    name,
                    gettext("Somebody else wrote here meanwhile: “%(words)s”. Save again to keep what you wrote.")
                    % {"words": inner_quotes(now)},
                )
        return cleaned


def plain(words: str) -> str:
    """As it is compared: browsers end lines in their own way."""
    return words.replace("\r\n", "\n").strip()


class NewsForm(SharedWordsForm):
    class Meta:
        model = NewsText
        fields = ["title_lv", "title_en"]


class SentenceForm(SharedWordsForm):
    class Meta:
        model = NewsSentence
        fields = ["body_lv", "body_en"]
        widgets = {
            "body_lv": forms.Textarea(attrs={"rows": 3, "lang": "lv"}),
            "body_en": forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        }
        labels = {"body_lv": _("In Latvian"), "body_en": _("In English")}


SENTENCE = re.compile(r"s-(\d+)-body_lv")


def sentence_forms(text: NewsText, data: QueryDict | None) -> list[SentenceForm]:
    """One for every sentence of the text; bound where the page that was sent had it."""
    sent = data or {}
    return [
        SentenceForm(data if f"s-{row.pk}-body_lv" in sent else None, instance=row, prefix=f"s-{row.pk}")
        for row in text.sentences.all()
    ]


def written_in_vain(rows: Sequence[SentenceForm], data: QueryDict) -> list[str]:
    """What was typed into sentences that somebody else left out meanwhile."""
    kept = {str(row.instance.pk) for row in rows}
    gone = [found[1] for name in data if (found := SENTENCE.fullmatch(name)) and found[1] not in kept]
    fields = [f"s-{key}-{field}" for key in gone for field in SentenceForm.Meta.fields]
    return [
        data[name] for name in fields if plain(data.get(name, "")) != plain(data.get(f"initial-{name}", ""))
    ]  # fmt: skip
