"""Letters of the demonstration: reminders of a finished year, one of which came back, and the words of an invitation."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from mobilities.enums import LetterKind, LetterState
from mobilities.models import Conference, Letter, Mobility

if TYPE_CHECKING:
    from reports.demo.load import Demo

SUBJECT = "Pārskats par laiku ārzemēs"
INVITATION = (
    "Aicinām uz starptautisko projektu rezultātu izvērtēšanas konferenci. Stāstīs tie, kas šogad bija praksē un "
    "pieredzes apmaiņā ārzemēs."
)


def add_letters(demo: Demo) -> None:
    teacher = demo.users["teacher@example.org"]
    rows = Mobility.objects.filter(school=demo.school, responsible=teacher, report__isnull=False)
    for place, mobility in enumerate(rows.select_related("report").order_by("pk")[:3]):
        sent = timezone.make_aware(datetime.combine(mobility.end + timedelta(days=7), time(8)))
        came_back = place == 2
        Letter.objects.create(
            school=demo.school, kind=LetterKind.REPORT_REMINDER, email=teacher.email, name=str(teacher), user=teacher,
            subject=f"{SUBJECT}: {demo.school}", mobility=mobility, report=mobility.report,
            occasion=f"reminder:after_end:7:m{mobility.pk}:{sent.date()}", created_at=sent, sent_at=sent,
            state=LetterState.BOUNCED if came_back else LetterState.SENT,
            bounced_at=sent + timedelta(minutes=2) if came_back else None,
            error="5.2.2 552 5.2.2 Mailbox full" if came_back else "",
        )  # fmt: skip
    Conference.objects.filter(school=demo.school, year=2021).update(invitation=INVITATION)
