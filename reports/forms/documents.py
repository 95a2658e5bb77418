from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.filters import ListFilterForm
from portal.common.forms import PageForm
from portal.common.school_year import SchoolYear
from reports.enums import OF_YEAR, DocumentKind
from reports.models import Document

LANGUAGES = Document._meta.get_field("language").choices


class DocumentRequestForm(PageForm):
    kind = forms.ChoiceField(label=_("Document"), choices=[(kind, kind.label) for kind in OF_YEAR])
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class ProjectReportForm(PageForm):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class DocumentFilterForm(ListFilterForm):
    kind = forms.ChoiceField(label=_("Document"), required=False, choices=[("", _("All")), *DocumentKind.choices])
    year = forms.ChoiceField(label=_("School year"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All languages")), *LANGUAGES])
    exact = ("kind", "year", "language")

    def __init__(self, *args, documents, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        years = documents.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", _("All years")), *((year, str(SchoolYear(year))) for year in years)]
