import pytest
from django.core.exceptions import ValidationError

from portal.accounts import services
from portal.accounts.enums import Role
from portal.accounts.models import School, User
from portal.audit.models import Entry

PERSON = {"first_name": "Anna", "last_name": "Laipa", "email": "Anna@example.org", "password": "three-quiet-rivers-8"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def answers(**changes):
    return (
        {"token": services.founding_token() or "", "school_name": "Upes tehnikums", "city": "Līvāni"}
        | PERSON
        | changes
    )


def test_school_found(client, db):
    token = services.founding_token()
    assert services.founding_token() == token
    assert services.founding_token_path().stat().st_mode & 0o777 == 0o600
    assert token in client.get(f"/found/?token={token}").content.decode()
    response = client.post("/found/", answers(), follow=True)
    assert response.redirect_chain == [("/", 302)]
    user = User.objects.get()
    assert (user.email, user.memberships.get().role) == ("anna@example.org", Role.ADMINISTRATOR)
    assert School.objects.get().city == "Līvāni"
    assert Entry.objects.get().user == user
    assert not services.founding_token_path().exists()
    assert services.founding_token() is None


@pytest.mark.parametrize("token", ["", "wrong", "ž\x00", "x" * 5000])
def test_wrong_token_founds_nothing_and_keeps_what_was_typed(client, db, token):
    response = client.post("/found/", answers(token=token))
    assert response.status_code == 200
    assert "Līvāni" in response.content.decode()
    assert not School.objects.exists()


def test_weak_password_is_refused(client, db):
    assert client.post("/found/", answers(password="1234567890")).status_code == 200
    assert not School.objects.exists()


def test_no_second_school_can_be_founded(client, school):
    assert client.get("/found/").status_code == 404
    assert client.post("/found/", answers()).status_code == 404


def test_who_comes_second_founds_nothing(db, monkeypatch):
    token = services.founding_token()
    monkeypatch.setattr(services, "founding_token", lambda: token)
    services.founding_token_path().unlink()
    person = PERSON | {"email": "second@example.org"}
    with pytest.raises(ValidationError):
        services.found_school(token, name="Kalna tehnikums", city="Cēsis", administrator=person)
    assert not School.objects.exists()
    assert not User.objects.exists()
