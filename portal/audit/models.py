"""Who did what, when. Rows are added, never changed or deleted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import School


class Verb(models.TextChoices):
    ADD = "add", _("added")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")
    SUBMIT = "submit", _("submitted")
    RETURN = "return", _("returned")
    APPROVE = "approve", _("approved")
    OPEN = "open", _("opened")
    CLOSE = "close", _("closed")
    REQUEST = "request", _("requested")
    SEND = "send", pgettext_lazy("deed", "sent")
    MAKE = "make", _("made")
    RETRY = "retry", _("started again")
    CANCEL = "cancel", _("cancelled")
    DOWNLOAD = "download", _("downloaded")
    UPLOAD = "upload", pgettext_lazy("deed", "uploaded")
    COMMENT = "comment", pgettext_lazy("deed", "commented on")
    SIGN_IN = "sign_in", _("signed in")
    JOIN = "join", _("joined")


class Through(models.TextChoices):
    """How somebody without an account came to do it."""

    LINK = "link", _("Personal link")


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "EntryQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))

    def about(self, row: models.Model) -> "EntryQuerySet":
        return self.filter(object_type=row._meta.label_lower, object_id=str(row.pk))


class Entry(models.Model):
    """`project_key`: the project whose activity feed tells it; what is no part of a project has none."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    project_key = models.PositiveBigIntegerField(null=True)
    through = models.CharField(max_length=10, choices=Through.choices, blank=True, db_default="", editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_object"),
            models.Index(
                fields=["project_key", "-at", "-id"],
                condition=models.Q(project_key__isnull=False),
                name="audit_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.verb} {self.label}"

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> None:
        raise TypeError("An audit entry is never deleted.")

    @property
    def who(self) -> str:
        return str(self.user or self.get_through_display() or _("The portal"))
