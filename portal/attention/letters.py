"""Letters that were refused or came back."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.forms.letters import NOT_ARRIVED
from mobilities.services.letters import not_arrived
from portal.accounts.models import School
from portal.attention.task import Task, entries

NAMED = 3


def letter_tasks(school: School, today: date) -> list[Task]:
    found = list(not_arrived(school, today).values_list("email", flat=True))
    if not found:
        return []
    people = list(dict.fromkeys(found))
    what = ngettext("%(count)d letter did not arrive", "%(count)d letters did not arrive", len(found))
    return [
        Task(
            what=what % {"count": len(found)},
            more=", ".join(people[:NAMED]) + ("…" if len(people) > NAMED else ""),
            mark=entries(len(found)),
            url=reverse("mobilities:letter-list", query={"state": NOT_ARRIVED}),
            action=_("Show the letters"),
        )
    ]
