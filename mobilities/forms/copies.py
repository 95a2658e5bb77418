"""Many signed copies at once: the files, then whose each is and which paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.paper_table import Column, PersonRow
from portal.common.forms import PageForm
from portal.common.text import day


class CopyForm(PageForm):
    """One file that waits; `token` says which. Without a person it is left out."""

    token = forms.CharField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Whose"), required=False)
    paper = forms.ChoiceField(label=_("Paper"), required=False)

    def __init__(self, *args: Any, rows: list[PersonRow], columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.key: row for row in rows if row.papers}
        names = [(key, f"{row.name}, {day(row.mobility.start)}") for key, row in self.rows.items()]
        self.fields["person"].choices = [("", _("Leave out")), *names]
        self.fields["paper"].choices = [("", "–"), *((column.key, column.label) for column in columns)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        row = self.rows.get(cleaned.get("person", ""))
        if row and not self.errors:
            cleaned["line"] = row.papers.get(cleaned["paper"])
            if not cleaned["paper"]:
                self.add_error("paper", _("Choose the paper, or leave the file out."))
            elif cleaned["line"] is None:
                self.add_error("paper", _("This paper is not asked of this person. Choose another one."))
        return cleaned
