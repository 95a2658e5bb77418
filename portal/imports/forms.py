"""The file, how it is written, and which column is which."""

from collections.abc import Collection, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.filters import ListFilterForm
from portal.common.forms import PageForm
from portal.common.refused import Refused
from portal.imports import detection, reading, workbooks
from portal.imports.columns import Column, from_json
from portal.imports.enums import Encoding, ImportState, Outcome, Separator
from portal.imports.models import Import, SavedMapping
from portal.imports.registry import IMPORTERS
from portal.imports.services import uploads

SHEET_LENGTH = Import._meta.get_field("sheet").max_length
NAME_LENGTH = SavedMapping._meta.get_field("name").max_length
LAST_HEADER_ROW = 1_000
OTHER = "other"


class UploadForm(PageForm):
    file = forms.FileField(
        label=_("File"),
        max_length=300,
        help_text=_("CSV, CSV.GZ, TXT or XLSX. Encoding, separator and columns are recognised automatically."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*reading.EXTENSIONS, ".gz"))}),
    )


class LayoutForm(PageForm):
    """How the file is written; a workbook has only its sheet, where there are several, and its header row."""

    sheet = forms.ChoiceField(label=_("Sheet that is read"))
    encoding = forms.ChoiceField(label=_("Letters are written as"), choices=Encoding.choices)
    separator = forms.ChoiceField(
        label=_("Cells are separated by"), choices=[*Separator.choices, (OTHER, _("another character"))]
    )
    other_separator = forms.CharField(
        label=_("Another character, such as ^"), required=False, max_length=1, strip=False
    )
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"), min_value=1, max_value=LAST_HEADER_ROW
    )

    def __init__(self, data=None, *, kept: Import) -> None:
        initial = {name: getattr(kept, name) for name in ("encoding", "separator", "header_row", "sheet")}
        if kept.separator and kept.separator not in Separator.values:
            initial |= {"separator": OTHER, "other_separator": kept.separator}
        super().__init__(data, initial=initial)
        self.kept = kept
        if kept.encoding:
            del self.fields["sheet"]
            return
        del self.fields["encoding"], self.fields["separator"], self.fields["other_separator"]
        self.fields["sheet"].choices = [(name, name) for name in sheets_of(kept)]
        if len(self.fields["sheet"].choices) < 2:
            del self.fields["sheet"]

    def clean_encoding(self) -> str:
        chosen = self.cleaned_data["encoding"]
        if chosen != Encoding.UTF8 and chosen != self.kept.encoding:
            with self.kept.file.open("rb") as file:
                if detection.encoding_of(file) == Encoding.UTF8 and has_accents(file):
                    raise forms.ValidationError(
                        _("This file is in UTF-8; in another encoding its letters would be wrong.")
                    )
        return chosen

    def clean_other_separator(self) -> str:
        typed = self.cleaned_data["other_separator"]
        if typed == '"' or typed.isalnum() or (typed and not typed.isprintable()):
            raise forms.ValidationError(
                _("Letters, digits and quotation marks stand inside the cells. Type the character between them.")
            )
        return typed

    def clean(self):
        """What is typed counts where the list says so, and where it is new."""
        cleaned = super().clean()
        typed, chosen = cleaned.get("other_separator"), cleaned.get("separator")
        if chosen == OTHER and typed == "":
            self.add_error("other_separator", _("Type the character that stands between the cells."))
        elif typed and (chosen == OTHER or "other_separator" in self.changed_data):
            cleaned["separator"] = typed
        return cleaned


def sheets_of(kept: Import) -> list[str]:
    """None where the file cannot be read; the page says so."""
    try:
        with kept.file.open("rb") as file:
            names = workbooks.sheet_names(file, kept.name)
    except (Refused, OSError):
        return []
    return [name for name in names if len(name) <= SHEET_LENGTH]


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
                error_messages={"required": _("Choose a column for this. Without it nothing can be imported.")},
            )
        self.fields["mapping_name"] = forms.CharField(
            label=_("Name of this mapping"),
            required=False,
            max_length=NAME_LENGTH,
            help_text=_("Optional. The next file with the same columns is mapped in the same way."),
            initial=getattr(uploads.saved_mapping(kept), "name", ""),
        )

    def split(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """The fields that have a column, an error, or are still needed; and those that the file has nothing for."""
        missing = {name for need in self.kept.importer.missing(self.kept.mapping) for way in need for name in way}
        shown, folded = [], []
        for field in (self[each.name] for each in self.kept.importer.fields):
            is_shown = field.value() or field.errors or field.field.required or field.name in missing
            (shown if is_shown else folded).append(field)
        return shown, folded

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
        self.refuse_missing(taken.values())
        return cleaned

    def refuse_missing(self, chosen: Collection[str]) -> None:
        """Said at the first field of each choice; a required one has its own sentence."""
        importer = self.kept.importer
        for need in importer.missing(set(chosen)):
            if (name := need[0][0]) not in self.errors:
                text = _("Choose a column for: %(names)s. Without it nothing can be imported.")
                self.add_error(name, text % {"names": importer.in_words(need)})

    def mapping(self) -> dict[str, str]:
        return {
            field.name: self.cleaned_data[field.name]
            for field in self.kept.importer.fields
            if self.cleaned_data.get(field.name)
        }


def choices(found: Sequence[Column], *, many: bool) -> list[tuple[str, str]]:
    """A family of several columns is only for fields that take many."""
    return [(each.key, each.title) for each in found if many or len(each.places) == 1]


class ImportFilterForm(ListFilterForm):
    q = forms.CharField(label=_("File or who uploaded it"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=lambda: [("", _("All kinds")), *((kind, each.title) for kind, each in IMPORTERS.items())],
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ImportState.choices])
    looked_in, exact = ("name", "user__first_name", "user__last_name"), ("kind", "state")


class RowFilterForm(forms.Form):
    show = forms.ChoiceField(required=False, choices=[("", ""), *Outcome.choices, ("remarks", ""), ("repeats", "")])
