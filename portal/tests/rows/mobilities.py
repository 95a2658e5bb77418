"""Mobilities, who travels along, papers, tasks and consents."""

from datetime import date

from django.core.files.base import ContentFile

from mobilities.models import (
    AccompanyingPerson,
    ChecklistItem,
    Consent,
    ConsentText,
    Host,
    Mobility,
    Paper,
    PaperFile,
    Participant,
    ProjectTask,
)
from portal.accounts.models import School
from portal.tests.rows.conference import papers
from portal.tests.rows.experience import reports
from portal.tests.rows.single import PIXEL, activity_type, person
from projects.models import Project


def year_and_papers(school: School, cast: dict) -> dict:
    travels = {name: mobility(school, cast, name) for name in ("mobility", "unreported", "reported")}
    companion = person(school, "Liepa", kind="staff")
    accompanying = AccompanyingPerson.objects.create(
        school=school, project=Project.objects.get(), person=companion,
        start=date(2022, 4, 4), end=date(2022, 5, 6),
    )  # fmt: skip
    accompanying.mobilities.add(travels["mobility"])
    line = Paper.objects.create(
        mobility=travels["mobility"], key="learning_agreement", kind="learning_agreement", phase="before",
        state="done", due=date(2022, 3, 21), done_on=date(2022, 3, 18),
    )  # fmt: skip
    copied = PaperFile.objects.create(
        paper=line, file=ContentFile(PIXEL, "copy.png"), name="līgums.png", content_type="image/png", size=len(PIXEL),
        sha256="0" * 64,
    )  # fmt: skip
    people = {"companion": companion, "accompanying": accompanying, **consents(school)}
    people |= {"paper": line, "paper_file": copied}
    people["task"] = ProjectTask.objects.create(
        project=Project.objects.get(), title="Pasūtīt biļetes", assignee=cast["teacher"], due=date(2022, 3, 1),
        mobility=travels["mobility"], created_by=cast["coordinator"],
    )  # fmt: skip
    people["checklist_item"] = ChecklistItem.objects.create(
        school=school, kind="other", title_lv="Polise", phase="before", groups=["learner"], due_days=7
    )
    return travels | {"going": travels["mobility"]} | people | reports(school, cast, travels) | papers(school, cast)


def consents(school: School) -> dict:
    """The participant's, in the first of two versions; nobody signed the second."""
    signed, unsigned = (
        ConsentText.objects.create(school=school, kind="data", number=number, text_lv="Piekrītu.") for number in (1, 2)
    )
    given = Consent.objects.create(
        person=Participant.objects.get(last_name="Ozols"), kind="data", text=signed, given_on=date(2022, 3, 1),
    )  # fmt: skip
    return {"consent_text": unsigned, "consent": given}


def mobility(school: School, cast: dict, name: str) -> Mobility:
    participant = Participant.objects.get() if name == "mobility" else person(school, name.title())
    return Mobility.objects.create(
        school=school, project=Project.objects.get(), participant=participant, activity_type=activity_type(),
        host=Host.objects.get(), start=date(2022, 4, 4), end=date(2022, 5, 6), responsible=cast["teacher"],
        state="confirmed",
    )  # fmt: skip
