"""SQLite databases that begin as copies of one where all migrations have run; PostgreSQL's settings name theirs."""

import shutil
from pathlib import Path

from portal.settings_test import MIGRATED


def copied_to(file: Path | str) -> bool:
    """Whether `file` is such a copy now: only a run of all the tests makes one to copy."""
    if not MIGRATED or not Path(MIGRATED).is_file():
        return False
    shutil.copyfile(MIGRATED, file)
    return True
