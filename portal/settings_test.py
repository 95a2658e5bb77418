"""Settings of the tests: quick hashes, plain static files, mails and files in a folder of the run."""

import os
import tempfile

os.environ.setdefault("TILTS_VAR", tempfile.mkdtemp(prefix="tilts-test-"))
os.environ.setdefault("TILTS_SECRET_KEY", "only-for-tests")

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
AXES_ENABLED = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
