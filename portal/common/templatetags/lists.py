"""What stands above every list: the filters in force, each of them to be taken off, and the link to this very list."""

from dataclasses import dataclass

from django import forms, template
from django.http import HttpRequest

from portal.common.forms import said
from portal.common.http import filled, with_filters

register = template.Library()
WORTH_FOLDING = 2


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    url: str


@register.inclusion_tag("components/chips.html", takes_context=True)
def chips(context, form: forms.Form):
    """{% chips form %}: `form` is the filter's bound form; fields without a label (order, years) are no filters."""
    request = context["request"]
    return {"chips": [chip for bound in form if (chip := chip_of(request, form, bound))], "all_url": without(request)}


@dataclass(frozen=True)
class Fold:
    """A filter form as it is laid out: `first` always in sight, `others` folded away on narrow screens where they
    are many; `in_force` of these are filled in."""

    hidden: list[forms.BoundField]
    first: forms.BoundField
    others: list[forms.BoundField]
    in_force: int

    @property
    def is_foldable(self) -> bool:
        return len(self.others) >= WORTH_FOLDING

    @property
    def is_open(self) -> bool:
        return any(bound.errors for bound in self.others)


@register.simple_tag(takes_context=True)
def fold(context, form: forms.Form) -> Fold:
    first, *others = form.visible_fields()
    in_force = [bound for bound in others if chip_of(context["request"], form, bound)]
    return Fold(form.hidden_fields(), first, others, len(in_force))


def chip_of(request: HttpRequest, form: forms.Form, bound: forms.BoundField) -> Chip | None:
    name, field = bound.name, bound.field
    value = getattr(form, "cleaned_data", {}).get(name)
    if not value or (bound.is_hidden and not field.label) or name not in request.GET:
        return None
    return Chip(str(field.label or bound.label), shown(form, name, field, value), without(request, name))


def shown(form: forms.Form, name: str, field: forms.Field, value) -> str:
    if own := getattr(form, "chip_value", lambda *_: None)(name, value):
        return own
    return "" if value is True else said(field, value)


def without(request: HttpRequest, *names: str) -> str:
    """This page without the filters `names`; without any name, without all."""
    query = filled(request.GET)
    for name in names or list(query):
        query.pop(name, None)
    query.pop("page", None)
    if not query:
        query["view"] = "all"
    return f"{request.path}?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def shared_link(context) -> str:
    """The address of this list for somebody else: with its school and, unless its file is the same in every year, its
    school year."""
    request, of_year = context["request"], "sy=" in (context.get("export_url") or "sy=")
    return request.build_absolute_uri(with_filters(request, request.path, of_year=of_year))
