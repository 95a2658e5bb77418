"""The list of people as a table."""

from collections.abc import Iterable, Iterator
from datetime import date

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
        _("Gender"),
        _("Nationality"),
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
            str(person.get_gender_display()),
            person.nationality,
            person.email,
            person.phone,
            person.trips,
            _("Yes") if person.is_active else _("No"),
        ]


def pattern_rows() -> Iterator[list[Cell]]:
    """The header that the import of people knows, and one invented learner."""
    yield [
        _("First name"),
        _("Last name"),
        _("Group"),
        _("Qualification"),
        _("Date of birth"),
        _("E-mail"),
        _("Phone"),
        _("Languages"),
        _("Fewer opportunities"),
        _("Parent or guardian"),
        _("Phone of the guardian"),
    ]
    yield [
        "Anna", "Paraudziņa", "LO-41", _("Name of a qualification of the school"), date(2008, 5, 31),
        "anna@example.org", "+371 20000000", _("English B1, German A2"), _("No"), "Ilze Paraudziņa", "+371 20000001",
    ]  # fmt: skip
