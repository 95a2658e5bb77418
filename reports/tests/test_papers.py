"""What a paper says, what it leaves blank, what is not made and why."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from mobilities.enums import ContactRole, PaperKind
from mobilities.models import (
    AccompanyingPerson,
    ChecklistItem,
    ConsentText,
    HostContact,
    LearningPlan,
    Participant,
    PersonBank,
    PersonContact,
)
from mobilities.tests.funded import fund, send
from portal.common.pdf import Press
from portal.common.text import LATVIAN_MONTHS, NBSP, long_day
from reports.papers.bundling import compose_item, compose_paper
from reports.papers.composing import SHEET, compose, print_paper
from reports.papers.example import example
from reports.papers.facts import gather
from reports.papers.kinds import COMPANION, PRINTABLE
from reports.papers.ordering import BLOCKED, UNNEEDED, Order, groups
from reports.papers.summary import Summary
from reports.papers.wording import faults, portal_text, words
from reports.tests.papers import complete

PLAIN = ("learning_agreement", "grant_agreement", "parental_consent", "data_consent", "image_consent",
         "quality_commitment", "attendance_certificate", "learning_complement", "europass_mobility")  # fmt: skip


NOT_MADE = (BLOCKED, UNNEEDED)


@pytest.fixture
def anna(school, coordinator):
    return complete(school, coordinator)


def composed(kind, mobility, language="lv", **more):
    return compose_paper(kind, mobility.pk, language, mobility.school, **more)


def keys(paper) -> set[str]:
    return {gap.key for gap in paper.gaps}


@pytest.mark.parametrize("kind", PRINTABLE)
def test_the_portals_own_texts_are_without_fault(kind):
    assert faults(kind, portal_text(kind, "lv"), portal_text(kind, "en")) == {}
    assert words(kind).lv.name != words(kind).en.name


DECLINED = [kind for kind in PRINTABLE if re.search("{(first|last)_day", portal_text(kind, "lv"))]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", DECLINED)
def test_days_in_latvian_sentences_are_declined(kind, school):
    facts = example(school)
    facts = facts.of_companion(facts.companions[0]) if PRINTABLE[kind].per == COMPANION else facts
    html = compose(kind, facts, "lv-en", words(kind)).html.replace(NBSP, " ")
    said = re.findall(r"\b(no|līdz|sākas|beidzas) \d{4}\. gada \d+\. (\w+)", html)
    cases = {"no": "genitive", "līdz": "dative", "sākas": "locative", "beidzas": "locative"}
    assert len(said) == 2 and [row for row in said if row[1] not in LATVIAN_MONTHS[cases[row[0]]]] == []


def test_a_day_in_each_case():
    day = date(2026, 11, 17)
    said = [long_day(day, "lv", case).replace(NBSP, " ") for case in ("", "genitive", "dative", "locative")]
    assert said == [f"2026. gada 17. {month}" for month in ("novembris", "novembra", "novembrim", "novembrī")]
    assert long_day(day, "en", "dative").replace(NBSP, " ") == "17 November 2026"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PLAIN)
def test_where_everything_is_known_nothing_is_blank(kind, anna):
    paper = composed(kind, anna)
    gaps = {"qualification", "host_address", "programme_days"}  # she has none, nor have the others of this fixture
    assert keys(paper) <= gaps and "Anna Upīte" in paper.html


@pytest.mark.django_db
def test_a_learning_agreement_names_all_parties_and_contacts(anna):
    html = composed("learning_agreement", anna).html.replace("\xa0", " ")
    for words_ in ("Tilta iela 1", "Nordkai", "Jens mentor", "Jens emergency", "Inga Tiltiņa", "Ilze Upīte",
                   "Andris Straumīte", "Pieņem preces", "2021-1-LV01-KA121-VET-000009189"):  # fmt: skip
        assert words_ in html, words_


@pytest.mark.django_db
def test_a_member_of_staff_is_no_own_mentor_and_works_in_a_field_of_the_papers_language(anna, coordinator):
    person = anna.participant
    person.kind, person.user, person.work_field = "staff", coordinator, "Autotransports"
    person.save()
    (facts,) = gather([anna.pk], anna.school)
    assert anna.responsible == coordinator and ContactRole.MENTOR not in facts.ours.contacts
    paper = composed("learning_agreement", anna, "en")
    assert "motor transport" in paper.html and "utotransports" not in paper.html


@pytest.mark.django_db
@pytest.mark.printing
def test_no_page_holds_signatures_alone(anna):
    press = Press(SHEET)
    for paragraphs in range(0, 20, 4):
        anna.learning_plan.monitoring = "\n\n".join(["Zvans reizi nedēļā."] * paragraphs)
        anna.learning_plan.save()
        *_first, last = PdfReader(BytesIO(print_paper(composed("learning_agreement", anna), press))).pages
        text = " ".join(last.extract_text().split())
        above, heading, _signatures = text.partition("Grozījumi un paraksti")
        assert heading and len(above) > 120, paragraphs


@pytest.mark.django_db
def test_whoever_is_of_age_signs_alone(anna):
    Participant.objects.filter(pk=anna.participant_id).update(birth_date=date(2000, 1, 1))
    assert "Ilze Upīte</" not in composed("data_consent", anna).html
    assert stops(anna, ["parental_consent", "data_consent"]) == {"parental_consent": "is_of_age", "data_consent": None}


@pytest.mark.django_db
def test_the_grant_agreement_pays_the_participant_and_not_the_school(anna):
    """Travel and individual support; 80 % first. Organisational support is the school's."""
    html = composed("grant_agreement", anna, "en").html
    assert "€923.00" in html and "€738.40" in html and "€184.60" in html
    assert "Organisational" not in html and "LV80\xa0BANK" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("take_away", "kind", "gap"),
    [
        (PersonContact, "parental_consent", "guardian"),
        (PersonContact, "learning_agreement", "guardian"),
        (PersonBank, "grant_agreement", "bank"),
        (HostContact, "learning_agreement", "host_mentor"),
    ],
)
def test_without_guardian_bank_or_host_contact_a_line_stays_blank(anna, take_away, kind, gap):
    take_away.objects.all().delete()
    paper = composed(kind, anna)
    assert gap in keys(paper) and 'class="blank"' in paper.html
    row = next(row for row in paper.gaps if row.key == gap)
    assert row.address.startswith(("/people/", "/hosts/"))


