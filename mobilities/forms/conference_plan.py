"""A whole conference in one step: its days, and the sessions proposed for them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.conference_plan import FIRST_DAY, SECOND_DAY, Proposed
from mobilities.forms.conferences import HELD_AFTER
from mobilities.models import Conference, Mobility
from portal.common.forms import PageForm, RowsField

DAYS = [(FIRST_DAY, _("First day")), (SECOND_DAY, _("Second day"))]


class PlanForm(PageForm):
    first = forms.DateField(label=_("First day"))
    first_theme = forms.CharField(label=_("Theme of the first day"), max_length=300, required=False)
    second = forms.DateField(label=_("Second day"), required=False, help_text=_("Empty where one day is enough."))
    second_theme = forms.CharField(label=_("Theme of the second day"), max_length=300, required=False)
    building = forms.CharField(label=_("Building"), max_length=200, required=False)
    room = forms.CharField(label=_("Room of the sessions"), max_length=100, required=False)
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="10:00"
    )
    lunch = forms.TimeField(
        label=_("Lunch from about"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="12:00",
        required=False, help_text=_("45 minutes after the session that goes on then; empty: no break."),
    )  # fmt: skip
    with_projects = forms.BooleanField(
        label=_("The projects of these mobilities are reviewed"), required=False, initial=True
    )

    def __init__(self, *args, conference: Conference, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference

    def clean(self):
        cleaned = super().clean()
        year = self.conference.school_year
        for name in ("first", "second"):
            date = cleaned.get(name)
            if date and not year.first_day <= date <= year.last_day + HELD_AFTER:
                sentence = _("A conference of school year %(year)s is held in it or in the half-year after it.")
                self.add_error(name, forms.ValidationError(sentence, params={"year": year}))
        if cleaned.get("second") and cleaned.get("first") and cleaned["second"] <= cleaned["first"]:
            self.add_error("second", _("The second day comes after the first."))
        return cleaned


class SessionForm(PageForm):
    wanted = forms.BooleanField(label=_("Make this session"), required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    day = forms.ChoiceField(label=_("Day"), choices=DAYS)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480)
    mobilities = RowsField(
        label=_("Mobilities"), queryset=Mobility.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Some of these mobilities got a session meanwhile. Look at those left and save again.")
        },
    )  # fmt: skip

    def __init__(self, *args, proposed: Proposed, **kwargs) -> None:
        shown = [row.pk for row in proposed.mobilities]
        initial = {"wanted": True, "title": proposed.title, "day": proposed.day, "minutes": proposed.minutes}
        super().__init__(*args, initial=initial | {"mobilities": shown}, **kwargs)
        self.proposed, self.name = proposed, proposed.title
        self.fields["mobilities"].queryset = Mobility.objects.filter(pk__in=shown)

    def ticked(self) -> set[str]:
        return {str(value) for value in self["mobilities"].value() or []}

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("wanted"):
            self.errors.clear()  # nobody needs to mend what is left out
        elif not cleaned.get("mobilities") and "mobilities" not in self.errors:
            self.add_error("mobilities", _("Tick at least one mobility, or leave the session out."))
        return cleaned


def session_forms(data, proposed: list[Proposed]) -> list[SessionForm]:
    """One for each proposal; named by what it is about, so that a list that changed meanwhile mixes nothing up."""
    return [SessionForm(data, proposed=one, prefix=prefix_of(one)) for one in proposed]


def prefix_of(one: Proposed) -> str:
    return f"s{one.kind}-{one.about.pk if one.about else 0}"


def planned_meanwhile(data, proposed: list[Proposed]) -> list[str]:
    """Titles of sessions that were wanted on the page and are not proposed any more."""
    offered = {prefix_of(one) for one in proposed}
    wanted = [key.removesuffix("-wanted") for key in data if key.endswith("-wanted")]
    return [data.get(f"{prefix}-title", "") for prefix in wanted if prefix not in offered]
