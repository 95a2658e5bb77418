"""Experience reports: written by the teacher, sent, returned, approved; their files."""

import io
from urllib.parse import urlencode

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from PIL import Image

from mobilities.answers import answered_sections
from mobilities.documents import printed
from mobilities.forms.experience import ExperienceForm
from mobilities.models import Attachment, ExperienceReport, Host, Mobility, Participant
from mobilities.services import experience as services
from mobilities.tests.trips import one_trip
from mobilities.views.experience_writing import write_report
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mobility(school, teacher) -> Mobility:
    return one_trip(school, teacher)


@pytest.fixture
def report(mobility, school, teacher) -> ExperienceReport:
    return ExperienceReport.objects.create(school=school, mobility=mobility, author=teacher)


WHOLE = {
    "tasks": "Preču pieņemšana", "pluses": "Uzticējās\nĪsts darbs", "minuses": "Ilgs ceļš", "rating_trust": "5",
    "rating_tasks": "4", "commute_minutes": "70", "story": "Katru rītu…", "quote": "Šī rinda ir tava.",
}  # fmt: skip


def address(report: ExperienceReport, rest: str = "") -> str:
    return f"/experience/{report.pk}/{rest}"


def jpeg(name="IMG_1.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_experience_add_begins_one_report_only(client_of, teacher, mobility):
    browser = client_of(teacher)
    for _time in range(2):
        answer = browser.post(f"/experience/add/{mobility.pk}/")
        assert answer.url == f"/experience/{ExperienceReport.objects.get().pk}/edit/"


def test_from_draft_to_approval(client_of, teacher, coordinator, report):
    writer, reviewer = client_of(teacher), client_of(coordinator)
    writer.post(address(report, "edit/"), {"tasks": "Sākums", "version": "0"})
    assert reviewer.get(address(report)).status_code == 404
    writer.post(address(report, "edit/"), WHOLE | {"version": "1", "submit": "1"})
    assert "Uzticējās" in reviewer.get(address(report)).content.decode()
    reviewer.post(address(report, "review/"), {"decision": "return", "comment": "Trūkst stāsta."})
    assert "Trūkst stāsta." in writer.get(address(report, "edit/")).content.decode()
    writer.post(address(report, "edit/"), WHOLE | {"version": "2", "submit": "1"})
    reviewer.post(address(report, "review/"), {"decision": "approve", "comment": ""})
    report.refresh_from_db()
    assert (report.state, report.reviewed_by) == ("approved", coordinator)
    verbs = list(Entry.objects.about(report).order_by("pk").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb != "change"] == ["submit", "return", "submit", "approve"]


def test_submitting_names_what_is_missing_and_keeps_the_rest(client_of, teacher, report):
    answer = client_of(teacher).post(
        address(report, "edit/"), {"story": "Tikai stāsts", "version": "0", "submit": "1"}
    )
    assert set(answer.context["form"].errors) == {"tasks", "rating_trust", "rating_tasks", "pluses"}
    assert "Tikai stāsts" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "draft"


@pytest.mark.parametrize("wrong", [{"commute_minutes": "99999"}, {"rating_trust": "9"}, {"story": "x" * 30000}])
def test_wrong_values_are_named(client_of, teacher, report, wrong):
    answer = client_of(teacher).post(address(report, "edit/"), WHOLE | wrong | {"version": "0"})
    assert set(answer.context["form"].errors) == set(wrong)


def test_experience_autosave_keeps_and_never_overwrites_unseen(client_of, teacher, report):
    browser = client_of(teacher)
    answer = browser.post(address(report, "autosave/"), {"tasks": "Pirmais", "version": "0"})
    assert answer.json()["version"] == 1 and ":" in answer.json()["saved"]
    stale = browser.post(address(report, "autosave/"), {"tasks": "No cita tālruņa", "version": "0"})
    assert (stale.status_code, stale.json()["version"]) == (409, 1)
    assert stale.json()["values"]["tasks"] == ["Pirmais"]
    report.refresh_from_db()
    assert report.tasks == "Pirmais"


def test_experience_autosave_keeps_what_is_right_and_names_what_is_wrong(client_of, teacher, report):
    ExperienceReport.objects.filter(pk=report.pk).update(commute_minutes=40)
    data = {"story": "Garš stāsts", "commute_minutes": "99999", "version": "0"}
    answer = client_of(teacher).post(address(report, "autosave/"), data)
    assert (answer.status_code, list(answer.json()["wrong"])) == (200, ["commute_minutes"])
    report.refresh_from_db()
    assert (report.story, report.commute_minutes, report.version) == ("Garš stāsts", 40, 1)


def test_a_save_that_comes_after_handing_in_changes_nothing(report, teacher):
    """Two requests at once: both were checked before either was saved."""
    late = ExperienceForm(QueryDict("story=Par+vēlu&version=0"), report=ExperienceReport.objects.get())
    assert late.is_valid()
    ExperienceReport.objects.update(state="submitted")
    with pytest.raises(services.Overtaken):
        services.save_report(late, teacher)
    report.refresh_from_db()
    assert (report.state, report.story, report.version) == ("submitted", "", 0)


def test_comments_at_questions_are_shown_settled_and_told(client_of, teacher, coordinator, report):
    writer, reviewer = client_of(teacher), client_of(coordinator)
    writer.post(address(report, "edit/"), WHOLE | {"version": "0", "submit": "1"})
    asked = {"about-story": "Par vienu dienu", "about-commute_how": "Ar ko brauca"}
    reviewer.post(address(report, "review/"), asked | {"decision": "return", "comment": "Gandrīz gatavs"})
    page = writer.get(address(report, "edit/")).content.decode()
    assert all(text in page for text in ("Par vienu dienu", "Ar ko brauca", "Gandrīz gatavs"))

    mended = WHOLE | {"pluses": "Uzticējās\r\nĪsts darbs", "story": "Otrdien sešos…", "version": "1", "submit": "1"}
    writer.post(address(report, "edit/"), mended)
    open_still = report.comments.filter(resolved_at=None)
    assert [comment.field for comment in open_still] == ["commute_how"]
    reviewer.post(address(report, f"comments/{open_still.get().pk}/settle/"))
    assert not open_still.all().exists()
    changes = Entry.objects.about(report).filter(verb="change").order_by("pk").values_list("changes", flat=True)
    assert [set(each) for each in changes][1:] == [{"story"}, {"comments"}]
    told = [(line.who, line.fields) for line in reviewer.get(address(report)).context["history"]]
    assert (str(coordinator), "Par vienu dienu") in told and (str(coordinator), "Ar ko brauca") in told


def test_experience_pdf_prints_answers_and_only_photos_people_agreed_to(client_of, teacher, report):
    browser = client_of(teacher)
    browser.post(address(report, "edit/"), WHOLE | {"version": "0"})
    browser.post(address(report, "attachments/"), {"photo": [jpeg("osta.jpg"), jpeg("seja.jpg")]})
    photo = Attachment.objects.first()
    browser.post(f"/attachments/{photo.pk}/edit/", {"caption": "Osta", "consent": "on"})
    for language, title in (("lv", "Pieredzes pārskats"), ("en", "Experience report")):
        answer = browser.get(address(report, f"report.pdf?language={language}"))
        with pikepdf.open(io.BytesIO(answer.content)) as document:
            assert document.docinfo["/Title"] == f"{title}. Anna Upīte. {report.school}"
            images = {name for page in document.pages for name in page.get_images()}
            assert (len(images), "/MarkInfo" in document.Root) == (1, True)


def test_two_devices_see_both_versions(client_of, teacher, report):
    browser = client_of(teacher)
    browser.post(address(report, "edit/"), {"tasks": "No datora", "version": "0"})
    page = browser.post(address(report, "edit/"), {"tasks": "No tālruņa", "version": "0"}).content.decode()
    assert "No datora" in page and "No tālruņa" in page


def test_return_needs_a_comment_and_review_happens_once(client_of, teacher, coordinator, report):
    ExperienceReport.objects.filter(pk=report.pk).update(state="submitted")
    reviewer = client_of(coordinator)
    assert reviewer.post(address(report, "review/"), {"decision": "return"}).status_code == 422
    reviewer.post(address(report, "review/"), {"decision": "approve"})
    reviewer.post(address(report, "review/"), {"decision": "return", "comment": "Par vēlu"})
    report.refresh_from_db()
    assert (report.state, report.review_comment) == ("approved", "")
    assert client_of(teacher).get(address(report, "edit/")).status_code == 302


def test_rights(client_of, teacher, director, coordinator, outsider, report):
    ExperienceReport.objects.filter(pk=report.pk).update(state="submitted")
    assert client_of(director).get(address(report)).status_code == 200
    assert client_of(director).get(address(report, "edit/")).status_code == 403
    assert client_of(coordinator).get(address(report, "edit/")).status_code == 403
    assert client_of(teacher).post(address(report, "review/"), {"decision": "approve"}).status_code == 403
    assert client_of(outsider).get(address(report)).status_code == 404


def test_photo_is_kept_harmless_and_shown_only_to_those_who_may(client_of, teacher, outsider, report):
    browser = client_of(teacher)
    assert browser.post(address(report, "attachments/"), {"photo": jpeg()}).status_code == 302
    attachment = Attachment.objects.get()
    assert "IMG" not in attachment.file.name
    shown = browser.get(f"/attachments/{attachment.pk}/")
    assert shown["X-Content-Type-Options"] == "nosniff" and shown["Content-Disposition"].startswith("attachment")
    assert not Image.open(io.BytesIO(shown.getvalue())).getexif()
    assert client_of(outsider).get(f"/attachments/{attachment.pk}/").status_code == 404


def test_wrong_file_is_refused_with_a_sentence_and_the_others_are_kept(client_of, teacher, report):
    wrong = SimpleUploadedFile("skripts.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    answer = client_of(teacher).post(address(report, "attachments/"), {"photo": [jpeg(), wrong]}, follow=True)
    assert Attachment.objects.count() == 1
    assert "skripts.jpg" in answer.content.decode()


def test_document_is_served_as_an_attachment(client_of, teacher, report):
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(out)
    file = SimpleUploadedFile("apliecinājums.pdf", out.getvalue(), content_type="application/pdf")
    client_of(teacher).post(address(report, "attachments/"), {"document": file})
    answer = client_of(teacher).get(f"/attachments/{Attachment.objects.get().pk}/")
    assert answer["Content-Disposition"].startswith("attachment")


def test_attachment_edit_and_delete(client_of, teacher, report, tmp_path, django_capture_on_commit_callbacks):
    browser = client_of(teacher)
    browser.post(address(report, "attachments/"), {"photo": jpeg()})
    attachment = Attachment.objects.get()
    browser.post(f"/attachments/{attachment.pk}/edit/", {"caption": "Osta", "consent": "on"})
    attachment.refresh_from_db()
    assert (attachment.caption, attachment.consent) == ("Osta", True)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/attachments/{attachment.pk}/delete/")
    assert not Attachment.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_photo_without_consent_is_not_publishable(report, school):
    common = {"school": school, "report": report, "kind": "photo", "name": "a.jpg", "size": 1, "sha256": "x"}
    Attachment.objects.create(**common, consent=False)
    agreed = Attachment.objects.create(**common, consent=True)
    assert not Attachment.objects.publishable().exists()
    ExperienceReport.objects.filter(pk=report.pk).update(state="approved")
    assert list(Attachment.objects.publishable()) == [agreed]


def test_a_second_tap_on_submit_ends_where_the_first_did(client_of, teacher, report, monkeypatch):
    browser, sent = client_of(teacher), WHOLE | {"version": report.version, "submit": ""}
    first = services.submit_report
    monkeypatch.setattr(services, "submit_report", lambda *args: (first(*args), first(*args)))
    assert browser.post(address(report, "edit/"), sent).url == address(report)
    assert Entry.objects.about(report).filter(verb="submit").count() == 1


def test_a_second_tap_that_comes_late_ends_there_too_and_other_words_do_not(teacher, mobility, rf):
    report = services.begin_report(mobility, teacher)
    forms = [
        ExperienceForm(QueryDict(urlencode(WHOLE | {"version": report.version, "tasks": tasks})), report=row)
        for tasks, row in (("Preču pieņemšana", report), ("Preču pieņemšana", again(report)), ("Cits", again(report)))
    ]
    request = rf.post("/", {"submit": ""})
    assert [write_report(request, form, teacher) for form in forms] == ["submitted", "submitted", ""]


def again(report: ExperienceReport) -> ExperienceReport:
    return ExperienceReport.objects.get(pk=report.pk)


def test_everything_wrong_is_said_at_once(client_of, teacher, report):
    sent = {"version": report.version, "submit": "", "commute_minutes": "-5"}
    errors = client_of(teacher).post(address(report, "edit/"), sent).context["form"].errors
    assert {"commute_minutes", "tasks", "pluses", "rating_trust", "rating_tasks"} <= set(errors)
    assert [len(told) for told in errors.values()] == [1] * len(errors)


def test_a_missing_report_says_how_far_it_is(client_of, coordinator, report):
    ExperienceReport.objects.filter(pk=report.pk).update(state="returned")
    browser = client_of(coordinator)
    listed = browser.get("/experience/?sy=2026&state=missing")
    assert "Atdots ar komentāru" in listed.content.decode().split("<tbody")[1]
    exported = b"".join(browser.get("/experience/export/?sy=2026&state=missing").streaming_content).decode()
    assert exported.splitlines()[1].endswith("Atdots ar komentāru")


def test_experience_list_shows_what_is_to_write_and_what_is_missing(client_of, teacher, coordinator, mobility):
    assert "Anna Upīte" in client_of(teacher).get("/experience/").content.decode()
    browser = client_of(coordinator)
    page = browser.get("/experience/?sy=2026&state=missing&country=DE")
    assert list(page.context["page"]) == [mobility]
    assert "Visu mācību gadu pārskati" in page.content.decode()
    this_year = browser.get("/experience/" + page.context["other_years_url"])
    assert not list(this_year.context["page"])
    assert "Tikai 2026./2027. mācību gada pārskati" in this_year.content.decode()
    assert list(browser.get("/experience/" + this_year.context["other_years_url"]).context["page"]) == [mobility]


def test_experience_list_is_narrowed_to_project_and_country(client_of, coordinator, report):
    ExperienceReport.objects.update(state="submitted")
    browser = client_of(coordinator)
    project = report.mobility.project_id
    for query, found in ((f"project={project}", 1), ("country=DE", 1), ("country=LT", 1), ("project=999999", 1)):
        assert len(browser.get(f"/experience/?sy=2021&{query}").context["page"]) == found, query
    other = Host.objects.create(school=report.school, name="Vilniaus dirbtuvės", country="LT", city="Viļņa")
    Mobility.objects.filter(pk=report.mobility_id).update(host=other, country="LT")
    assert not browser.get("/experience/?sy=2021&state=submitted&q=Hamburga").context["page"].object_list
    assert len(browser.get("/experience/?sy=2021&country=LT").context["page"]) == 1


def test_attachment_edit_answers_in_the_page(client_of, teacher, report):
    browser = client_of(teacher)
    browser.post(address(report, "attachments/"), {"photo": jpeg()})
    attachment = Attachment.objects.get()
    place, inside = f"/attachments/{attachment.pk}/edit/", {"HX-Request": "true"}
    assert browser.post(place, {"caption": "Osta", "consent": "on"}, headers=inside).content.decode() == "Saglabāts"
    assert "200" in browser.post(place, {"caption": "x" * 201}, headers=inside).content.decode()
    attachment.refresh_from_db()
    assert (attachment.caption, attachment.consent) == ("Osta", True)


def test_experience_list_takes_a_fixed_number_of_queries(client_of, coordinator, report, django_assert_num_queries):
    ExperienceReport.objects.update(state="submitted")
    browser = client_of(coordinator)
    browser.get("/experience/?sy=2021")
    for number in range(2):
        with django_assert_num_queries(10):
            browser.get("/experience/?sy=2021")
        mobility = report.mobility
        mobility.pk = None
        mobility.participant = Participant.objects.create(
            school=report.school, kind="learner", first_name=f"N{number}", last_name="Upīte"
        )
        mobility.save()
        ExperienceReport.objects.create(school=report.school, mobility=mobility, state="submitted")


def test_paper_prints_what_was_answered_and_the_quote_once(report):
    ExperienceReport.objects.update(tasks="Kravas", quote="Šī rinda ir tava.", job_offer=False)
    report.refresh_from_db()
    printed_keys = [answer.key for section in printed(answered_sections(report)) for answer in section.answers]
    assert printed_keys == ["tasks", "job_offer"]


def test_history_tells_many_saves_in_a_row_as_one_line(client_of, teacher, coordinator, report):
    writer = client_of(teacher)
    for version, tasks in enumerate(("Viens", "Divi", "Trīs")):
        writer.post(address(report, "autosave/"), {"tasks": tasks, "version": str(version)})
    writer.post(address(report, "autosave/"), {"tasks": "Trīs", "story": "Stāsts", "version": "3"})
    writer.post(address(report, "edit/"), WHOLE | {"version": "4", "submit": "1"})
    for field in ("tasks", "story"):
        report.comments.create(field=field, text="Kāpēc, kā?", author=coordinator)
    *asked, submitted, changed = client_of(coordinator).get(address(report)).context["history"]
    assert [line.fields for line in asked] == ["Kāpēc, kā?"] * 2
    assert (submitted.fields, submitted.since, changed.who) == ("", None, str(teacher))
    entries = Entry.objects.about(report).filter(verb="change")
    assert (changed.since, changed.at) == (entries.earliest("at").at, entries.latest("at").at)
    assert changed.fields.split(", ")[:2] == ["kas darīts", "stāsts"]


def test_the_star_of_a_required_question_stays_out_of_sentences(client_of, teacher, coordinator, report):
    ExperienceReport.objects.update(state="returned")
    report.comments.create(field="tasks", text="Kādi uzdevumi tieši?", author=coordinator)
    page = client_of(teacher).get(address(report, "edit/")).content.decode()
    assert "Kas darīts</a>: Kādi uzdevumi tieši?" in page and "Kas darīts *" in page
    assert page.index('id="photos"') > page.index('name="story"')
    form = client_of(teacher).post(address(report, "edit/"), {"version": "0", "submit": "1"}).context["form"]
    assert form["tasks"].label == "Kas darīts" and form.errors["tasks"]


def test_no_answer_is_no_no(client_of, teacher, coordinator, report):
    """Whoever leaves "invited again" and "offered a job" empty said neither; "No" is kept as such, and can be."""
    writer = client_of(teacher)
    writer.post(address(report, "edit/"), WHOLE | {"version": "0", "submit": "1"})
    report.refresh_from_db()
    assert (report.state, report.return_invitation, report.job_offer) == ("submitted", None, None)
    assert offers_said(report) == {"return_invitation": "", "job_offer": ""}
    ExperienceReport.objects.update(state="returned")
    writer.post(address(report, "edit/"), WHOLE | {"version": "1", "return_invitation": "no", "job_offer": "yes"})
    report.refresh_from_db()
    assert (report.return_invitation, report.job_offer) == (False, True)
    assert offers_said(report) == {"return_invitation": "Nē", "job_offer": "Jā"}
    form = ExperienceForm(report=report)
    assert (form.kept_values()["return_invitation"], form.kept_values()["job_offer"]) == (["no"], ["yes"])
    assert 'name="return_invitation" value="no"' in " ".join(str(form["return_invitation"]).split())
    again = WHOLE | {"version": str(report.version), "return_invitation": "no", "job_offer": "yes"}
    assert not ExperienceForm(QueryDict("&".join(f"{k}={v}" for k, v in again.items())), report=report).has_changed()


def offers_said(report: ExperienceReport) -> dict[str, str]:
    (section,) = [each for each in answered_sections(report) if each.key == "offers"]
    return {answer.key: answer.text for answer in section.answers if answer.key != "offer_note"}
