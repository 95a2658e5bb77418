"""A text pasted whole: the projects it names, each as a short form that can be registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.forms import PageForm
from portal.common.text import active_language
from projects import grant_code
from projects.enums import Field, Programme, ProjectRole
from projects.forms.project import ProjectForm, proposals
from projects.grant_code import Found, GrantCode
from projects.models import Project

LONGEST_TEXT = 100_000
MOST_PROJECTS = 100


class WholeText(forms.Textarea):
    """Without maxlength, at which a browser cuts what is pasted and says nothing; the form refuses it in words."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class PasteForm(PageForm):
    text = forms.CharField(
        label=_("Text that names projects"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=WholeText(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("An article, a letter, a list: we find the grant codes and the titles beside them."),
    )


class PastedForm(ProjectForm):
    """One project found in a text. What is not in the text is guessed, and `guesses` says what."""

    call_year = is_another = None
    take = forms.BooleanField(required=False)

    class Meta(ProjectForm.Meta):
        fields = ["code", "title", "role", "start", "end"]

    def __init__(self, data: Mapping[str, Any] | None, *, found: Found, school: School) -> None:
        self.guesses = guesses(found.code, school)
        likely = {"code": found.code.normal_form, "title": found.title, "take": not found.code.warnings}
        super().__init__(
            data,
            instance=Project(school=school, school_name=school.name),
            initial=likely | self.guesses,
            prefix=slugify(found.code.normal_form),
        )
        self.fields["code"].required = True

    def preview_on(self, name: str, trigger: str) -> None:
        """No preview: the page itself explains each code."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = proposals(self.parsed)
        self.instance.programme = said.get("programme", Programme.ERASMUS)
        self.instance.call_year = cleaned.get("call_year")
        self.instance.field = cleaned.get("field") or ""
        return cleaned

    @property
    def is_taken(self) -> bool:
        return bool(self["take"].value())

    @property
    def guessed(self) -> list[str]:
        """Names of the fields that still hold what was guessed."""
        return [name for name, value in self.guesses.items() if str(self[name].value()) == str(value)]


@dataclass(frozen=True)
class Proposal:
    """A project that a text names: how often, what its code says, and the school's project of that code or a form."""

    found: Found
    times: int
    registered: Project | None
    form: PastedForm | None

    @property
    def says(self) -> dict[str, Any]:
        return grant_code.say(self.found.code, active_language())

    @property
    def about(self) -> dict[str, Any]:
        """Programme, call year and field, in words."""
        said = proposals(self.found.code)
        return {
            "programme": Programme(said.get("programme", Programme.ERASMUS)).label,
            "call_year": said.get("call_year", ""),
            "field": Field(said["field"]).label if "field" in said else "",
        }


class Proposals(list[Proposal]):
    """The projects a text names, each once; `data` is what was typed into their forms."""

    def __init__(self, text: str, school: School, data: Mapping[str, Any] | None = None) -> None:
        found: dict[str, list[Found]] = {}
        for row in grant_code.find(text):
            found.setdefault(row.code.normal_form, []).append(row)
        self.left_out = max(len(found) - MOST_PROJECTS, 0)
        chosen = dict(list(found.items())[:MOST_PROJECTS])
        registered = {row.code: row for row in Project.objects.filter(school=school, code__in=chosen)}
        for code, rows in chosen.items():
            first = next((row for row in rows if row.title), rows[0])
            known = registered.get(code)
            form = None if known else PastedForm(data, found=first, school=school)
            self.append(Proposal(first, len(rows), known, form))

    @property
    def forms(self) -> list[PastedForm]:
        return [row.form for row in self if row.form]

    @property
    def taken(self) -> list[PastedForm]:
        return [form for form in self.forms if form.is_taken]

    def is_valid(self) -> bool:
        """Only what is ticked is checked; no two of them may bear one code."""
        codes = set()
        for form in self.taken:
            if form.is_valid() and form.cleaned_data["code"] in codes:
                form.add_error("code", _("Another ticked row has this code."))
            codes.add(form.cleaned_data.get("code"))
        return all(form.is_valid() for form in self.taken)


def guesses(code: GrantCode, school: School) -> dict[str, Any]:
    """A project of the national agency is the school's own; it lasts a school year, a partnership two."""
    country = code.country or school.country
    guess: dict[str, Any] = {"role": ProjectRole.COORDINATOR if country == school.country else ProjectRole.PARTNER}
    if code.year:
        years = 2 if code.key_action == 2 else 1
        guess |= {"start": date(code.year, 9, 1), "end": date(code.year + years, 8, 31)}
    return guess
