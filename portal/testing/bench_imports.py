"""How long a table takes to come in, beside the plainest way to do the same without looking at anything."""

import io
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

TEACHER = "Ilze Kalna"
ROWS, TURNS = 20_000, 3
HEADER = [
    "Project code", "Participant", "Activity type", "Host", "Start date", "End date", "Teacher in charge", "Note",
]  # fmt: skip
YEAR, KIND = 2021, "LM-SHORT-VET"


def bench_import(row: Callable) -> None:
    """Prints one line. Both ways insert the same mobilities; they take turns, each time of a school of its own."""
    ours, plain = [], []
    for turn in range(TURNS):
        school, user, content = school_with_table(turn)
        plain.append(in_ms(lambda: read_and_insert(school, user, content)))  # noqa: B023  called at once
        clear(school)
        ours.append(in_ms(lambda: bring_in(school, user, content)))  # noqa: B023
        assert school.mobilities.count() == ROWS
        clear(school)
    row(
        f"{ROWS:,} mobilities from XLSX: upload, check, save",
        statistics.median(ours),
        "plain read and bulk insert, unchecked",
        statistics.median(plain),
    )


def in_ms(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def school_with_table(turn: int | str, rows: int = ROWS):
    """A school with the people and hosts that the table speaks of; (school, its coordinator, the workbook)."""
    from mobilities.models import Host, HostContact, Participant
    from portal.accounts.models import Membership, School, User
    from projects.models import ActivityType, Project

    school = School.objects.create(name=f"School that brings in {rows} ({turn})", country="LV", working_year=YEAR)
    user = User.objects.create_user(f"imports{turn}@example.org", None, first_name="Ilze", last_name="Kalna")
    Membership.objects.create(user=user, school=school, role="coordinator")
    first_day = date(YEAR, 9, 1)
    project = Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, action="KA121", field="VET",
        title="Bench", school_name=school.name, start=first_day, end=first_day + timedelta(days=364),
    )  # fmt: skip
    hosts = Host.objects.bulk_create(
        Host(school=school, name=f"Host {i}", country=("DE", "IT", "ES", "LT")[i % 4], city="City") for i in range(200)
    )
    HostContact.objects.bulk_create(
        HostContact(host=host, name="Maria Muster", role=role)
        for host in hosts
        for role in ("mentor", "administrative")
    )
    people = Participant.objects.bulk_create(
        Participant(school=school, kind="learner", first_name=f"Name{i}", last_name=f"Family{i}", birth_date=first_day)
        for i in range(rows)
    )
    kind = ActivityType.objects.filter(code=KIND).first()
    return school, user, workbook(project, kind, hosts, people, first_day)


def workbook(project, kind, hosts, people, first_day: date) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Mobilities")
    sheet.append(HEADER)
    for i, person in enumerate(people):
        start, host = first_day + timedelta(days=i % 300), hosts[i % len(hosts)]
        cells = [project.code, f"{person.first_name} {person.last_name}", kind.code, host.name]
        sheet.append([*cells, start, start + timedelta(days=20), TEACHER, f"Note {i}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_and_insert(school, user, content: bytes) -> None:
    """The fastest reader there is and one bulk insert; whose mobilities they are, is known without looking."""
    from django.db import transaction
    from python_calamine import load_workbook

    from mobilities.models import Mobility
    from projects.models import ActivityType

    project, kind = school.projects.get(), ActivityType.objects.filter(code=KIND).first()
    people = dict(zip(*ids_by_name(school.participants, "first_name", "last_name"), strict=True))
    hosts = dict(zip(*ids_by_name(school.hosts, "name"), strict=True))
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    next(rows)
    with transaction.atomic():
        Mobility.objects.bulk_create(
            (
                Mobility(
                    school=school, project=project, activity_type=kind, participant_id=people[row[1]],
                    host_id=hosts[row[3]], start=row[4], end=row[5], responsible=user, note=row[7],
                )
                for row in rows
            ),
            batch_size=500,
        )  # fmt: skip


def ids_by_name(rows, *names: str) -> tuple[list[str], list[int]]:
    found = list(rows.values_list("pk", *names))
    return [" ".join(name) for _pk, *name in found], [pk for pk, *_name in found]


def bring_in(school, user, content: bytes) -> None:
    """Through the services and jobs that the pages use."""
    from django.core.files.base import ContentFile

    from portal.imports.enums import ImportState
    from portal.imports.registry import IMPORTERS
    from portal.imports.services import imports, uploads
    from portal.jobs import services as jobs

    file = ContentFile(content, "mobilities.xlsx")
    kept = uploads.receive(IMPORTERS["mobilities"], file, "mobilities.xlsx", len(content), school, user)
    kept = imports.order_check(kept, user, kept.version, kept.mapping)
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    kept = imports.order_apply(kept, user, kept.version)
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == ImportState.APPLIED, (kept.counts, kept.job.error)


def clear(school) -> None:
    from portal.imports.models import Import

    Import.objects.filter(school=school).delete()
    school.mobilities.all()._raw_delete("default")
