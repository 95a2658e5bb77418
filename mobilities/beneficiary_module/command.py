"""What both commands of operators share: the project by its code, and sentences without Django's wrapping."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError

from portal.accounts.models import School
from projects import grant_code
from projects.models import Project


def existing_file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return path


def add_project(parser) -> None:
    parser.add_argument("--project", required=True, metavar="CODE", help="its grant code, in any shape, or its number")
    parser.add_argument("--school", default="", metavar="NAME", help="name or id, where several schools have the code")
    parser.add_argument("--language", choices=["lv", "en"], default="lv", help="of the sentences")


def project_named(code: str, school: str) -> Project:
    """Raises CommandError, with what would be right."""
    rows = Project.objects.select_related("school").exclude(code="")
    if school:
        rows = rows.filter(school=school_named(school))
    read = grant_code.parse(code)
    found = list(rows.filter(code=read.normal_form)) or list(rows.filter(code__endswith=f"-{code.strip()}"))
    if not found:
        raise CommandError(f"There is no project with the code {code}.")
    if len(found) > 1:
        schools = ", ".join(f"{row.school.pk} “{row.school}”" for row in found)
        raise CommandError(f"Several schools have this project; say which with --school: {schools}.")
    if not found[0].is_paid_by_units:
        raise CommandError(f"{found[0].code} is not paid by units, so it is not in the Beneficiary Module.")
    return found[0]


def school_named(text: str) -> School:
    found = School.objects.filter(name=text).first()
    if found is None and text.isascii() and text.isdigit():
        found = School.objects.filter(pk=int(text[:15])).first()
    if found is None:
        raise CommandError(f"There is no school “{text}”.")
    return found
