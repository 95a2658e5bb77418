"""python manage.py explain_grant MOBILITY_ID: every amount of a mobility's grant with its rule, inputs and source."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mobilities.explanations import as_json
from mobilities.grants import of_mobility
from mobilities.models import Mobility


class Command(BaseCommand):
    help = "Prints the grant of one mobility as JSON: amounts with their rules, inputs and sources."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mobility", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        mobility = Mobility.objects.select_related("project").filter(pk=options["mobility"]).first()
        if mobility is None:
            raise CommandError(f"There is no mobility {options['mobility']}.")
        row = of_mobility(mobility)
        if row is None:
            raise CommandError("This mobility counts nothing: it is cancelled, or another school pays for its guest.")
        self.stdout.write(json.dumps(as_json(row), ensure_ascii=False, indent=2))
