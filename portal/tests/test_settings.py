"""The settings in force, and what a bad environment variable does."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql import psycopg_any


def start_with(**environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "import portal.settings"]
    return subprocess.run(command, env=os.environ | environment, cwd=settings.BASE_DIR, capture_output=True, text=True)


def test_tests_run_on_their_own_settings_and_folder():
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "portal.settings_test"
    assert settings.VAR_DIR.name.startswith(settings.TEST_FOLDER)
    assert not settings.DEBUG


def test_database_is_the_one_of_this_leg():
    expected = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == expected


def test_psycopg_2_is_in_use():
    assert not psycopg_any.is_psycopg3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TILTS_DEBUG", "yes"),
        ("TILTS_HTTPS", "true"),
        ("TILTS_JOB_LEASE_SECONDS", "soon"),
        ("TILTS_JOB_LEASE_SECONDS", "0"),
        ("TILTS_JOB_SWEEP_SECONDS", "-1"),
    ],
)
def test_bad_value_stops_the_start_and_names_the_variable(name, value):
    done = start_with(**{name: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert name in done.stderr.splitlines()[-1]


def test_secret_key_is_made_once_and_readable_by_the_owner_only(tmp_path):
    environment = {"TILTS_VAR": str(tmp_path), "TILTS_SECRET_KEY": ""}
    assert start_with(**environment).returncode == 0
    key = tmp_path / "secret_key"
    first = key.read_text()
    assert len(first) >= 50
    assert key.stat().st_mode & 0o777 == 0o600
    assert start_with(**environment).returncode == 0
    assert key.read_text() == first


def test_content_security_policy_is_strict():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    words = {word for sources in directives.values() for word in sources}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & words
    assert directives["default-src"] == ["'self'"]


def test_every_page_asks_for_sign_in_unless_it_says_otherwise():
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_uploads_are_outside_any_public_path():
    assert not settings.MEDIA_URL.strip("/")
    assert not settings.FILES_ROOT.is_relative_to(settings.STATIC_ROOT)
    for folder in settings.STATICFILES_DIRS:
        assert not settings.FILES_ROOT.is_relative_to(folder)
