"""Forms of a project's dates, deadlines and organisations."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import OID
from portal.common.forms import PageForm, VersionedModelForm
from projects.enums import OrganisationRole, ProjectRole
from projects.forms.project import FIRST_YEAR, LAST_YEAR
from projects.models import Deadline, Project, ProjectOrganisation


def check_year(day: date | None) -> date | None:
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: %(year)s."), params={"year": day.year})
    return day


class ExtensionForm(PageForm):
    new_end = forms.DateField(label=_("New end"))
    day = forms.DateField(label=_("Agreed on"), help_text=_("The day of the amendment to the grant agreement."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_new_end(self) -> date:
        new_end = check_year(self.cleaned_data["new_end"])
        if new_end <= self.project.end:
            raise ValidationError(_("An extension ends later than the project does now."))
        return new_end

    def clean_day(self) -> date:
        return check_year(self.cleaned_data["day"])


class DeadlineForm(VersionedModelForm):
    class Meta:
        model = Deadline
        fields = ["kind", "title", "due", "done_on"]
        labels = {"kind": _("What"), "title": _("In other words"), "due": _("Due"), "done_on": _("Done on")}
        help_texts = {"title": _("Empty: the list shows what kind of deadline it is.")}

    def clean_due(self) -> date:
        return check_year(self.cleaned_data["due"])

    def clean_done_on(self) -> date | None:
        return check_year(self.cleaned_data["done_on"])


class OrganisationForm(VersionedModelForm):
    class Meta:
        model = ProjectOrganisation
        fields = ["role", "name", "country", "city", "oid", "website"]
        labels = {
            "role": _("Role"), "name": _("Name"), "country": _("Country"), "city": _("City"), "oid": _("OID"),
            "website": _("Website"),
        }  # fmt: skip
        help_texts = {"name": _("As it was called at the time of the project.")}

    oid = forms.CharField(label=_("OID"), max_length=20, required=False, help_text=_("E and eight digits."))

    def clean_oid(self) -> str:
        oid = "".join(self.cleaned_data["oid"].split()).upper()
        if oid:
            OID(oid)
        return oid

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = ProjectOrganisation.objects.filter(project=self.instance.project_id).exclude(pk=self.instance.pk)
        role, name = cleaned.get("role"), cleaned.get("name")
        if role == OrganisationRole.COORDINATOR:
            self.check_coordinator(others)
        if role and name and others.filter(role=role, name=name).exists():
            self.add_error("name", _("This organisation already stands in the project in this role."))
        return cleaned

    def check_coordinator(self, others) -> None:
        if self.instance.project.role == ProjectRole.COORDINATOR:
            self.add_error("role", _("The school itself coordinates this project."))
        elif others.filter(role=OrganisationRole.COORDINATOR).exists():
            self.add_error("role", _("The project already has a coordinating organisation; edit that one."))
