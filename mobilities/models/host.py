"""Organisations abroad that receive people, and whom to call there."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ContactRole, HostKind
from portal.accounts.models import OID, School
from portal.common.models import CountryField, Versioned, WebsiteField


class HostQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HostQuerySet":
        return self.filter(school__in=user.school_ids())

    def with_stays(self) -> "HostQuerySet":
        """Adds `stays`: how many mobilities led there and were not cancelled; `last_stay`: when the latest began."""
        standing = models.Q(mobilities__isnull=False) & ~models.Q(mobilities__state="cancelled")
        return self.annotate(
            stays=models.Count("mobilities", filter=standing),
            last_stay=models.Max("mobilities__start", filter=standing),
        )

    def namesakes_of(self, host: "Host") -> "HostQuerySet":
        """Other hosts of the school with the name and place of `host`."""
        same = self.filter(school=host.school, country=host.country, name__iexact=host.name, city__iexact=host.city)
        return same.exclude(pk=host.pk)


class Host(Versioned):
    """A hosting organisation. For incoming mobilities the school itself hosts and no host is named."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="hosts")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=HostKind.choices, default=HostKind.COMPANY)
    country = CountryField(_("country"))
    city = models.CharField(_("city"), max_length=100)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    oid = models.CharField(_("OID"), max_length=9, blank=True, validators=[OID])
    website = WebsiteField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    sector = models.CharField(_("sector"), max_length=200, blank=True)
    languages = models.CharField(_("working languages"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    is_active = models.BooleanField(_("we work with them"), default=True)
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
