"""The points of everybody in one table, and the decision about everybody."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities import ranking
from mobilities.enums import ApplicationState
from mobilities.models import Application, Criterion, Selection
from mobilities.selection_record import OUTCOMES, Line, Record, ready_reason
from portal.common.countries import sort_key
from portal.common.forms import VersionedModelForm
from portal.common.text import active_language, day

CHOICES = [("", "–"), *((state.value, state.label) for state in OUTCOMES)]


class PointsField(forms.DecimalField):
    """7,5 as well as 7.5."""

    widget = forms.TextInput

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(required=False, min_value=0, max_value=criterion.most_points, max_digits=6, decimal_places=2)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "data-cell": ""}

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if active_language() == "lv" else text


class PointsForm(VersionedModelForm):
    """A field for each person and criterion; `instance` is the call, whose version guards the whole table."""

    class Meta:
        model = Selection
        fields: list[str] = []

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.cells: dict[str, tuple[int, int]] = {}
        for line in record.ranked:
            for criterion, points in zip(record.criteria, line.points, strict=True):
                name = f"points-{line.application.pk}-{criterion.pk}"
                self.cells[name] = (line.application.pk, criterion.pk)
                self.fields[name] = PointsField(criterion)
                self.fields[name].label = f"{line.application.person}, {criterion.name}"
                self.initial[name] = points

    def rows(self):
        """(line, its cells) in the order of names, which does not move while points are typed."""
        for line in sorted(self.record.ranked, key=lambda line: name_of(line.application)):
            pk = line.application.pk
            yield line, [(each, self[f"points-{pk}-{each.pk}"]) for each in self.record.criteria]

    def points(self) -> dict[tuple[int, int], Decimal | None]:
        return {key: self.cleaned_data[name] for name, key in self.cells.items()}

    def kept_now(self) -> dict[str, Decimal | None]:
        return {name: self.initial[name] for name in self.cells}


def name_of(application: Application) -> tuple:
    person = application.person
    return (sort_key(person.last_name), sort_key(person.first_name), application.pk)


@dataclass(frozen=True)
class DecisionRow:
    line: Line
    state: BoundField
    place: BoundField
    reason: BoundField
    ready: str


class DecisionForm(VersionedModelForm):
    """Who is selected, in reserve or not selected, with reasons; filled with what the ranking proposes.

    An empty reason means the ready sentence. It does not do for somebody decided against the ranking: of two people
    of whom the one that does not rank higher fares better, at least one needs a reason of their own.
    """

    class Meta:
        model = Selection
        fields = ["decided_on", "decided_by"]

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.fields["decided_on"].required = self.fields["decided_by"].required = True
        self.initial.setdefault("decided_on", None)
        self.initial["decided_on"] = self.initial["decided_on"] or timezone.localdate()
        selected, reserve = ranking.propose(record.standings, record.selection.places)
        for line in record.ranked:
            self.add_row(line, selected, reserve)

    def add_row(self, line: Line, selected: list[int], reserve: list[int]) -> None:
        pk, person = line.application.pk, line.application.person
        self.fields[f"state-{pk}"] = forms.ChoiceField(
            label=_("Decision about %(person)s") % {"person": person}, choices=CHOICES,
            error_messages={"required": _("Decide about this person.")},
        )  # fmt: skip
        self.fields[f"place-{pk}"] = forms.IntegerField(
            label=_("Place of %(person)s in the reserve list") % {"person": person}, required=False, min_value=1,
            max_value=999,
        )  # fmt: skip
        self.fields[f"reason-{pk}"] = forms.CharField(
            label=_("Reason for %(person)s") % {"person": person}, required=False, max_length=500
        )
        proposed = {**dict.fromkeys(selected, "selected"), **dict.fromkeys(reserve, "reserve")}
        self.initial[f"state-{pk}"] = proposed.get(pk, "")

    def rows(self) -> list[DecisionRow]:
        return [
            DecisionRow(line, *(self[f"{name}-{line.application.pk}"] for name in ("state", "place", "reason")),
                        ready=ready_reason(line, self.record))
            for line in self.record.ranked
        ]  # fmt: skip

    def clean_decided_on(self) -> date:
        decided_on, closes = self.cleaned_data["decided_on"], self.instance.closes
        if decided_on > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if decided_on < closes:
            raise ValidationError(_("Applications are taken until %(day)s."), params={"day": day(closes)})
        return decided_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        states = {line.application.pk: cleaned.get(f"state-{line.application.pk}", "") for line in self.record.ranked}
        chosen = [pk for pk, state in states.items() if state == ApplicationState.SELECTED]
        if len(chosen) > self.record.selection.places:
            self.add_error(
                None,
                ValidationError(
                    _("%(chosen)s are selected and places are %(places)s. Put somebody in the reserve list."),
                    params={"chosen": len(chosen), "places": self.record.selection.places},
                ),
            )
        self.check_points(cleaned, states)
        self.places = self.check_places(cleaned, states)
        if all(states.values()):
            self.check_against_ranking(cleaned, states)
        return cleaned

    def check_points(self, cleaned: dict[str, Any], states: dict[int, str]) -> None:
        """Nobody is chosen without points; not selected without them needs a reason of one's own."""
        for line in self.record.lacking:
            pk = line.application.pk
            if states[pk] in (ApplicationState.SELECTED, ApplicationState.RESERVE):
                names = ", ".join(criterion.name for criterion in line.lacks)
                sentence = _("Points are missing: %(criteria)s. Enter them first.")
                self.add_error(f"state-{pk}", ValidationError(sentence, params={"criteria": names}))
            elif states[pk] and not cleaned.get(f"reason-{pk}"):
                self.add_error(f"reason-{pk}", _("Write why this person is not selected although points are missing."))

    def check_places(self, cleaned: dict[str, Any], states: dict[int, str]) -> dict[int, int]:
        """Places in the reserve list, in the order of the ranking where none is written."""
        wished = {pk: cleaned.get(f"place-{pk}") for pk, state in states.items() if state == ApplicationState.RESERVE}
        written = [place for place in wished.values() if place is not None]
        for pk, place in wished.items():
            if place is not None and written.count(place) > 1:
                self.add_error(f"place-{pk}", _("Two people cannot have the same place in the reserve list."))
        return ranking.places_in_reserve(wished)

    def check_against_ranking(self, cleaned: dict[str, Any], states: dict[int, str]) -> None:
        """Said once for each person who fares worse than somebody who does not rank higher."""
        people = {line.application.pk: line.application.person for line in self.record.ranked}
        said = set()
        for over, preferred in self.passed_over(states):
            if over in said or cleaned.get(f"reason-{over}") or cleaned.get(f"reason-{preferred}"):
                continue
            said.add(over)
            sentence = _(
                "The decision is better for %(preferred)s, although %(over)s has the same or a higher place in the "
                "ranking. Write the reason here or at %(preferred)s."
            )
            words = {"over": people[over], "preferred": people[preferred]}
            self.add_error(f"reason-{over}", ValidationError(sentence, params=words))

    def passed_over(self, states: dict[int, str]) -> list[tuple[int, int]]:
        """(who fares worse, who fares better and does not rank higher)"""
        worth = {pk: (OUTCOMES.index(state), self.places.get(pk, 0)) for pk, state in states.items()}
        return ranking.against_ranking(self.record.standings, worth)

    def reasons_against(self) -> dict[int, list[str]]:
        """Why others were preferred, by who was passed over for them."""
        states = {
            line.application.pk: self.cleaned_data[f"state-{line.application.pk}"] for line in self.record.ranked
        }
        found: dict[int, list[str]] = {}
        for over, preferred in self.passed_over(states):
            if reason := self.cleaned_data[f"reason-{preferred}"]:
                found.setdefault(over, []).append(reason)
        return found

    def decisions(self) -> list[Application]:
        """The applications with what was decided, not yet saved."""
        found, against = [], self.reasons_against()
        for line in self.record.ranked:
            application, pk = line.application, line.application.pk
            application.state = self.cleaned_data[f"state-{pk}"]
            application.rank, application.place = line.standing.rank, self.places.get(pk)
            is_selected = application.state == ApplicationState.SELECTED
            ready = "" if is_selected else ready_reason(line, self.record, against.get(pk, ()))
            application.reason = self.cleaned_data[f"reason-{pk}"] or ready
            found.append(application)
        return found
