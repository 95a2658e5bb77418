"""Imports of mobilities and hosts are taken back as a whole."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from mobilities.models import (
    AccompanyingPerson,
    ExperienceReport,
    Host,
    HostContact,
    HostLanguage,
    Mobility,
    Paper,
    Participant,
)
from mobilities.services import papers
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.services import imports, uploads
from portal.jobs import services as jobs
from projects.models import Project

CODE = "2021-1-LV01-KA121-VET-000009189"
HEADER = "Projekts;Dalībnieks;Aktivitātes veids;Sākums;Beigas;Pavadošās personas"
NEW = f"{HEADER}\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-18;Dace Liepa\n"
OTHER = f"{CODE};Jānis Kalns;LM-SHORT-VET;2022-02-14;2022-03-18;Dace Liepa\n"


@pytest.fixture
def register(school):
    Project.objects.create(
        school=school, code=CODE, call_year=2021, field="VET", title="Prakse", school_name=school.name,
        start=date(2021, 9, 1), end=date(2022, 11, 30),
    )  # fmt: skip
    for name, kind in (("Anna Ozola", "learner"), ("Jānis Kalns", "learner"), ("Dace Liepa", "staff")):
        first_name, last_name = name.split()
        Participant.objects.create(school=school, kind=kind, first_name=first_name, last_name=last_name)
    return school


@pytest.fixture
def applied(register, coordinator):
    def run(kind: str, text: str) -> Import:
        content = ContentFile(text.encode(), "list.csv")
        kept = uploads.receive(IMPORTERS[kind], content, "list.csv", content.size, register, coordinator)
        kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
        jobs.run(kept.job_id)
        kept.refresh_from_db()
        kept = imports.order_apply(kept, coordinator, kept.version)
        jobs.run(kept.job_id)
        kept.refresh_from_db()
        assert kept.state == "applied", [row.told_reasons() for row in kept.rows.all()]
        return kept

    return run


def undone(kept: Import, user) -> Import:
    kept = imports.order_undo(kept, user, kept.version)
    jobs.run(kept.job_id)
    return Import.objects.select_related("job").get(pk=kept.pk)


def test_new_mobilities_go_with_the_trips_of_those_who_travel_along(applied, coordinator):
    kept = undone(applied("mobilities", NEW + OTHER), coordinator)
    assert kept.state == "undone", kept.job.error
    assert not Mobility.objects.exists()
    assert not AccompanyingPerson.objects.exists()


def test_checklists_follow_what_is_taken_back(register, applied, coordinator):
    alone = f"{HEADER}\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-18;\n"
    applied("mobilities", alone)
    due = Paper.objects.get(kind="attendance_certificate").due
    later = applied("mobilities", alone.replace("03-18", "03-25"))
    moved = Paper.objects.get(kind="attendance_certificate")
    assert moved.due == due + timedelta(days=7)
    assert undone(later, coordinator).state == "undone"
    moved.refresh_from_db()
    assert moved.due == due


def test_lines_of_checklists_go_along_until_somebody_wrote_on_one(applied, coordinator):
    kept = applied("mobilities", NEW)
    assert Paper.objects.filter(accompanying__isnull=False).exists()
    assert undone(kept, coordinator).state == "undone" and not Paper.objects.exists()
    kept = applied("mobilities", NEW)
    papers.set_aside(Paper.objects.get(kind="learning_agreement"), coordinator, "Nav vajadzīgs")
    assert undone(kept, coordinator).state == "applied"
    assert Mobility.objects.exists()


def test_a_trip_that_was_there_already_is_as_it_was(applied, coordinator):
    applied("mobilities", NEW)
    trip = AccompanyingPerson.objects.get()
    second = applied("mobilities", f"{HEADER}\n{OTHER.replace('2022-03-18', '2022-03-25')}")
    assert AccompanyingPerson.objects.get().end == date(2022, 3, 25)
    kept = undone(second, coordinator)
    assert kept.state == "undone", kept.job.error
    again = AccompanyingPerson.objects.get()
    assert (again.pk, again.end, again.mobilities.count()) == (trip.pk, trip.end, 1)


def test_changed_mobilities_are_as_before_and_keep_their_report(applied, coordinator):
    applied("mobilities", NEW)
    mobility = Mobility.objects.get()
    ExperienceReport.objects.create(school=mobility.school, mobility=mobility)
    header = HEADER.removesuffix(";Pavadošās personas")
    text = f"{header};Piezīmes\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-19;Nauda\n"
    kept = undone(applied("mobilities", text.replace("2022-03-19", "2022-03-18")), coordinator)
    assert kept.state == "undone", kept.job.error
    mobility.refresh_from_db()
    assert (mobility.note, mobility.end, mobility.version) == ("", date(2022, 3, 18), 2)


def test_a_report_that_was_begun_since_forbids_it(applied, coordinator):
    kept = applied("mobilities", NEW)
    ExperienceReport.objects.create(school=kept.school, mobility=Mobility.objects.get())
    kept = undone(kept, coordinator)
    assert kept.state == "applied"
    assert " 2:" in kept.job.error
    assert ExperienceReport.objects.exists()


def test_new_hosts_go_with_their_languages_and_contacts(applied, coordinator):
    text = "Name;City;Country;Languages;Contact person;Contact e-mail\nNordkai;Kiel;DE;de, en;Maria;m@example.org\n"
    kept = undone(applied("hosts", text), coordinator)
    assert kept.state == "undone", kept.job.error
    assert not (Host.objects.exists() or HostContact.objects.exists() or HostLanguage.objects.exists())
