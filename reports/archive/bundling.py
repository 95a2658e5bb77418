"""Everything of a project as a bundle: made by the job of all bundles, fetched from their page."""

from reports.archive.composing import Contents, write_archive
from reports.bundles import BUNDLERS, Made, Progress, place_to_work
from reports.enums import BundleKind
from reports.models import Bundle
from reports.papers.naming import safe_name


def make_archive(bundle: Bundle, progress: Progress) -> Made:
    project = bundle.project
    with place_to_work() as path:
        contents = write_archive(project, path, progress)
    return Made(f"{safe_name(project.code or project.shown_title)}.zip", path, contents.count, problems_of(contents))


def problems_of(contents: Contents) -> list[dict]:
    return [
        {"cause": cause, "whose": whose} for section in contents.sections for cause, whose in section.missing.items()
    ]


BUNDLERS[BundleKind.ARCHIVE] = make_archive
