from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.common.forms import PageModelForm


class LettersForm(PageModelForm):
    class Meta:
        model = User
        fields = ["wants_reminders", "language"]
        labels = {
            "wants_reminders": _("Write to me before a deadline"),
            "language": _("Language of the letters"),
        }
        help_texts = {
            "wants_reminders": _("Coordinators get a letter 14 days before, 3 days before and on the day itself."),
        }
        widgets = {"language": forms.Select}
