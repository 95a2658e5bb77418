"""The world of the tests that go through every page: one row of everything and everybody of the cast."""

from copy import copy, deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from portal.accounts.enums import Role
from portal.accounts.models import School, User
from portal.testing.cast import member
from portal.tests.rows import Rows, all_rows

ROLES = ["anonymous", "coordinator", "teacher", "director", "administrator", "outsider"]


@dataclass(frozen=True)
class World:
    """What a module makes once; every test gets copies, and what it changes in the database is taken back."""

    rows: Rows
    cast: dict[str, User | None]
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        school, other = (
            School.objects.create(name=name, city=city, working_year=2021)
            for name, city in (("Upes tehnikums", "Daugavpils"), ("Kalna tehnikums", "Cēsis"))
        )
        cast = {
            "anonymous": None,
            "coordinator": member(school, Role.COORDINATOR, "Inga", "Tiltiņa"),
            "teacher": member(school, Role.TEACHER, "Valdis", "Krastiņš"),
            "director": member(school, Role.DIRECTOR, "Andris", "Straumīte"),
            "administrator": member(school, Role.ADMINISTRATOR, "Ieva", "Laipa"),
            "outsider": member(other, Role.COORDINATOR, "Maija", "Kalnozola"),
        }
        yield World(all_rows(school, cast), cast, {role: signed_in(user).cookies for role, user in cast.items()})
        transaction.set_rollback(True)


@pytest.fixture
def in_world(world):
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def rows(in_world) -> Rows:
    return Rows(**{name: copy(row) for name, row in vars(in_world.rows).items()})


@pytest.fixture
def cast(in_world) -> dict[str, User | None]:
    return {role: copy(user) for role, user in in_world.cast.items()}


@pytest.fixture
def clients(in_world, monkeypatch) -> dict[str, Client]:
    """They keep no copies of what was rendered: thousands of pages go by, and nobody asks for their contexts."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *ignored, **rest: None)
    clients = {role: Client() for role in in_world.cast}
    for role, client in clients.items():
        client.cookies = deepcopy(in_world.cookies[role])
    return clients


def signed_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
