"""The state of a host: candidate, active, paused with a reason."""

import pytest
from django.urls import reverse

from mobilities.completeness import Plan, Severity, findings
from mobilities.models import Host
from mobilities.services.hosts import move_host
from portal.audit.models import Entry
from portal.common.refused import Refused


@pytest.fixture
def host(school) -> Host:
    return Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga", state="active")


def move_of(host: Host, step: str) -> str:
    return reverse("mobilities:host-move", args=[host.pk, step])


def test_pause_needs_a_reason_which_everybody_then_reads(client_of, coordinator, host):
    browser = client_of(coordinator)
    assert browser.get(move_of(host, "pause")).status_code == 200
    for wrong in ("", "   ", "x" * 301, "\x00"):
        assert browser.post(move_of(host, "pause"), {"reason": wrong}).status_code == 200
    answer = browser.post(move_of(host, "pause"), {"reason": "Pārbūvē darbnīcas"}, follow=True)
    host.refresh_from_db()
    assert (host.state, host.paused_reason, host.version) == ("paused", "Pārbūvē darbnīcas", 1)
    assert "Pārbūvē darbnīcas" in answer.content.decode()
    assert answer.context["send_url"] == ""
    assert Entry.objects.get().changes["state"] == ["active", "paused"]


def test_a_paused_host_is_not_offered_and_the_finding_says_why(client_of, coordinator, host):
    browser = client_of(coordinator)
    move_host(host, coordinator, "pause", "Pārbūvē darbnīcas")
    host.refresh_from_db()
    assert browser.get(reverse("mobilities:host-search"), {"q": "nordkai"}).json() == {"results": []}
    looking_back = browser.get(reverse("mobilities:host-search"), {"q": "nordkai", "paused": 1}).json()
    assert [row["text"] for row in looking_back["results"]] == ["Nordkai"]
    (notice,) = [each for each in findings([Plan(host=host)])[0] if each.kind == "host_left"]
    assert notice.severity == Severity.WARNING
    assert "Pārbūvē darbnīcas" in notice.sentence


def test_active_again(client_of, coordinator, host):
    move_host(host, coordinator, "pause", "Remonts")
    browser = client_of(coordinator)
    assert browser.get(move_of(host, "activate")).status_code == 200
    assert browser.post(move_of(host, "activate")).status_code == 302
    host.refresh_from_db()
    assert (host.state, host.paused_reason) == ("active", "")


def test_a_step_that_somebody_took_meanwhile_is_refused(client_of, coordinator, host):
    seen = Host.objects.get(pk=host.pk)
    move_host(host, coordinator, "pause", "Remonts")
    with pytest.raises(Refused):
        move_host(seen, coordinator, "pause", "Cits iemesls")
    client_of(coordinator).post(move_of(host, "pause"), {"reason": "Cits iemesls"})
    host.refresh_from_db()
    assert host.paused_reason == "Remonts"
    assert Entry.objects.count() == 1


def test_who_may(client_of, coordinator, teacher, director, outsider, host):
    for user, status in ((teacher, 403), (director, 403), (outsider, 404)):
        assert client_of(user).post(move_of(host, "pause"), {"reason": "x"}).status_code == status
    assert client_of(coordinator).post(move_of(host, "explode")).status_code == 404
    host.refresh_from_db()
    assert host.state == "active"
