"""Tags of the pages of hosts."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html_join

from mobilities.models import Mobility

register = template.Library()


@register.simple_tag
def linked_people(mobilities: Iterable[Mobility]):
    """Their names, each a link to the mobility; a host with a long history has hundreds."""
    rows = ((reverse("mobilities:mobility-detail", args=[row.pk]), row.participant) for row in mobilities)
    return format_html_join(", ", '<a class="pl" href="{}">{}</a>', rows)
