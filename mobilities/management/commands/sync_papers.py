"""python manage.py sync_papers: brings the checklists of running mobilities in step with what is asked for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mobilities.models import Mobility, Paper
from mobilities.services.checklists import BATCH, sync_keys
from projects.models import Project


class Command(BaseCommand):
    help = "Brings the checklists of running mobilities in step with the rules; of one project with --project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", help="grant code of the project")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Mobility.objects.running()
        if code := options["project"]:
            projects = Project.objects.filter(code=code)
            if not projects:
                raise CommandError(f"There is no project with the code {code}.")
            rows = Mobility.objects.filter(project__in=projects)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        for place in range(0, len(keys), BATCH):
            sync_keys(keys[place : place + BATCH])
        lines = Paper.objects.filter(mobility__in=rows).count()
        self.stdout.write(f"{len(keys)} mobilities looked at; their checklists have {lines} lines now.")
