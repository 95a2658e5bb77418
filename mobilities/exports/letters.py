"""Letters as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mobilities.models import Letter
from portal.common.csv_lines import Cell


def letter_rows(letters: Iterable[Letter]) -> Iterator[list[Cell]]:
    yield [
        _("Name"), _("E-mail"), _("Kind"), _("Letter"), _("About"), pgettext("letter", "Written"), _("Sent"),
        _("Came back"), _("State"), _("What the mail server said"),
    ]  # fmt: skip
    for letter in letters:
        yield [
            letter.name,
            letter.email,
            letter.get_kind_display(),
            letter.subject,
            about(letter),
            letter.created_at,
            letter.sent_at,
            letter.bounced_at,
            letter.get_state_display(),
            letter.error,
        ]


def about(letter: Letter) -> str:
    if letter.mobility:
        return str(letter.mobility.participant)
    if letter.accompanying:
        return str(letter.accompanying.person)
    return letter.conference.title if letter.conference else ""
