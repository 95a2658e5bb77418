"""The file of the module, and which of its columns is which."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.fields import CERTIFICATION, FIELDS, ITINERARY, MAIN
from mobilities.beneficiary_module.layout import Column, Layout
from mobilities.beneficiary_module.opening import TEXTS, WORKBOOKS
from mobilities.enums import ModuleFilePurpose, ModuleRows
from mobilities.models import ModuleFile
from portal.common.forms import PageForm
from portal.common.text import number

GROUPS = {MAIN: _("Mobility"), ITINERARY: _("Itinerary"), CERTIFICATION: _("Certification")}
NOT_KEPT = _("%(field)s (not kept in the portal)")


class ModuleUploadForm(PageForm):
    file = forms.FileField(
        label=_("File"),
        max_length=300,
        help_text=_("XLSX or CSV, as the module exported it."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*WORKBOOKS, *TEXTS))}),
    )


def choices() -> list[tuple[Any, Any]]:
    grouped = []
    for group, title in GROUPS.items():
        rows = [(each.name, shown(each)) for each in FIELDS if each.group == group]
        grouped.append((title, rows))
    return [("", _("– left as it is –")), *grouped]


def shown(field) -> object:
    is_kept = field.is_kept or field.group == ITINERARY or field.name == "status"
    return field.label if is_kept else NOT_KEPT % {"field": field.label}


class MatchForm(PageForm):
    """A choice for each column but those of special categories. `version` holds off a page that is no longer true."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, row: ModuleFile) -> None:
        super().__init__(data, initial={"version": row.version, "which": row.which})
        self.row, self.layout = row, Layout.from_json(row.layout)
        offered = choices()
        for column in self.columns():
            self.fields[name_of(column)] = forms.ChoiceField(
                label=column.title, required=False, choices=offered, initial=row.mapping.get(column.key, "")
            )
        self.fields["main_word"] = forms.CharField(
            label=_("What “Data type” says of a mobility"),
            required=False,
            max_length=100,
            initial=row.layout.get("main_word", ""),
            help_text=_("Only if the module calls it otherwise than the preview shows."),
        )
        self.fields["which"] = forms.ChoiceField(
            label=_("Which rows go into the file"), choices=ModuleRows.choices, widget=forms.RadioSelect
        )
        if row.purpose == ModuleFilePurpose.COMPARE:
            self.fields["which"].required = False

    def tell_counts(self, counts: Mapping[str, int]) -> None:
        """How many rows each choice would bring; each includes those before it."""
        totals = dict(zip(counts, accumulate(counts.values()), strict=True))
        self.fields["which"].choices = [
            (value, f"{label} ({number(totals[value])})") for value, label in ModuleRows.choices
        ]

    def columns(self) -> list[Column]:
        return [column for column in self.layout.columns if not column.is_special]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for column in self.columns():
            field = cleaned.get(name_of(column))
            if field and field in taken and not field.startswith("certification"):
                text = _("“%(column)s” is chosen for this already.") % {"column": taken[field]}
                self.add_error(name_of(column), text)
            elif field:
                taken[field] = column.title
        return cleaned

    def mapping(self) -> dict[str, str]:
        return {column.key: self.cleaned_data.get(name_of(column), "") for column in self.columns()}


def name_of(column: Column) -> str:
    return f"column_{column.place}"
