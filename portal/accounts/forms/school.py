"""Founding a school and its settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.passwords import NewAccountMixin
from portal.accounts.models import School, User
from portal.common.forms import PageForm, VersionedModelForm
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.common.uploads import Accepted, AttachmentKind, receive

YEARS_BACK, YEARS_AHEAD = 10, 1


class FoundingForm(NewAccountMixin, PageForm):
    token = forms.CharField(
        label=_("Token"), max_length=100, help_text=_("Stands in the terminal in which the portal was started.")
    )
    school_name = forms.CharField(label=_("Name of the school"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ["token", "school_name", "city", "first_name", "last_name", "email", "password"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody already signs in with this e-mail."))
        return email

    def account_email(self) -> str:
        return self.cleaned_data.get("email", "")


class SchoolForm(VersionedModelForm):
    """A new logo is looked at like everything that is uploaded: decoded and written anew."""

    working_year = forms.TypedChoiceField(
        label=_("Working school year"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The year that opens after signing in."),
    )

    class Meta:
        model = School
        fields = [
            "name", "name_en", "registration_number", "address", "postcode", "city", "country", "latitude",
            "longitude", "email", "phone", "oid", "website", "national_agency", "learn_more",
            "news_author", "working_year",
        ]  # fmt: skip
        help_texts = {
            "name": _("Projects that already exist keep the name under which they were made."),
            "latitude": _("Degrees north, for example 55.87. The map of the annual summary starts here."),
            "longitude": _("Degrees east, for example 26.53."),
        }

    new_logo = forms.FileField(
        label=_("Logo"), required=False, help_text=_("A JPG or PNG picture; it stands at the top of every paper.")
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["without_logo"]
        self.order_fields([*self._meta.fields, "new_logo", "without_logo"])
        now = SchoolYear.current().start
        starts = set(range(now - YEARS_BACK, now + YEARS_AHEAD + 1))
        if self.instance.working_year:
            starts.add(self.instance.working_year)
        years = [(start, str(SchoolYear(start))) for start in sorted(starts, reverse=True)]
        self.fields["working_year"].choices = [("", _("The year of today's date")), *years]

    def clean_new_logo(self) -> Accepted | None:
        file = self.cleaned_data.get("new_logo")
        if not file:
            return None
        try:
            accepted = receive(file, self.instance)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if accepted.kind != AttachmentKind.PHOTO:
            raise forms.ValidationError(_("A logo is a JPG or PNG picture."))
        return accepted
