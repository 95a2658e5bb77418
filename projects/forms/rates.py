"""One rate of a grant agreement as it is typed: for whom it holds, how much, and whether it was compared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.common.forms import EuroField, VersionedModelForm
from projects.enums import Category, RateCategory
from projects.models import ActivityType, Rate
from projects.rate_table import DEPENDS_ON, PER_CENT, SPANS, clash, conditions_in_words

ANY_SPAN = [name for span in SPANS for name in span]
DEPENDING = ["country_group", "travel_mode", *ANY_SPAN]
GROUPS = (1, 4)
MOST_KM, MOST_UNITS, MOST_DAYS, MOST_TRAVEL_DAYS = 20_038, 100_000, 999, 6


class RateForm(VersionedModelForm):
    """`user` is who types: a figure that somebody else confirmed loses its confirmation unless it is ticked anew."""

    activity_types = forms.MultipleChoiceField(
        label=_("Activity types"), required=False, help_text=_("None chosen: for all of them.")
    )
    is_confirmed = forms.BooleanField(
        label=_("I compared it with the grant agreement"),
        required=False,
        help_text=_("Without this tick the figure stays marked as unconfirmed."),
    )

    class Meta:
        model = Rate
        fields = [
            "category", "amount", "target", "activity_types", "country_group", "travel_mode", "km_from", "km_below",
            "from_unit", "to_unit", "day_from", "day_to", "source",
        ]  # fmt: skip
        field_classes = {"amount": EuroField}
        labels = {
            "category": _("What it pays for"), "target": _("For whom"), "country_group": _("Country group"),
            "travel_mode": _("Travel"), "km_from": _("From, km"), "km_below": _("Below, km"),
            "from_unit": _("From which participant"), "to_unit": _("To which participant"),
            "day_from": _("From which day"), "day_to": _("To which day"), "source": _("Source"),
        }  # fmt: skip
        help_texts = {
            "target": _("Empty: for everybody."),
            "country_group": _("Empty: for all countries."),
            "km_below": _("The first kilometre that no longer belongs to the band: 500 for 100 to 499 km."),
            "source": _("Where it stands, for example, “Annex III, page 4”."),
        }

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["amount"] = EuroField(
            label=_("Amount"), max_digits=10, help_text=_("Euro; per cent or days where the table counts in these.")
        )
        self.fields["activity_types"].choices = self.types()
        self.fields["target"].choices = [("", _("Everybody")), *Category.choices[:2]]
        self.fields["country_group"].min_value, self.fields["country_group"].max_value = GROUPS
        is_confirmed = self.instance.confirmed_on is not None
        self.initial["is_confirmed"] = is_confirmed and self.instance.confirmed_by_id == user.pk

    def types(self) -> list[tuple[str, str]]:
        """The types of the call year, and those the rate already names."""
        project = self.instance.project
        kinds = ActivityType.objects.for_call_year(project.call_year, project.school)
        known = {kind.code: f"{kind.code} {kind}" for kind in kinds}
        return list((dict.fromkeys(self.instance.activity_types, "") | known).items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_agreement()
        self.check_dependence(cleaned)
        self.check_limits(cleaned)
        self.check_spans(cleaned)
        if not self.errors:
            self.check_clash(cleaned)
        return cleaned

    def check_agreement(self) -> None:
        if self.instance.project.agreement_signed is None:
            self.add_error(None, _("Enter the date of the grant agreement first: rates stand in its annex."))

    def check_dependence(self, cleaned: dict[str, Any]) -> None:
        """An amount per kilometre of a course fee is a slip of the pen."""
        category = cleaned.get("category")
        for name in DEPENDING if category else []:
            if cleaned.get(name) not in (None, "") and name not in DEPENDS_ON.get(category, ()):
                self.add_error(name, _("This category does not depend on it. Leave it empty."))

    def check_limits(self, cleaned: dict[str, Any]) -> None:
        most = {"country_group": GROUPS[1], "km_from": MOST_KM, "km_below": MOST_KM + 1, "from_unit": MOST_UNITS,
                "to_unit": MOST_UNITS, "day_from": MOST_DAYS, "day_to": MOST_DAYS}  # fmt: skip
        if cleaned.get("category") in PER_CENT:
            most["amount"] = 100
        if cleaned.get("category") == RateCategory.TRAVEL_DAYS:
            most["amount"] = MOST_TRAVEL_DAYS
        for name, limit in most.items():
            if (cleaned.get(name) or 0) > limit:
                self.add_error(name, ValidationError(_("At most %(limit)s."), params={"limit": limit}))
        for name in ("country_group", "from_unit", "to_unit", "day_from", "day_to"):
            if cleaned.get(name) == 0:
                self.add_error(name, _("Counting starts at 1."))

    def check_spans(self, cleaned: dict[str, Any]) -> None:
        for first, last in SPANS:
            start, end = cleaned.get(first), cleaned.get(last)
            if start is None or end is None:
                continue
            if first == "km_from" and end <= start:
                self.add_error(last, _("A band ends farther away than it begins: enter more kilometres."))
            elif end < start:
                self.add_error(last, _("The last number is smaller than the first."))

    def check_clash(self, cleaned: dict[str, Any]) -> None:
        for name in self._meta.fields:
            setattr(self.instance, name, cleaned[name])
        if other := clash(self.instance, self.instance.project.rates.all()):
            self.add_error(
                None,
                ValidationError(
                    _("The table already has a rate for the same case: %(conditions)s. Change that or narrow both."),
                    params={"conditions": conditions_in_words(other)},
                ),
            )
