"""The broker of files gives out whole messages only, and survives broken ones."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from portal.jobs import folder_broker

pytestmark = pytest.mark.one_database


@pytest.fixture
def channel(tmp_path):
    for name in ("queue", "control", "processed"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": tmp_path / "queue", "data_folder_out": tmp_path / "queue",
        "control_folder": tmp_path / "control", "processed_folder": tmp_path / "processed",
    }  # fmt: skip
    with Connection("filesystem://localhost", transport_options=options) as broker:
        assert isinstance(broker.default_channel, folder_broker.Channel)
        yield broker.default_channel


def test_a_message_is_not_there_before_it_is_whole(channel, monkeypatch):
    replace, seen = Path.replace, []

    def look_first(file, target):
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append(target)
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", look_first)
    channel._put("celery", {"body": "ā"})
    assert seen and channel._get("celery") == {"body": "ā"}
    with pytest.raises(Empty):
        channel._get("celery")


@pytest.mark.parametrize("content", [b"", b'{"body": "a', b"\xff"])
def test_a_broken_message_stands_in_no_others_way(channel, tmp_path, content):
    (tmp_path / "queue" / "0_broken.celery.msg").write_bytes(content)
    channel._put("celery", {"body": "b"})
    assert channel._get("celery") == {"body": "b"}
    assert not list((tmp_path / "queue").iterdir()) and not list((tmp_path / "processed").iterdir())


def test_an_empty_list_of_queues_is_written_anew(channel, tmp_path):
    (tmp_path / "control" / "jobs.exchange").touch()
    assert channel.get_table("jobs") == []
    channel._queue_bind("jobs", "one", "", "celery")
    channel._queue_bind("jobs", "two", "", "celery")
    channel._queue_bind("jobs", "two", "", "celery")
    assert [each.routing_key for each in channel.get_table("jobs")] == ["two", "one"]
