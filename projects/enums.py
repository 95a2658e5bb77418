from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Programme(TextChoices):
    ERASMUS = "erasmus", _("Erasmus+")
    NORDPLUS = "nordplus", _("Nordplus")
    ETWINNING = "etwinning", _("eTwinning")
    TCA = "tca", _("Training and cooperation activities (TCA)")
    OTHER = "other", _("Another programme")


class ProjectRole(TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")


class Field(TextChoices):
    """Field of education, as in the grant codes."""

    VET = "VET", _("Vocational education and training")
    SCH = "SCH", _("School education")
    ADU = "ADU", _("Adult education")
    HED = "HED", _("Higher education")
    YOU = "YOU", _("Youth")
    SPO = "SPO", _("Sport")


class Category(TextChoices):
    """Who an activity type is for."""

    LEARNER = "learner", _("Learners")
    STAFF = "staff", _("Staff")
    OTHER = "other", _("Other")
