"""A document of a host: what it is called, how long it holds, and its file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mobilities.models import HostDocument
from portal.common import uploads
from portal.common.forms import PageModelForm
from portal.common.refused import Refused


class HostDocumentForm(PageModelForm):
    """`accepted` is the file sent along, judged and made harmless; None without one. `instance` carries the host."""

    upload = forms.FileField(label=_("File"), help_text=_("A PDF, DOCX or XLSX file, or a photo of the paper."))

    class Meta:
        model = HostDocument
        fields = ["title", "valid_until"]
        labels = {"title": _("Title"), "valid_until": _("Valid until")}
        help_texts = {"valid_until": _("Leave it empty for what does not expire.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted: uploads.Accepted | None = None
        if self.instance.pk:
            self.fields["upload"].required = False
            self.fields["upload"].help_text = _("A new file takes the place of the old one.")

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if file:
            try:
                self.accepted = uploads.receive(file, self.instance.host.school)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from None
        return file
