"""Letters about one journey or to one person, where a page shows it."""

from django import template
from django.urls import reverse

from mobilities.models import AccompanyingPerson, Letter, Mobility, Participant

register = template.Library()
SHOWN = 5


@register.inclusion_tag("mobilities/letters_of.html", takes_context=True)
def letters_of(context: dict, journey: Mobility | AccompanyingPerson) -> dict:
    user, name = context["request"].user, "mobility" if isinstance(journey, Mobility) else "accompanying"
    if not user.has_perm("mobilities.view_reminder", journey):
        return {}
    rows = Letter.objects.filter(**{name: journey})[:SHOWN]
    return {"letters": rows, "all_url": reverse("mobilities:letter-list", query={name: journey.pk})}


@register.inclusion_tag("mobilities/letters_of.html", takes_context=True)
def letters_to(context: dict, person: Participant) -> dict:
    user = context["request"].user
    if not user.has_perm("mobilities.view_reminder", person):
        return {}
    rows = Letter.objects.visible_to(user).sent_to(person)[:SHOWN]
    return {"letters": rows, "to_one": True, "all_url": reverse("mobilities:letter-list", query={"person": person.pk})}
