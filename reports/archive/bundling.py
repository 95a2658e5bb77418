"""Everything of a project as a bundle: made by the job of all bundles, fetched from their page."""

from reports.archive.composing import Contents, write_archive
from reports.archive.writing import safe
from reports.bundles import BUNDLERS, Made, Progress, place_to_work
from reports.enums import BundleKind
from reports.models import Bundle

MOST_TOLD = 500  # sentences about what is missing; the page of contents has all of them


def make_archive(bundle: Bundle, progress: Progress) -> Made:
    path, project = place_to_work(), bundle.project
    contents = write_archive(project, path, progress)
    return Made(f"{safe(project.code or project.shown_title)}.zip", path, contents.count, problems_of(contents))


def problems_of(contents: Contents) -> list[dict]:
    return [
        {"label": section.title, "kind": "", "reasons": [sentence], "is_made": False}
        for section in contents.sections
        for sentence in section.missing
    ][:MOST_TOLD]


BUNDLERS[BundleKind.ARCHIVE] = make_archive
