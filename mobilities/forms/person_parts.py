"""Languages and contacts of a person, as rows of the form."""

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from mobilities.enums import LanguageLevel
from mobilities.models import Participant, PersonContact, PersonLanguage
from portal.common.forms import PageFormMixin
from portal.common.languages import language_choices, language_name

MOST_ROWS = 20
EMPTY_ROWS = 2


class LanguageForm(PageFormMixin, forms.ModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *LanguageLevel.choices])

    class Meta:
        model = PersonLanguage
        fields = ["language", "level"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code, field = self.instance.language, self.fields["language"]
        if code and code not in dict(field.choices):
            field.choices = [*field.choices, (code, code)]


class LanguagesOfPerson(BaseInlineFormSet):
    def clean(self) -> None:
        """Each language once; said at the row that repeats it."""
        seen = set()
        for row in self.forms:
            code = row.cleaned_data.get("language") if hasattr(row, "cleaned_data") else ""
            if not code or row.cleaned_data.get("DELETE"):
                continue
            if code in seen:
                sentence = _("%(language)s stands in another row already.")
                row.add_error("language", sentence % {"language": language_name(code)})
            seen.add(code)

    def validate_unique(self) -> None:
        """`clean` does it, in our words."""


class PersonContactForm(PageFormMixin, forms.ModelForm):
    class Meta:
        model = PersonContact
        fields = ["role", "name", "relation", "phone", "email"]
        labels = {
            "role": _("Role"),
            "name": _("First and last name"),
            "relation": _("Relation"),
            "phone": _("Phone"),
            "email": _("E-mail"),
        }
        help_texts = {"relation": _("For example mother, grandfather, foster parent.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "relation", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def has_changed(self) -> bool:
        """A new row in which only the role was chosen is an empty one; an offered one counts without being touched."""
        if self.instance.pk or not self.is_bound:
            return super().has_changed()
        names = set(self.fields) - {"role", "id", "person", "DELETE"}
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)


LanguageFormSet = inlineformset_factory(
    Participant, PersonLanguage, form=LanguageForm, formset=LanguagesOfPerson, extra=EMPTY_ROWS, max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 10, validate_max=True,
)  # fmt: skip
ContactsFormSet = inlineformset_factory(
    Participant, PersonContact, form=PersonContactForm, extra=EMPTY_ROWS, max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 10, validate_max=True,
)  # fmt: skip
