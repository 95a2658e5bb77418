"""Why a file is not taken: a sentence that is translated where it is read."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from portal.common.refused import Refused


class NotTaken(Refused):
    """`sentence` is a message of the catalogue; its `values` are filled in after the translation."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence, values)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return gettext(self.sentence) % self.values


def not_what_it_claims(name: str) -> NotTaken:
    sentence = _("“%(name)s” is not what its name says, or it is damaged. Save it anew and try again.")
    return NotTaken(sentence, name=name)


def too_much_work(name: str) -> NotTaken:
    sentence = _("“%(name)s” takes more time or memory to open than an upload may. Send a smaller or simpler copy.")
    return NotTaken(sentence, name=name)
