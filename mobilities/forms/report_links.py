"""A personal link as it is made: until when it works, and to whom it is sent."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.services.report_links import MOST_DAYS
from portal.common.forms import PageForm


class ReportLinkForm(PageForm):
    until = forms.DateField(
        label=_("Works until"),
        help_text=_("That day included."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Leave it empty to pass the link on yourself.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Choose a day from today to a year from now."))
        return until
