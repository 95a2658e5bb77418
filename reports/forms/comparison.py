"""What is compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.models import Qualification
from portal.common.forms import PageFormMixin
from portal.common.school_year import SchoolYear
from reports.comparing import BY_COUNTRY, BY_HOST, Question, qualifications_abroad

YEARS_BACK = 4  # beside the last one, where nothing else is asked


class ComparisonForm(PageFormMixin, forms.Form):
    qualification = forms.ModelChoiceField(Qualification.objects.none(), label=_("Qualification"), required=False)
    first = forms.TypedChoiceField(label=_("From school year"), required=False, coerce=int)
    last = forms.TypedChoiceField(label=_("Until school year"), required=False, coerce=int)
    by = forms.ChoiceField(
        label=_("Compare"), required=False, choices=[(BY_COUNTRY, _("Countries")), (BY_HOST, _("Hosts"))]
    )

    def __init__(self, data: Any, *, rows, years: list[SchoolYear], year: SchoolYear) -> None:
        """`rows`: the mobilities that count; `years`: in which any began, the oldest first; `year`: the one chosen."""
        super().__init__(data)
        self.is_reversed = False  # known after question()
        self.keys = qualifications_abroad(rows)
        self.fields["qualification"].queryset = Qualification.objects.filter(pk__in=self.keys)
        self.fields["qualification"].empty_label = None
        self.years = years or [year]
        self.year = min(max(year, self.years[0]), self.years[-1])
        for name in ("first", "last"):
            self.fields[name].choices = [(each.start, str(each)) for each in reversed(self.years)]

    def question(self) -> Question | None:
        """None while nobody was abroad. What is not asked, or makes no sense, is taken as it is mostly wanted."""
        self.is_valid()
        chosen = self.cleaned_data
        qualification = chosen.get("qualification") or Qualification.objects.filter(pk__in=self.keys[:1]).first()
        if qualification is None:
            return None
        last = SchoolYear(chosen.get("last") or self.year.start)
        first = SchoolYear(chosen.get("first") or max(last.start - YEARS_BACK, self.years[0].start))
        self.is_reversed = first > last
        first, last = min(first, last), max(first, last)
        question = Question(qualification, first, last, chosen.get("by") or BY_COUNTRY)
        self.data = {"qualification": qualification.pk, "first": first.start, "last": last.start, "by": question.by}
        return question
