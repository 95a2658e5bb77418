"""The cast: two schools and the people of the access matrix, as pytest fixtures."""

import pytest

from portal.accounts.enums import Role
from portal.accounts.models import Membership, School, User

PASSWORD = "tilts-over-water-27"


def member(school: School, role: str, first_name: str, last_name: str, email: str = "") -> User:
    """A user with one membership; the password of all is PASSWORD."""
    user = User.objects.create_user(
        email or f"{role}.{school.pk}@example.org", PASSWORD, first_name=first_name, last_name=last_name
    )
    Membership.objects.create(user=user, school=school, role=role)
    return user


@pytest.fixture
def school(db) -> School:
    return School.objects.create(name="Upes tehnikums", city="Daugavpils", working_year=2021)


@pytest.fixture
def other_school(db) -> School:
    return School.objects.create(name="Kalna tehnikums", city="Cēsis", working_year=2021)


@pytest.fixture
def coordinator(school) -> User:
    return member(school, Role.COORDINATOR, "Inga", "Tiltiņa")


@pytest.fixture
def teacher(school) -> User:
    return member(school, Role.TEACHER, "Valdis", "Krastiņš")


@pytest.fixture
def director(school) -> User:
    return member(school, Role.DIRECTOR, "Andris", "Straumīte")


@pytest.fixture
def administrator(school) -> User:
    return member(school, Role.ADMINISTRATOR, "Ieva", "Laipa")


@pytest.fixture
def outsider(other_school) -> User:
    return member(other_school, Role.COORDINATOR, "Maija", "Kalnozola")


@pytest.fixture
def client_of(client):
    """client_of(user): a test client signed in as `user`."""
    from django.test import Client

    def sign_in(user: User | None) -> Client:
        browser = Client()
        if user:
            browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in
