"""What ends a stay before its time, and the places of a stay with several."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import StopKind
from mobilities.models import ItineraryStop, Mobility
from mobilities.services.itineraries import misfits
from portal.common.forms import PageForm, PageModelForm
from portal.common.text import day


class InterruptForm(PageForm):
    stop_kind = forms.ChoiceField(
        label=_("What happened"),
        choices=StopKind.choices,
        widget=forms.RadioSelect,
        initial=StopKind.INTERRUPTION,
        help_text=_("Force majeure: what nobody could foresee or prevent. It decides what of the grant stays."),
    )
    stopped_from = forms.DateField(label=_("First day away"), help_text=_("The stay counts until the day before."))

    stop_reason = forms.CharField(
        label=_("Why it ended"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In a sentence, for the final report and for an audit; nothing about anybody's health."),
    )

    def __init__(self, *args: Any, mobilities: Sequence[Mobility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mobilities = mobilities

    def clean_stopped_from(self):
        """Inside each of the stays; of several the one that does not fit is named."""
        first = self.cleaned_data["stopped_from"]
        for stay in self.mobilities:
            if not stay.start < first <= stay.end:
                sentence = _("It must be after the first day, %(start)s, and not after the last, %(end)s.")
                if len(self.mobilities) > 1:
                    sentence = _("%(person)s: it must be after the first day, %(start)s, and not after %(end)s.")
                words = {"person": stay.participant, "start": day(stay.start), "end": day(stay.end)}
                raise ValidationError(sentence, params=words)
        if first > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return first


class StopForm(PageModelForm):
    class Meta:
        model = ItineraryStop
        fields = ["city", "country", "start", "end", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("It ends before it begins."))
        return cleaned


class StopsInOrder(BaseInlineFormSet):
    """In the order of their days, inside the stay, one after the other; one may end on the day the next begins."""

    def clean(self) -> None:
        super().clean()
        forms = {
            id(form.instance): form
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and not form.errors
        }
        for stop, text in misfits([form.instance for form in forms.values()], self.instance):
            forms[id(stop)].add_error("start", text)


StopFormSet = inlineformset_factory(Mobility, ItineraryStop, form=StopForm, formset=StopsInOrder, extra=3, max_num=40)
