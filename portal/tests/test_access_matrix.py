"""Who gets what from every address: visitors are asked to sign in, strangers find nothing, onlookers may not."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from portal.jobs.models import Job, State
from portal.tests.access import MATRIX
from portal.tests.access.row import ASKED_TO_SIGN_IN
from portal.tests.conftest import ROLES


def names(patterns: list, prefix: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.name)
        else:
            yield from names(each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)


def test_every_address_has_its_row():
    found = list(names(get_resolver().url_patterns))
    assert set(found) == set(MATRIX)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", MATRIX)
def test_access(name, rows, clients):
    row = MATRIX[name]
    address = reverse(name, args=row.args(rows))
    got = []
    for role in ROLES:
        with transaction.atomic():
            got.append(str(getattr(clients[role], row.method)(address, row.data(rows)).status_code))
            transaction.set_rollback(True)
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, row.expected.split(), strict=True))


PRIVATE = [
    name
    for name, row in MATRIX.items()
    if row.expected.startswith(ASKED_TO_SIGN_IN) and "sign-" not in name and ":link-" not in name
]


@pytest.mark.parametrize("name", PRIVATE)
def test_what_is_not_there_or_not_theirs(name, rows, clients, cast):
    """Rows that do not exist are not found; somebody of no school gets nothing."""
    row = MATRIX[name]
    keys = row.args(rows)
    if keys and name != "accounts:password-new":
        nobodys = uuid.uuid4() if isinstance(keys[0], uuid.UUID) else 10**30
        for role in ("coordinator", "administrator"):
            address = reverse(name, args=[nobodys, *keys[1:]])
            assert getattr(clients[role], row.method)(address, row.data(rows)).status_code == 404
    cast["outsider"].memberships.update(is_active=False)
    answer = getattr(clients["outsider"], row.method)(reverse(name, args=keys), row.data(rows))
    own = {"home", "accounts:password-change", "accounts:password-new", "set_language"}
    assert answer.status_code in {200, 302} if name in own else answer.status_code in {403, 404}


def test_a_job_that_runs_shows_its_line(rows, clients):
    Job.objects.update(
        state=State.RUNNING, owner=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1), all_steps=3
    )
    assert clients["director"].get(reverse("jobs:job-detail", args=[rows.job.pk])).status_code == 200
