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
    num_saves = sum(
        saved.at < known for person in stage.people.persons for saved in person.acknowledged
    )
    with stage.disk.copied() as folder:
        if stage.engine == "sqlite":
            lost = _lost_in_sqlite(stage, folder, known)
        else:
            lost = _lost_in_postgresql(stage, folder, known)
    if lost:
        raise AssertionError(f"{lost} of {num_saves} acknowledged saves were not on the disk")
    return f"all of {num_saves} acknowledged saves were on the disk"


def _lost_in_sqlite(stage: Stage, folder: Path, known: float) -> int:
    file = folder / stage.data.name / "tracker.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return stage.people.num_lost(Stored(file).entries(), before=known)


def _lost_in_postgresql(stage: Stage, folder: Path, known: float) -> int:
    with stage.servers["database"].moved(stage.data.parent, folder) as server:
        return stage.people.num_lost(Stored(server.url).entries(), before=known)


FAULTS = [Fault("power cut", _cut, hears=())]
