"""Several people who travel to one host, as they are ticked by class."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice, findings, last_of
from mobilities.enums import PersonKind
from mobilities.forms.mobilities import AccompanyingField, TripFields, typed_plan
from mobilities.forms.offered import LONGEST_KEY
from mobilities.models import Host, Mobility, Participant
from portal.accounts.models import School, User
from portal.common.countries import country_name, sort_key
from portal.common.forms import PageForm, RowsField
from portal.common.ordering import Latvian
from portal.common.school_year import SchoolYear
from portal.common.text import day_range
from projects.models import ActivityType, Project

MOST_PEOPLE_SHOWN = 300
MOST_SHOWN_OPEN = 30  # more people than this are folded away by class
NO_GROUP, STAFF = "-", "staff-"


@dataclass(frozen=True)
class ClassOf:
    """The people of one class; learners without one, and staff, each are one too."""

    key: str
    name: str
    people: list[Participant]
    is_ticked: bool
    is_open: bool


class GroupForm(TripFields, PageForm):
    """Several people to one host in one go: each is ticked, or the whole class."""

    types_url = reverse_lazy("mobilities:mobility-check", query={"types": 1, "group": 1})

    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none())
    activity_type = forms.ModelChoiceField(label=_("Activity type"), queryset=ActivityType.objects.none())
    host = forms.ModelChoiceField(label=_("Host"), queryset=Host.objects.none(), required=False)
    start = forms.DateField(label=_("Starts"))
    end = forms.DateField(label=_("Ends"))
    responsible = forms.ModelChoiceField(label=_("Teacher in charge"), queryset=User.objects.none(), required=False)
    accompanying = AccompanyingField()
    blended_days = forms.IntegerField(
        label=_("Virtual days"), required=False, min_value=0, max_value=365,
        help_text=Mobility._meta.get_field("blended_days").help_text,
    )  # fmt: skip
    green_travel = forms.BooleanField(label=_("Green travel"), required=False)
    override_reason = forms.CharField(label=_("Reason for going beyond the limits"), max_length=500, required=False)
    participants = RowsField(label=_("Who travels"), queryset=Participant.objects.none(), required=False)
    classes = forms.MultipleChoiceField(label=_("Whole groups"), required=False)
    groups = forms.MultipleChoiceField(label=_("Groups"), required=False)

    def __init__(self, *args: Any, school: School, project: Project | None, year: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow_to(school, project, year)
        self.people = (
            Participant.objects.filter(school=school, is_active=True, home="")
            .select_related("qualification")
            .order_by("kind", Latvian("group"), Latvian("last_name"), Latvian("first_name"))
        )
        self.fields["participants"].queryset = self.people
        self.are_many = self.people.count() > MOST_PEOPLE_SHOWN
        self.offer_groups()
        self.fields["activity_type"].queryset = self.fields["activity_type"].queryset.filter(is_incoming=False)
        self.notices: list[Notice] = []
        self.remarks: list[Notice] = []

    def offer_groups(self) -> None:
        """Where not all people fit a page, one chooses whose groups are shown."""
        learners = self.people.filter(kind=PersonKind.LEARNER)
        names = sorted(learners.order_by().values_list("group", flat=True).distinct(), key=sort_key)
        choices = [(name or NO_GROUP, name or _("Learners without a group")) for name in names]
        choices.append((STAFF, _("Staff")))
        self.fields["classes"].choices = choices
        if not self.are_many:
            del self.fields["groups"]
            return
        self.fields["groups"].choices = choices
        self.fields["groups"].widget.attrs["data-search"] = ""

    def of_classes(self, keys: list[str]) -> Q:
        names = ["" if key == NO_GROUP else key for key in keys if key != STAFF]
        learners = Q(kind=PersonKind.LEARNER, group__in=names)
        return learners | Q(kind=PersonKind.STAFF) if STAFF in keys else learners

    def shown_people(self):
        """Of the groups asked for, and whoever is ticked already."""
        if not self.are_many:
            return self.people
        asked = [*(self["groups"].value() or []), *(self["classes"].value() or [])]
        ticked = [key for key in self.ticked if key.isdecimal() and len(key) <= LONGEST_KEY]
        return self.people.filter(self.of_classes(asked) | Q(pk__in=ticked))

    @cached_property
    def shown_classes(self) -> list[ClassOf]:
        """The people class by class, in the order of the choices; each with `away`, where they are in these days."""
        people, away = list(self.shown_people()), self.away()
        by_class: dict[str, list[Participant]] = defaultdict(list)
        for person in people:
            person.away = away.get(person.pk, "")
            by_class[class_of(person)].append(person)
        whole, ticked = set(self["classes"].value() or []), self.ticked
        return [
            ClassOf(
                key, str(name), by_class[key], key in whole,
                len(people) <= MOST_SHOWN_OPEN or any(str(person.pk) in ticked for person in by_class[key]),
            )
            for key, name in self.fields["classes"].choices
            if by_class[key]
        ]  # fmt: skip

    def chosen_so_far(self) -> int:
        rows = [(group, {str(person.pk) for person in group.people}) for group in self.shown_classes]
        return sum(len(keys if group.is_ticked else keys & self.ticked) for group, keys in rows)

    def away(self) -> dict[int, str]:
        """Person > days and place of another mobility in the days typed so far."""
        start, end = self.typed_day("start"), self.typed_day("end")
        if start is None or end is None:
            return {}
        rows = Mobility.objects.standing().filter(school=self.school, start__lte=end, end__gte=start)
        found = {}
        for row in rows.select_related("host", "grant").order_by("start", "pk"):
            if last_of(row) >= start:
                place = row.host.city if row.host and row.host.city else country_name(row.country)
                days = day_range(row.start, last_of(row))
                found[row.participant_id] = f"{days}, {place}" if place else days
        return found

    def typed_day(self, name: str) -> date | None:
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def clean(self):
        cleaned = super().clean()
        chosen = {person.pk for person in cleaned.get("participants") or ()}
        whole = self.of_classes(cleaned.get("classes") or [])
        people = list(self.people.filter(Q(pk__in=chosen) | whole))
        cleaned["participants"] = people
        if not people and "participants" not in self.errors:
            self.add_error("participants", _("Tick at least one person."))
        plans = [typed_plan(cleaned, participant=person) for person in people or [None]]
        found = {notice.sentence: self.at_the_list(notice) for each in findings(plans) for notice in each}
        self.settle(list(found.values()))
        return cleaned

    @staticmethod
    def at_the_list(notice: Notice) -> Notice:
        """What is wrong with a person stands at the list of people."""
        return replace(notice, field="participants") if notice.field == "participant" else notice

    def mobilities(self) -> list[Mobility]:
        """Unsaved rows, one for each person."""
        names = ("project", "activity_type", "host", "start", "end", "responsible", "green_travel", "override_reason")
        known = {name: self.cleaned_data[name] for name in names}
        known["blended_days"] = self.cleaned_data["blended_days"] or 0
        return [
            Mobility(school=self.school, participant=person, **known) for person in self.cleaned_data["participants"]
        ]

    @property
    def ticked(self) -> set[str]:
        return set(self.data.getlist("participants")) if self.is_bound else set()


def class_of(person: Participant) -> str:
    return STAFF if person.kind == PersonKind.STAFF else person.group or NO_GROUP
