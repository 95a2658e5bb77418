"""Choosing entries of the journal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School, User
from portal.audit.models import EntryQuerySet, Verb
from portal.common.forms import PageForm


class EntryFilter(PageForm):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"), required=False, empty_label=_("Everybody"))
    verb = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("Everything")), *Verb.choices])
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)

    def __init__(self, *args, school: School, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__school=school)
        self.fields["user"].queryset = members.order_by("last_name", "first_name")

    def choose(self, entries: EntryQuerySet) -> EntryQuerySet:
        """The entries that fit; fields that were filled wrongly choose nothing away."""
        self.is_valid()
        lookups = {
            "q": "label__has",
            "user": "user",
            "verb": "verb",
            "first": "at__date__gte",
            "last": "at__date__lte",
        }
        chosen = {lookup: self.cleaned_data.get(name) for name, lookup in lookups.items()}
        return entries.filter(**{lookup: value for lookup, value in chosen.items() if value})
