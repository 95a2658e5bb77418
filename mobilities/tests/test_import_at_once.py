"""What others do to the register between the check of a table and its saving: nothing is doubled or overwritten."""

import pytest
from django.db.models import F
from django.urls import reverse

from mobilities.models import Host, Mobility, Participant
from mobilities.tests.conftest import CODE
from portal.imports.models import Import
from portal.imports.services import imports
from portal.jobs import services as jobs
from portal.testing.tables import applied, checked, received, worked_on

TABLES = {
    "people": (Participant, "Vārds;Uzvārds\nZane;Krūma\nIlze;Siliņa\n"),
    "hosts": (Host, "Name;Country;City\nAlfa GmbH;DE;Berlin\nBeta GmbH;DE;Berlin\n"),
    "mobilities": (
        Mobility,
        "Projekts;Dalībnieks;Aktivitātes veids;Sākums;Beigas\n"
        f"{CODE};Anna Ozola;LM-SHORT-VET;2022-02-14;2022-03-18\n"
        f"{CODE};Jānis Kalns;LM-SHORT-VET;2022-02-14;2022-03-18\n",
    ),
}


@pytest.fixture
def confirmed(register, coordinator):
    """confirmed(kind, text): an import that waits for a worker to save it."""

    def confirm(kind: str, text: str) -> Import:
        kept = checked(received(kind, text, register, coordinator), coordinator)
        return imports.order_apply(kept, coordinator, kept.version)

    return confirm


@pytest.fixture
def between(monkeypatch):
    """between(kept, deed): `deed` is done once `kept` is prepared and before it is saved."""

    def wait_for(kept: Import, deed) -> None:
        finish, waiting = jobs.finish, [deed]

        def do_first(job, effect) -> None:
            if job.pk == kept.job_id and waiting:
                waiting.pop()()
            finish(job, effect)

        monkeypatch.setattr(jobs, "finish", do_first)

    return wait_for


@pytest.mark.parametrize("kind", TABLES)
def test_two_imports_of_one_file_at_the_same_moment_double_nothing(confirmed, between, kind):
    model, text = TABLES[kind]
    before = model.objects.count()
    first, second = confirmed(kind, text), confirmed(kind, text)
    between(second, lambda: jobs.run(first.job_id))
    second = worked_on(second)
    first.refresh_from_db()
    assert model.objects.count() == before + 2
    assert (first.state, second.state) == ("applied", "checked")
    assert second.counts == {"unchanged": 2}
    assert second.job.attempts == 1, "it compares again at once"


@pytest.mark.parametrize("is_late", [False, True])
def test_what_others_changed_after_the_check_is_shown_before_it_is_overwritten(
    confirmed, between, client_of, coordinator, is_late
):
    def change() -> None:
        Participant.objects.filter(last_name="Ozola").update(group="CITA-7", version=F("version") + 1)

    kept = confirmed(
        "people", "First name;Last name;E-mail;Group\nAnna;Ozola;ozola@example.org;ZZ-1\nZane;Krūma;;ZZ-1\n"
    )
    if is_late:
        between(kept, change)
    else:
        change()
    kept = worked_on(kept)
    assert kept.state == "checked" and kept.may_be_applied
    assert (kept.changed_since["rows"], kept.changed_since["numbers"]) == (1, "2")
    assert Participant.objects.get(last_name="Ozola").group == "CITA-7"
    assert not Participant.objects.filter(last_name="Krūma").exists()
    page = client_of(coordinator).get(
        reverse("imports:import-detail", args=[kept.pk]), headers={"accept-language": "en"}
    )
    assert "has changed in the register since the check" in page.text and "CITA-7 → ZZ-1" in page.text

    kept = applied(kept, coordinator)
    assert kept.state == "applied" and kept.changed_since is None
    assert Participant.objects.get(last_name="Ozola").group == "ZZ-1"
