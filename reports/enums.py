from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    ANNUAL = "annual", _("Annual summary")
    CONFERENCE = "conference", _("Dissemination report of the conference")
    PROJECT = "project", _("Dissemination report of the project")


OF_YEAR = (DocumentKind.ANNUAL, DocumentKind.CONFERENCE)  # what is asked for on a school year's page


class BundleKind(TextChoices):
    PAPERS = "papers", _("Papers")
    ARCHIVE = "archive", _("Everything of a project")


class BundleLanguage(TextChoices):
    LATVIAN = "lv", _("Latvian")
    ENGLISH = "en", _("English")
    BOTH = "lv-en", _("Latvian and English side by side")


class SentenceOrigin(TextChoices):
    RECORD = "record", _("From the record")
    TRANSLATED = "translated", _("From the record, translated by hand")
    EDITED = "edited", _("Written by hand after the record")
    WRITTEN = "written", _("Written by hand")


class PublicationItemKind(TextChoices):
    INTRODUCTION = "introduction", _("Introduction")
    FIGURES = "figures", _("Key figures")
    NEWS = "news", _("News text")
    QUOTE = "quote", _("Quote")
    PHOTO = "photo", _("Photo")
