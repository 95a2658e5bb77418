"""Who waits in vain for the database is told so, and sends the same again."""

import html
import re

import pytest
from django.db import OperationalError
from django.urls import reverse

from mobilities.models import Participant
from mobilities.services import participants
from portal.audit.models import Entry
from portal.common import busy

PERSON = {
    "kind": "learner", "first_name": "Līga \"L\" <b>", "last_name": "Ozola", "version": "0", "is_active": "on",
    "languages-TOTAL_FORMS": "0", "languages-INITIAL_FORMS": "0", "contacts-TOTAL_FORMS": "0",
    "contacts-INITIAL_FORMS": "0",
}  # fmt: skip
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def locked(monkeypatch):
    """What SQLite says when another process has been writing for longer than anybody waits."""

    def say(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(participants.audit, "record", say)


def test_what_was_typed_is_sent_again_from_the_page(client_of, coordinator, locked, monkeypatch):
    client, address = client_of(coordinator), reverse("mobilities:participant-add")
    answer = client.post(address, PERSON)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert not Participant.objects.exists()
    monkeypatch.undo()
    typed = {name: html.unescape(value) for name, value in HIDDEN.findall(answer.text)}
    assert f'action="{address}"' in answer.text
    client.post(address, typed)
    assert Participant.objects.get().first_name == PERSON["first_name"]
    assert Entry.objects.filter(object_type="mobilities.participant").exists()


def test_passwords_and_files_are_not_given_back(rf):
    assert busy.sent(rf.post("/", {"username": "a", "new_password1": "secret"})) == []
    with open(__file__, "rb") as file:
        assert busy.sent(rf.post("/", {"title": "a", "file": file})) == []


def test_other_errors_of_the_database_stay_errors(client_of, coordinator, monkeypatch):
    def say(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr(participants.audit, "record", say)
    with pytest.raises(OperationalError):
        client_of(coordinator).post(reverse("mobilities:participant-add"), PERSON)
