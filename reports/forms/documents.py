from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.forms import PageForm
from reports.enums import DocumentKind
from reports.models import Document


class DocumentRequestForm(PageForm):
    kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Document._meta.get_field("language").choices)
