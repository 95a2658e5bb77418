"""The broker of files, for a portal without Redis: whatever is read was written to the end.

The transport of kombu opens a file under its final name and fills it afterwards, so that a worker may take an empty
message, or an empty list of queues, and die of it.
"""

import fcntl
import logging
import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


def use() -> None:
    """Take the place of kombu's own transport for filesystem://."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"


def write_whole(file: Path, content: object) -> None:
    """Under another name first, which nobody looks for."""
    unfinished = file.with_name(f".{uuid.uuid4()}.part")
    try:
        unfinished.write_text(dumps(content))
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {file}") from error


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out, name), payload)

    def _get(self, queue):
        """The oldest message. One that cannot be read is thrown away: the sweeper of jobs rings again."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = Path(self.processed_folder, f"{uuid.uuid4()}.taken")
            try:
                Path(self.data_folder_in, name).rename(mine)  # only one worker can
                content = mine.read_bytes()
                mine.unlink()
                return loads(content.decode())
            except OSError:
                continue
            except ValueError:
                logger.warning("The message %s could not be read (%s bytes); it was left out.", name, len(content))
        raise Empty

    def get_table(self, exchange):
        try:
            return super().get_table(exchange)
        except ValueError:  # an empty file, left over from a stop in the middle of its writing
            return []

    def _queue_bind(self, exchange, routing_key, pattern, queue) -> None:
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            queues = self.get_table(exchange)
            if entry not in queues:
                write_whole(self._exchange_file(exchange), [entry, *queues])


class Transport(filesystem.Transport):
    Channel = Channel
