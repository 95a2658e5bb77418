"""What stands above every list: the filters in force, each of them to be taken off, and the link to this very list."""

from dataclasses import dataclass

from django import forms, template
from django.http import HttpRequest

from portal.common.http import filled, with_filters
from portal.common.text import day

register = template.Library()


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


def chip_of(request: HttpRequest, form: forms.Form, bound: forms.BoundField) -> Chip | None:
    name, field = bound.name, bound.field
    value = getattr(form, "cleaned_data", {}).get(name)
    if not value or (bound.is_hidden and not field.label) or name not in request.GET:
        return None
    return Chip(str(field.label or bound.label), shown(form, name, field, value), without(request, name))


def shown(form: forms.Form, name: str, field: forms.Field, value) -> str:
    if said := getattr(form, "chip_value", lambda *_: None)(name, value):
        return said
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(field, forms.DateField):
        return day(value)
    return "" if value is True else str(value)


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
    """The address of this list for somebody else: with its school and its school year."""
    request = context["request"]
    return request.build_absolute_uri(with_filters(request, request.path))
