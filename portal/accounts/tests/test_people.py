from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import services
from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, User
from portal.audit.models import Entry, Verb
from portal.testing.cast import member

PEOPLE = "/school/people/"


@pytest.fixture
def invitation(administrator, school) -> Invitation:
    return services.invite(administrator, school, "new@example.org", Role.TEACHER)


def test_person_list_shows_people_and_invitations(client_of, administrator, coordinator, outsider, invitation):
    page = client_of(administrator).get(PEOPLE).content.decode()
    assert coordinator.email in page
    assert invitation.token in page
    assert outsider.email not in page


def test_person_list_takes_as_many_queries_for_three_people_as_for_one(client_of, administrator, school):
    client = client_of(administrator)
    client.get(PEOPLE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PEOPLE).status_code == 200
        return len(captured)

    first = queries()
    for number in range(3):
        member(school, Role.TEACHER, "Anna", f"Kalniņa {number}", f"t{number}@example.org")
        services.invite(administrator, school, f"i{number}@example.org", Role.TEACHER)
    assert queries() == first


def test_person_invite_mails_and_shows_the_link(client_of, administrator):
    client = client_of(administrator)
    response = client.post(PEOPLE + "invite/", {"email": "New@Example.org", "role": "coordinator"}, follow=True)
    row = Invitation.objects.get()
    link = f"http://testserver/invitation/{row.token}/"
    assert link in response.content.decode()
    [letter] = mail.outbox
    assert letter.to == ["new@example.org"]
    assert link in letter.body
    assert "Upes tehnikums" in letter.subject
    assert Entry.objects.filter(object_type="accounts.invitation", verb=Verb.ADD, user=administrator).exists()


def test_invitation_is_shown_when_no_mail_server_answers(client_of, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = client_of(administrator).post(
        PEOPLE + "invite/", {"email": "n@example.org", "role": "teacher"}, follow=True
    )
    assert Invitation.objects.get().token in response.content.decode()


def test_a_second_invitation_replaces_the_first(invitation, administrator, school):
    second = services.invite(administrator, school, invitation.email, Role.DIRECTOR)
    assert list(Invitation.objects.all()) == [second]


def test_a_member_is_not_invited_again(client_of, administrator, coordinator):
    client_of(administrator).post(PEOPLE + "invite/", {"email": coordinator.email, "role": "teacher"})
    assert not Invitation.objects.exists()


def test_invitation_revoke(client_of, administrator, invitation, client):
    client_of(administrator).post(f"/school/invitations/{invitation.pk}/revoke/")
    assert client.get(f"/invitation/{invitation.token}/").status_code == 410


def test_invitation_accept_with_a_new_account(client, invitation):
    address = f"/invitation/{invitation.token}/"
    assert client.get(address).status_code == 200
    person = {"first_name": "Anna", "last_name": "Kalniņa", "password": "three-quiet-rivers-8"}
    weak = client.post(address, person | {"password": "parole"})
    assert "Kalniņa" in weak.content.decode()
    assert client.post(address, person).url == "/"
    membership = User.objects.get(email="new@example.org").memberships.get()
    assert (membership.role, membership.school) == (Role.TEACHER, invitation.school)
    assert client.get("/").status_code == 200
    assert client.get(address).status_code == 410
    assert Entry.objects.filter(verb=Verb.JOIN).count() == 1


def test_invitation_accept_with_an_account_of_another_school(client_of, administrator, school, outsider):
    invitation = services.invite(administrator, school, outsider.email, Role.TEACHER)
    address = f"/invitation/{invitation.token}/"
    asked_to_sign_in = client_of(None).get(address)
    assert f"/sign-in/?next={address}" in asked_to_sign_in.content.decode()
    client = client_of(outsider)
    assert client.post(address).url == f"/?school={school.pk}"
    assert client.get(f"/?school={school.pk}").context["request"].school == school
    assert client.get("/").context["request"].school == school
    assert outsider.memberships.count() == 2


def test_invitation_is_not_accepted_by_somebody_else(client_of, invitation, teacher):
    client_of(teacher).post(f"/invitation/{invitation.token}/")
    assert teacher.memberships.count() == 1
    assert Invitation.objects.with_open().count() == 1


def test_old_invitation_is_gone(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(f"/invitation/{invitation.token}/").status_code == 410


def test_person_edit_changes_role_and_access(client_of, administrator, coordinator):
    row = coordinator.memberships.get()
    assert client_of(administrator).post(f"{PEOPLE}{row.pk}/", {"role": "director"}).url == PEOPLE
    row.refresh_from_db()
    assert (row.role, row.is_active) == (Role.DIRECTOR, False)
    assert Entry.objects.get(object_type="accounts.membership", verb=Verb.CHANGE).changes["role"] == [
        "coordinator",
        "director",
    ]
    home = client_of(coordinator).get("/")
    assert home.context["request"].school is None


@pytest.mark.parametrize("change", [{"role": "teacher", "is_active": "on"}, {"role": "administrator"}])
def test_last_administrator_stays(client_of, administrator, change):
    row = administrator.memberships.get()
    response = client_of(administrator).post(f"{PEOPLE}{row.pk}/", change)
    assert response.status_code == 200
    assert "Ieva Laipa" in response.content.decode()
    row.refresh_from_db()
    assert (row.role, row.is_active) == (Role.ADMINISTRATOR, True)


def test_one_of_two_administrators_may_go(client_of, administrator, school):
    member(school, Role.ADMINISTRATOR, "Otra", "Laipa", "second@example.org")
    row = administrator.memberships.get()
    client_of(administrator).post(f"{PEOPLE}{row.pk}/", {"role": "teacher", "is_active": "on"})
    assert Membership.objects.get(pk=row.pk).role == Role.TEACHER


def test_school_edit(client_of, administrator, school):
    client = client_of(administrator)
    form = client.get("/school/settings/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    typed = {name: "" if value is None else value for name, value in values.items()} | {
        "name": "Upes profesionālā vidusskola"
    }
    assert client.post("/school/settings/", typed).status_code == 302
    school.refresh_from_db()
    assert school.name == "Upes profesionālā vidusskola"
    assert Entry.objects.get(verb=Verb.CHANGE).changes == {"name": ["Upes tehnikums", "Upes profesionālā vidusskola"]}
    stale = client.post("/school/settings/", typed | {"name": "Cita skola"})
    assert stale.context["form"].stale
    assert "Cita skola" in stale.content.decode()
    school.refresh_from_db()
    assert school.name == "Upes profesionālā vidusskola"


def test_school_edit_with_errors_keeps_the_frame(client_of, administrator):
    response = client_of(administrator).post("/school/settings/", {"name": "", "oid": "X1", "latitude": "abc"})
    assert response.status_code == 200
    assert response.context["request"].school.name == "Upes tehnikums"
    assert set(response.context["form"].errors) >= {"name", "oid", "latitude"}
