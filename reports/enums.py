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


class SentenceOrigin(TextChoices):
    RECORD = "record", _("From the record")
    EDITED = "edited", _("From the record, reworded")
    WRITTEN = "written", _("Written by hand")


class PublicationItemKind(TextChoices):
    FIGURES = "figures", _("Key figures")
    NEWS = "news", _("News text")
    QUOTE = "quote", _("Quote")
    PHOTO = "photo", _("Photo")
