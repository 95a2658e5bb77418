"""Where experience was shown to others."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import SharingKind
from mobilities.models import Mobility, Sharing
from portal.common.filters import ListFilterForm
from portal.common.forms import VersionedModelForm
from portal.common.school_year import SchoolYear


class SharingFilterForm(ListFilterForm):
    q = forms.CharField(label=_("What was shown"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("All")), *SharingKind.choices])
    looked_in, exact = ("title",), ("kind",)


class SharingForm(VersionedModelForm):
    class Meta:
        model = Sharing
        fields = ["kind", "date", "title", "audience", "mobilities"]

    def narrow(self, year: SchoolYear) -> None:
        """Those of the school year, and what is shown already."""
        rows = Mobility.objects.filter(school=self.instance.school_id).standing().with_names()
        chosen = [key for key in self["mobilities"].value() or [] if str(getattr(key, "pk", key)).isdecimal()]
        self.fields["mobilities"].queryset = (rows.in_school_year(year) | rows.filter(pk__in=chosen)).distinct()
        self.fields["mobilities"].widget.attrs["data-search"] = ""

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date > timezone.localdate():
            self.add_error("date", _("This is written down when it has happened."))
        return date
