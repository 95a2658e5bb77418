from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    ANNUAL = "annual", _("Annual summary")
    CONFERENCE = "conference", _("Dissemination report of the conference")
