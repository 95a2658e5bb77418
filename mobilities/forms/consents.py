"""Consents as they are recorded and revoked, and the versions of their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.consents import once
from mobilities.enums import ConsentKind, PersonContactRole, PersonKind
from mobilities.models import Consent, ConsentText, Participant
from mobilities.services.consents import Signed, begins_with, state_of
from portal.accounts.models import School
from portal.common.forms import PageForm, PageModelForm
from portal.common.text import day


class TextChoice(forms.ModelChoiceField):
    def label_from_instance(self, text: ConsentText) -> str:
        return _("%(kind)s, version %(number)s, from %(day)s") % {
            "kind": text.get_kind_display(),
            "number": text.number,
            "day": day(text.valid_from),
        }


@dataclass(frozen=True)
class GuardianRow:
    """`names`: guardians that the register knows, offered while one types."""

    person: Participant
    field: forms.BoundField
    age: int | None
    names: list[str]


class ConsentForm(PageForm):
    """The same consent of one person or of many; whose guardian signed is typed beside each who is under 18."""

    kind = forms.ChoiceField(label=_("Consent to"), choices=ConsentKind.choices, widget=forms.RadioSelect)
    given_on = forms.DateField(label=_("Given on"), help_text=_("The day of the signature."))
    text = TextChoice(
        ConsentText.objects.none(), label=_("Version of the text"), required=False,
        empty_label=_("The one in force on that day"),
    )  # fmt: skip

    keeps_guardians = forms.BooleanField(
        label=_("Add whoever signed to the contacts of the person as parent or guardian"), required=False, initial=True
    )

    def __init__(self, *args: Any, school: School, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["text"].queryset = ConsentText.objects.filter(school=school)
        self.fields["given_on"].initial = timezone.localdate()
        for person in people:
            names = guardians_of(person)
            self.fields[f"guardian-{person.pk}"] = forms.CharField(
                label=_("Guardian who signed for %(person)s") % {"person": person},
                max_length=200,
                required=False,
                initial=names[0] if names and person.is_minor_on(timezone.localdate()) else "",
                widget=forms.TextInput(attrs={"list": f"guardians-{person.pk}"} if names else {}),
            )

    def rows(self) -> list[GuardianRow]:
        """Those for whom a guardian signs, or for whom one was typed."""
        today = timezone.localdate()
        rows = (
            GuardianRow(person, self[f"guardian-{person.pk}"], person.age_on(today), guardians_of(person))
            for person in self.people
        )
        return [row for row in rows if may_be_minor(row.person, today) or row.field.value() or row.field.errors]

    def alone(self) -> list[Participant]:
        """Those who sign themselves."""
        asked = {row.person.pk for row in self.rows()}
        return [person for person in self.people if person.pk not in asked]

    def clean_given_on(self) -> date:
        return not_ahead(self.cleaned_data["given_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given_on, text = cleaned.get("given_on"), cleaned.get("text")
        if text and cleaned.get("kind") and text.kind != cleaned["kind"]:
            self.add_error("text", _("This is a text of the other consent."))
        if text and given_on and self.is_too_new(text, given_on):
            sentence = _("This version is in force only from %(day)s.")
            self.add_error("text", ValidationError(sentence, params={"day": day(text.valid_from)}))
        for person in self.people if given_on else []:
            if person.is_minor_on(given_on) and not cleaned.get(f"guardian-{person.pk}"):
                sentence = _("%(person)s was under 18 on that day: name the parent or guardian who signed.")
                self.add_error(f"guardian-{person.pk}", ValidationError(sentence, params={"person": person}))
        return cleaned

    def is_too_new(self, text: ConsentText, given_on: date) -> bool:
        return text.valid_from > given_on

    def signed(self) -> list[Signed]:
        return [Signed(person, self.cleaned_data[f"guardian-{person.pk}"]) for person in self.people]


def may_be_minor(person: Participant, today: date) -> bool:
    """Of a learner without a date of birth nobody knows."""
    is_minor = person.is_minor_on(today)
    return person.kind == PersonKind.LEARNER if is_minor is None else is_minor


def guardians_of(person: Participant) -> list[str]:
    """Named among the contacts, then those who signed before; of rows that are loaded already."""
    contacts = [row.name for row in person.contacts.all() if row.role == PersonContactRole.GUARDIAN]
    signed = [row.giver_name for row in person.consents.all() if row.giver_name]
    return once([*contacts, *signed])


def not_ahead(given: date) -> date:
    if given > timezone.localdate():
        raise ValidationError(_("This day lies ahead."))
    return given


class CorrectForm(ConsentForm):
    """A consent that was typed wrongly; `seen` is what stood in it when the page was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        person, self.consent = consent.person, consent
        super().__init__(*args, school=person.school, people=[person], **kwargs)
        self.fields["text"].queryset = self.fields["text"].queryset.filter(kind=consent.kind)
        self.fields["kind"].disabled = True
        self.initial |= {
            "kind": consent.kind,
            "given_on": consent.given_on,
            "text": consent.text_id,
            f"guardian-{person.pk}": consent.giver_name,
            "seen": state_of(consent),
        }

    def is_too_new(self, text: ConsentText, given_on: date) -> bool:
        return super().is_too_new(text, given_on) and not begins_with(text, self.consent)

    @property
    def guardian(self) -> forms.BoundField:
        return self[f"guardian-{self.people[0].pk}"]


class RevokeForm(PageForm):
    revoked_on = forms.DateField(label=_("Revoked on"))

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent = consent
        self.fields["revoked_on"].initial = timezone.localdate()

    def clean_revoked_on(self) -> date:
        revoked = not_ahead(self.cleaned_data["revoked_on"])
        if revoked < self.consent.given_on:
            raise ValidationError(_("It was given only on %(day)s."), params={"day": day(self.consent.given_on)})
        return revoked


class ConsentTextForm(PageModelForm):
    """`instance` carries the school and the kind."""

    class Meta:
        model = ConsentText
        fields = ["valid_from", "text_lv", "text_en"]
        labels = {
            "valid_from": _("In force from"),
            "text_lv": _("Text in Latvian"),
            "text_en": _("Text in English"),
        }
        help_texts = {
            "text_lv": _("Who uses the data, what for, for how long, and how the consent is taken back."),
            "text_en": _("Guests and their guardians sign it. Without it they are shown the Latvian one."),
        }
        widgets = {"text_lv": forms.Textarea(attrs={"rows": 16}), "text_en": forms.Textarea(attrs={"rows": 16})}
