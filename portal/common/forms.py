"""Form bases: laid out by crispy, safe against hostile text and against overwriting unseen."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from portal.common.countries import sort_key
from portal.common.text import active_language, day, moment


class DateInput(forms.DateInput):
    """The browser's own date field, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


# One separator, not before exactly three digits; or thousands parted by the one and cents by the other.
AMOUNTS = (
    r"[+-]?\d+([.,](?!\d{3}$)\d+)?",
    r"[+-]?\d{1,3}(,\d{3})+\.\d+",
    r"[+-]?\d{1,3}(\.\d{3})+,\d+",
)


class EuroField(forms.DecimalField):
    """An amount as people type it: 95 430,00 or 95430.5 or 95,430.00.

    Where both separators stand, the last one is the decimal one and the other parts thousands. One of them alone is
    decimal, except before exactly three digits: 9,200 can be read in two ways and is refused.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_digits": 12, "decimal_places": 2, "min_value": 0} | kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = "".join(str(value).split()).replace("€", "").replace("\u00a0", "")
        if not any(re.fullmatch(pattern, text, re.ASCII) for pattern in AMOUNTS):
            raise ValidationError(
                _("“%(value)s” is not an amount of money. Write, for example, 95 430,00."),
                params={"value": value},
            )
        text = text.replace(",", ".")
        return Decimal(text.replace(".", "", text.count(".") - 1))

    def prepare_value(self, value):
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows; a key that no database can hold is refused like any other that is not offered."""

    LONGEST_KEY = 18

    def _check_values(self, value):
        for key in value:
            if len(str(key)) > self.LONGEST_KEY:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": key})
        return super()._check_values(value)


def said(field: forms.Field, value: Any) -> str:
    """A cleaned or kept value as people read it; empty where there is none."""
    if isinstance(field, forms.ModelChoiceField):
        rows = value.all() if hasattr(value, "all") else [value] if value else []
        return "; ".join(sorted((str(field.label_from_instance(row)) for row in rows), key=sort_key))
    if isinstance(field, forms.ChoiceField):
        names = {str(key): str(label) for key, label in flatten_choices(field.choices)}
        value = field.prepare_value(value)
        values = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(each), str(each)) for each in values if each not in (None, ""))
    return said_plainly(field.prepare_value(value))


def said_plainly(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(_("Yes") if value else _("No"))
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case time():
            return f"{value:%H:%M}"
        case Decimal():
            text = f"{value.normalize():f}"
            return text.replace(".", ",") if active_language() == "lv" else text
    return str(value).replace("\r\n", "\n").strip()


# What Django says in the words of a programmer, said in ours. Error code > sentence.
SENTENCES = {
    "required": _("Fill this in."),
    "invalid_choice": _("Choose one of those offered."),
    "min_value": _("It must be at least %(limit_value)s; %(show_value)s is less."),
    "max_value": _("It can be at most %(limit_value)s; %(show_value)s is more."),
    "max_digits": _("The number is too long."),
    "max_whole_digits": _("The number is too large."),
    "max_decimal_places": _("At most %(max)s digits may stand after the comma."),
    "max_length": _("At most %(limit_value)s characters; now there are %(show_value)s."),
    "null_characters_not_allowed": _("There is a character in it that cannot be kept."),
}
INVALID = {
    forms.URLField: _("Write an address such as www.school.lv."),
    forms.EmailField: _("Write an e-mail address such as anna@school.lv."),
    forms.DateField: _("Write a date such as 31.05.2022."),
    forms.IntegerField: _("Write a whole number."),
    forms.DecimalField: _("Write a number."),
}


def speak_plainly(field: forms.Field) -> None:
    """Our sentences, except where a field brings its own."""
    stock = {}
    for base in reversed(type(field).__mro__):
        stock |= vars(base).get("default_error_messages", {})
    ours = SENTENCES | ({"invalid": INVALID[type(field)]} if type(field) in INVALID else {})
    for key, sentence in ours.items():
        if field.error_messages.get(key) in (None, stock.get(key)):
            field.error_messages[key] = sentence


class PageFormMixin:
    """Crispy without its own form tag; native date fields; errors in plain words.

    A row of a formset that may stay empty marks none of its fields as required; once something stands in it, it asks
    for them all the same.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DateInput(attrs=field.widget.attrs)
                field.input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."]
        self.asked_if_filled = [field for field in self.fields.values() if self.empty_permitted and field.required]
        self.mark_required(False)

    def mark_required(self, is_required: bool) -> None:
        for field in self.asked_if_filled:
            field.required = is_required

    def full_clean(self) -> None:
        for field in self.fields.values():  # those added after the form was made as well
            speak_plainly(field)
        self.mark_required(True)
        try:
            super().full_clean()
        finally:
            self.mark_required(False)


MORE_ROWS = 2


def with_more_rows(data: QueryDict) -> QueryDict:
    """What was typed, with room for more in the formset that the pressed button of components/more_rows.html names."""
    name = f"{data.get('more', '')}-TOTAL_FORMS"
    total = data.get(name, "")
    if not (total.isascii() and total.isdigit() and len(total) < 5):
        return data
    more = data.copy()
    more[name] = str(int(total) + MORE_ROWS)
    return more


def leave_unjudged(*typed: forms.BaseForm | forms.BaseFormSet) -> None:
    """Bound forms that nobody has asked to be saved yet: they show what was typed and complain of nothing."""
    for each in typed:
        if isinstance(each, forms.BaseFormSet):
            each._errors, each._non_form_errors = [], each.error_class()
            leave_unjudged(*each.forms)
        else:
            each._errors, each.cleaned_data = ErrorDict(), {}


class PageForm(PageFormMixin, forms.Form):
    pass


class PageModelForm(PageFormMixin, forms.ModelForm):
    pass


class VersionedModelForm(PageModelForm):
    """Refuses to overwrite a row that somebody saved meanwhile; `stale` then holds their values.

    What was typed stays in the form. Saved a second time, it wins knowingly.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.stale: list[tuple[str, str, str]] = []

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.is_stale(cleaned.get("version")):
            self.stale = list(self.differences())
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.current_version)
            self.add_error(
                None,
                _(
                    "Somebody else saved this page while you were writing. Nothing of yours is lost: "
                    "compare below and save again to keep your version."
                ),
            )
        return cleaned

    def is_stale(self, version: int | None) -> bool:
        manager = type(self.instance)._base_manager
        self.current_version = manager.filter(pk=self.instance.pk).values_list("version", flat=True).first()
        return version != self.current_version

    def differences(self):
        """(label, what is kept now, what was typed here) of every field that reads otherwise."""
        for name, kept in self.kept_now().items():
            if name in self.cleaned_data:
                theirs, ours = (said(self.fields[name], value) for value in (kept, self.cleaned_data[name]))
                if theirs != ours:
                    yield self.fields[name].label, theirs, ours

    def kept_now(self) -> dict[str, Any]:
        """Field > its value as somebody else saved it."""
        theirs = type(self.instance)._base_manager.get(pk=self.instance.pk)
        return {name: getattr(theirs, name) for name in self._meta.fields or [] if name in self.fields}

    def save(self, commit: bool = True):
        self.instance.version = (self.instance.version or 0) + 1
        return super().save(commit)
