"""A view under its name."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.accounts.models import SavedView
from portal.accounts.saved_views import is_of_year, of_year, year_of
from portal.common.forms import PageModelForm
from portal.common.school_year import SchoolYear


class SavedViewForm(PageModelForm):
    """`instance` carries whose it is, of which list, and its filters."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared", "is_default"]

    only_year = forms.BooleanField(required=False)

    def __init__(self, *args, may_share: bool, year: SchoolYear, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.year, query = year, self.instance.query
        self.fields["only_year"].label = _("Only for %(year)s") % {"year": year}
        self.fields["only_year"].initial = year_of(query) is not None
        if not is_of_year(self.instance.page, QueryDict(query)):
            del self.fields["only_year"]
        if not may_share:
            del self.fields["is_shared"]

    def _post_clean(self) -> None:
        super()._post_clean()
        if "only_year" in self.fields:
            self.instance.query = of_year(self.instance.query, self.year if self.cleaned_data["only_year"] else None)

    def clean_name(self) -> str:
        name, view = self.cleaned_data["name"], self.instance
        same = SavedView.objects.filter(school=view.school, user=view.user, page=view.page, name__iexact=name)
        if same.exclude(pk=view.pk).exists():
            raise forms.ValidationError(_("You have a view of this name already. Choose another name."))
        return name
