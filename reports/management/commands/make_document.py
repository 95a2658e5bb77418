"""Make a document now and write it to a file: what an operator schedules."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import School
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.jobs import services as jobs
from portal.jobs.models import State
from reports.enums import OF_YEAR
from reports.services import request_document


def school_year(text: str) -> SchoolYear:
    try:
        return SchoolYear.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


class Command(BaseCommand):
    help = "Makes a document of a school year, as the portal's worker does, and writes the PDF to a file."

    def add_arguments(self, parser) -> None:
        parser.add_argument("kind", choices=[str(kind) for kind in OF_YEAR])
        parser.add_argument("--school-year", type=school_year, required=True, metavar="2021/2022")
        parser.add_argument("--language", choices=["lv", "en"], default="lv")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        parser.add_argument(
            "--school", type=int, metavar="ID", help="needed where there are several; default: the first"
        )

    def handle(self, *args, kind, school_year, language, output, school, **options) -> None:
        owner = School.objects.filter(**({"pk": school} if school else {})).order_by("pk").first()
        if owner is None:
            raise CommandError("There is no such school.")
        try:
            document = request_document(None, owner, kind, school_year, language)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        jobs.run(document.job_id)
        document.refresh_from_db()
        if document.job.state != State.DONE:
            raise CommandError(document.job.error or f"The document is {document.job.get_state_display()}.")
        try:
            output.write_bytes(document.file.open("rb").read())
        except OSError as error:
            raise CommandError(f"The document is made, but {output} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{owner.name}: {output}, {document.pages} pages, {document.size} bytes")
