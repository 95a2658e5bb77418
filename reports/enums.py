from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    ANNUAL = "annual", _("Annual summary")
    CONFERENCE = "conference", _("Dissemination report of the conference")


class BundleKind(TextChoices):
    PAPERS = "papers", _("Papers")
    ARCHIVE = "archive", _("Everything of a project")


class BundleLanguage(TextChoices):
    LATVIAN = "lv", _("Latvian")
    ENGLISH = "en", _("English")
    BOTH = "lv-en", _("Latvian and English side by side")
