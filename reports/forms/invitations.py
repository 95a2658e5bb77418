"""Whom a conference invites, in which words."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mobilities.models import Conference
from portal.common.forms import VersionedModelForm
from reports.invitations import GROUPS, guests_of

MOST_TYPED = 200


class InvitationForm(VersionedModelForm):
    groups = forms.MultipleChoiceField(label=gettext_lazy("Whom"), required=False, widget=forms.CheckboxSelectMultiple)
    emails = forms.CharField(
        label=gettext_lazy("Others by e-mail"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Addresses with commas or lines between."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Conference
        fields = ["invitation"]
        widgets = {"invitation": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [(key, self.counted(key, label)) for key, label in GROUPS]
        self.order_fields(["invitation", "language", "groups", "emails"])

    def counted(self, key: str, label: str) -> str:
        guests = guests_of(self.instance, key)
        number = len(guests.found)
        words = ngettext("%(count)d address", "%(count)d addresses", number) % {"count": number}
        if guests.without:
            words += _(", %(count)d without an e-mail") % {"count": guests.without}
        return f"{label} ({words})"

    def clean_emails(self) -> list[str]:
        found = [part for part in re.split(r"[,;\s]+", self.cleaned_data["emails"]) if part]
        if len(found) > MOST_TYPED:
            raise forms.ValidationError(_("At most %(most)s addresses at once."), params={"most": MOST_TYPED})
        for email in found:
            try:
                validate_email(email)
            except ValidationError:
                sentence = _("“%(email)s” is not an e-mail address.")
                raise forms.ValidationError(sentence, params={"email": email[:100]}) from None
        return found

    def check_somebody(self) -> bool:
        if not self.cleaned_data["groups"] and not self.cleaned_data["emails"]:
            self.add_error("groups", _("Choose whom to invite, or write an address."))
        return not self.errors
