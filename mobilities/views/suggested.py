"""Hosts that are suggested while a mobility is planned."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from mobilities.enums import GOING, Direction
from mobilities.forms.group import GroupForm
from mobilities.forms.mobilities import MobilityForm
from mobilities.host_suggestions import Suggested, suggest, why_none, wish_of
from mobilities.models import Mobility, Participant


def suggested_for(form: MobilityForm | GroupForm) -> dict[str, Any]:
    """`suggested`, while no host is chosen for people of ours; `why_none`, where there are none for several."""
    people = chosen_people(form) if form.is_bound else []
    if not people or typed(form, "host") or typed(form, "direction") == Direction.INCOMING:
        return {"suggested": []}
    wish = wish_of(people, typed(form, "start"), typed(form, "end"))
    found = suggest(form.school, wish) if wish else []
    return {"suggested": found, "why_none": why_none(wish) if len(people) > 1 and not found else ""}


def chosen_people(form: MobilityForm | GroupForm) -> list[Participant]:
    """In the form for several those ticked, and whole classes."""
    if not isinstance(form, GroupForm):
        person = typed(form, "participant")
        return [person] if person else []
    ticked, classes = typed(form, "participants") or (), typed(form, "classes") or []
    return list(form.people.filter(Q(pk__in=[person.pk for person in ticked]) | form.of_classes(classes)))


def typed(form: MobilityForm | GroupForm, name: str) -> Any:
    """What the field says, also where the rules refuse it: other days are sought, and the hosts are wanted still."""
    if name not in form.fields:
        return None
    with suppress(ValidationError):
        return form.fields[name].clean(form[name].data)
    return None


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
