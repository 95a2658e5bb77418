"""Reports of those who were there, and what is made of them."""

from datetime import date, timedelta

from django.utils import timezone

from mobilities.enums import ReportState
from mobilities.models import (
    AccompanyingPerson,
    Conference,
    ExperienceReport,
    Letter,
    Mobility,
    PartialUpload,
    Question,
    Questionnaire,
    ReminderStep,
    ReportComment,
    ReportLink,
    Sharing,
)
from portal.accounts.models import School
from portal.common.uploads import AttachmentKind
from portal.tests.rows.single import PIXEL, attachment, person
from projects.models import Project
from reports.models import NewsText, PublicationPage


def reports(school: School, cast: dict, travels: dict[str, Mobility]) -> dict:
    draft = ExperienceReport.objects.create(school=school, mobility=travels["mobility"], author=cast["teacher"])
    submitted = ExperienceReport.objects.create(
        school=school, mobility=travels["reported"], author=cast["teacher"], state=ReportState.SUBMITTED,
        submitted_at=timezone.now(), tasks="Krāvu pieņemšana", pluses="Laipni kolēģi", story="Stāsts",
    )  # fmt: skip
    return {
        "draft": draft,
        "submitted": submitted,
        "partial": PartialUpload.objects.create(report=draft, name="osta.jpg", size=100, path="uploads-waiting/none"),
        "link": ReportLink.objects.create(report=draft, expires_at=timezone.now() + timedelta(days=60)),
        "attachment": attachment(submitted, AttachmentKind.DOCUMENT, "diena.pdf", b"%PDF-1.4", "application/pdf"),
        "photo": attachment(draft, AttachmentKind.PHOTO, "osta.png", PIXEL, "image/png"),
    }


def experience(school: School, cast: dict) -> dict:
    """What is asked of reports, reminded of, shared and published."""
    sharing = Sharing.objects.create(
        school=school, kind="teachers_meeting", date=date(2022, 5, 2), title="Reikjavika", audience=40
    )
    sharing.mobilities.add(Mobility.objects.first())
    asked = Questionnaire.objects.create(school=school, profile="course", number=1)
    return {
        "questionnaire": asked,
        "question": Question.objects.create(questionnaire=asked, key="q_1", kind="text", label_lv="Kas pārsteidza"),
        "report_comment": ReportComment.objects.create(
            report=ExperienceReport.objects.get(state=ReportState.SUBMITTED), field="tasks", text="Par īsu"
        ),
        "travelled": AccompanyingPerson.objects.create(
            school=school,
            project=Project.objects.get(),
            start=date(2022, 4, 4),
            end=date(2022, 4, 8),
            person=person(school, "Krastiņš", kind="staff", user=cast["teacher"]),
        ),
        "reminder_step": ReminderStep.objects.create(school=school, phase="after_end", days=9),
        "letter": Letter.objects.create(school=school, kind="report_reminder", email="a@example.org"),
        "sharing": sharing,
        "news_text": NewsText.objects.create(
            school=school, conference=Conference.objects.get(), title_lv="Reikjavika"
        ),
        "publication_page": PublicationPage.objects.create(
            school=school, project=Project.objects.get(), slug="reikjavika", published_at=timezone.now()
        ),
    }
