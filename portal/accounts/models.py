"""Who signs in, and which school they belong to in which role."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.common.models import CountryField, SchoolYearField, Versioned, WebsiteField
from portal.common.school_year import SchoolYear

OID = RegexValidator(r"^E\d{8}$", _("An OID is the letter E and eight digits, for example E10012345."))
INVITATION_DAYS = 14


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("Somebody already signs in with this e-mail.")}
    )
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    wants_reminders = models.BooleanField(_("reminders of deadlines by e-mail"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def roles(self) -> dict[int, str]:
        """School id > role, read once per request: every predicate asks for it."""
        if not hasattr(self, "_roles"):
            self._roles = dict(self.memberships.filter(is_active=True).values_list("school_id", "role"))
        return self._roles

    def role_in(self, school_id: int | None) -> str | None:
        return self.roles().get(school_id)

    def school_ids(self, *roles: str) -> list[int]:
        """Ids of the schools in which this person has one of `roles`; of all their schools without any."""
        return [school for school, role in self.roles().items() if not roles or role in roles]


def logo_path(school: "School", name: str) -> str:
    return f"logos/{secrets.token_hex(16)}"


class School(Versioned):
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = CountryField(_("country"), default="LV")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    oid = models.CharField(_("OID"), max_length=9, blank=True, validators=[OID])
    website = WebsiteField(_("website"), blank=True)
    registration_number = models.CharField(_("registration number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    logo = models.FileField(_("logo"), upload_to=logo_path, blank=True)
    national_agency = models.CharField(
        _("national agency"),
        max_length=200,
        blank=True,
        default="Valsts izglītības attīstības aģentūra",
        help_text=_("Named in the disclaimer of what you publish."),
    )
    news_author = models.CharField(
        _("who prepares news"),
        max_length=200,
        blank=True,
        help_text=_("Ends every news text, for example: the department of projects and foreign relations."),
    )
    learn_more = models.CharField(
        _("where to learn more about Erasmus+"),
        max_length=300,
        blank=True,
        default="www.viaa.gov.lv, www.erasmusplus.lv",
        help_text=_("Stands below what a news text says of who paid."),
    )
    working_year = SchoolYearField(
        _("working school year"),
        null=True,
        blank=True,
        help_text=_("The year that opens after signing in. Empty: the year of today's date."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        return self.name if language == "lv" or not self.name_en else self.name_en

    @property
    def default_school_year(self) -> SchoolYear:
        return SchoolYear(self.working_year) if self.working_year else SchoolYear.current()


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MembershipQuerySet":
        return self.filter(school__in=user.school_ids(Role.ADMINISTRATOR))


class Membership(models.Model):
    """One person's role in one school."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user"))
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("school"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "school"], name="one_membership_per_school"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


def invitation_end():
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(school__in=user.school_ids(Role.ADMINISTRATOR))

    def with_open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link by which somebody joins a school; good once, for two weeks."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("school"))
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"), default=invitation_end, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and those that somebody of the school shares."""
        return self.filter(models.Q(user=user) | models.Q(is_shared=True), school__in=user.school_ids())


class SavedView(models.Model):
    """Filters of a list under a name: `page` is the URL name of the list, `query` what stands behind the ?."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(_("name of the view"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(_("for everybody of the school"), default=False)
    is_default = models.BooleanField(_("opens first"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "user", "page", "name"], name="one_view_per_name"),
            models.UniqueConstraint(
                fields=["school", "user", "page"], condition=models.Q(is_default=True), name="one_view_opens_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name
