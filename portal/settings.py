"""All settings, driven by environment variables; a bad value stops the start with a sentence.

TILTS_VAR          folder for database, files, broker, secret key (default: var/ in the project)
DATABASE_URL       postgres://... ; without it SQLite in TILTS_VAR
REDIS_URL          redis://... as Celery's broker; without it a folder in TILTS_VAR
TILTS_DEBUG        1 for development
TILTS_HOSTS        comma-separated host names (default: localhost)
TILTS_HTTPS        1 behind a TLS-terminating proxy: secure cookies, HSTS
TILTS_SECRET_KEY   default: made once and kept in TILTS_VAR/secret_key
TILTS_MAIL_URL     host:port of an SMTP relay; without it mails go to TILTS_VAR/mail
TILTS_ORIGIN       where people open the portal, for links in letters (default: the first of TILTS_HOSTS)
TILTS_QUOTA_MB     room for the uploads of one school (default: 10240)
TILTS_ACTIVE_CONTENT   take_out (default): PDFs lose scripts and the like, and that is noted; refuse: not taken at all
TILTS_CLAMAV       unix:/run/clamav/clamd.ctl or host:port of a ClamAV daemon; nothing is taken that it did not look at
TILTS_CLAMAV_SECONDS   how long a file waits for it in all (default: 3, at most 4)
TILTS_JOB_LEASE_SECONDS, TILTS_JOB_SWEEP_SECONDS   see portal.jobs
"""

import os
import re
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1", ""}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 0 or 1.")
    return value == "1"


def env_seconds(name: str, default: float) -> float:
    return env_above_zero(name, default, "seconds")


def env_above_zero(name: str, default: float, unit: str) -> float:
    value = os.environ.get(name, str(default))
    try:
        number = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a number of {unit}.") from None
    if not 0 < number < float("inf"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be above zero.")
    return number


def env_choice(name: str, *choices: str) -> str:
    """One of `choices`, the first without it."""
    value = os.environ.get(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(choices)}.")
    return value


def clamav_address() -> str:
    value = os.environ.get("TILTS_CLAMAV", "")
    if value and not re.fullmatch(r"unix:/.+|[^\s/]+:\d{1,5}", value):
        raise ImproperlyConfigured(f"TILTS_CLAMAV is {value!r}; it must be unix:/path or host:port.")
    return value


VAR_DIR = Path(os.environ.get("TILTS_VAR", BASE_DIR / "var")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    if key := os.environ.get("TILTS_SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = secret_key()
DEBUG = env_flag("TILTS_DEBUG")
ALLOWED_HOSTS = os.environ.get("TILTS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "portal.common.apps.CommonConfig",
    "portal.accounts",
    "portal.audit",
    "portal.jobs",
    "portal.imports",
    "projects",
    "mobilities",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.accounts.middleware.SchoolMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.common.not_allowed.NotAllowedMiddleware",
    "portal.common.busy.BusyMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.accounts.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "db.sqlite3",
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    },
}
DATABASES = {"default": dj_database_url.config(conn_max_age=60) if "DATABASE_URL" in os.environ else SQLITE}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # compiling a page's query takes longer than answering it
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AXES_USERNAME_FORM_FIELD = "username"  # as in the sign-in form; the default, "email", would lock out by address alone
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

HTTPS = env_flag("TILTS_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
ORIGIN = os.environ.get("TILTS_ORIGIN", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}").rstrip("/")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "lv"
LANGUAGES = [("lv", _("Latvian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Riga"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = DEBUG
FILES_ROOT = MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.common.static_storage.GzippedManifestStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
UPLOAD_MAX_FILES = 10
UPLOAD_ACTIVE_CONTENT = env_choice("TILTS_ACTIVE_CONTENT", "take_out", "refuse")
SCHOOL_QUOTA_BYTES = int(env_above_zero("TILTS_QUOTA_MB", 10 * 1024, "megabytes") * 1024 * 1024)
CLAMAV = clamav_address()
CLAMAV_SECONDS = min(env_seconds("TILTS_CLAMAV_SECONDS", 3), 4)  # a request has five
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

if mail_url := os.environ.get("TILTS_MAIL_URL"):
    EMAIL_HOST, _sep, _port = mail_url.partition(":")
    EMAIL_PORT = int(_port or 25)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TILTS_MAIL_FROM", "tilts@localhost")

JOB_LEASE_SECONDS = env_seconds("TILTS_JOB_LEASE_SECONDS", 120)
JOB_SWEEP_SECONDS = env_seconds("TILTS_JOB_SWEEP_SECONDS", 10)
JOB_MAX_ATTEMPTS = 5
BUNDLE_SWEEP_SECONDS = 6 * 3600
REMIND_SECONDS = 15 * 60  # how often is asked whether letters are due; each school gets them once a day

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "filesystem://localhost")
if CELERY_BROKER_URL == "filesystem://localhost":
    BROKER_DIR = VAR_DIR / "broker"
    for folder in ("queue", "control", "processed"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "store_processed": False,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "jobs.sweep_jobs",
        "schedule": JOB_SWEEP_SECONDS,
        "options": {"expires": JOB_SWEEP_SECONDS},
    },
    "remind-deadlines": {
        "task": "projects.remind_deadlines",
        "schedule": REMIND_SECONDS,
        "options": {"expires": REMIND_SECONDS},
    },
    "sweep-bundles": {
        "task": "reports.sweep_bundles",
        "schedule": BUNDLE_SWEEP_SECONDS,
        "options": {"expires": BUNDLE_SWEEP_SECONDS},
    },
    "reconcile-papers": {
        "task": "mobilities.reconcile_papers",
        "schedule": REMIND_SECONDS,
        "options": {"expires": REMIND_SECONDS},
    },
    "send-letters": {
        "task": "mobilities.send_letters",
        "schedule": REMIND_SECONDS,
        "options": {"expires": REMIND_SECONDS},
    },
    "write-weekly-letters": {
        "task": "mobilities.write_weekly_letters",
        "schedule": REMIND_SECONDS,
        "options": {"expires": REMIND_SECONDS},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # a 403 or 404 is an answer, no fault
    "root": {"handlers": ["console"], "level": os.environ.get("TILTS_LOG_LEVEL", "WARNING")},
}
