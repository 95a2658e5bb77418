"""A view under its name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import SavedView
from portal.common.forms import PageModelForm


class SavedViewForm(PageModelForm):
    """`instance` carries whose it is, of which list, and its filters."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared", "is_default"]

    def __init__(self, *args, may_share: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]

    def clean_name(self) -> str:
        name, view = self.cleaned_data["name"], self.instance
        same = SavedView.objects.filter(school=view.school, user=view.user, page=view.page, name__iexact=name)
        if same.exclude(pk=view.pk).exists():
            raise forms.ValidationError(_("You have a view of this name already. Choose another name."))
        return name
