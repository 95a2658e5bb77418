"""Hosts that are suggested while a mobility is planned."""

from django.http import HttpRequest
from django.utils import timezone

from mobilities.enums import GOING, Direction
from mobilities.forms.group import GroupForm
from mobilities.forms.mobilities import MobilityForm
from mobilities.host_suggestions import Suggested, suggest, wish_of
from mobilities.models import Mobility, Participant


def suggested_for(form: MobilityForm | GroupForm) -> list[Suggested]:
    """While no host is chosen for people of ours who learn for one qualification."""
    typed = getattr(form, "cleaned_data", {})
    people = typed.get("participants") or [person for person in [typed.get("participant")] if person]
    if not people or typed.get("host") or typed.get("direction") == Direction.INCOMING:
        return []
    wish = wish_of(people, typed.get("start"), typed.get("end"))
    return suggest(form.school, wish) if wish else []


def hosts_for(mobility: Mobility) -> list[Suggested]:
    """For one that is still ahead and has no host."""
    ahead = mobility.state in GOING and mobility.start > timezone.localdate()
    if mobility.host_id or mobility.direction == Direction.INCOMING or not ahead:
        return []
    wish = wish_of([mobility.participant], mobility.start, mobility.end)
    return suggest(mobility.school, wish) if wish else []


def hosts_first(request: HttpRequest) -> list[Suggested]:
    """Before anything is typed: for the person with whom the form was opened, who may stand in its address."""
    pk = request.GET.get("participant", "")
    if not pk.isdecimal() or request.GET.get("host"):
        return []
    people = Participant.objects.visible_to(request.user).filter(school=request.school, pk=pk[:18])
    wish = wish_of(list(people.select_related("qualification")), None, None)
    return suggest(request.school, wish) if wish else []