@pytest.mark.django_db
def test_without_a_host_consents_are_made_and_agreements_are_not(anna):
    anna.host = None
    anna.save()
    made = {kind: problem for kind, problem in stops(anna, PLAIN).items() if problem is None}
    assert set(made) == {"parental_consent", "data_consent", "image_consent"}
    assert stops(anna, PLAIN)["learning_agreement"] == "needs_host"


def stops(mobility, kinds) -> dict[str, str | None]:
    order = Order(mobility.school, [mobility.pk], list(kinds))
    stopped = {row["kind"]: row["reasons"][0]["key"] for row in order.problems() if row["outcome"] in NOT_MADE}
    return {kind: stopped.get(kind) for kind in kinds}


@pytest.mark.django_db
def test_without_rates_there_is_no_grant_agreement(anna):
    anna.project.rates.all().delete()
    assert stops(anna, ["grant_agreement", "travel_declaration"]) == {
        "grant_agreement": "needs_amounts", "travel_declaration": "not_green",
    }  # fmt: skip


@pytest.mark.django_db
def test_both_languages_stand_side_by_side(anna):
    html = composed("learning_agreement", anna, "lv-en").html.replace("\xa0", " ")
    assert '<div class="beside"><div lang="lv">' in html and '<div lang="en">' in html
    assert html.count("Pieņem preces") == 1  # what somebody wrote is printed once
    assert '<div class="writing whole once"><p class="small">' in html and ' data-between=" / " ' in html


@pytest.mark.django_db
def test_what_fills_a_page_does_not_stand_beside_its_translation(anna):
    long = "Ļoti garš teikums par piekrišanu. " * 100
    ConsentText.objects.create(school=anna.school, kind="image", number=9, text_lv=long, text_en=long)
    html = composed("image_consent", anna, "lv-en").html
    assert '<div class="writing"><div><div lang="lv">' in html


@pytest.mark.django_db
def test_what_people_typed_is_text_and_nothing_else(anna):
    anna.participant.last_name = "<b>{iban}</b> **x**"
    anna.participant.save()
    anna.learning_plan.outcomes = "<script>alert(1)</script>{signatures}"
    anna.learning_plan.save()
    html = composed("learning_agreement", anna).html
    assert "<script>" not in html and "&lt;b&gt;{iban}&lt;/b&gt; **x**" in html
    assert "{signatures}" in html


