"""Forms of the evaluation conference and its parts."""

from datetime import date, timedelta

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConferenceState, FindingKind
from mobilities.forms.offered import offer_hosts
from mobilities.models import (
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    Mobility,
    Participant,
    Presentation,
    Qualification,
)
from portal.accounts.enums import Role
from portal.accounts.models import Membership, User
from portal.common.filters import ListFilterForm
from portal.common.forms import PageForm, RowsField, VersionedModelForm
from portal.common.ordering import Latvian
from portal.common.school_year import FIRST_START, LAST_START, SchoolYear
from portal.common.text import day
from projects.models import ActivityType, Project

HELD_AFTER = timedelta(days=183)  # a year may be weighed when the next one has begun
LONGEST_WAIT = 5  # school years after that of the conference in which its decisions fall due


class ConferenceFilterForm(ListFilterForm):
    q = forms.CharField(label=_("Title"), required=False, max_length=200)
    year = forms.ChoiceField(label=_("School year"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ConferenceState.choices]
    )
    looked_in, exact = ("title",), ("year", "state")

    def __init__(self, *args, conferences, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        years = conferences.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", _("All years")), *((year, str(SchoolYear(year))) for year in years)]


class YearField(forms.CharField):
    def prepare_value(self, value):
        is_year = isinstance(value, int) and FIRST_START <= value <= LAST_START
        return SchoolYear(value).label if is_year else value


class ConferenceForm(VersionedModelForm):
    year = YearField(label=_("School year"), max_length=12, help_text=_("For example, 2021/2022."))

    class Meta:
        model = Conference
        fields = ["year", "title", "summary", "shared_before", "recorders"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.filter(school=self.instance.school_id, is_active=True)
        helpers = User.objects.filter(is_active=True, memberships__in=others.exclude(role=Role.COORDINATOR))
        self.fields["recorders"].queryset = helpers.order_by(Latvian("last_name"), Latvian("first_name"))
        self.fields["recorders"].widget.attrs["data-search"] = ""

    def clean_year(self) -> int:
        try:
            year = SchoolYear.parse(self.cleaned_data["year"])
        except ValueError:
            raise forms.ValidationError(_("Write the school year like this: 2021/2022.")) from None
        others = Conference.objects.filter(school=self.instance.school, year=year.start).exclude(pk=self.instance.pk)
        if other := others.first():
            address = reverse("mobilities:conference-detail", args=[other.pk])
            link = format_html('<a href="{}">{}</a>', address, other.title)
            raise forms.ValidationError(format_html(_("School year {} already has a conference: {}."), year, link))
        return year.start


class PartForm(VersionedModelForm):
    """A part of a conference; `self.instance.conference` (or its day's) is set before the form is made."""

    def narrow(self, conference: Conference) -> None:
        """Offer only what belongs to the school, and of its year."""


class DayForm(PartForm):
    class Meta:
        model = ConferenceDay
        fields = ["date", "starts_at", "ends_at", "building", "theme"]
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("starts_at", "ends_at")}

    def narrow(self, conference: Conference) -> None:
        self.conference = conference

    def clean_date(self):
        held = self.cleaned_data["date"]
        if self.conference.days.filter(date=held).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This day is already in the conference."))
        year = self.conference.school_year
        if not year.first_day <= held <= year.last_day + HELD_AFTER:
            sentence = _("A conference of school year %(year)s is held in it or in the half-year after it.")
            raise forms.ValidationError(sentence, params={"year": year})
        return held

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The day ends after it has begun."))
        return cleaned


class ConferenceProjectForm(PartForm):
    class Meta:
        model = ConferenceProject
        fields = ["project", "kind", "note"]

    def narrow(self, conference: Conference) -> None:
        taken = conference.conference_projects.exclude(pk=self.instance.pk).values("project")
        offered = Project.objects.filter(school=conference.school_id).exclude(pk__in=taken)
        self.fields["project"].queryset = offered.since(conference.school_year, self.instance.project_id)
        self.fields["project"].widget.attrs["data-search"] = ""


class PresentationForm(PartForm):
    class Meta:
        model = Presentation
        fields = ["day", "time", "minutes", "room", "title", "presenters", "mobilities"]
        widgets = {"time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}

    def narrow(self, conference: Conference) -> None:
        self.fields["day"].queryset = conference.days.all()
        self.fields["presenters"].queryset = Participant.objects.filter(school=conference.school_id).order_by(
            Latvian("last_name"), Latvian("first_name")
        )
        rows = Mobility.objects.filter(school=conference.school_id).in_school_year(conference.school_year)
        self.fields["mobilities"].queryset = rows.standing().with_names().prefetch_related("sharings")
        self.fields["mobilities"].label_from_instance = with_sharings
        for name in ("presenters", "mobilities"):
            self.fields[name].widget.attrs["data-search"] = ""


def with_sharings(mobility: Mobility) -> str:
    """With where it was shown already."""
    shown = [f"{row.get_kind_display()}, {day(row.date)}" for row in mobility.sharings.all()]
    return " · ".join([str(mobility), *shown])


class FindingForm(PartForm):
    class Meta:
        model = Finding
        fields = [
            "kind",
            "text",
            "project",
            "host",
            "country",
            "qualification",
            "activity_type",
            "mobility",
            "session",
            "owner",
            "due",
            "done_on",
        ]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"owner": _("Decisions only: who does it."), "due": _("Decisions only: by when.")}

    def narrow(self, conference: Conference) -> None:
        school = conference.school_id
        self.fields["project"].queryset = Project.objects.filter(school=school).since(
            conference.school_year, self.instance.project_id
        )
        offer_hosts(self, school, with_paused=True)
        self.fields["qualification"].queryset = Qualification.objects.filter(school=school).order_by(
            Latvian("name_lv")
        )
        if "activity_type" in self.fields:
            done_then = ActivityType.objects.filter(mobilities__school=school).distinct()
            self.fields["activity_type"].queryset = done_then
        for name in ("project", "country", "mobility"):
            if name in self.fields:
                self.fields[name].widget.attrs["data-search"] = ""
        if "mobility" in self.fields:
            rows = Mobility.objects.filter(school=school).in_school_year(conference.school_year)
            self.fields["mobility"].queryset = rows.standing().with_names()
        if "session" in self.fields:
            self.fields["session"].queryset = Presentation.objects.filter(day__conference=conference)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == FindingKind.DECISION:
            if not cleaned.get("owner"):
                self.add_error("owner", _("A decision needs somebody who carries it out."))
            self.check_due(cleaned.get("due"))
        else:
            cleaned["owner"], cleaned["due"] = "", None
        return cleaned

    def check_due(self, due: date | None) -> None:
        year = self.instance.conference.school_year
        first, last = year.first_day, SchoolYear(year.start + LONGEST_WAIT).last_day
        if "due" in self.errors:
            return
        if not due:
            self.add_error("due", _("A decision needs a date by which it is carried out."))
        elif not first <= due <= last:
            sentence = _("A decision of this conference is due between %(first)s and %(last)s; look at the year.")
            days = {"first": day(first), "last": day(last)}
            self.add_error("due", forms.ValidationError(sentence, params=days))


class AttendanceForm(PageForm):
    """Who is present on a day: ticks for people in the register, a number for the others.

    The list says what stood there when it was opened. Only what was changed on it since is saved, so that what was
    ticked at the door meanwhile stays.
    """

    present = RowsField(
        label=_("Present"), queryset=Participant.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_attendees = forms.IntegerField(
        label=_("Others present"),
        min_value=0,
        max_value=5000,
        help_text=_("People who are not in the register of participants."),
    )
    present_before = forms.CharField(required=False, widget=forms.HiddenInput)  # their keys, with commas
    others_before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people, day: ConferenceDay, **kwargs) -> None:
        super().__init__(*args, initial={"other_attendees": day.other_attendees}, **kwargs)
        self.here_now = [str(key) for key in day.attendances.values_list("participant", flat=True).order_by("pk")]
        self.others_now = day.other_attendees
        self.fields["present"].queryset = people

    def changed_ticks(self) -> tuple[set[str], set[str]]:
        """(came, left): keys of those ticked, and of those whose tick was taken away, since the list was opened."""
        if not self.is_bound:
            return set(), set()
        ticked, before = set(self.data.getlist("present")), set(self.data.get("present_before", "").split(","))
        return ticked - before, before - ticked

    def ticked(self) -> set[str]:
        """As the list stands now, with what was changed on it."""
        came, left = self.changed_ticks()
        return {*self.here_now, *came} - left

    def clean(self):
        """The number of others is the one typed, or that of now where nobody touched it on the list."""
        cleaned = super().clean()
        typed, before = cleaned.get("other_attendees"), cleaned.get("others_before") or 0
        if typed == before:
            cleaned["other_attendees"] = self.others_now
        elif typed is not None and self.others_now not in (before, typed):
            sentence = _("Meanwhile others were counted too: %(now)s stand there now. Write how many there were.")
            self.add_error("other_attendees", forms.ValidationError(sentence, params={"now": self.others_now}))
        return cleaned


PART_FORMS = {
    "day": DayForm,
    "project": ConferenceProjectForm,
    "presentation": PresentationForm,
    "finding": FindingForm,
}
