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
    """How letters are written in a text file. Values are Python's names. Of those that suit a file alike, the first is
    guessed."""

    UTF8 = "utf-8-sig", "UTF-8"
    UTF16 = "utf-16", "UTF-16"
    UTF16_LE = "utf-16-le", _("UTF-16 without a mark, little-endian")
    UTF16_BE = "utf-16-be", _("UTF-16 without a mark, big-endian")
    UTF32 = "utf-32", "UTF-32"
    BALTIC = "cp1257", _("Windows Baltic (1257)")
    WESTERN = "cp1252", _("Windows Western European (1252)")
    CENTRAL = "cp1250", _("Windows Central European (1250)")
    CYRILLIC = "cp1251", _("Windows Cyrillic (1251)")
    ISO_BALTIC = "iso8859-13", _("ISO Baltic (8859-13)")
    ISO_NORTHERN = "iso8859-4", _("ISO Northern European (8859-4)")
    ISO_WESTERN = "iso8859-15", _("ISO Western European (8859-15)")
    ISO_WESTERN_OLD = "iso8859-1", _("ISO Western European (8859-1)")
    ISO_CENTRAL = "iso8859-2", _("ISO Central European (8859-2)")
    KOI8 = "koi8-r", _("Cyrillic KOI8-R")
    MAC_WESTERN = "mac-roman", _("Mac Western European")
    MAC_CENTRAL = "mac-latin2", _("Mac Central European")
    DOS_BALTIC = "cp775", _("DOS Baltic (775)")
    DOS_WESTERN = "cp850", _("DOS Western European (850)")
    DOS_CENTRAL = "cp852", _("DOS Central European (852)")
    DOS_CYRILLIC = "cp866", _("DOS Cyrillic (866)")


class Separator(TextChoices):
    """Those that files usually have; any other sign can be one as well."""

    COMMA = ",", _("comma")
    SEMICOLON = ";", _("semicolon")
    TAB = "\t", _("tab")
    BAR = "|", _("vertical bar")
