"""Imports of mobilities and hosts are taken back as a whole."""

from datetime import date, timedelta

import pytest

from mobilities.models import (
    AccompanyingPerson,
    ExperienceReport,
    Host,
    HostContact,
    HostLanguage,
    Mobility,
    Paper,
)
from mobilities.services import papers
from mobilities.tests.conftest import CODE
from portal.imports.models import Import
from portal.testing.tables import imported, received, undone

HEADER = "Projekts;Dalībnieks;Aktivitātes veids;Sākums;Beigas;Pavadošās personas"
NEW = f"{HEADER}\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-18;Dace Liepa\n"
OTHER = f"{CODE};Jānis Kalns;LM-SHORT-VET;2022-02-14;2022-03-18;Dace Liepa\n"


@pytest.fixture
def saved(register, coordinator):
    """saved(kind, text): the import after its saving."""

    def run(kind: str, text: str) -> Import:
        kept = imported(received(kind, text, register, coordinator), coordinator)
        assert kept.state == "applied", [row.told_reasons() for row in kept.rows.all()]
        return kept

    return run


def test_new_mobilities_go_with_the_trips_of_those_who_travel_along(saved, coordinator):
    kept = undone(saved("mobilities", NEW + OTHER), coordinator)
    assert kept.state == "undone", kept.job.error
    assert not Mobility.objects.exists()
    assert not AccompanyingPerson.objects.exists()


def test_checklists_follow_what_is_taken_back(saved, coordinator):
    alone = f"{HEADER}\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-18;\n"
    saved("mobilities", alone)
    due = Paper.objects.get(kind="attendance_certificate").due
    later = saved("mobilities", alone.replace("03-18", "03-25"))
    moved = Paper.objects.get(kind="attendance_certificate")
    assert moved.due == due + timedelta(days=7)
    assert undone(later, coordinator).state == "undone"
    moved.refresh_from_db()
    assert moved.due == due


def test_lines_of_checklists_go_along_until_somebody_wrote_on_one(saved, coordinator):
    kept = saved("mobilities", NEW)
    assert Paper.objects.filter(accompanying__isnull=False).exists()
    assert undone(kept, coordinator).state == "undone" and not Paper.objects.exists()
    kept = saved("mobilities", NEW)
    papers.set_aside(Paper.objects.get(kind="learning_agreement"), coordinator, "Nav vajadzīgs")
    assert undone(kept, coordinator).state == "applied"
    assert Mobility.objects.exists()


def test_a_trip_that_was_there_already_is_as_it_was(saved, coordinator):
    saved("mobilities", NEW)
    trip = AccompanyingPerson.objects.get()
    second = saved("mobilities", f"{HEADER}\n{OTHER.replace('2022-03-18', '2022-03-25')}")
    assert AccompanyingPerson.objects.get().end == date(2022, 3, 25)
    kept = undone(second, coordinator)
    assert kept.state == "undone", kept.job.error
    again = AccompanyingPerson.objects.get()
    assert (again.pk, again.end, again.mobilities.count()) == (trip.pk, trip.end, 1)


def test_changed_mobilities_are_as_before_and_keep_their_report(saved, coordinator):
    saved("mobilities", NEW)
    mobility = Mobility.objects.get()
    ExperienceReport.objects.create(school=mobility.school, mobility=mobility)
    header = HEADER.removesuffix(";Pavadošās personas")
    text = f"{header};Piezīmes\n{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-19;Nauda\n"
    kept = undone(saved("mobilities", text.replace("2022-03-19", "2022-03-18")), coordinator)
    assert kept.state == "undone", kept.job.error
    mobility.refresh_from_db()
    assert (mobility.note, mobility.end, mobility.version) == ("", date(2022, 3, 18), 2)


def test_a_report_that_was_begun_since_forbids_it(saved, coordinator):
    kept = saved("mobilities", NEW)
    ExperienceReport.objects.create(school=kept.school, mobility=Mobility.objects.get())
    kept = undone(kept, coordinator)
    assert kept.state == "applied"
    assert " 2:" in kept.job.error
    assert ExperienceReport.objects.exists()


def test_new_hosts_go_with_their_languages_and_contacts(saved, coordinator):
    text = "Name;City;Country;Languages;Contact person;Contact e-mail\nNordkai;Kiel;DE;de, en;Maria;m@example.org\n"
    kept = undone(saved("hosts", text), coordinator)
    assert kept.state == "undone", kept.job.error
    assert not (Host.objects.exists() or HostContact.objects.exists() or HostLanguage.objects.exists())
