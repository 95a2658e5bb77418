"""The file, how it is written, and which column is which."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import PageForm
from portal.imports import detection, reading
from portal.imports.columns import Column, from_json
from portal.imports.enums import Encoding, Outcome, Separator
from portal.imports.models import Import

LAST_HEADER_ROW = 1_000


class UploadForm(PageForm):
    file = forms.FileField(
        label=_("File"),
        max_length=300,
        help_text=_("CSV, CSV.GZ, TXT or XLSX. Encoding, separator and columns are found out by themselves."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*reading.EXTENSIONS, ".gz"))}),
    )


class LayoutForm(PageForm):
    """How the file is written; a workbook has only its header row."""

    encoding = forms.ChoiceField(label=_("Letters are written as"), choices=Encoding.choices)
    separator = forms.ChoiceField(label=_("Cells are separated by"), choices=Separator.choices)
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"), min_value=1, max_value=LAST_HEADER_ROW
    )

    def __init__(self, data=None, *, kept: Import) -> None:
        initial = {"encoding": kept.encoding, "separator": kept.separator, "header_row": kept.header_row}
        super().__init__(data, initial=initial)
        self.kept = kept
        if not kept.encoding:
            del self.fields["encoding"], self.fields["separator"]

    def clean_encoding(self) -> str:
        chosen = self.cleaned_data["encoding"]
        if chosen != Encoding.UTF8 and chosen != self.kept.encoding:
            with self.kept.file.open("rb") as file:
                if detection.encoding_of(file) == Encoding.UTF8 and has_accents(file):
                    raise forms.ValidationError(
                        _("This file is in UTF-8; in another encoding its letters turn wrong.")
                    )
        return chosen


def has_accents(file) -> bool:
    file.seek(0)
    with reading.plain(file) as content:
        return any(not line.isascii() for line in content)


class MappingForm(PageForm):
    """One choice per field of the importer. `version` holds off a page that is no longer true."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, kept: Import) -> None:
        super().__init__(data, initial={"version": kept.version})
        self.kept = kept
        found = from_json(kept.columns)
        for field in kept.importer.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                required=field.required,
                help_text=field.help,
                choices=[("", _("– not in this file –")), *choices(found, many=field.many)],
                initial=kept.mapping.get(field.name, ""),
                error_messages={"required": _("Choose the column; without it no row can be taken.")},
            )

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for field in self.kept.importer.fields:
            key = cleaned.get(field.name)
            if not key:
                continue
            if key in taken:
                self.add_error(field.name, _("This column is already chosen above."))
            taken[key] = field.name
        return cleaned

    def mapping(self) -> dict[str, str]:
        return {
            field.name: self.cleaned_data[field.name]
            for field in self.kept.importer.fields
            if self.cleaned_data.get(field.name)
        }


def choices(found: Sequence[Column], *, many: bool) -> list[tuple[str, str]]:
    """A family of several columns is only for fields that take many."""
    return [(each.key, each.title) for each in found if many or len(each.places) == 1]


class RowFilterForm(forms.Form):
    show = forms.ChoiceField(required=False, choices=[("", ""), *Outcome.choices, ("remarks", "")])
