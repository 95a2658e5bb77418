"""Letters about one journey, where a page shows it."""

from django import template
from django.urls import reverse

from mobilities.models import AccompanyingPerson, Letter, Mobility

register = template.Library()
SHOWN = 5


@register.inclusion_tag("mobilities/letters_of.html", takes_context=True)
def letters_of(context: dict, journey: Mobility | AccompanyingPerson) -> dict:
    user, name = context["request"].user, "mobility" if isinstance(journey, Mobility) else "accompanying"
    if not user.has_perm("mobilities.view_reminder", journey):
        return {}
    rows = Letter.objects.filter(**{name: journey})[:SHOWN]
    return {"letters": rows, "all_url": reverse("mobilities:letter-list", query={name: journey.pk})}
