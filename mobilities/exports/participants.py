"""The list of people as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import Participant
from portal.common.csv_lines import Cell


def participant_rows(people: Iterable[Participant]) -> Iterator[list[Cell]]:
    yield [
        _("Last name"),
        _("First name"),
        _("Learner or staff"),
        _("Group"),
        _("Qualification"),
        _("Field of work"),
        _("Sending organisation"),
        _("Date of birth"),
        _("E-mail"),
        _("Phone"),
        _("Mobilities"),
        _("Still at the school"),
    ]
    for person in people:
        yield [
            person.last_name,
            person.first_name,
            str(person.get_kind_display()),
            person.group,
            str(person.qualification or ""),
            person.work_field,
            person.home,
            person.birth_date,
            person.email,
            person.phone,
            person.trips,
            _("Yes") if person.is_active else _("No"),
        ]
