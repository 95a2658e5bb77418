import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.urls import reverse

from portal.audit.models import Entry, Verb
from portal.testing.cast import PASSWORD

SIGN_IN = "/sign-in/"


def attempt(client, email, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_sign_in_leads_home_and_is_noted(client, coordinator):
    response = attempt(client, coordinator.email.upper())
    assert response.url == "/"
    entry = Entry.objects.get(verb=Verb.SIGN_IN)
    assert (entry.user, entry.school.name) == (coordinator, "Upes tehnikums")


def test_sign_in_returns_to_the_page_that_was_asked_for(client, coordinator):
    response = client.get("/search/?q=x")
    assert response.url == "/sign-in/?next=/search/%3Fq%3Dx"
    assert attempt(client, coordinator.email, next="/search/?q=x").url == "/search/?q=x"


def test_sign_in_never_leads_to_another_site(client, coordinator):
    assert attempt(client, coordinator.email, next="https://example.com/").url == "/"


def test_wrong_password_is_explained_and_the_email_kept(client, coordinator):
    response = attempt(client, coordinator.email, "wrong")
    assert response.status_code == 200
    page = response.content.decode()
    assert coordinator.email in page
    assert "wrong" not in page


def test_locked_out_after_eight_wrong_passwords(client, coordinator, settings):
    settings.AXES_ENABLED = True
    for _number in range(7):
        assert attempt(client, coordinator.email, "wrong").status_code == 200
    assert attempt(client, coordinator.email, "wrong").status_code == 429
    response = attempt(client, coordinator.email.upper())
    assert response.status_code == 429
    assert "15" in response.content.decode()
    assert AccessAttempt.objects.get().username == coordinator.email


def test_a_colleague_at_the_same_address_is_not_locked_out(client, coordinator, director, settings):
    settings.AXES_ENABLED = True
    for _number in range(9):
        attempt(client, coordinator.email, "wrong")
    assert attempt(client, director.email).status_code == 302


def test_sign_out_is_a_post(client_of, coordinator):
    client = client_of(coordinator)
    opened = client.get("/sign-out/")
    assert opened.status_code == 405 and opened["Allow"]
    assert 'href="/"' in opened.content.decode()
    assert client.post("/sign-out/").url == SIGN_IN
    assert client.get("/").status_code == 302


def test_password_change(client_of, coordinator):
    client = client_of(coordinator)
    new = "three-quiet-rivers-8"
    wrong = {"old_password": "no", "new_password1": new, "new_password2": new}
    assert client.post("/password/", wrong).status_code == 200
    assert client.post("/password/", wrong | {"old_password": PASSWORD}).url == "/"
    coordinator.refresh_from_db()
    assert coordinator.check_password(new)
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(verb=Verb.CHANGE, changes__has_key="password").exists()


def test_password_forgotten_mails_a_link_that_works_once(client, coordinator):
    client.post("/password/forgotten/", {"email": coordinator.email})
    [letter] = mail.outbox
    assert "Tilts" in letter.subject
    link = next(word for word in letter.body.split() if "/password/new/" in word)
    form = client.get(link, follow=True)
    new = "three-quiet-rivers-8"
    done = client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    assert done.url == SIGN_IN
    coordinator.refresh_from_db()
    assert coordinator.check_password(new)
    assert "new_password1" not in client.get(link, follow=True).content.decode()


def test_password_forgotten_does_not_tell_who_has_an_account(client, coordinator):
    known = client.post("/password/forgotten/", {"email": coordinator.email}, follow=True)
    unknown = client.post("/password/forgotten/", {"email": "nobody@example.org"}, follow=True)
    assert len(mail.outbox) == 1
    assert [str(note) for note in known.context["messages"]] == [str(note) for note in unknown.context["messages"]]


@pytest.mark.parametrize("email", ["\x00", "a" * 400, "', --", "ā@ž.lv", ""])
def test_hostile_email_is_answered(client, db, email):
    assert attempt(client, email).status_code == 200
    assert client.post(reverse("accounts:password-forgotten"), {"email": email}).status_code in {200, 302}
