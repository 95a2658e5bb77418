"""Field by field, which of several rows of one person is right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mobilities.forms.participants import ParticipantForm
from mobilities.models import Participant
from mobilities.services.merging import CHOSEN
from portal.common.countries import country_name
from portal.common.folding import fold
from portal.common.forms import PageForm
from portal.common.text import day

FLAGS = ("fewer_opportunities", "is_active")


class MergeForm(PageForm):
    """`people` from the newest to the oldest; a field in which they agree is not asked."""

    versions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["versions"].initial = ",".join(f"{person.pk}:{person.version}" for person in people)
        for name in CHOSEN:
            if len({getattr(person, name) for person in people}) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=ParticipantForm.base_fields[name].label,
                    choices=[(str(person.pk), shown(person, name)) for person in people],
                    widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                    initial=str(self.proposed(name).pk),
                )

    def proposed(self, name: str) -> Participant:
        """The oldest one in which something stands, unless another writes the same better."""
        *others, found = self.people
        for person in reversed(others):
            if is_better(getattr(person, name), getattr(found, name)):
                found = person
        return found

    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in CHOSEN if name in self.fields]

    def table(self) -> list[tuple[forms.BoundField, list[tuple[Any, Participant]]]]:
        """Each field that is asked, with a radio button under each person."""
        return [(field, list(zip(field, self.people, strict=True))) for field in self.asked()]

    def agreed(self) -> list[dict[str, str]]:
        """What they have in common."""
        rows = [(name, shown(self.people[0], name)) for name in CHOSEN if name not in self.fields]
        return [
            {"label": ParticipantForm.base_fields[name].label, "value": value} for name, value in rows if value != "–"
        ]

    def clean_versions(self) -> dict[int, int]:
        try:
            pairs = [each.split(":") for each in self.cleaned_data["versions"].split(",")]
            return {int(key): int(version) for key, version in pairs}
        except ValueError:
            return {}

    def chosen(self) -> dict[str, Any]:
        by_key = {str(person.pk): person for person in self.people}
        return {name: getattr(by_key.get(self.cleaned_data.get(name), self.people[0]), name) for name in CHOSEN}


def is_better(value: Any, known: Any) -> bool:
    """Something instead of nothing; the same with its diacritics or not all in capitals; the same and more."""
    if not known or not value or not isinstance(value, str):
        return bool(value) and not known
    if fold(value) == fold(known):
        return (marks(value), not value.isupper()) > (marks(known), not known.isupper())
    return fold(known) in fold(value)


def marks(text: str) -> int:
    """How many letters have a diacritic."""
    return sum(fold(letter) != letter.lower() for letter in text)


def shown(person: Participant, name: str) -> str:
    value = getattr(person, name)
    if name in FLAGS:
        return _("Yes") if value else _("No")
    if name == "kind":
        return str(person.get_kind_display())
    if name == "birth_date" and value:
        return day(value)
    if name == "gender" and value:
        return str(person.get_gender_display())
    if name == "nationality" and value:
        return country_name(value)
    return str(value) if value else "–"
