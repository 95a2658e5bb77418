"""Two hundred phones vote at once on the portal as `make run` starts it: SQLite and one process; none is lost."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings

from portal.testing.bench_votes import VOTERS, all_vote
from portal.tests.test_serve import LEFT_OUT, Portal, begin_migrated

pytestmark = [pytest.mark.worker, pytest.mark.one_database]
PREPARE = """
import json
from mobilities.models import Conference, Poll, PollOption
from portal.accounts.models import School
school = School.objects.create(name="Upes tehnikums", city="Daugavpils")
conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana", state="open")
poll = Poll.objects.create(conference=conference, question="Kas ieinteresēja visvairāk?", state="open")
rows = [PollOption.objects.create(poll=poll, text=city).pk for city in ("Hamburga", "Verona", "Porto")]
print("MADE", json.dumps([poll.code, rows]))
"""


def test_two_hundred_ballots_at_once(tmp_path):
    begin_migrated(tmp_path)
    portal = Portal(tmp_path, DEMO="0")
    try:
        portal.wait_for("/found/?token=")
        code, options = prepared(tmp_path)
        states, seconds = all_vote(portal.port, code, options)
        print(f"{VOTERS} voters in {seconds:.1f} s")  # noqa: T201
        assert states == [302] * VOTERS
        with sqlite3.connect(tmp_path / "db.sqlite3") as database:
            count = "select count(*), count(distinct voter) from mobilities_ballot"
            assert database.execute(count).fetchone() == (VOTERS, VOTERS)
            each = "select count(*) from mobilities_ballot group by option_id order by option_id"
            assert [n for (n,) in database.execute(each)] == [67, 67, 66]
    finally:
        portal.process.kill()
        portal.process.wait()


def prepared(folder) -> list:
    inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    made = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", PREPARE],
        cwd=settings.BASE_DIR, env=inherited | {"TILTS_VAR": str(folder)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(made.stdout.split("MADE ")[1].splitlines()[0])
