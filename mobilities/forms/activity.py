"""What the activity of a project is narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit.history import kind_of
from portal.audit.models import Entry
from portal.common.ordering import Latvian


class ActivityFilterForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Who"), required=False, queryset=None, empty_label=_("Everybody"))
    kind = forms.ChoiceField(label=_("What about"), required=False)

    def __init__(self, *args: Any, entries, **kwargs: Any) -> None:
        """`entries` of the project decide who and what can be chosen."""
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=entries.order_by().values("user"))
        self.fields["user"].queryset = people.order_by(Latvian("last_name"), Latvian("first_name"))
        kinds = entries.order_by().values_list("object_type", flat=True).distinct()
        named = sorted((kind_of(Entry(object_type=kind)), kind) for kind in kinds)
        self.fields["kind"].choices = [("", _("Everything")), *((kind, name) for name, kind in named)]

    def narrow(self, entries):
        self.is_valid()
        if person := self.cleaned_data.get("user"):
            entries = entries.filter(user=person)
        if kind := self.cleaned_data.get("kind"):
            entries = entries.filter(object_type=kind)
        return entries
