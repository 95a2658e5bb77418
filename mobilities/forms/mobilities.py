"""Mobilities as they are typed, one or several, and what their list is narrowed to."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.checklist_record import narrow_to_papers
from mobilities.completeness import Notice, Plan, Severity, findings_of, in_chunks, notices
from mobilities.enums import REPORT_HANDED_IN, Direction, MobilityState, PersonKind, Phase, Recommends, ReportState
from mobilities.forms.offered import offer_hosts, offer_people
from mobilities.models import ExperienceReport, Host, Mobility, Participant, Qualification
from mobilities.models.mobility import ends_on
from portal.accounts.models import School, User
from portal.common.countries import country_name, sort_key
from portal.common.forms import RowsField, VersionedModelForm
from portal.common.ordering import Latvian
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, ActivityTypeQuerySet, Project

NO_HOST = "none"
STANDING = "standing"
# Field of the filter > what it is compared with.
LOOKUPS = {
    "project": "project",
    "kind": "participant__kind",
    "country": "country",
    "city": "host__city",
    "group": "participant__group",
    "starts": "start",
    "direction": "direction",
    "activity_type": "activity_type",
    "qualification": "participant__qualification",
    "since": "start__gte",
    "until": "start__lte",
}
# What an approved report says > its field.
REPORTED = [
    ("approved", _("Approved")), ("invited", _("Invited to come again")), ("job", _("Offered a job")),
    ("recommended", _("Would recommend")),
]  # fmt: skip
SAYING = {
    "approved": {}, "invited": {"report__return_invitation": True}, "job": {"report__job_offer": True},
    "recommended": {"report__recommends": Recommends.YES},
}  # fmt: skip
PHASES = [("", _("All states")), *Phase.choices]
PAPERS = [
    ("", _("All")), ("open", pgettext_lazy("papers", "Some missing")), ("late", pgettext_lazy("papers", "Late")),
    ("complete", pgettext_lazy("papers", "Complete")),
]  # fmt: skip
BY_PERSON = (Latvian("participant__last_name"), Latvian("participant__first_name"))
SORTS = {
    "": ("-start", *BY_PERSON),
    "dates": ("start", *BY_PERSON),
    "person": BY_PERSON,
    "country": ("country", "-start", *BY_PERSON),
    "host": (Latvian("host__name"), "-start", *BY_PERSON),
}


def projects_with_mobilities(school: School):
    """What a list of mobilities can be narrowed to: not a register of thousands."""
    return Project.objects.filter(Exists(Mobility.objects.filter(project=OuterRef("pk"))), school=school)


class MobilityFilterForm(forms.Form):
    q = forms.CharField(label=_("Participant, host, city"), required=False, max_length=200)
    project = forms.ModelChoiceField(label=_("Project"), required=False, queryset=None, empty_label=_("All projects"))
    kind = forms.ChoiceField(
        label=_("Who travels"), required=False,
        choices=[("", _("All")), ("learner", _("Learners")), ("staff", _("Staff"))],
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=PHASES)
    report = forms.ChoiceField(
        label=_("Report"), required=False,
        choices=[("", _("All")), ("missing", _("Missing")), ("received", _("Handed in")), *REPORTED],
    )  # fmt: skip
    complete = forms.ChoiceField(
        label=_("Complete"), required=False,
        choices=[("", _("All")), ("no", _("Incomplete")), ("yes", pgettext_lazy("mobilities", "Complete"))],
    )  # fmt: skip
    papers = forms.ChoiceField(label=_("Papers"), required=False, choices=PAPERS)
    host = forms.CharField(label=_("Host"), required=False, max_length=18, widget=forms.HiddenInput)
    city = forms.CharField(label=_("City"), required=False, max_length=100, widget=forms.HiddenInput)
    group = forms.CharField(label=_("Group"), required=False, max_length=40, widget=forms.HiddenInput)
    starts = forms.DateField(label=_("Starts"), required=False, widget=forms.HiddenInput)
    ends = forms.DateField(label=_("Ends"), required=False, widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", ""), *Direction.choices], widget=forms.HiddenInput
    )
    activity_type = forms.IntegerField(
        label=_("Activity type"), required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    qualification = forms.IntegerField(
        label=_("Qualification"), required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    since = forms.DateField(label=_("Starts from"), required=False, widget=forms.HiddenInput)
    until = forms.DateField(label=_("Starts until"), required=False, widget=forms.HiddenInput)
    counted = forms.ChoiceField(
        label=_("Figures"), required=False,
        choices=[("", ""), ("yes", _("only what counts in them")), (STANDING, _("without cancelled ones"))],
        widget=forms.HiddenInput,
    )  # fmt: skip
    sort = forms.ChoiceField(required=False, choices=[(name, "") for name in SORTS], widget=forms.HiddenInput)
    year = forms.ChoiceField(required=False, choices=[("", ""), ("all", "")], widget=forms.HiddenInput)
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    by = forms.MultipleChoiceField(
        required=False, choices=[("host", ""), ("dates", "")], widget=forms.MultipleHiddenInput
    )  # how flows are grouped

    def __init__(self, *args: Any, school: School, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        # Where and how one looks is no choice of rows.
        self.initial |= {"month": self.data.get("month", ""), "by": self.data.getlist("by") if self.data else []}
        self.fields["project"].queryset = projects_with_mobilities(school)
        named = sorted(((code, country_name(code)) for code in countries), key=lambda row: sort_key(row[1]))
        self.fields["country"].choices = [("", _("All countries")), *named]

    def narrow(self, rows):
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        for name, lookup in LOOKUPS.items():
            if chosen.get(name):
                rows = rows.filter(**{lookup: chosen[name]})
        if chosen.get("ends"):
            rows = rows.filter(ends_on(chosen["ends"]))
        rows = narrow_to_host(rows, chosen.get("host", ""))
        if chosen.get("report") == "missing":
            rows = rows.awaiting_report()
        elif chosen.get("report") == "received":
            rows = rows.filter(report__state__in=REPORT_HANDED_IN)
        elif (saying := SAYING.get(chosen.get("report"))) is not None:
            rows = rows.filter(report__state=ReportState.APPROVED, **saying)
        if chosen.get("counted") == STANDING:
            rows = rows.standing()
        elif chosen.get("counted"):
            rows = rows.taking_place().filter(start__lte=timezone.localdate())
        for word in chosen.get("q", "").split():
            rows = rows.filter(
                Q(participant__first_name__has=word) | Q(participant__last_name__has=word)
                | Q(participant__group__iexact=word) | Q(host__name__has=word) | Q(host__city__has=word)
            )  # fmt: skip
        rows = narrow_to_papers(rows, chosen.get("papers", ""))
        return rows.in_phase(chosen["state"], timezone.localdate()) if chosen.get("state") else rows

    def chip_value(self, name: str, value) -> str | None:
        """What a chip says where the value itself says nothing; see components/chips.html."""
        if name == "activity_type":
            return str(ActivityType.objects.filter(pk=value).first() or value)
        if name == "qualification":
            return str(Qualification.objects.filter(school=self.school, pk=value).first() or value)
        if name != "host":
            return None
        host = Host.objects.filter(school=self.school, pk=value).first() if value.isdecimal() else None
        return str(host or _("No host"))

    def of_completeness(self, rows):
        """What the rules say of each row decides, so the rows are looked at; without the filter they stay a query."""
        wanted = self.cleaned_data.get("complete")
        if not wanted:
            return rows
        return [row for row in in_chunks(rows.sharing_names()) if row.is_incomplete == (wanted == "no")]

    @property
    def order(self) -> tuple:
        """By which columns; the newest first where nothing sensible is asked for. The end keeps pages apart."""
        return (*SORTS[self.cleaned_data.get("sort", "")], "pk")


def narrow_to_host(rows, said: str):
    if said == NO_HOST:
        return rows.filter(host=None, direction=Direction.OUTGOING)
    return rows.filter(host=said) if said.isdecimal() else rows


def named_apart(types: Iterable[ActivityType]) -> Callable[[ActivityType], str]:
    """Of one name there are several, each in other call years."""
    named = Counter(map(str, types))
    return lambda kind: kind.with_call_years() if named[str(kind)] > 1 else str(kind)


def limits_of(types) -> str:
    """What static/js/days.js counts against: the widest limits; the server knows whom the narrow ones bind."""
    return json.dumps(
        {str(kind.pk): [kind.min_days_fewer_opportunities or kind.min_days, kind.max_days] for kind in types}
    )


class TripFields:
    """What one mobility and a group have in common."""

    accompanying = None
    types_url = reverse_lazy("mobilities:mobility-check", query={"types": 1})

    def narrow_to(self, school: School, project: Project | None, year: SchoolYear) -> None:
        """`project` is the one chosen so far; others are offered if they end in the school year `year` or later."""
        self.school = school
        kept = self.instance.project_id if hasattr(self, "instance") else None
        projects = Project.objects.filter(school=school).taking_mobilities(kept)
        self.fields["project"].queryset = projects.since(year, kept, project.pk if project else None)
        self.fields["activity_type"].queryset = self.types_for(project)
        all_types = list(ActivityType.objects.of_school(school))
        if project is None or project.call_year is None:
            self.fields["activity_type"].label_from_instance = named_apart(all_types)
        self.fields["activity_type"].widget.attrs["data-limits"] = limits_of(all_types)
        self.fields["project"].widget.attrs |= {
            "hx-post": self.types_url, "hx-target": "#div_id_activity_type", "hx-swap": "outerHTML",
        }  # fmt: skip
        self.fields["host"].widget.attrs["data-create-dialog"] = "new-host"
        offer_hosts(self, school)
        self.fields["responsible"].queryset = User.objects.filter(
            memberships__school=school, memberships__is_active=True
        ).order_by(Latvian("last_name"))
        staff = Participant.objects.filter(school=school, kind=PersonKind.STAFF).order_by(Latvian("last_name"))
        self.fields["accompanying"].queryset = staff
        self.fields["start"].widget.attrs["data-days-start"] = ""
        self.fields["end"].widget.attrs["data-days-end"] = ""
        for name in ("project", "responsible", "accompanying"):
            self.fields[name].widget.attrs["data-search"] = ""

    def types_for(self, project: Project | None) -> ActivityTypeQuerySet:
        """Types of the project's call and field, each code once; a row in use wins."""
        row = getattr(self, "instance", None)
        kept = {row.activity_type_id} if row is not None and row.activity_type_id else set()
        types = ActivityType.objects.for_project(project, project.call_year if project else None, self.school, kept)
        return types.for_field(project.field_of_types if project else "", kept)

    def settle(self, found: list[Notice]) -> None:
        """Errors stop, and breaches, which have no reason yet; the rest are remarks. What is entered now has no report
        yet, however long ago it was."""
        saved = getattr(self, "instance", None)
        found = [notice for notice in found if notice.kind != "report" or (saved is not None and saved.pk)]
        self.notices = found
        for notice in found:
            if notice.severity in (Severity.ERROR, Severity.BREACH):
                self.add_error(notice.field if notice.field in self.fields else None, notice.sentence)
            else:
                self.remarks.append(notice)
        if any(notice.severity == Severity.BREACH for notice in found):
            self.add_error(
                "override_reason", _("The rules allow it with a reason: write it here, or change the dates.")
            )


