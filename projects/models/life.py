"""Around a project: its organisations, deadlines and dissemination."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.models import CountryField, Versioned, WebsiteField
from projects.enums import IN_WORK, DeadlineKind, DisseminationKind, OrganisationRole
from projects.models.project import Project

REMIND_BEFORE = (14, 3, 0)  # days before a deadline on which a letter goes out
REMIND_AFTER = 7  # days after it in which a letter that is owed still goes out


class ProjectOrganisation(Versioned):
    """Another organisation in a project, by the name it had at the time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="organisations")
    role = models.CharField(_("role"), max_length=20, choices=OrganisationRole.choices)
    name = models.CharField(_("name"), max_length=300)
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    oid = models.CharField(_("OID"), max_length=9, blank=True, help_text=_("E and eight digits."))
    website = WebsiteField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organisation of the project")
        verbose_name_plural = _("organisations of the project")
        ordering = ["role", "country", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "role", "name"], name="organisation_once_per_project_and_role"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role=OrganisationRole.COORDINATOR),
                name="one_coordinating_organisation_per_project",
            ),
            models.CheckConstraint(condition=Q(role__in=OrganisationRole.values), name="organisation_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectExtension(models.Model):
    """One extension of a project's term, kept for good; the project itself holds the first end and the last."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="extensions")
    old_end = models.DateField(_("end until then"))
    new_end = models.DateField(_("new end"))
    day = models.DateField(_("agreed on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("extension of a project")
        verbose_name_plural = _("extensions of a project")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.old_end} > {self.new_end}"


class DeadlineQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DeadlineQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))

    def open(self) -> "DeadlineQuerySet":
        """What is still to be done, in projects that still have something to do."""
        return self.filter(done_on=None, project__state__in=IN_WORK)

    def near(self, today: date) -> "DeadlineQuerySet":
        """Open ones for which a letter may go out today: see Deadline.is_to_remind."""
        first, last = today - timedelta(days=REMIND_AFTER), today + timedelta(days=max(REMIND_BEFORE))
        return self.open().filter(due__range=(first, last))


class Deadline(Versioned):
    """A date by which something is due, and the day it was done."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("what"), max_length=20, choices=DeadlineKind.choices)
    title = models.CharField(_("in other words"), max_length=200, blank=True)
    due = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due", "kind"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=DeadlineKind.values), name="deadline_kind_known")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def is_to_remind(self, today: date) -> bool:
        """Whether today is a day to write, or it is late and no letter went out on the day itself."""
        if self.due < today:
            return self.reminded_on is None or self.reminded_on < self.due
        return (self.due - today).days in REMIND_BEFORE and self.reminded_on != today


class DisseminationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DisseminationQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))

    def told_to_people(self) -> "DisseminationQuerySet":
        """At meetings, lessons and events, as the experience of single mobilities is."""
        return self.filter(kind__in=[DisseminationKind.EVENT, DisseminationKind.LESSON]).select_related("project")


def evidence_path(row: "Dissemination", name: str) -> str:
    return f"dissemination/{row.project_id}/{uuid.uuid4()}"


class Dissemination(Versioned):
    """One occasion on which results were shown: what, where, when, to how many people, with what evidence."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dissemination")
    kind = models.CharField(_("kind"), max_length=20, choices=DisseminationKind.choices)
    title = models.CharField(_("what was shown"), max_length=300)
    place = models.CharField(_("where"), max_length=200, blank=True)
    day = models.DateField(_("when"))
    people = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    url = WebsiteField(_("address of the publication"), blank=True, max_length=500)
    evidence = models.FileField(_("evidence"), upload_to=evidence_path, blank=True)
    evidence_name = models.CharField(max_length=160, blank=True, editable=False)
    evidence_type = models.CharField(max_length=100, blank=True, editable=False)
    evidence_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    evidence_active = models.CharField(_("what was active in it"), max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DisseminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("dissemination activity")
        verbose_name_plural = _("dissemination activities")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DisseminationKind.values), name="dissemination_kind_known")
        ]

    def __str__(self) -> str:
        return self.title


class CalendarLinkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CalendarLinkQuerySet":
        """One's own, of the schools one still belongs to."""
        return self.filter(user=user, school__in=user.school_ids())

    def in_use(self) -> "CalendarLinkQuerySet":
        return self.filter(revoked_at=None)


class CalendarLink(models.Model):
    """A secret address under which a calendar program reads one person's deadlines; revoked by setting `revoked_at`.

    Only the token's SHA-256 is kept; the address itself is shown once, when it is made.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="calendar_links")
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")),
                name="revoked_after_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
