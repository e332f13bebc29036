"""The power fails: what was acknowledged before is looked up in what the disk holds."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.drill.disk import why_not
from tests.drill.figures import Fault, Skipped
from tests.drill.stage import Stage
from tests.drill.stored import Stored


def _cut(stage: Stage) -> str:
    if stage.disk is None:
        raise Skipped(why_not())
    known = time.monotonic()
    num_saves = stage.people.num_saves
    with stage.disk.copied() as folder:
        if stage.engine == "sqlite":
            lost = _lost_in_sqlite(stage, folder, known)
        else:
            lost = _lost_in_postgresql(stage, folder, known)
    if lost:
        raise AssertionError(f"{lost} of {num_saves} acknowledged saves were not on the disk")
    return f"all of {num_saves} acknowledged saves were on the disk"


def _lost_in_sqlite(stage: Stage, folder: Path, known: float) -> int:
    data = folder / stage.data.name
    file = data / "tracker.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return stage.people.num_lost(Stored(file, data).kept(), before=known)


def _lost_in_postgresql(stage: Stage, folder: Path, known: float) -> int:
    with stage.servers["database"].moved(stage.data.parent, folder) as server:
        stored = Stored(server.url, folder / stage.data.name)
        return stage.people.num_lost(stored.kept(), before=known)


FAULTS = [Fault("power cut", _cut, hears=())]