def typed_plan(cleaned: dict[str, Any], **known: Any) -> Plan:
    """What the fields of a form say so far."""
    names = ("project", "activity_type", "participant", "host", "start", "end")
    return Plan(
        **{name: cleaned.get(name) for name in names} | known,
        responsible_id=cleaned["responsible"].pk if cleaned.get("responsible") else None,
        override_reason=cleaned.get("override_reason") or "",
        along=tuple(cleaned.get("accompanying") or ()),
    )


def last_day_of(saved: Mobility | None, cleaned: dict[str, Any]) -> date | None:
    """Of an interrupted stay whose dates are typed anew; None where it is the end."""
    if saved is None or saved.state != MobilityState.INTERRUPTED or not cleaned.get("end"):
        return None
    return min(saved.last_day, cleaned["end"])


class AccompanyingField(RowsField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Accompanying persons"), queryset=Participant.objects.none(), required=False,
            help_text=_("They travel along and are no participants."),
        )  # fmt: skip


class MobilityForm(TripFields, VersionedModelForm):
    accompanying = AccompanyingField()

    class Meta:
        model = Mobility
        fields = [
            "project", "participant", "activity_type", "direction", "host", "start", "end", "responsible",
            "blended_days", "green_travel", "override_reason", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3}), "direction": forms.RadioSelect}

    def __init__(self, *args: Any, school: School, project: Project | None, year: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow_to(school, project, year)
        offer_people(self, school)
        self.fields["direction"].choices = Direction.choices
        self.fields["blended_days"] = forms.IntegerField(
            label=_("Virtual days"), required=False, min_value=0, max_value=365,
            help_text=self.fields["blended_days"].help_text,
        )  # fmt: skip
        self.notices: list[Notice] = []
        self.remarks: list[Notice] = []
        if self.instance.pk:
            self.initial["accompanying"] = [row.person_id for row in self.instance.accompanying_persons.all()]
            if not self.is_bound:
                self.remarks = findings_of([self.instance])[self.instance.pk]

    def clean(self):
        cleaned = super().clean()
        saved = self.instance if self.instance.pk else None
        has_report = saved is not None and saved.has_report_handed_in()
        cleaned["blended_days"] = cleaned.get("blended_days") or 0
        plan = typed_plan(
            cleaned, direction=cleaned.get("direction") or Direction.OUTGOING, pk=self.instance.pk,
            state=self.instance.state, has_report=has_report,
            last_day=last_day_of(saved, cleaned),
        )  # fmt: skip
        self.settle(notices(plan))
        return cleaned

    def kept_now(self) -> dict[str, Any]:
        people = Participant.objects.filter(pk__in=self.instance.accompanying_persons.values("person"))
        return super().kept_now() | {"accompanying": people}


def with_report_state(rows):
    """Adds `has_report`: whether a report was submitted or approved."""
    received = ExperienceReport.objects.filter(mobility=OuterRef("pk"), state__in=REPORT_HANDED_IN)
    return rows.annotate(has_report=Exists(received))