@pytest.mark.django_db
def test_a_guest_is_sent_by_the_school_of_the_guest_and_received_by_us(anna):
    anna.direction, anna.host = "incoming", None
    anna.save()
    Participant.objects.filter(pk=anna.participant_id).update(home="Nordkai Berufsschule")
    html = composed("attendance_certificate", anna).html.replace("\xa0", " ")
    assert "Nosūtošā organizācija: Nordkai Berufsschule" in html and "Andris Straumīte" in html
    assert stops(anna, ["data_consent"]) == {"data_consent": "is_incoming"}


@pytest.mark.django_db
def test_only_what_the_union_pays_bears_its_emblem(anna):
    assert "Līdzfinansē Eiropas Savienība" in composed("image_consent", anna).html.replace("\xa0", " ")
    anna.project.programme = "nordplus"
    anna.project.save()
    html = composed("image_consent", anna).html
    assert "<svg" not in html and "Eiropas Savien" not in html.split("<h1>")[0]


@pytest.mark.django_db
def test_who_travels_along_gets_one_certificate_for_all(school, coordinator):
    project = fund(school, coordinator)
    two = [send(project), send(project)]
    staff = Participant.objects.create(school=school, kind="staff", first_name="Dace", last_name="Liepa")
    row = AccompanyingPerson.objects.create(
        school=school, project=project, person=staff, start=two[0].start, end=two[0].end
    )
    row.mobilities.set(two)
    order = Order(school, [one.pk for one in two], ["accompanying_certificate"])
    assert [item.facts.accompanying for item in order.items] == [row]
    html = composed("accompanying_certificate", two[0], accompanying=row.pk).html
    assert "Dace Liepa" in html and 'class="stamp"' in html and "Ceļojuma veids" not in html


@pytest.mark.django_db
def test_what_the_rules_do_not_ask_for_is_left_out_and_why(anna):
    """All kinds ticked for a learner on a placement of 2021; whoever wants them all the same gets them."""
    reasons = {
        "shadowing_programme": "not_shadowing", "quality_commitment": "no_commitment", "group_programme": "no_group",
        "travel_declaration": "not_green", "learning_agreement": None, "parental_consent": None,
    }  # fmt: skip
    assert stops(anna, list(reasons)) == reasons
    anyway = Order(anna.school, [anna.pk], list(reasons), anyway=True)
    assert not [row for row in anyway.problems() if row["outcome"] in NOT_MADE]


@pytest.mark.django_db
def test_the_schools_own_checklist_decides(anna):
    shared = {"school": anna.school, "groups": ["learner", "minor"]}
    ChecklistItem.objects.create(kind="europass_mobility", phase="after", is_used=False, **shared)
    ChecklistItem.objects.create(kind="parental_consent", phase="before", project=anna.project, **shared)
    Participant.objects.filter(pk=anna.participant_id).update(birth_date=date(2000, 1, 1))
    kinds = ["europass_mobility", "parental_consent"]
    assert stops(anna, kinds) == {"europass_mobility": "switched_off", "parental_consent": None}


@pytest.mark.django_db
def test_who_travels_along_consents_and_declares_too(school, coordinator):
    project = fund(school, coordinator)
    two = [send(project, green_travel=True), send(project)]
    staff = Participant.objects.create(school=school, kind="staff", first_name="Dace", last_name="Liepa")
    along = AccompanyingPerson.objects.create(
        school=school, project=project, person=staff, start=two[0].start, end=two[0].end
    )
    along.mobilities.set(two)
    order = Order(school, [one.pk for one in two], ["image_consent", "travel_declaration"])
    made = [(str(item.facts.person), item.kind) for item in (row.item for row in order.checked if row.is_made)]
    assert made.count(("Dace Liepa", "image_consent")) == made.count(("Dace Liepa", "travel_declaration")) == 1
    item = next(row.item for row in order.checked if row.item.facts.accompanying)
    html = compose_item(item, "lv", order).html.replace("\xa0", " ")
    assert "Pavadošā persona" in html and str(two[0].participant) not in html


