"""Hosts and their contacts as they are typed, and what their list is narrowed to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from mobilities.enums import HostKind, HostState
from mobilities.models import Host, HostContact
from mobilities.models.host import HostQuerySet
from portal.accounts.models import School
from portal.common.countries import country_name, sort_key
from portal.common.forms import PageFormMixin, PageModelForm, VersionedModelForm

MOST_CONTACTS = 20
EMPTY_ROWS = 2


class HostFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or city"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *HostKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *HostState.choices])

    def __init__(self, *args: Any, hosts: HostQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = hosts.order_by().values_list("country", flat=True).distinct()
        named = sorted(((code, country_name(code)) for code in codes), key=lambda row: sort_key(row[1]))
        self.fields["country"].choices = [("", _("All countries")), *named]

    def narrow(self, hosts: HostQuerySet) -> HostQuerySet:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("country", "kind", "state"):
            if chosen.get(name):
                hosts = hosts.filter(**{name: chosen[name]})
        for word in chosen.get("q", "").split():
            hosts = hosts.filter(Q(name__has=word) | Q(city__has=word))
        return hosts


class SameHostMixin:
    """Refuses a host whose name and place are registered already; `same` is that host."""

    same: Host | None = None

    def check_same(self, cleaned: dict[str, Any]) -> None:
        place = ("name", "city", "country")
        if not all(cleaned.get(name) for name in place):
            return
        host = Host(pk=self.instance.pk, school=self.instance.school, **{name: cleaned[name] for name in place})
        if same := Host.objects.namesakes_of(host).first():
            self.refuse(same)

    def refuse(self, same: Host) -> None:
        self.same = same
        where = {"name": same.name, "city": same.city, "country": country_name(same.country)}
        sentence = _("%(name)s, %(city)s, %(country)s is already registered.")
        self.add_error("name", ValidationError(sentence, params=where))


class HostForm(SameHostMixin, VersionedModelForm):
    """`instance` carries the school."""

    class Meta:
        model = Host
        fields = [
            "name", "kind", "country", "city", "address", "latitude", "longitude", "website", "email", "phone",
            "sector", "oid", "pic", "note", "state", "paused_reason",
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
            "sector": _("Sector"),
            "oid": _("OID"),
            "note": _("Note"),
            "pic": _("PIC"),
            "state": _("State"),
            "paused_reason": _("Why paused"),
        }
        help_texts = {
            "latitude": _("In degrees, for example 53.55. Puts the host on the map."),
            "website": _("Begins with https://"),
            "sector": _("What they do, for example logistics or hairdressing."),
            "oid": _("Organisation ID of Erasmus+, for example E10012345."),
            "note": _("What was agreed: how many learners at a time, when, what the host provides."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].widget.attrs["data-search"] = ""
        for name, limit in (("latitude", 90), ("longitude", 180)):
            self.fields[name].min_value, self.fields[name].max_value = -limit, limit

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
