"""The real settings and one page more: a bare one, to compare the others with."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "portal.testing.bench_urls"
