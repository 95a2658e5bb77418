"""Organisations abroad that receive people: whom to call there, whom they take, what was signed with them."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ContactRole, HostKind, HostState
from mobilities.models.participant import Qualification
from portal.accounts.models import OID, School
from portal.common.languages import language_name
from portal.common.models import CountryField, Versioned, WebsiteField

PIC = RegexValidator(r"^\d{9}$", _("A PIC is nine digits, for example 948821603."))


class HostQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HostQuerySet":
        return self.filter(school__in=user.school_ids())

    def with_stays(self) -> "HostQuerySet":
        """Adds `stays`: how many mobilities led there and were not cancelled; `last_stay`: when the latest began."""
        from mobilities.models.mobility import Mobility

        standing = Mobility.objects.standing().filter(host=models.OuterRef("pk")).order_by().values("host")
        return self.annotate(
            stays=Coalesce(models.Subquery(standing.annotate(rows=models.Count("pk")).values("rows")), 0),
            last_stay=models.Subquery(standing.annotate(latest=models.Max("start")).values("latest")),
        )


class Host(Versioned):
    """A hosting organisation. For incoming mobilities the school itself hosts and no host is named."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="hosts")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=HostKind.choices, default=HostKind.COMPANY)
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=100)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    oid = models.CharField(_("OID"), max_length=9, blank=True, validators=[OID])
    pic = models.CharField(_("PIC"), max_length=9, blank=True, validators=[PIC])
    website = WebsiteField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    nace = models.CharField(_("sector, NACE"), max_length=2, blank=True)
    isced_f = models.CharField(_("field of education, ISCED-F"), max_length=4, blank=True)
    sector = models.CharField(_("what they do"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    state = models.CharField(_("state"), max_length=10, choices=HostState.choices, default=HostState.CANDIDATE)
    paused_reason = models.CharField(_("why paused"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name", "city", "country"],
                name="one_host_per_name_and_place",
                violation_error_message=_("This host is already registered."),
            ),
            models.CheckConstraint(condition=Q(kind__in=HostKind.values), name="host_kind_known"),
            models.CheckConstraint(condition=Q(state__in=HostState.values), name="host_state_known"),
            models.CheckConstraint(
                condition=~Q(state=HostState.PAUSED) | ~Q(paused_reason=""), name="paused_host_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HostContact(models.Model):
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=ContactRole.choices, default=ContactRole.MENTOR)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["role", "name"]

    def __str__(self) -> str:
        return self.name


class HostLanguage(models.Model):
    """One language in which people work there; an ISO 639 code."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=3)

    class Meta:
        verbose_name = _("working language")
        verbose_name_plural = _("working languages")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["host", "language"], name="host_language_once")]

    def __str__(self) -> str:
        return language_name(self.language)


class HostCapacity(models.Model):
    """How many learners of a qualification the host takes at a time."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="capacities")
    qualification = models.ForeignKey(
        Qualification, on_delete=models.PROTECT, related_name="capacities", verbose_name=_("qualification")
    )
    places = models.PositiveSmallIntegerField(_("learners at a time"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacity")
        ordering = ["qualification__name_lv"]
        constraints = [models.UniqueConstraint(fields=["host", "qualification"], name="host_capacity_once")]

    def __str__(self) -> str:
        return f"{self.qualification}: {self.places}"


def host_document_path(document: "HostDocument", name: str) -> str:
    """A name that cannot be guessed and tells nothing; the user's own name is kept in the row."""
    return f"hosts/{uuid.uuid4().hex}"


class HostDocument(models.Model):
    """What was signed with a host or received from it: an agreement, an insurance, a description of its work."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(upload_to=host_document_path)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    active = models.CharField(_("what was active in it"), max_length=100, blank=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document of a host")
        verbose_name_plural = _("documents of a host")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
