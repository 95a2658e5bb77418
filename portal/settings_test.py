"""Settings of the tests: quick hashes, plain static files, mails and files in a folder of the run."""

import os
import tempfile

TEST_FOLDER = "tilts-test-"
# A database where all migrations have run, to begin with a copy of it: SQLite's file, PostgreSQL's name.
MIGRATED = os.environ.get("TILTS_TEST_MIGRATED")
os.environ["TILTS_VAR"] = tempfile.mkdtemp(prefix=TEST_FOLDER)
os.environ["TILTS_SECRET_KEY"] = "only-for-tests"

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
AXES_ENABLED = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "db.sqlite3")}  # where a worker of the same TILTS_VAR looks
else:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR.name, "TEMPLATE": MIGRATED}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
