"""The public summary in four parts and two languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import VersionedModelForm
from projects.models import SUMMARY_LENGTH, Project

PARTS = {
    "background": (_("Background"), _("Why the project was needed and what was planned.")),
    "objectives": (_("Objectives"), _("What the project wanted to reach.")),
    "implementation": (_("Implementation"), _("What was done, where and by whom.")),
    "results": (_("Results"), _("What came out of it and what stays.")),
}
LANGUAGES = {"lv": _("in Latvian"), "en": _("in English")}


class PartField(forms.CharField):
    """Counts as the page counts: a line break is one character, whatever the browser sends."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"required": False, "max_length": SUMMARY_LENGTH})
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs |= {"rows": 9, "data-count": str(SUMMARY_LENGTH)}

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class SummaryForm(VersionedModelForm):
    class Meta:
        model = Project
        fields = [f"{part}_{language}" for part in PARTS for language in LANGUAGES]
        field_classes = dict.fromkeys(fields, PartField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, (title, _help) in PARTS.items():
            for language, words in LANGUAGES.items():
                field = self.fields[f"{part}_{language}"]
                field.label = f"{title} {words}"
                field.widget.attrs["lang"] = language

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "help": said, "fields": [self[f"{part}_{language}"] for language in LANGUAGES]}
            for part, (title, said) in PARTS.items()
        ]
