from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(TextChoices):
    """received > checking > checked > applying > applied > undone; cancelled from any before applied."""

    RECEIVED = "received", _("Columns to be confirmed")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing saved yet")
    APPLYING = "applying", _("Being saved")
    APPLIED = "applied", _("Saved")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


class Outcome(TextChoices):
    """What an import does, or did, with a row. A draft is saved and, by the rules of its kind, not complete."""

    NEW = "new", pgettext_lazy("row", "New")
    NEW_DRAFT = "new_draft", _("New, as a draft")
    CHANGED = "changed", pgettext_lazy("row", "Changed")
    CHANGED_DRAFT = "changed_draft", _("Changed, a draft")
    UNCHANGED = "unchanged", pgettext_lazy("row", "Unchanged")
    REJECTED = "rejected", pgettext_lazy("row", "Rejected")


# What kind of status an outcome is, as the tag of components shows it.
STATUS = {
    Outcome.NEW: "done",
    Outcome.NEW_DRAFT: "draft",
    Outcome.CHANGED: "go",
    Outcome.CHANGED_DRAFT: "draft",
    Outcome.UNCHANGED: "wait",
    Outcome.REJECTED: "stop",
}
WRITES = (Outcome.NEW, Outcome.NEW_DRAFT, Outcome.CHANGED, Outcome.CHANGED_DRAFT)


class Encoding(TextChoices):
    """How letters are written in a text file. Values are Python's names."""

    UTF8 = "utf-8-sig", "UTF-8"
    UTF16 = "utf-16", "UTF-16"
    UTF16_LE = "utf-16-le", _("UTF-16 without a mark, little-endian")
    UTF16_BE = "utf-16-be", _("UTF-16 without a mark, big-endian")
    BALTIC = "cp1257", _("Windows Baltic (1257)")
    WESTERN = "cp1252", _("Windows Western European (1252)")
    CENTRAL = "cp1250", _("Windows Central European (1250)")


class Separator(TextChoices):
    COMMA = ",", _("comma")
    SEMICOLON = ";", _("semicolon")
    TAB = "\t", _("tab")
    BAR = "|", _("vertical bar")
