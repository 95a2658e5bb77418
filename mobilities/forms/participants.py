"""People and qualifications as they are typed, and what their lists are narrowed to."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities import isced
from mobilities.duplicates import name_key
from mobilities.enums import ConsentKind, Gender, PersonKind
from mobilities.models import Participant, Qualification
from mobilities.models.participant import OLDEST, ParticipantQuerySet
from portal.accounts.models import School, User
from portal.common.countries import country_choices
from portal.common.filters import ListFilterForm
from portal.common.forms import PageModelForm, VersionedModelForm
from portal.common.ordering import Latvian

MOST_NAMESAKES = 5
LEARNERS_ONLY = ("group", "qualification")
STAFF_ONLY = ("work_field", "user")


def qualifications_of(school: School):
    return Qualification.objects.filter(school=school).order_by(Latvian("name_lv"))


class ParticipantFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or group"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Learner or staff"), required=False, choices=[("", _("All people")), *PersonKind.choices]
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    qualification = forms.ModelChoiceField(
        Qualification.objects.none(), label=_("Qualification"), required=False, empty_label=_("All qualifications")
    )
    active = forms.ChoiceField(
        label=_("At the school"), required=False,
        choices=[("", _("Everybody")), ("yes", _("Still here")), ("no", _("Has left"))],
    )  # fmt: skip
    without = forms.ChoiceField(
        label=_("Consent is missing"), required=False, choices=[("", _("Everybody")), *ConsentKind.choices]
    )

    def __init__(self, *args: Any, school: School, people: ParticipantQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = people.exclude(group="").order_by(Latvian("group")).values_list("group", flat=True).distinct()
        self.fields["group"].choices = [("", _("All groups")), *((group, group) for group in groups)]
        self.fields["qualification"].queryset = qualifications_of(school)

    def narrow(self, people: ParticipantQuerySet) -> ParticipantQuerySet:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("kind", "group", "qualification"):
            if chosen.get(name):
                people = people.filter(**{name: chosen[name]})
        if chosen.get("active"):
            people = people.filter(is_active=chosen["active"] == "yes")
        if chosen.get("without"):
            people = people.without_consent(chosen["without"])
        for word in chosen.get("q", "").split():
            people = people.filter(Q(first_name__has=word) | Q(last_name__has=word) | Q(group__has=word))
        return people


class NamesakeMixin:
    """Stops at somebody of the same name and kind until `another_person` is ticked. `namesakes`: who they are."""

    namesakes: list[Participant] = []

    def check_namesakes(self, cleaned: dict[str, Any]) -> None:
        names = ("first_name", "last_name", "kind")
        if self.errors or cleaned.get("another_person"):
            return
        if self.instance.pk and not set(names) & set(self.changed_data):
            return
        typed = {name: cleaned[name] for name in names}
        person = Participant(pk=self.instance.pk, school=self.instance.school, **typed)
        alike = Participant.objects.namesakes_of(person).select_related("qualification")
        self.namesakes = [row for row in alike if name_key(row) == name_key(person)][:MOST_NAMESAKES]
        if self.namesakes:
            self.add_error(
                None,
                ValidationError(
                    _("%(name)s is already in the register. If this is another person, tick it below and save again."),
                    params={"name": person},
                ),
            )


class ParticipantForm(NamesakeMixin, VersionedModelForm):
    """`instance` carries the school."""

    kind = forms.ChoiceField(label=_("Learner or staff"), choices=PersonKind.choices, widget=forms.RadioSelect)
    another_person = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    nationality = forms.ChoiceField(
        label=_("Nationality"), required=False, choices=country_choices,
        help_text=_("This and the gender only where the template of the Beneficiary Module wants them."),
        widget=forms.Select(attrs={"data-search": ""}),
    )  # fmt: skip

    class Meta:
        model = Participant
        fields = [
            "kind", "first_name", "last_name", "birth_date", "gender", "nationality", "email", "phone", "group",
            "qualification", "work_field", "user", "home", "fewer_opportunities", "is_active",
        ]  # fmt: skip
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "birth_date": _("Date of birth"),
            "gender": _("Gender"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "group": _("Group"),
            "qualification": _("Qualification"),
            "work_field": _("Field of work"),
            "user": _("Account in the portal"),
            "home": _("Sending organisation"),
            "fewer_opportunities": _("A person with fewer opportunities"),
            "is_active": _("Still at the school"),
        }
        help_texts = {
            "birth_date": _("May be left empty. Only the coordinator, the director and the administrator see it."),
            "qualification": _("Type a name; a missing qualification can be added here."),
            "user": _("Whoever signs in with it sees these mobilities and writes their reports."),
            "fewer_opportunities": _("Only that it is so; the reason does not belong in the register."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = self.instance.school
        self.fields["qualification"].queryset = qualifications_of(school)
        self.fields["qualification"].widget.attrs |= {
            "data-search": "",
            "data-create-url": reverse_lazy("mobilities:qualification-quick-add"),
        }
        here = User.objects.filter(memberships__school=school, memberships__is_active=True)
        self.fields["user"].queryset = here.order_by(Latvian("last_name"), Latvian("first_name"))
        self.fields["gender"].choices = [("", "–"), *Gender.choices]
        for name in ("qualification", "user"):
            self.fields[name].empty_label = "–"
        for name in ("first_name", "last_name", "group", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> date | None:
        return checked_birth_date(self.cleaned_data["birth_date"])

    def clean_user(self) -> User | None:
        user = self.cleaned_data["user"]
        others = Participant.objects.filter(school=self.instance.school, user=user).exclude(pk=self.instance.pk)
        if user and (other := others.first()):
            raise ValidationError(_("This account already belongs to %(other)s."), params={"other": other})
        return user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in STAFF_ONLY if cleaned.get("kind") == PersonKind.LEARNER else LEARNERS_ONLY:
            if cleaned.get(name):
                cleaned[name] = None if name in ("qualification", "user") else ""
        self.check_namesakes(cleaned)
        return cleaned


def checked_birth_date(day: date | None) -> date | None:
    today = timezone.localdate()
    if day and day > today:
        raise ValidationError(_("The date of birth lies in the future."))
    if day and today.year - day.year > OLDEST:
        raise ValidationError(_("The date of birth is more than %(years)s years ago."), params={"years": OLDEST})
    return day


class QuickParticipantForm(NamesakeMixin, PageModelForm):
    """The least that a new person needs; in a dialog of the mobility form. `instance` carries the school."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    another_person = forms.BooleanField(label=_("This is another person of the same name"), required=False)

    class Meta:
        model = Participant
        fields = ["first_name", "last_name", "birth_date", "kind", "group", "qualification"]
        labels = {
            "birth_date": _("Date of birth"),
            "kind": _("Learner or staff"),
            "group": _("Group"),
            "qualification": _("Qualification"),
        }
        help_texts = {"birth_date": _("May be left empty; whether somebody is of age is told by it.")}

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "new-person")
        kwargs.setdefault("instance", Participant(school=school, kind=PersonKind.LEARNER))
        super().__init__(*args, **kwargs)
        self.data = self.with_both_names()
        self.fields["kind"].choices = PersonKind.choices
        self.fields["qualification"].queryset = qualifications_of(school)
        self.fields["qualification"].empty_label = "–"

    def with_both_names(self) -> Any:
        """Both names may be typed, or pasted, into the first field: the last word is the last name."""
        first, last = (self.add_prefix(name) for name in ("first_name", "last_name"))
        before, _space, word = str(self.data.get(first, "")).strip().rpartition(" ")
        if not before or str(self.data.get(last, "")).strip():
            return self.data
        data = self.data.copy()
        data[first], data[last] = before, word
        return data

    def clean_birth_date(self) -> date | None:
        return checked_birth_date(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == PersonKind.STAFF:
            cleaned |= {"group": "", "qualification": None}
        self.check_namesakes(cleaned)
        if not self.namesakes:
            self.fields["another_person"].widget = forms.HiddenInput()
        return cleaned


class QualificationFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    eqf_level = forms.ChoiceField(
        label=_("EQF level"), required=False, choices=[("", _("All levels")), *((n, str(n)) for n in range(1, 9))]
    )
    looked_in, exact = ("name_lv", "name_en"), ("eqf_level",)


class QualificationForm(PageModelForm):
    """`instance` carries the school. `same`: the school's qualification of that name, where it has one."""

    same: Qualification | None = None
    isced_f = forms.ChoiceField(
        label=_("ISCED-F field"), required=False, choices=isced.choices,
        help_text=_("The international field of education; applications and reports ask for it."),
    )  # fmt: skip
    eqf_level = forms.TypedChoiceField(
        label=_("EQF level"), required=False, coerce=int, empty_value=None,
        choices=[("", "–"), *((level, str(level)) for level in range(1, 9))],
        help_text=_("The European level; for vocational secondary education usually 4."),
    )  # fmt: skip

    class Meta:
        model = Qualification
        fields = ["name_lv", "name_en", "isced_f", "eqf_level"]
        labels = {"name_lv": _("Name in Latvian"), "name_en": _("Name in English")}
        help_texts = {"name_en": _("For documents in English. Without it they show the Latvian name.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["isced_f"].widget.attrs["data-search"] = ""
        if (code := self.instance.isced_f) and code not in isced.names():
            self.fields["isced_f"].choices = [*self.fields["isced_f"].choices, (code, code)]

    def clean_name_lv(self) -> str:
        name = self.cleaned_data["name_lv"]
        others = Qualification.objects.filter(school=self.instance.school).exclude(pk=self.instance.pk)
        self.same = others.filter(name_lv__iexact=name).first()
        if self.same:
            raise ValidationError(_("The school already has the qualification “%(name)s”."), params={"name": name})
        return name
