"""Whom papers name for our school."""

from mobilities.models import SchoolContact
from portal.common.forms import VersionedModelForm


class SchoolContactForm(VersionedModelForm):
    class Meta:
        model = SchoolContact
        fields = ["role", "name", "position", "email", "phone"]
