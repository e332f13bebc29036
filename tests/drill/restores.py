"""A backup made under load, restored elsewhere and compared row by row; a disk that fills up."""

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.drill.disk import why_not
from tests.drill.figures import Fault, Skipped
from tests.drill.stage import Stage
from tests.drill.stored import Stored
from tests.product import ROOT, clean_environment

FULL_FOR = 6.0  # seconds
PIECE = 64 * 1024


def _back_up_and_restore(stage: Stage) -> str:
    """The copy is restored to SQLite, which for PostgreSQL is the other kind."""
    began = time.monotonic()
    made = _manage(stage.data, stage.settings, "backup")
    backup = made.split(": ")[0]
    key = stage.data / "backup-key"
    with tempfile.TemporaryDirectory(prefix="restored-") as name:
        folder = Path(name)
        elsewhere = {"SECRET_KEY": "of-another-machine"}
        told = _manage(folder, elsewhere, "restore", backup, "--key-file", str(key))
        assert "Everything agrees." in told, told
        again = _manage(folder, elsewhere, "backup").split(": ")[0]
        compared = _run(folder, elsewhere, "-m", "tests.drill.compare", str(key), backup, again)
        restored = Stored(folder / "tracker.sqlite3", folder)
        lost = stage.people.num_lost(restored.kept(), before=began)
    if lost:
        raise AssertionError(f"{lost} saves acknowledged before the backup are not in it")
    shutil.rmtree(stage.data / "backups")
    return f"restored and verified: {compared.strip()}"


def _fill_disk(stage: Stage) -> str:
    """Fill the disk to its last byte while people save."""
    if stage.disk is None:
        raise Skipped(why_not())
    filler = stage.disk.folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(PIECE))
        time.sleep(FULL_FOR)
        health = stage.health().get("disk")
    finally:
        filler.unlink()
    return f"/healthz: disk {health['detail']}" if health else "/healthz did not answer"


def _manage(data: Path, settings: dict[str, str], *arguments: str) -> str:
    return _run(data, settings, "manage.py", *arguments)


def _run(data: Path, settings: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=clean_environment(data) | settings | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, re.sub(r"\s+", " ", done.stdout + done.stderr)[-600:]
    return done.stdout


FAULTS = [
    Fault("backup under load, restored", _back_up_and_restore, hears=()),
    Fault(f"disk full for {FULL_FOR:.0f} s", _fill_disk, engines=("sqlite",)),
]
