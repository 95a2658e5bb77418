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


class Phase(TextChoices):
    """Where a project stands by its dates; the values are kinds of the status component."""

    PLAN = "plan", _("Not started")
    GO = "go", _("Running")
    DONE = "done", _("Ended")


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


class ActivityFamily(TextChoices):
    """What an activity is, whatever a call year names it: old and new types of one family are compared."""

    PLACEMENT = "placement", _("Learning mobility of learners")
    LONG_PLACEMENT = "long_placement", _("Long-term learning mobility of learners")
    GROUP = "group", _("Group mobility of learners")
    COMPETITION = "competition", _("Skills competition")
    STAFF_TRAINING = "staff_training", _("Job shadowing, courses and training")
    TEACHING = "teaching", _("Teaching assignment")
    EXPERT = "expert", _("Invited expert")
    HOSTING = "hosting", _("Hosting of future teachers")
    PREPARATORY_VISIT = "preparatory_visit", _("Preparatory visit")
