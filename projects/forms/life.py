"""Forms of a project's dates, deadlines and organisations."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import OID
from portal.common.countries import country_name, sort_key
from portal.common.filters import ListFilterForm
from portal.common.folding import fold
from portal.common.forms import PageForm, VersionedModelForm
from projects.enums import DeadlineKind, OrganisationRole, ProjectRole
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


class DeadlineFilterForm(ListFilterForm):
    q = forms.CharField(label=_("What"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All states")), ("ahead", _("Ahead")), ("late", _("Late")), ("done", _("Done"))],
    )  # fmt: skip
    looked_in = ("title",)

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows, today = super().narrow(rows), timezone.localdate()
        states = {
            "ahead": Q(done_on=None, due__gte=today), "late": Q(done_on=None, due__lt=today),
            "done": Q(done_on__isnull=False),
        }  # fmt: skip
        return rows.filter(states.get(self.cleaned_data.get("state", ""), Q()))

    def holding(self, word: str) -> Q:
        """Without words of its own a deadline is called as its kind is."""
        kinds = [value for value, label in DeadlineKind.choices if fold(word) in fold(str(label))]
        return super().holding(word) | Q(title="", kind__in=kinds)


class OrganisationFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Name, city or OID"), required=False, max_length=200)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All roles")), *OrganisationRole.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    looked_in, exact = ("name", "city", "oid"), ("role", "country")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = {*project.organisations.values_list("country", flat=True), project.school.country} - {""}
        named = sorted(((code, country_name(code)) for code in codes), key=lambda row: sort_key(row[1]))
        self.fields["country"].choices = [("", _("All countries")), *named]

    def has_school(self, project: Project) -> bool:
        """Whether the school itself, by its name in the project, is among the rows; after `narrow`."""
        school = project.school
        return self.fits(project.school_name, school.city, school.oid, role=project.role, country=school.country)
