"""Hosts as they are typed, with their languages, contacts and capacities."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from mobilities import isced, nace
from mobilities.enums import HostState
from mobilities.known_hosts import CODES, PLACE, taken
from mobilities.models import Host, HostCapacity, HostContact, HostLanguage
from portal.accounts.models import School
from portal.common import places
from portal.common.countries import country_name
from portal.common.forms import PageFormMixin, PageModelForm, VersionedModelForm
from portal.common.languages import language_choices

MOST_CONTACTS, MOST_CAPACITIES = 20, 40
MOST_PLACES = 999
EMPTY_ROWS = 2
SAME = {
    "name": _("%(name)s, %(city)s, %(country)s is already registered."),
    "oid": _("%(name)s, %(city)s, %(country)s has this OID already."),
    "pic": _("%(name)s, %(city)s, %(country)s has this PIC already."),
}


class SameHostMixin:
    """Refuses what another host of the school has: OID, PIC, name and place. `same` are the hosts that have it.

    Twins of earlier years can be saved as long as nobody changes what they share."""

    same: tuple[Host, ...] = ()

    def check_same(self, cleaned: dict[str, Any]) -> None:
        said = {name: cleaned.get(name) or "" for name in (*CODES, *PLACE)}
        for name, host in taken(self.instance, said).items():
            if not self.instance.pk or {name, *(PLACE if name == "name" else ())} & set(self.changed_data):
                self.refuse(host, name)

    def refuse(self, same: Host, name: str = "name") -> None:
        self.same = tuple(dict.fromkeys([*self.same, same]))
        where = {"name": same.name, "city": same.city, "country": country_name(same.country)}
        self.add_error(name, ValidationError(SAME[name], params=where))


class HostForm(SameHostMixin, VersionedModelForm):
    """`instance` carries the school. The state of a registered host is changed by its own buttons."""

    nace = forms.ChoiceField(label=_("Sector, NACE"), required=False, choices=nace.choices)
    isced_f = forms.ChoiceField(label=_("Field of education, ISCED-F"), required=False, choices=isced.choices)
    working_languages = forms.MultipleChoiceField(
        label=_("Working languages"), required=False, choices=lambda: language_choices()[1:]
    )

    class Meta:
        model = Host
        fields = [
            "name", "kind", "country", "city", "state", "address", "postcode", "latitude", "longitude", "website",
            "email", "phone", "nace", "isced_f", "sector", "oid", "pic", "note",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "city": _("City"),
            "address": _("Address"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
            "website": _("Website"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "sector": _("What they do"),
            "postcode": _("Postcode"),
            "oid": _("OID"),
            "note": _("Note"),
            "pic": _("PIC"),
            "state": _("State"),
        }
        help_texts = {
            "latitude": _("In degrees, for example 53.55. Puts the host on the map."),
            "website": _("Begins with https://"),
            "sector": _("In your own words, for example logistics or hairdressing."),
            "pic": _("Participant Identification Code, for example 948821603."),
            "state": _("A candidate can be chosen for a mobility too. Make it active once you have agreed."),
            "oid": _("Organisation ID of Erasmus+, for example E10012345."),
            "note": _("What was agreed: when, what the host provides."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("country", "nace", "isced_f", "working_languages"):
            self.fields[name].widget.attrs["data-search"] = ""
        self.fields["nace"].help_text = _("For companies.")
        self.fields["isced_f"].help_text = _("For schools and course providers.")
        if self.instance.pk:
            del self.fields["state"]
            self.initial["working_languages"] = [row.language for row in self.instance.languages.all()]
        else:
            self.fields["state"].choices = [
                (state.value, state.label) for state in (HostState.CANDIDATE, HostState.ACTIVE)
            ]
        for name, limit in (("latitude", 90), ("longitude", 180)):
            self.fields[name].min_value, self.fields[name].max_value = -limit, limit

    def kept_now(self) -> dict[str, Any]:
        languages = HostLanguage.objects.filter(host=self.instance.pk).values_list("language", flat=True)
        return super().kept_now() | {"working_languages": list(languages)}

    def clean_latitude(self):
        return self.within("latitude", 90)

    def clean_longitude(self):
        return self.within("longitude", 180)

    def within(self, name: str, limit: int):
        value = self.cleaned_data[name]
        if value is not None and abs(value) > limit:
            raise ValidationError(_("Between −%(limit)s and %(limit)s degrees."), params={"limit": limit})
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_same(cleaned)
        missing = {name for name in ("latitude", "longitude") if cleaned.get(name) is None}
        if len(missing) == 1 and not missing & set(self.errors):
            self.add_error(missing.pop(), _("A place on the map needs both latitude and longitude."))
        return cleaned


def city_typed(form: HostForm) -> places.Place | None:
    """The typed city in the typed country."""
    city, country = (form[name].value() or "" for name in ("city", "country"))
    city = city.strip()[:100]
    if not (city and len(country) == len("LV") and country.isascii() and country.isalpha()):
        return None
    return places.find_as_typed(city, country)


class PauseForm(PageFormMixin, forms.Form):
    reason = forms.CharField(
        label=_("Why paused"), max_length=300, help_text=_("Whoever chooses hosts for new mobilities reads it.")
    )


class CapacityForm(PageFormMixin, forms.ModelForm):
    places = forms.IntegerField(label=_("Learners at a time"), min_value=1, max_value=MOST_PLACES)

    class Meta:
        model = HostCapacity
        fields = ["qualification", "places", "note"]
        labels = {"qualification": _("Qualification"), "note": _("Note")}

    def __init__(self, *args: Any, qualifications, **kwargs: Any) -> None:
        """`qualifications` are read once for all rows."""
        super().__init__(*args, **kwargs)
        field = self.fields["qualification"]
        field.queryset = qualifications
        field.widget.choices = [("", "–"), *((row.pk, str(row)) for row in qualifications)]


CapacityFormSet = inlineformset_factory(
    Host, HostCapacity, form=CapacityForm, extra=1, max_num=MOST_CAPACITIES, absolute_max=MOST_CAPACITIES + 10,
    validate_max=True,
)  # fmt: skip


class ContactForm(PageFormMixin, forms.ModelForm):
    class Meta:
        model = HostContact
        fields = ["name", "role", "email", "phone"]
        labels = {"name": _("First and last name"), "role": _("Role"), "email": _("E-mail"), "phone": _("Phone")}

    def has_changed(self) -> bool:
        """A row in which only the role was chosen is an empty one."""
        return super().has_changed() and (bool(self.instance.pk) or set(self.changed_data) != {"role"})


ContactFormSet = inlineformset_factory(
    Host, HostContact, form=ContactForm, extra=EMPTY_ROWS, max_num=MOST_CONTACTS, absolute_max=MOST_CONTACTS + 10,
    validate_max=True,
)  # fmt: skip


class QuickHostForm(SameHostMixin, PageModelForm):
    """The least that a new host needs; in a dialog of the mobility form. `instance` carries the school."""

    class Meta:
        model = Host
        fields = ["name", "kind", "country", "city"]
        labels = {"name": _("Name"), "kind": _("Kind"), "city": _("City")}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "new-host")
        kwargs.setdefault("instance", Host(school=school))
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_same(cleaned)
        return cleaned
