"""A project as it is typed: the code is read and fills what it says, dates and money are checked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.common.forms import EuroField, VersionedModelForm
from projects import grant_code
from projects.enums import BEFORE_FUNDING, Programme, ProjectState
from projects.models import Project
from projects.proposals import proposals

FIRST_YEAR, LAST_YEAR = 2000, 2098
# In which state a project may be entered; from there it moves by the buttons of its page.
FIRST_STATES = (ProjectState.APPROVED, ProjectState.SUBMITTED, ProjectState.IDEA)


class ProjectForm(VersionedModelForm):
    """`instance` carries the school. `parsed` is what the code says, after validation."""

    code = forms.CharField(
        label=_("Grant code"),
        required=False,
        max_length=300,
        help_text=_("Paste it as the agreement has it; we take out extra words and spaces."),
    )
    is_another = forms.BooleanField(
        label=_("It is another project, save it all the same"),
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[(state.value, state.label) for state in FIRST_STATES],
        help_text=_("An idea or an application needs no grant code yet."),
    )
    call_year = forms.IntegerField(
        label=_("Call year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Taken from the code where it has one."),
    )

    class Meta:
        model = Project
        fields = [
            "code", "programme", "call_year", "field", "title", "title_en", "role", "coordinator_name", "school_name",
            "start", "end", "agreement_signed", "grant", "summary", "public_url",
        ]  # fmt: skip
        field_classes = {"grant": EuroField}
        labels = {
            "programme": _("Programme"),
            "field": _("Field"),
            "title": _("Title"),
            "title_en": _("Title in English"),
            "role": _("Our role"),
            "coordinator_name": _("Coordinating organisation"),
            "school_name": _("Name of the school in the project"),
            "start": _("Starts"),
            "end": _("Ends"),
            "agreement_signed": _("Grant agreement signed"),
            "grant": _("Grant, €"),
            "summary": _("What the project is about"),
            "public_url": _("Address of the public card"),
        }
        help_texts = {
            "title_en": _("For documents in English. Without it they show the Latvian title."),
            "coordinator_name": _("Where the school is a partner."),
            "grant": _("For example, 95 430,00. May be left empty."),
            "public_url": _("Only where it is not the one that follows from the code."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parsed = grant_code.parse(self["code"].value() or "")
        if self.instance.pk:
            del self.fields["state"]
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.preview_on("code", "input changed delay:300ms")
        self.preview_on("call_year", "change")
        self.preview_on("start", "change")

    def preview_on(self, name: str, trigger: str) -> None:
        """Ask the page again what the code says when this field changes."""
        self.fields[name].widget.attrs |= {
            "hx-post": reverse("projects:code-preview"),
            "hx-trigger": trigger,
            "hx-target": "#code-says",
            "hx-sync": "closest form:replace",
        }

    def clean_code(self) -> str:
        self.parsed = grant_code.parse(self.cleaned_data["code"])
        limit = Project._meta.get_field("code").max_length
        if len(self.parsed.normal_form) > limit:
            raise ValidationError(_("A code has at most %(limit)s characters."), params={"limit": limit})
        return self.parsed.normal_form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "state" in self.fields and "state" not in self.errors:
            self.instance.state = cleaned["state"] = cleaned.get("state") or ProjectState.APPROVED
        self.take_from_code(cleaned)
        self.check_call_year(cleaned)
        self.check_code(cleaned)
        self.check_dates(cleaned)
        return cleaned

    def take_from_code(self, cleaned: dict[str, Any]) -> None:
        said = proposals(self.parsed)
        if cleaned.get("call_year") is None and "call_year" not in self.errors:
            cleaned["call_year"] = said.get("call_year")
        cleaned["field"] = cleaned.get("field") or said.get("field", "")
        if said.get("programme") in (Programme.NORDPLUS, Programme.ETWINNING):
            cleaned["programme"] = said["programme"]
        self.instance.agency = self.parsed.agency
        self.instance.action = self.parsed.action

    def check_call_year(self, cleaned: dict[str, Any]) -> None:
        typed, said = cleaned.get("call_year"), self.parsed.year
        if typed and said and typed != said:
            self.add_error(
                "call_year",
                ValidationError(
                    _("The code says call year %(said)s. Correct the code or the year."), params={"said": said}
                ),
            )

    def check_code(self, cleaned: dict[str, Any]) -> None:
        if "code" in self.errors:
            return
        if not cleaned.get("code"):
            if cleaned.get("programme") == Programme.ERASMUS and self.instance.state not in BEFORE_FUNDING:
                self.add_error(
                    "code", _("An approved Erasmus+ project has a grant code. Without one, choose another programme.")
                )
            return
        self.instance.code = cleaned["code"]
        if other := self.duplicate():
            self.refuse_duplicate(other)
        elif "is_another" in self.fields and self.perhaps_same and not cleaned.get("is_another"):
            self.add_error("is_another", _("Perhaps the school already has this project. Look at it before you save."))

    @cached_property
    def perhaps_same(self) -> Project | None:
        """The school's other project that this one probably is, where its code is not the one saved before."""
        mine = Project.objects.filter(school=self.instance.school_id)
        if mine.filter(pk=self.instance.pk, code=self.parsed.normal_form).exists():
            return None
        return mine.exclude(pk=self.instance.pk).perhaps_same(self.parsed)

    def duplicate(self) -> Project | None:
        return Project.objects.with_same_code(self.instance).first()

    def refuse_duplicate(self, other: Project) -> None:
        address = reverse("projects:project-detail", args=[other.pk])
        link = format_html('<a href="{}">{}</a>', address, other.title)
        self.add_error("code", format_html(_("The school already has a project with this code: {}."), link))

    def check_dates(self, cleaned: dict[str, Any]) -> None:
        for name in ("start", "end", "agreement_signed"):
            day = cleaned.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, ValidationError(_("Check the year: %(year)s."), params={"year": day.year}))
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("It ends before it starts. Check the year."))


def field_of(data: Mapping[str, Any]) -> str:
    """The field whose activity types it may have: from the code, else as chosen; only Erasmus+ is bound to one."""
    if data.get("programme", Programme.ERASMUS) != Programme.ERASMUS:
        return ""
    return grant_code.parse(str(data.get("code") or "")).field or str(data.get("field") or "")


def call_year_of(data: Mapping[str, Any]) -> int | None:
    """The call year that a form being filled in is about: from the code, else as typed, else the year it starts."""
    if year := grant_code.parse(str(data.get("code") or "")).year:
        return year
    typed = str(data.get("call_year") or "").strip()
    if typed.isascii() and typed.isdigit():
        return int(typed) if len(typed) == 4 else None
    try:
        start = parse_date(str(data.get("start") or ""))
    except ValueError:
        return None
    return start.year if start else None
