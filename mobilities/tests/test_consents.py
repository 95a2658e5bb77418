"""Consents: given by whom, in which words, taken back, and what follows from it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.completeness import Severity, findings_of, notices, plan_of
from mobilities.models import (
    Attachment,
    Consent,
    ConsentText,
    ExperienceReport,
    Mobility,
    Participant,
    PersonContact,
)
from portal.audit.models import Entry
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db
ADD, TEXTS = reverse("mobilities:consent-add"), reverse("mobilities:consent-text-list")
ADULT = date(1990, 1, 1)


def today() -> date:
    return timezone.localdate()


def born_lately() -> date:
    return date(today().year - 16, 1, 1)


def person(school, last_name="Upīte", **fields) -> Participant:
    fields = {"kind": "learner", "first_name": "Anna", "birth_date": ADULT} | fields
    return Participant.objects.create(school=school, last_name=last_name, **fields)


def of(*people: Participant, kind: str = "") -> str:
    return f"{ADD}?{'&'.join(f'person={each.pk}' for each in people)}{f'&kind={kind}' if kind else ''}"


def typed(kind="data", given_on=None, **more) -> dict[str, str]:
    return {"kind": kind, "given_on": (given_on or today()).isoformat(), "text": ""} | more


def journey(person: Participant, start=None, **fields) -> Mobility:
    start = start or today() + timedelta(days=20)
    project, _made = Project.objects.get_or_create(
        school=person.school, title="Prakse", school_name="Skola",
        defaults={"start": today() - timedelta(days=900), "end": today() + timedelta(days=300), "call_year": 2021},
    )  # fmt: skip
    return Mobility.objects.create(
        school=person.school, project=project, participant=person, start=start, end=start + timedelta(days=19),
        activity_type=ActivityType.objects.get(code="LM-SHORT-VET", school=None), **fields,
    )  # fmt: skip


def photo(mobility: Mobility) -> Attachment:
    report = ExperienceReport.objects.create(school=mobility.school, mobility=mobility, state="approved")
    return Attachment.objects.create(
        school=mobility.school, report=report, kind="photo", name="a.png", file="x", content_type="image/png", size=1,
        sha256="0" * 64, consent=True,
    )  # fmt: skip


def page_of(person: Participant) -> str:
    return reverse("mobilities:participant-detail", args=[person.pk])


def test_first_consent_brings_the_first_text(client_of, coordinator, school):
    anna = person(school)
    answer = client_of(coordinator).post(of(anna), typed(given_on=today() - timedelta(days=3)))
    assert answer["Location"] == page_of(anna)
    consent = Consent.objects.get()
    assert (consent.person, consent.given_by, consent.giver_name) == (anna, "self", "")
    assert (consent.text.number, consent.text.valid_from) == (1, today() - timedelta(days=3))
    assert school.name in consent.text.text_lv and school.name in consent.text.text_en
    assert "{school}" not in consent.text.text_lv + consent.text.text_en
    assert Entry.objects.about(anna).get().changes == {"consents": ["", f"data {consent.given_on.isoformat()}"]}


def test_under_18_a_guardian_signs(client_of, coordinator, school):
    child = person(school, birth_date=born_lately())
    browser = client_of(coordinator)
    refused = browser.post(of(child), typed())
    assert f"guardian-{child.pk}" in refused.context["form"].errors
    assert not Consent.objects.exists()
    browser.post(of(child), typed(keeps_guardians="on", **{f"guardian-{child.pk}": "Ilze Upīte"}))
    assert child.contacts.get().name == "Ilze Upīte"
    consent = Consent.objects.get()
    assert (consent.given_by, consent.giver_name) == ("guardian", "Ilze Upīte")


def test_guardian_is_asked_by_the_day_of_the_signature(client_of, coordinator, school):
    grown = person(school, birth_date=date(today().year - 19, 1, 1))
    as_child = typed(given_on=date(today().year - 2, 6, 1))
    assert client_of(coordinator).post(of(grown), as_child).context["form"].errors
    assert client_of(coordinator).post(of(grown), typed()).status_code == 302


def test_guardian_known_to_the_register_is_proposed(client_of, coordinator, school):
    child = person(school, birth_date=born_lately())
    PersonContact.objects.create(person=child, role="guardian", name="Ilze Upīte")
    form = client_of(coordinator).get(of(child)).context["form"]
    assert form[f"guardian-{child.pk}"].value() == "Ilze Upīte"


def test_a_class_at_once(client_of, coordinator, school, other_school):
    anna, ieva, child = person(school), person(school, "Lapa"), person(school, "Ozola", birth_date=born_lately())
    stranger = person(other_school, "Svešā")
    browser = client_of(coordinator)
    browser.post(of(anna), typed("image"))
    browser.post(of(anna, ieva, child, stranger), typed("image", **{f"guardian-{child.pk}": "Zane"}))
    assert set(Consent.objects.values_list("person__last_name", "given_by")) == {
        ("Upīte", "self"), ("Lapa", "self"), ("Ozola", "guardian"),
    }  # fmt: skip
    assert ConsentText.objects.count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_class_takes_a_fixed_number_of_queries(client_of, coordinator, school, people, django_assert_num_queries):
    rows = [person(school, f"Nr{number}") for number in range(people)]
    browser = client_of(coordinator)
    browser.get(of(*rows))
    with django_assert_num_queries(7):
        browser.get(of(*rows))


def test_guardian_is_asked_only_where_somebody_is_or_may_be_under_18(client_of, coordinator, school):
    grown, child = person(school), person(school, "Ozola", birth_date=born_lately())
    unknown = person(school, "Lapa", birth_date=None)
    staff = person(school, "Kalns", birth_date=None, kind="staff")
    browser = client_of(coordinator)
    page = browser.get(of(grown, child, unknown, staff))
    assert [row.person for row in page.context["form"].rows()] == [unknown, child]
    assert set(page.context["form"].alone()) == {grown, staff}
    assert "guardian-" not in browser.get(of(grown, staff)).content.decode()


def test_whoever_was_under_18_on_the_typed_day_gets_the_field(client_of, coordinator, school):
    grown = person(school, birth_date=date(today().year - 19, 1, 1))
    browser = client_of(coordinator)
    assert not browser.get(of(grown)).context["form"].rows()
    refused = browser.post(of(grown), typed(given_on=date(today().year - 2, 6, 1)))
    assert f'name="guardian-{grown.pk}"' in refused.content.decode()


def test_known_guardians_are_offered_each_once(client_of, coordinator, school):
    child = person(school, birth_date=born_lately())
    PersonContact.objects.create(person=child, role="guardian", name="Ilze Upīte")
    PersonContact.objects.create(person=child, role="emergency", name="Kaimiņš")
    browser = client_of(coordinator)
    for kind, name in (("data", "ILZE UPITE"), ("image", "Jānis Upītis")):
        browser.post(of(child), typed(kind, **{f"guardian-{child.pk}": name}))
    (row,) = browser.get(of(child)).context["form"].rows()
    assert row.names[0] == "Ilze Upīte" and set(row.names) == {"Ilze Upīte", "Jānis Upītis"}
    assert browser.get(of(child)).content.decode().count("<option value=") >= 2


def corrected(browser, consent: Consent, **typed):
    address = reverse("mobilities:consent-correct", args=[consent.pk])
    form = browser.get(address).context["form"]
    return browser.post(address, {field.html_name: field.value() or "" for field in form} | typed)


def test_what_was_typed_wrongly_is_corrected_and_told(client_of, coordinator, director, outsider, school):
    anna = person(school, birth_date=born_lately())
    old = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="1", valid_from=date(2020, 1, 1))
    new = ConsentText.objects.create(school=school, kind="data", number=2, text_lv="2", valid_from=today())
    image = ConsentText.objects.create(school=school, kind="image", number=1, text_lv="1", valid_from=today())
    consent = Consent.objects.create(
        person=anna, kind="data", text=new, given_on=today(), given_by="guardian", giver_name="Ilze Upite"
    )
    browser, day = client_of(coordinator), today() - timedelta(days=9)
    assert corrected(browser, consent, text=image.pk).status_code == 200
    assert corrected(browser, consent, given_on=day.isoformat()).context["form"].errors["text"]
    assert corrected(browser, consent, **{f"guardian-{anna.pk}": ""}).context["form"].errors
    answer = corrected(
        browser, consent, given_on=day.isoformat(), text=old.pk, **{f"guardian-{anna.pk}": "Ilze Upīte"}
    )
    assert answer["Location"] == page_of(anna)
    consent.refresh_from_db()
    assert (consent.given_on, consent.text, consent.giver_name) == (day, old, "Ilze Upīte")
    entry = Entry.objects.about(consent).get()
    assert entry.changes["given_on"] == [today().isoformat(), day.isoformat()] and entry.changes["text"] == ["2", "1"]
    assert Entry.objects.about(anna).get().changes == {
        "consents": [f"{today().isoformat()}, 2, guardian", f"{day.isoformat()}, 1, guardian"]
    }
    assert "Ilze" not in str([row.changes for row in Entry.objects.all()])
    page = reverse("mobilities:consent-correct", args=[consent.pk])
    assert page in browser.get(page_of(anna)).content.decode()
    assert len(browser.get(page).context["history"]) == 1
    assert client_of(director).get(page).status_code == 403
    assert client_of(outsider).get(page).status_code == 404


def test_correcting_nothing_writes_nothing_and_a_stale_page_is_refused(client_of, coordinator, school):
    anna, browser = person(school), client_of(coordinator)
    ConsentText.objects.create(school=school, kind="data", number=1, text_lv="x", valid_from=date(2020, 1, 1))
    browser.post(of(anna), typed())
    consent = Consent.objects.get()
    assert corrected(browser, consent).status_code == 302
    assert not Entry.objects.about(consent).exists()
    refused = corrected(browser, consent, seen="2020-01-01 1 ", given_on=(today() - timedelta(days=1)).isoformat())
    assert refused.context["form"].non_field_errors()
    consent.refresh_from_db()
    assert consent.given_on == today()


def test_wrong_day_of_the_very_first_consent_is_a_wrong_day_of_version_1(client_of, coordinator, school):
    anna, ieva, browser = person(school), person(school, "Lapa"), client_of(coordinator)
    browser.post(of(anna, ieva), typed())
    day = today() - timedelta(days=30)
    for consent in Consent.objects.order_by("pk"):
        assert corrected(browser, consent, given_on=day.isoformat()).status_code == 302
    text = ConsentText.objects.get()
    assert text.valid_from == day and Entry.objects.about(text).count() == 2
    assert set(Consent.objects.values_list("given_on", "text")) == {(day, text.pk)}


def test_a_revoked_consent_is_a_record(client_of, coordinator, school):
    anna, browser = person(school), client_of(coordinator)
    ConsentText.objects.create(school=school, kind="data", number=1, text_lv="x", valid_from=date(2020, 1, 1))
    browser.post(of(anna), typed())
    consent = Consent.objects.get()
    Consent.objects.update(revoked_on=today())
    assert corrected(browser, consent, given_on="2020-01-01").context["form"].non_field_errors()
    consent.refresh_from_db()
    assert consent.given_on == today()


def test_an_earlier_consent_ends_on_the_corrected_day(client_of, coordinator, school):
    anna, browser = person(school), client_of(coordinator)
    texts = [
        ConsentText.objects.create(school=school, kind="data", number=n, text_lv="x", valid_from=date(2020, n, 1))
        for n in (1, 2)
    ]
    earlier = Consent.objects.create(person=anna, kind="data", text=texts[0], given_on=date(2021, 1, 1))
    browser.post(of(anna), typed(text=texts[1].pk))
    later = Consent.objects.standing().get()
    assert corrected(browser, later, given_on="2020-12-31").context["form"].non_field_errors()
    day = today() - timedelta(days=5)
    corrected(browser, later, given_on=day.isoformat())
    earlier.refresh_from_db()
    later.refresh_from_db()
    assert (earlier.revoked_on, later.given_on) == (day, day)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "soul"},
        {"given_on": "2190-01-01"},
        {"given_on": "31.02.2022"},
        {"text": "999"},
        {"text": "\x00"},
    ],
)
def test_what_cannot_be(client_of, coordinator, school, wrong):
    answer = client_of(coordinator).post(of(person(school)), typed() | wrong)
    assert answer.context["form"].errors
    assert not Consent.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "abc", "9" * 40, "٣", "-1", "\x00"])
def test_nobody_chosen(client_of, coordinator, school, key):
    answer = client_of(coordinator).get(ADD, {"person": key})
    assert answer.status_code == 200 and answer.context["people"] == []
    assert client_of(coordinator).post(f"{ADD}?person=0", typed()).status_code == 200


def test_a_text_is_in_force_only_from_its_day(client_of, coordinator, school):
    anna = person(school)
    text = ConsentText.objects.create(school=school, kind="data", number=1, valid_from=today(), text_lv="Piekrītu")
    image = ConsentText.objects.create(school=school, kind="image", number=1, valid_from=today(), text_lv="Piekrītu")
    browser = client_of(coordinator)
    earlier = {"given_on": today() - timedelta(days=5)}
    assert "text" in browser.post(of(anna), typed(text=text.pk, **earlier)).context["form"].errors
    assert "text" in browser.post(of(anna), typed(text=image.pk)).context["form"].errors
    assert browser.post(of(anna), typed(**earlier)).context["form"].non_field_errors()
    assert not Consent.objects.exists()


def test_a_newer_version_follows_and_the_older_consent_is_remarked(client_of, coordinator, school):
    anna = person(school)
    old = ConsentText.objects.create(
        school=school, kind="data", number=1, text_lv="Viens", valid_from=date(2020, 1, 1)
    )
    browser = client_of(coordinator)
    browser.post(of(anna), typed(given_on=date(2021, 1, 1)))
    browser.post(
        reverse("mobilities:consent-text-add", args=["data"]), {"valid_from": "2022-01-01", "text_lv": "Divi"}
    )
    state = browser.get(page_of(anna)).context["consents"][0]
    assert state.given.text == old and state.is_outdated
    assert any("kind=data" in row["url"] for row in browser.get(page_of(anna)).context["missing"])
    browser.post(of(anna), typed())
    state = browser.get(page_of(anna)).context["consents"][0]
    assert state.given.text.text_lv == "Divi" and not state.remarks
    assert [row.revoked_on for row in state.past] == [today()]


def test_an_older_consent_does_not_replace_a_newer_one(client_of, coordinator, school):
    anna = person(school)
    for number, day in ((1, date(2020, 1, 1)), (2, date(2022, 1, 1))):
        ConsentText.objects.create(school=school, kind="data", number=number, text_lv=str(number), valid_from=day)
    browser = client_of(coordinator)
    browser.post(of(anna), typed())
    answer = browser.post(of(anna), typed(given_on=date(2021, 1, 1)))
    assert answer.context["form"].non_field_errors()
    assert Consent.objects.get().text.number == 2


def test_signed_words_are_never_changed(client_of, coordinator, school):
    text = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu", valid_from=today())
    edit, browser = reverse("mobilities:consent-text-edit", args=[text.pk]), client_of(coordinator)
    changed = {"valid_from": today().isoformat(), "text_lv": "Labots"}
    assert browser.post(edit, changed)["Location"] == TEXTS
    browser.post(of(person(school)), typed())
    browser.post(edit, changed | {"text_lv": "Vēlreiz labots"})
    text.refresh_from_db()
    assert text.text_lv == "Labots"
    assert edit not in browser.get(TEXTS).content.decode()


def test_versions_follow_in_time(client_of, coordinator, school):
    ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Viens", valid_from=today())
    add = reverse("mobilities:consent-text-add", args=["data"])
    answer = client_of(coordinator).post(add, {"valid_from": "2020-01-01", "text_lv": "Divi"})
    assert answer.context["form"].non_field_errors()
    assert client_of(coordinator).get(add).context["form"]["text_lv"].value() == "Viens"
    assert client_of(coordinator).get(reverse("mobilities:consent-text-add", args=["soul"])).status_code == 404


@pytest.mark.parametrize("texts", [1, 3])
def test_list_of_texts_takes_a_fixed_number_of_queries(
    client_of, coordinator, school, texts, django_assert_num_queries
):
    for number in range(texts):
        ConsentText.objects.create(school=school, kind="data", number=number + 1, text_lv="<script>alert(1)</script>")
    browser = client_of(coordinator)
    browser.get(TEXTS)
    with django_assert_num_queries(4):
        page = browser.get(TEXTS).content.decode()
    assert "<script>alert(1)" not in page


def test_revoked_pictures_leave_every_later_document(client_of, coordinator, school):
    anna, ieva = person(school), person(school, "Lapa")
    hers, other = (
        photo(journey(anna, today() - timedelta(days=90))),
        photo(journey(ieva, today() - timedelta(days=90))),
    )
    browser = client_of(coordinator)
    browser.post(of(anna, ieva), typed("image", given_on=today() - timedelta(days=9)))
    assert set(Attachment.objects.publishable()) == {hers, other}
    revoke = reverse("mobilities:consent-revoke", args=[Consent.objects.get(person=anna).pk])
    assert browser.get(revoke).context["follows"]
    assert browser.post(revoke, {"revoked_on": today().isoformat()})["Location"] == page_of(anna)
    assert set(Attachment.objects.publishable()) == {other}
    state = browser.get(page_of(anna)).context["consents"][1]
    assert state.is_revoked and len(state.remarks) == 1
    experience = browser.get(reverse("mobilities:experience-detail", args=[hers.report_id]))
    assert experience.context["pictures_revoked"]
    browser.post(of(anna), typed("image"))
    assert set(Attachment.objects.publishable()) == {hers, other}


def test_revoking(client_of, coordinator, director, outsider, school):
    anna = person(school)
    client_of(coordinator).post(of(anna), typed(given_on=today() - timedelta(days=9)))
    revoke = reverse("mobilities:consent-revoke", args=[Consent.objects.get().pk])
    for day in (today() - timedelta(days=10), today() + timedelta(days=1)):
        answer = client_of(coordinator).post(revoke, {"revoked_on": day.isoformat()})
        assert "revoked_on" in answer.context["form"].errors
    assert client_of(director).post(revoke).status_code == 403
    assert client_of(outsider).post(revoke).status_code == 404
    for _again in range(2):
        client_of(coordinator).post(revoke, {"revoked_on": today().isoformat()})
    assert Consent.objects.get().revoked_on == today()
    assert Entry.objects.about(anna).count() == 2


def test_without_consent_to_data_no_new_mobility(client_of, coordinator, school):
    anna = person(school)
    saved = journey(anna)
    Consent.objects.create(
        person=anna, kind="data", given_on=date(2021, 1, 1), revoked_on=today(),
        text=ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu"),
    )  # fmt: skip
    found = {row.kind: row for row in findings_of([Mobility.objects.with_names().get()])[saved.pk]}
    assert found["consent_revoked"].severity == Severity.MISSING and found["consent_revoked"].field == "participant"
    new = plan_of(Mobility.objects.with_names().get(), has_report=False)
    object.__setattr__(new, "pk", None)
    assert {row.kind: row.severity for row in notices(new)}["consent_revoked"] == Severity.ERROR
    texts = [row["text"] for row in client_of(coordinator).get(page_of(anna)).context["missing"]]
    assert any("mobilit" in text for text in texts)


@pytest.mark.parametrize("start_in", [10, 40])
def test_a_minor_at_departure_needs_guardian_and_consent(school, start_in):
    """The birthday lies 25 days ahead: whoever leaves after it signs alone."""
    birthday = today() + timedelta(days=25)
    born = date(birthday.year - 18, birthday.month, min(birthday.day, 28))
    row = journey(person(school, birth_date=born), today() + timedelta(days=start_in))
    found = {each.kind: each for each in findings_of([Mobility.objects.with_names().get(pk=row.pk)])[row.pk]}
    assert {"no_guardian", "no_consent"} <= set(found) if start_in == 10 else not {"no_guardian"} & set(found)
    assert all(each.source and each.sentence for each in found.values())
    if start_in == 10:
        PersonContact.objects.create(person=row.participant, role="guardian", name="Ilze")
        found = {each.kind for each in findings_of([Mobility.objects.with_names().get(pk=row.pk)])[row.pk]}
        assert "no_guardian" not in found and "no_consent" in found


def text_of(school) -> ConsentText:
    return ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu")


def test_of_age_without_consent_is_told_but_complete(school):
    anna = person(school)
    row = journey(anna)

    def found() -> dict[str, Severity]:
        return {each.kind: each.severity for each in findings_of([Mobility.objects.with_names().get()])[row.pk]}

    assert found()["no_consent"] == Severity.WARNING
    given = Consent.objects.create(person=anna, kind="data", given_on=today(), text=text_of(school))
    assert "no_consent" not in found()
    given.delete()
    Mobility.objects.update(start=today() - timedelta(days=40), end=today() - timedelta(days=20))
    assert "no_consent" not in found()


def test_confirming_tells_who_has_not_signed(client_of, coordinator, school):
    anna, ieva, zane = person(school), person(school, "Lapa"), person(school, "Ozola")
    Consent.objects.create(person=zane, kind="data", given_on=today(), text=text_of(school))
    rows = [journey(each) for each in (anna, ieva, zane)]
    browser = client_of(coordinator)
    address = f"{ADD}?person={anna.pk}&kind=data".replace("&", "&amp;")
    page = browser.post(reverse("mobilities:mobility-move", args=[rows[0].pk, "confirm"]), follow=True)
    assert address in str([*page.context["messages"]][-1])
    typed = {"keys": [row.pk for row in rows[1:]], "action": "confirm"}
    page = browser.post(reverse("mobilities:mobility-bulk"), typed, follow=True)
    said = str([*page.context["messages"]][-1])
    assert "Lapa" in said and "Ozola" not in said and f"person={ieva.pk}&amp;" in said


def test_after_revoking_a_planned_mobility_is_not_confirmed(client_of, coordinator, school):
    anna, ieva = person(school), person(school, "Lapa")
    rows = [journey(anna), journey(ieva)]
    revoked = Consent.objects.create(
        person=anna, kind="data", given_on=date(2021, 1, 1), revoked_on=today(), text=text_of(school)
    )
    browser = client_of(coordinator)
    step = reverse("mobilities:mobility-move", args=[rows[0].pk, "confirm"])
    page = browser.post(step, follow=True)
    (said,) = page.context["messages"]
    assert said.level_tag == "warning" and "Upīte" in said.message
    typed = {"keys": [row.pk for row in rows], "action": "confirm"}
    browser.post(reverse("mobilities:mobility-bulk"), typed)
    assert [Mobility.objects.get(pk=row.pk).state for row in rows] == ["planned", "confirmed"]
    Consent.objects.create(person=anna, kind="data", given_on=today(), text=revoked.text)
    browser.post(step)
    assert Mobility.objects.get(pk=rows[0].pk).state == "confirmed"


@pytest.mark.parametrize("rows", [1, 3])
def test_findings_take_a_fixed_number_of_queries(school, rows, django_assert_num_queries):
    for number in range(rows):
        journey(person(school, f"Nr{number}", birth_date=born_lately()))
    mobilities = list(Mobility.objects.with_names())
    with django_assert_num_queries(6):
        findings_of(mobilities)


def test_list_of_people_finds_those_who_have_not_signed(client_of, coordinator, school):
    anna, ieva, zane = person(school), person(school, "Lapa"), person(school, "Ozola")
    browser = client_of(coordinator)
    browser.post(of(anna, ieva), typed())
    Consent.objects.filter(person=ieva).update(revoked_on=today())

    def shown(kind: str) -> set[Participant]:
        return set(browser.get(reverse("mobilities:participant-list"), {"without": kind}).context["page"])

    assert shown("data") == {ieva, zane}
    assert shown("image") == shown("") == shown("soul") == {anna, ieva, zane}


def test_hostile_text(client_of, coordinator, school):
    child = person(school, birth_date=born_lately())
    for text in ("<script>alert(1)</script>", "{{ 7*7 }}", "' OR 1=1 --", "\u202eabc", "x" * 201, "\x00", "=1+1"):
        answer = client_of(coordinator).post(of(child), typed(**{f"guardian-{child.pk}": text}))
        assert answer.status_code in (200, 302)
        assert "<script>alert(1)" not in client_of(coordinator).get(page_of(child)).content.decode()