@pytest.mark.django_db
def test_a_cause_names_people_once_and_what_is_made_all_the_same(anna):
    """Without guardian, bank account or host: each in a sentence, with what is and what is not made."""
    PersonContact.objects.all().delete()
    PersonBank.objects.all().delete()
    homeless = send(anna.project, host=None)
    kinds = ["learning_agreement", "grant_agreement", "parental_consent", "image_consent"]
    order = Order(anna.school, [anna.pk, homeless.pk], kinds)
    summary = Summary(order.problems(), kinds, [anna.pk, homeless.pk])
    (host,) = [cause for cause in summary.blocked if cause.key == "needs_host"]
    assert (host.people, list(host.kinds)) == ({homeless.participant_id}, ["learning_agreement"])
    assert str(PaperKind.IMAGE_CONSENT.label) in host.others and host.places[0].subject == str(homeless.participant)
    blank = {key: cause for cause in summary.blank for key in (cause.key,)}
    assert {"guardian", "bank"} <= set(blank) and blank["bank"].people == {anna.participant_id}
    assert set(blank["guardian"].kinds) >= {"learning_agreement", "parental_consent"}


@pytest.mark.django_db
def test_an_english_paper_says_which_text_is_in_latvian(anna):
    kinds = ["learning_agreement", "europass_mobility", "image_consent"]
    LearningPlan.objects.filter(mobility=anna).update(programme="Works", job_skills="Skenē", activities_done="Work")
    english = Order(anna.school, [anna.pk], kinds, language="en")
    summary = Summary(english.problems(), kinds, [anna.pk])
    [cause] = summary.untranslated
    assert list(cause.kinds) == ["learning_agreement", "europass_mobility"] and cause.people == {anna.participant_id}
    assert cause.places[0].address == reverse("mobilities:learning-plan-edit", args=[anna.pk])
    assert not Summary(Order(anna.school, [anna.pk], kinds, language="lv").problems(), kinds, [anna.pk]).untranslated
    note = "As it was written, in one language"
    agreement, europass = (composed(kind, anna, "en").html.replace(NBSP, " ") for kind in kinds[:2])
    assert agreement.count(note) == 1 == europass.count(note)
    assert note not in composed("learning_agreement", anna, "lv").html.replace(NBSP, " ")
    LearningPlan.objects.filter(mobility=anna).update(outcomes="Takes goods in", job_skills="Scans")
    assert not list(Order(anna.school, [anna.pk], kinds, language="en").untranslated())


def test_a_group_has_one_programme(school, coordinator):
    project = fund(school, coordinator)
    rows = [send(project), send(project), send(project, start=date(2022, 5, 2))]
    found = gather([row.pk for row in rows], school)
    assert sorted(len(group) for group in groups(found)) == [1, 2]
    order = Order(school, [row.pk for row in rows], ["group_programme"], anyway=True)
    assert len(order.items) == 2
    assert all(str(row.participant) in composed_group(order) for row in rows[:2])


def composed_group(order) -> str:
    item = max(order.items, key=lambda item: len(item.facts.group))
    return compose_item(item, "lv", order).html


@pytest.mark.django_db
def test_gathering_asks_as_often_for_one_as_for_three(school, coordinator):
    project = fund(school, coordinator)
    rows = [send(project) for _ in range(3)]
    counts = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            order = Order(school, [row.pk for row in some], list(PRINTABLE))
            order.problems()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        (("{participant}", "{participant}\n\n{partycipant_name}"), "text_lv", "{participant_name}"),
        (("{participant}", "{participant}\n\n{xyzzy_name}"), "text_lv", "{xyzzy_name}. Choose one"),
        (("{signatures}", ""), "text_lv", "{signatures}"),
        (("{signatures}", "Signed: {signatures}"), "text_lv", "empty line"),
        (("{signatures}", "{signatures}\n\n{participant_name"), "text_lv", "no partner"),
        (("# Mācību mobilitātes līgums", ""), "text_lv", "name of the paper"),
        (("## Novērtēšana", "x"), "", "sections"),
        (("{guardian}", ""), "", "differ"),
    ],
)
def test_faults_of_a_text_are_named(change, field, said):
    text = portal_text("learning_agreement", "lv").replace(*change)
    with override("en"):
        found = faults("learning_agreement", text, portal_text("learning_agreement", "en"))
    assert any(said in sentence for sentence in found[field]), found
