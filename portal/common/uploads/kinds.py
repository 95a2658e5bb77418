"""What an upload turns out to be."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AttachmentKind(TextChoices):
    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("Document")


class Active(TextChoices):
    """What in a file runs, opens, sends or carries something, and what else is lost when it is written anew. All of
    it is taken out, but for KEPT."""

    SCRIPTS = "scripts", _("scripts")
    ACTIONS = "actions", _("actions that start by themselves")
    FILES = "files", _("attached files")
    FORMS = "forms", _("forms that send or fetch data")
    MEDIA = "media", _("films and sounds")
    SIGNATURE = "signature", _("electronic signature")
    LOCK = "lock", _("protection against changes")
    PAGES = "pages", _("pages that were damaged")
    OBJECTS = "objects", _("embedded objects of other programs")


KEPT = {Active.OBJECTS}
HARMLESS = {Active.SIGNATURE, Active.LOCK, Active.PAGES}


@dataclass(frozen=True)
class Accepted:
    """Harmless content, ready to be stored. `active`: what was found in it, as `Active` says; `pages`: how many could
    be read, where it was damaged."""

    kind: AttachmentKind
    content: bytes
    content_type: str
    name: str
    width: int | None = None
    height: int | None = None
    active: tuple[str, ...] = ()
    pages: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def remarks(self) -> str:
        """As it is kept with the stored file: "scripts pages:3"."""
        counted = {Active.PAGES: f"{Active.PAGES}:{self.pages}"}
        return " ".join(counted.get(kind, kind) for kind in self.active)


def clean_name(name: str) -> str:
    """The last part of a name, without control characters, at most 150 characters long."""
    kept = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    path = PurePath(kept or "file")
    return f"{path.stem[:140]}{path.suffix[:10]}"


def extension_of(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")
