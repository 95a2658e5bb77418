"""Lists of hosts as the Commission and others publish them."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from mobilities.models import Host, HostContact, HostLanguage
from mobilities.services.hosts import move_host
from portal.audit.models import Entry
from portal.common.folding import fold
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.jobs import services as jobs
from portal.testing import tables

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
NEEDS_DATA = pytest.mark.skipif(not DATA.exists(), reason=f"the real files are not at {DATA}")
BRITISH, CHARTERS = DATA / "hosts_UK_of_LV_projects.csv", DATA / "organisations_eche_raw_cp1252.csv"
HEADER = "Name;Country;City;Address;Post code;OID;PIC;Website;Type;Languages;Contact name;Contact role;Contact e-mail"


def rows(*lines: str) -> str:
    return "\r\n".join([HEADER, *lines])


@pytest.fixture
def imported(school, coordinator):
    """imported(content, name): the import after its check and, where nothing is rejected, its saving."""

    def run(content: bytes | str, name: str = "list.csv") -> Import:
        return tables.imported(tables.received("hosts", content, school, coordinator, name), coordinator)

    return run


def row_of(kept: Import, number: int):
    return kept.rows.get(number=number)


def told(kept: Import, number: int) -> str:
    row = row_of(kept, number)
    return " ".join([*(each["text"] for each in row.told_reasons()), *row.told_remarks()])


def checked_in_the_browser(browser, path: Path) -> Import:
    """As a coordinator does it: nothing is corrected on the way."""
    with path.open("rb") as file:
        answer = browser.post(reverse("imports:import-add", args=["hosts"]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    kept = Import.objects.latest("pk")
    form = browser.get(answer["Location"]).context["form"]
    typed = {field.html_name: "" if field.value() is None else field.value() for field in form}
    assert browser.post(answer["Location"], typed).status_code == 302
    kept.refresh_from_db()
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    return kept


def confirmed(browser, kept: Import) -> Import:
    browser.post(reverse("imports:import-apply", args=[kept.pk]), {"version": kept.version})
    kept.refresh_from_db()
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    return kept


@NEEDS_DATA
def test_partners_of_latvian_projects(client_of, coordinator):
    with BRITISH.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    hosts = {(fold(" ".join(line["name"].split())), city_in(line["address"])) for line in lines}
    browser = client_of(coordinator)
    kept = confirmed(browser, checked_in_the_browser(browser, BRITISH))
    assert kept.state == ImportState.APPLIED
    assert kept.counts == {Outcome.NEW_DRAFT: len(hosts), Outcome.UNCHANGED: len(lines) - len(hosts)}
    assert Host.objects.count() == len(hosts)
    assert set(Host.objects.values_list("country", "state").distinct()) == {("GB", "candidate")}
    school = Host.objects.get(name="Camestone Lower School")
    assert (school.kind, school.city, school.address, school.postcode, school.website) == (
        "school", "Bedford", "Jowitt Avenue", "MK42 8NW", "http://camestoneschool.co.uk",
    )  # fmt: skip
    ibd = Host.objects.get(name="IBD Solutions Limited")
    assert (ibd.kind, ibd.city) == ("company", "Portsmouth")
    assert Host.objects.get(name="Leeds City Council").kind == "public_body"
    assert Host.objects.filter(kind="association").count() > 5
    assert Host.objects.get(name__iexact="The English Language Centre").kind == "course_provider"
    assert Entry.objects.filter(object_type="mobilities.host", verb="add").count() == len(hosts)
    assert checked_in_the_browser(browser, BRITISH).counts == {Outcome.UNCHANGED: len(lines)}


def city_in(address: str) -> str:
    """The list has a postcode, sometimes with a comma before it, and the town after it."""
    parts = [part.strip() for part in address.split(",")]
    after = max(place for place, part in enumerate(parts[:-1]) if any(map(str.isdigit, part))) + 1
    return fold(parts[after])


@NEEDS_DATA
def test_charters_as_they_are_published(client_of, coordinator):
    text = CHARTERS.read_bytes().decode("cp1252").split("\n", 1)[1]
    lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    pics = {line["Pic"] for line in lines}
    browser = client_of(coordinator)
    kept = confirmed(browser, checked_in_the_browser(browser, CHARTERS))
    assert (kept.encoding, kept.separator, kept.header_row) == ("cp1252", ";", 2)
    assert kept.counts == {Outcome.NEW_DRAFT: len(pics), Outcome.UNCHANGED: len(lines) - len(pics)}
    assert kept.state == ImportState.APPLIED
    assert Host.objects.count() == len(pics)
    first = Host.objects.get(pic="948821603")
    assert (first.name, first.oid, first.address, first.postcode, first.city, first.country, first.website) == (
        "PAEDAGOGISCHE HOCHSCHULE NIEDERÖSTERREICH", "E10054064", "Mühlgasse 67", "2500", "Baden", "AT",
        "https://www.ph-noe.ac.at",
    )  # fmt: skip
    assert set(Host.objects.values_list("kind", flat=True).distinct()) == {"school"}
    assert Host.objects.filter(country="GR").count() == sum(line["Country Cd"] == "EL" for line in lines)
    assert Host.objects.filter(oid="").count() >= sum(line["OID"] == "#N/A" for line in lines)
    spoilt = {
        number for number, line in enumerate(lines, start=3)
        if any("?" in line[name] for name in ("Legal Name", "Street", "City"))
    }  # fmt: skip
    remarked = {row.number for row in kept.rows.all() if any("question mark" in each["en"] for each in row.remarks)}
    assert remarked == spoilt
    assert checked_in_the_browser(browser, CHARTERS).counts == {Outcome.UNCHANGED: len(lines)}


@NEEDS_DATA
def test_a_long_list_takes_a_fixed_number_of_questions(school, django_assert_num_queries):
    importer = IMPORTERS["hosts"]
    for count in (1, 300):
        values = [{"name": f"Nr. {number}", "city": "Porto", "country": "PT"} for number in range(count)]
        with django_assert_num_queries(3):
            importer.open(school, values)


def test_new_hosts_are_candidates_and_drafts_until_the_papers_are_complete(imported):
    contacts = ["mentor", "Administrative contact", "ārkārtas gadījumos", "legal representative"]
    lines = [
        f"Nordkai;Vācija;Hamburg;Hafenstr. 1;20095;;;nordkai.example.org;Company;angļu, vācu;P{n};{role};p{n}@x.lv"
        for n, role in enumerate(contacts)
    ]
    kept = imported(rows(*lines, "Salon;FR;Lyon;;;;;;;;;;"))
    assert kept.counts == {Outcome.NEW: 1, Outcome.NEW_DRAFT: 1, Outcome.UNCHANGED: 3}
    host = Host.objects.get(name="Nordkai")
    assert (host.state, host.kind, host.website) == ("candidate", "company", "https://nordkai.example.org")
    assert set(host.languages.values_list("language", flat=True)) == {"en", "de"}
    assert set(host.contacts.values_list("role", flat=True)) == {
        "mentor", "administrative", "emergency", "signatory",
    }  # fmt: skip


@pytest.fixture
def registered(school) -> Host:
    return Host.objects.create(
        school=school, name="Ecole Clémence", country="FR", city="Lyon", oid="E10000001", pic="900000001",
        address="Rue 1", phone="111", state="active",
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Another name;FR;Paris;;;E10000001;;;;;;;",
        "Another name;FR;Paris;;;#N/A;900000001;;;;;;",
        "ECOLE CLEMENCE;France;LYON;Rue 2;;;;;;;;;",
    ],
)
def test_known_by_oid_then_pic_then_name_and_place(imported, registered, line):
    kept = imported(rows(line))
    assert kept.counts == {Outcome.CHANGED_DRAFT: 1}
    changed = Host.objects.get()
    assert changed.pk == registered.pk
    assert changed.version == registered.version + 1
    assert changed.state == "active"
    entry = Entry.objects.get(object_type="mobilities.host", verb="change")
    assert entry.changes.keys() <= {"name", "city", "address"}


def test_an_empty_cell_and_another_spelling_change_nothing(imported, registered):
    kept = imported(rows("ECOLE CLEMENCE;FR;lyon;RUE 1;;;;;;;;;", ";;;;;;;;;;;;"))
    assert kept.counts == {Outcome.UNCHANGED: 1}
    registered.refresh_from_db()
    assert (registered.phone, registered.city, registered.version) == ("111", "Lyon", 0)


def test_lost_letters_replace_nothing(imported, registered):
    kept = imported(rows("?cole Cl?mence;FR;Lyon;;;E10000001;;;;;;;"))
    assert kept.counts == {Outcome.UNCHANGED: 1}
    (remark,) = row_of(kept, 2).remarks
    assert "“Name”" in remark["en"] and "“?cole Cl?mence”" in remark["en"]


def test_contacts_and_languages_are_added_to_a_known_host(imported, registered):
    HostContact.objects.create(host=registered, name="Marie Petit", role="mentor")
    HostLanguage.objects.create(host=registered, language="fr")
    line = "Ecole Clémence;FR;Lyon;;;;;;;franču, angļu, klingoņu;{};signatory;"
    kept = imported(rows(line.format("MARIE PETIT"), line.format("Jean Legrand")))
    assert kept.counts == {Outcome.CHANGED_DRAFT: 1, Outcome.UNCHANGED: 1}
    assert set(registered.contacts.values_list("name", flat=True)) == {"Marie Petit", "Jean Legrand"}
    assert set(registered.languages.values_list("language", flat=True)) == {"fr", "en"}
    assert "klingoņu" in told(kept, 2)


def test_twins_agree_and_say_where_they_differ(imported):
    kept = imported(rows("A;FR;Lyon;Rue 1;;;;;;;;;", "a;FR;LYON;Rue 2;69001;;;;;;;;", "A;FR;Paris;;;;;;;;;;"))
    assert kept.counts == {Outcome.NEW_DRAFT: 2, Outcome.UNCHANGED: 1}
    host = Host.objects.get(city="Lyon")
    assert (host.address, host.postcode) == ("Rue 1", "69001")
    assert "2" in told(kept, 3)


def test_differing_twins_are_rejected(imported):
    kept = imported(rows("A;FR;Lyon;;;E10000002;;;;;;;", "B;FR;Paris;;;E10000002;;;;;;;", "C;FR;Nice;;;;;;;;;;"))
    assert kept.counts == {Outcome.REJECTED: 2, Outcome.NEW_DRAFT: 1}
    assert "B, Paris" in told(kept, 2) and "3" in told(kept, 2)
    assert "A, Lyon" in told(kept, 3) and "2" in told(kept, 3)
    assert row_of(kept, 2).reasons[0]["column"] == "OID"
    assert not Host.objects.exists()
    kept = imported(rows(*(f"{name};FR;Nice;;;E10000002;;;;;;;" for name in "ABC")))
    text = row_of(kept, 2).reasons[0]["text"]
    assert "for B, Nice; C, Nice (rows 3 and 4)." in text["en"] and "3. un 4." in text["lv"]


def test_rows_that_call_one_saved_host_differently_are_rejected(imported, registered):
    kept = imported(
        rows("Third;FR;Lyon;;;E10000001;;;;;;;", "B;FR;Nice;;;;;;;;;;", "ECOLE CLEMENCE;FR;lyon;;;;;;;;;;")
    )
    assert kept.counts == {Outcome.REJECTED: 2, Outcome.NEW_DRAFT: 1}
    assert "ECOLE CLEMENCE, lyon" in told(kept, 2) and "4" in told(kept, 2)
    assert "Third, Lyon" in told(kept, 4) and "Ecole Clémence" in told(kept, 4)


def test_a_number_of_several_hosts_is_refused_with_their_names(imported, registered, school):
    Host.objects.create(school=school, name="Lycée", country="FR", city="Paris", pic=registered.pic)
    assert imported(rows("lycee;FR;PARIS;Rue 2;;;900000001;;;;;;")).counts == {Outcome.CHANGED_DRAFT: 1}
    kept = imported(rows("Fourth;FR;Lyon;;;;900000001;;;;;;"))
    assert kept.counts == {Outcome.REJECTED: 1}
    assert all(name in told(kept, 2) for name in ("Ecole Clémence, Lyon", "Lycée, Paris"))


def test_a_row_does_not_give_a_host_the_name_of_another(imported, registered, school):
    Host.objects.create(school=school, name="Lycée", country="FR", city="Paris")
    assert imported(rows("LYCEE;FR;Paris;;;E10000001;;;;;;;")).counts == {Outcome.REJECTED: 1}


def test_an_oid_under_two_pics_is_left_out(imported):
    kept = imported(rows("A;FR;Lyon;;;E10000002;900000002;;;;;;", "B;FR;Paris;;;E10000002;900000003;;;;;;"))
    assert kept.counts == {Outcome.NEW_DRAFT: 2}
    assert set(Host.objects.values_list("oid", "pic")) == {("", "900000002"), ("", "900000003")}
    assert "E10000002" in told(kept, 2)


def test_two_organisations_of_one_name_in_one_city(imported):
    kept = imported(
        rows("A;FR;Lyon;;;;900000002;;;;;;", "a;FR;Lyon;;;;900000003;;;;;;", "A;FR;Lyon;;;;900000004;;;;;;")
    )
    assert kept.counts == {Outcome.NEW_DRAFT: 2, Outcome.REJECTED: 1}


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("A;Narnija;X;;;;;;;;;;", "Country", "Narnija"),
        (";FR;Lyon;;;;;;;;;;", "Name", ""),
        ("A;FR;Lyon;;;E12;;;;;;;", "OID", "E12"),
        ("A;FR;Lyon;;;;12345678;;;;;;", "PIC", "12345678"),
        ("A;FR;Lyon;;;;;;;;Anna;boss;", "Contact role", "boss"),
        ("A;FR;Lyon;;;;;;;;Anna;;anna", "Contact e-mail", "anna"),
        (f"{'x' * 201};FR;Lyon;;;;;;;;;;", "Name", "x" * 100),
        ("A;FR;;;;;;;;;;;", "City, Address", ""),
    ],
)
def test_a_refusal_names_column_and_value(imported, line, column, value):
    kept = imported(rows(line))
    assert kept.counts == {Outcome.REJECTED: 1}
    (reason,) = row_of(kept, 2).told_reasons()
    assert (reason["column"], reason["value"]) == (column, value)
    assert reason["text"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("www.school.fr ", "https://www.school.fr"),
        ("www. school.fr", "https://www.school.fr"),
        ("38002791@school.fr / http://www.school.fr", "http://www.school.fr"),
        ("http://\\\\www.school.fr", "http://www.school.fr"),
        ("20004497200087", ""),
        ("anna@school .fr", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_websites_as_people_write_them(imported, said, kept):
    imported(rows(f"A;FR;Lyon;;;;;{said};;;;;"))
    assert Host.objects.get().website == kept


@pytest.mark.parametrize(
    ("postcode", "kept"),
    [("not applicable  ", ""), ("29140 CHURRIANA-MALAGA", "29140"), ("08011 Barcelona", "08011 Barcelona"),
     ("MK42 8NW", "MK42 8NW"), ("8500-508 PORTIMÃO CENTRO", "8500-508")],
)  # fmt: skip
def test_postcodes_as_people_write_them(imported, postcode, kept):
    done = imported(rows(f"A;FR;Lyon;;{postcode};;;;;;;;"))
    assert Host.objects.get().postcode == kept
    assert ("tukšs" in told(done, 2) or "left empty" in told(done, 2)) == (not kept)


def test_teacher_cannot_import(client_of, teacher):
    assert client_of(teacher).get(reverse("imports:import-add", args=["hosts"])).status_code == 403


def test_a_later_row_stands_in_for_a_refused_one(imported):
    kept = imported(rows("A;FR;Lyon;Rue 1;;;;;;;Anna;boss;", "A;FR;Lyon;;69001;;;;;;;;", "A;FR;Lyon;;;;;;;;;;"))
    assert kept.counts == {Outcome.REJECTED: 1, Outcome.NEW_DRAFT: 1, Outcome.UNCHANGED: 1}
    assert "3" in told(kept, 4)


@pytest.fixture
def undone(imported, coordinator):
    def run(content: str, meanwhile=lambda: None) -> Import:
        kept = imported(content)
        meanwhile()
        return tables.undone(kept, coordinator)

    return run


def test_undoing_takes_back_hosts_contacts_and_languages(undone, registered):
    HostContact.objects.create(host=registered, name="Marie Petit", role="mentor")
    kept = undone(
        rows(
            "Ecole Clémence;FR;Lyon;Rue 9;;;;;;angļu;Jean Legrand;signatory;",
            "Jauns;FR;Lyon;;;;;;;franču;Anna Petit;mentor;",
        )
    )
    assert kept.state == ImportState.UNDONE
    host = Host.objects.get()
    assert (host.pk, host.address, host.phone) == (registered.pk, "Rue 1", "111")
    assert [contact.name for contact in host.contacts.all()] == ["Marie Petit"]
    assert not HostLanguage.objects.exists()


def test_undoing_is_refused_once_a_host_was_touched(undone, registered, coordinator):
    def pause() -> None:
        move_host(Host.objects.get(name="Jauns"), coordinator, "pause", "Remonts")

    kept = undone(rows("Ecole Clémence;FR;Lyon;Rue 9;;;;;;;;;", "Jauns;FR;Lyon;;;;;;;;;;"), pause)
    assert kept.state == ImportState.APPLIED
    assert Host.objects.count() == 2
    registered.refresh_from_db()
    assert registered.address == "Rue 9"


def test_an_unknown_kind_says_what_is_saved_and_what_is_known(imported, registered):
    kept = imported(rows("A;FR;Lyon;;;;;;Other;;;;", "Ecole Clémence;FR;Lyon;;;;;;Misc;;;;"))
    texts = {row.number: " ".join(each["en"] for each in row.remarks) for row in kept.rows.all()}
    assert "“Other”: the host will be saved as “Company”. Known kinds: Company, School" in texts[2]
    assert "“Misc”: the host stays “Company”" in texts[3]


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Müller;DE;München;;80331;", "Mueller;DE;Munich;;80331;", True),
        ("Nordkai;DE;Hamburg;Hafenstr. 1;;", "NORDKAI;DE;HH;Hafenstr 1;;", True),
        ("Nordkai;DE;Hamburg;;;", "Nordkai;DE;Hamburga;;;", True),
        ("Nordkai;DE;Hamburg;;;", "Nordkai;DE;Berlin;;;", False),
        ("Nordkai;DE;Hamburg;;;E10000002", "Nordkai;DE;Hamburga;;;E10000003", False),
        ("Nordkai;DE;Hamburg;;20095;", "Südkai;DE;Altona;;20095;", False),
    ],
)
def test_one_host_written_in_two_ways_is_asked_about(imported, one, other, is_alike):
    kept = imported(rows(one + ";;;;;;;", other + ";;;;;;;"))
    assert kept.counts == {Outcome.NEW_DRAFT: 2}
    remarks = [each["en"] for each in row_of(kept, 3).remarks]
    assert any("the same host as in row 2" in each for each in remarks) == is_alike


def test_new_hosts_stand_on_the_map_in_their_city(imported):
    kept = imported(rows("A;DE;Hamburga;;;;;;;;;;", "B;DE;Nirgendwo am See;;;;;;;;;;"))
    host = Host.objects.get(name="A")
    assert (int(host.latitude), int(host.longitude)) in {(53, 9), (53, 10)}
    assert Host.objects.get(name="B").latitude is None
    assert any("coordinates" in each["text"]["en"] and each["rows"] == 1 for each in kept.remarks)
    assert row_of(kept, 2).label == "A, Hamburga"


def test_erasmus_codes_are_said_not_to_be_kept(imported):
    kept = imported("Name;Country;City;Erasmus Code\r\nA;FR;Lyon;F LYON01\r\n")
    assert Host.objects.get().kind == "school"
    assert any("Erasmus codes are not kept" in each["text"]["en"] for each in kept.remarks)


def test_a_missing_name_is_called_so(imported):
    kept = imported(rows(";FR;Lyon;;;;;;;;;;"))
    assert row_of(kept, 2).reasons[0]["text"]["en"] == (
        "The name of the host is missing. Write it, or leave the row out."
    )


def test_a_contact_without_a_name_is_told(imported, coordinator):
    kept = imported(rows("A;FR;Lyon;;;;;;;;;mentor;m@x.lv", "B;FR;Lyon;;;;;;;;Anna Roze;;a@x.lv"))
    with override("en"):
        assert "Mentor, m@x.lv" in told(kept, 2) and "Anna" not in told(kept, 3)
    assert [each.name for each in HostContact.objects.all()] == ["Anna Roze"]


def test_upload_page_names_every_column_that_is_taken(client_of, coordinator):
    page = client_of(coordinator).get(reverse("imports:import-add", args=["hosts"])).content.decode()
    assert all(str(field.label) in page for field in IMPORTERS["hosts"].fields)
