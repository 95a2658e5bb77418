"""Gender and nationality: kept with the person where a template wants them, sent and taken over, never guessed."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook

from mobilities.beneficiary_module import subject
from mobilities.beneficiary_module.lists import choose
from mobilities.enums import DriftKind, ModuleFilePurpose
from mobilities.importers.module_drift import apply_settled
from mobilities.importers.module_drift.records import gender_of, nationality_of
from mobilities.importers.person_fields import FIELDS
from mobilities.models import Mobility, ModuleDifference, Participant
from mobilities.services import module_drift, module_files
from mobilities.tests.module_templates import COLUMNS, content_of, people_abroad, template
from portal.common.refused import Refused
from portal.imports.columns import key_of
from portal.jobs import services as jobs

TITLES = [title for title, _rule, _shape in COLUMNS]


@pytest.mark.parametrize(
    "entries",
    [["Female", "Male", "Undefined"], ["F", "M", "U"], ["Sieviete", "Vīrietis", "Nenoteikts"],
     ["F - Female", "M - Male", "X - Undefined"]],
)  # fmt: skip
def test_a_gender_is_written_as_the_list_of_the_file_has_it(entries):
    kept = ["female", "male", "undefined"]
    assert [choose(entries, subject.gender(each)) for each in kept] == entries
    assert [gender_of(entry) for entry in entries] == kept


def test_what_is_no_gender_and_no_country_is_not_guessed():
    for read in (gender_of, nationality_of):
        with pytest.raises(Refused) as refused:
            read("Bērziņš")
        assert "Bērziņš" in str(refused.value)
    assert subject.gender("") is None and nationality_of("EL - Greece") == "GR"


@pytest.mark.django_db
def test_both_are_filled_and_an_export_gives_what_is_not_known_here(school, coordinator):
    project = people_abroad(school, coordinator, 2)
    Participant.objects.filter(last_name="Bērziņš 0").update(gender="male", nationality="LV")
    wanted = [(name, "* DICT" if name in ("Gender", "Nationality") else rule, shape) for name, rule, shape in COLUMNS]
    row = worked_on(project, coordinator, ModuleFilePurpose.FILL, content_of(template(wanted)))
    book = load_workbook(io.BytesIO(row.result.read()))
    sheet = book["Mobilities"]
    gender, nationality = (TITLES.index(name) + 1 for name in ("Gender", "Nationality"))
    assert (sheet.max_row, sheet.cell(3, gender).value, sheet.cell(3, nationality).value) == (3, "Male", "LV")
    sheet.cell(3, gender, "Undefined")
    sheet.cell(3, nationality, "EE - Estonia")
    row = worked_on(project, coordinator, ModuleFilePurpose.COMPARE, content_of(book))
    found = ModuleDifference.objects.filter(file=row, kind=DriftKind.DIFFERS, field__in=["gender", "nationality"])
    assert {(each.field, each.ours, each.theirs) for each in found} == {
        ("gender", "Male", "Undefined"), ("nationality", "LV", "EE - Estonia"),
    }  # fmt: skip
    module_drift.settle(row, [each.pk for each in found], "theirs", coordinator)
    assert not apply_settled(row, coordinator).refused
    person = Mobility.objects.get(participant__last_name="Bērziņš 0").participant
    assert (person.gender, person.nationality) == ("undefined", "EE")


def worked_on(project, user, purpose, content: bytes):
    row = module_files.receive(project, purpose, ContentFile(content), "module.xlsx", len(content), user)
    row = module_files.order(row, user)
    jobs.run(row.job_id)
    row.refresh_from_db()
    return row


def test_class_lists_know_both_in_two_languages():
    known = {key_of(alias): each for each in FIELDS for alias in each.synonyms}
    assert known[key_of("Dzimums")].parse("Sieviete") == known[key_of("Sex")].parse("F") == "female"
    assert known[key_of("Pilsonība")].parse("Latvija") == known[key_of("Citizenship")].parse("LV") == "LV"


@pytest.mark.django_db
def test_the_teacher_in_charge_does_not_see_them(school, coordinator, teacher, client_of):
    project = people_abroad(school, coordinator, 1)
    mobility = project.mobilities.order_by("pk").first()
    Participant.objects.filter(pk=mobility.participant_id).update(gender="male", nationality="EE")
    Mobility.objects.filter(pk=mobility.pk).update(responsible=teacher)
    address = reverse("mobilities:participant-detail", args=[mobility.participant_id])
    seen = {user: client_of(user).get(address).content.decode() for user in (coordinator, teacher)}
    assert "Igaunija" in seen[coordinator] and "Vīrietis" in seen[coordinator]
    assert "Igaunija" not in seen[teacher] and "Vīrietis" not in seen[teacher]
