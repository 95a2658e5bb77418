"""python manage.py take_bounce < mail: for the address to which mail that cannot be delivered comes back.

In Postfix: `tilts-returns: "|/path/to/manage.py take_bounce"`. A mail that is no report of delivery is passed over
without a word, so that nothing is ever sent back to it; only where the database is away is it asked for again.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from mobilities.bounces import MOST_BYTES
from mobilities.services.letters import take_returns

TRY_LATER = 75  # EX_TEMPFAIL


class Command(BaseCommand):
    help = "Reads one mail from standard input and marks the letters that it says did not arrive."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES)
        while sys.stdin.buffer.read(MOST_BYTES):
            pass  # a mail server takes a pipe that is not read to its end for a failure
        try:
            marked = take_returns(raw)
        except OperationalError as error:
            self.stderr.write(str(error))
            sys.exit(TRY_LATER)
        for letter in marked:
            self.stdout.write(f"Came back: {letter.key}")
