"""Bring a table into the register from the command line, by the same steps as on the pages."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import School
from portal.common.refused import Refused
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.sentences import in_readers_language
from portal.imports.services import imports, rows, uploads
from portal.jobs.steps import spoken

REASONS_SHOWN = 200


def existing_file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return path


class Command(BaseCommand):
    help = (
        "Checks every row of a table and saves all of them, or none and says why; or all but the rejected ones. "
        "The last line says whether anything was saved."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("kind", choices=sorted(IMPORTERS))
        parser.add_argument("file", type=existing_file, metavar="FILE")
        parser.add_argument("--school", required=True, metavar="NAME", help="the whole name of the school, or its id")
        parser.add_argument("--dry-run", action="store_true", help="only check")
        parser.add_argument(
            "--without-rejected", action="store_true", help="save the other rows where some are rejected"
        )
        parser.add_argument("--language", choices=["lv", "en"], default="lv", help="of everything that is said (lv)")

    def handle(self, *args, kind, file, school, dry_run, without_rejected, language, **options) -> None:
        owner = School.objects.filter(name=school).first() or school_by_id(school)
        if owner is None:
            with override(language):
                raise CommandError(_("There is no school “%(school)s”.") % {"school": school})
        with override(language):
            try:
                self.run_through(kind, file, owner, dry_run, without_rejected)
            except Refused as refusal:
                nothing = _("Nothing is saved.")
                raise CommandError(f"{refusal} {nothing}") from None

    def run_through(self, kind: str, path: Path, school: School, dry_run: bool, without_rejected: bool) -> None:
        with path.open("rb") as file:
            kept = uploads.receive(IMPORTERS[kind], file, path.name, path.stat().st_size, school, None)
        try:
            self.check_rows(kept)
            if not dry_run and (kept.may_be_applied or (without_rejected and kept.may_be_applied_in_part)):
                self.save_rows(kept)
        finally:
            if kept.state != ImportState.APPLIED:
                imports.cancel(kept, None)
        self.report(kept, dry_run, without_rejected)

    def check_rows(self, kept: Import) -> None:
        """In this process: a worker is not needed, and would find nothing to do."""
        Import.objects.filter(pk=kept.pk).update(state=ImportState.CHECKING)
        rows.at_once(lambda: rows.prepare_check(kept, self.say_progress))
        kept.refresh_from_db()

    def save_rows(self, kept: Import) -> None:
        Import.objects.filter(pk=kept.pk).update(state=ImportState.APPLYING)
        rows.at_once(lambda: rows.prepare_apply(kept, self.say_progress, None))
        kept.refresh_from_db()

    def say_progress(self, done: int, total: int, step: str, until: int = 0) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{spoken(step)}", ending="")

    def report(self, kept: Import, dry_run: bool, without_rejected: bool) -> None:
        for outcome, label in Outcome.choices:
            self.stdout.write(f"{label}: {kept.count_of(outcome)}")
        for remark in (each for each in kept.remarks if "text" in each):
            self.stdout.write(f"{in_readers_language(remark['text'])} ({remark['rows']})")
        rejected = kept.rows.filter(outcome=Outcome.REJECTED)
        for row in rejected[:REASONS_SHOWN]:
            for reason in row.told_reasons():
                self.stdout.write(f"{row.number}: {said(reason)}")
        if kept.state == ImportState.APPLIED:
            self.stdout.write(
                _("Saved: %(new)s new, %(changed)s changed; left out: %(rejected)s rejected.")
                % {"new": kept.count_new, "changed": kept.count_changed, "rejected": kept.count_rejected}
            )
        elif dry_run:
            self.stdout.write(_("Nothing is saved: this was only a check."))
        elif kept.changed_since:
            raise CommandError(_("Nothing is saved: the register was changed meanwhile. Run the command again."))
        elif not kept.count_rejected:
            self.stdout.write(_("Nothing is saved: there is nothing new or changed in the file."))
        elif without_rejected:
            raise CommandError(_("Nothing is saved: besides the rejected rows there is nothing new or changed."))
        else:
            text = _(
                "Nothing is saved: %(count)s rows are rejected. Correct them, or save the others with "
                "--without-rejected."
            )
            raise CommandError(text % {"count": kept.count_rejected})


def school_by_id(text: str) -> School | None:
    return School.objects.filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None


def said(reason: dict[str, str]) -> str:
    about = ", ".join(filter(None, [reason["column"], reason["value"]]))
    return f"{about}: {reason['text']}" if about else reason["text"]
