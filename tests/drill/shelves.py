"""Files that people asked for or brought, which a fault of the disk has hurt: exports of plans,
brought exports, backups. Pages go on, and whoever uses the hurt file is told so.
"""

import re
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.drill.damages import WAYS, manage
from tests.drill.figures import Fault
from tests.drill.stage import Stage
from tests.drill.stored import Stored
from tests.load.visitor import Visitor

ADMINISTRATOR = "quantri"
BLOCK = 4096
TOLD = re.compile("Bản xuất bị hỏng|không phải là bản xuất")


def _tear(file: Path) -> None:
    """What one bad block does: the ends of the file are as they were."""
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + BLOCK] = bytes(len(content[middle : middle + BLOCK]))
    file.write_bytes(content)


HURTS = WAYS | {"with a bad block": _tear}


class Administrator(Visitor):
    """Who exports a plan, brings the export to be imported, and looks at the pages of both."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.url, submission=0, entry=0)
        self.plan, self.password = stage.office.row["plan"], stage.office.row["password"]
        self.log_in(ADMINISTRATOR, self.password)

    def ask_for_export(self) -> None:
        form = {"password_again": self.password}
        status, _ = self.request("POST", f"/plans/{self.plan}/exports/make/", form)
        assert status == 302, f"an export was refused with {status}"

    def look_at(self, path: str, *, expects: int = 200) -> str:
        status, page = self.request("GET", path)
        assert status == expects, f"{path} answered {status}"
        return page


def _first(stage: Stage, pattern: str) -> Path | None:
    return next(iter(sorted(stage.data.glob(pattern))), None)


def _export(stage: Stage, administrator: Administrator) -> Path:
    pattern = f"plan-exports/{administrator.plan}/*.zip"
    if not _first(stage, pattern):
        administrator.ask_for_export()
    return stage.wait_for(partial(_first, stage, pattern), "export of a plan")


def _bring(stage: Stage, administrator: Administrator) -> Path:
    """The folder of an export that was brought."""
    content = _export(stage, administrator).read_bytes()
    status, _ = administrator.upload("/plan-folders/", "ke-hoach.zip", content)
    assert status == 302, f"a whole export was refused with {status}"
    return max((stage.data / "plan-arrivals").iterdir(), key=lambda folder: int(folder.name))


def _hurt(stage: Stage, file: Path, way: Callable[[Path], None]) -> bytes:
    """Hurt `file` while the product is off; returns what is left of it."""
    stage.stop(with_kill=True)
    way(file)
    left = file.read_bytes() if file.exists() else b""
    stage.start()
    stage.first_health()
    return left


def _hurt_export(way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """It is refused where it is brought; a missing one is not listed."""
        administrator = Administrator(stage)
        file = _export(stage, administrator)
        left = _hurt(stage, file, way)
        page = administrator.look_at(f"/plans/{administrator.plan}/exports/")
        assert (file.name in page) == file.exists(), "the page lists what is not there"
        if not file.exists():
            return "no longer listed"
        file.unlink()
        status, answer = administrator.upload("/plan-folders/", file.name, left)
        assert status == 422, f"a hurt one was answered {status}"
        assert "field__error" in answer, "nothing is said of the hurt one"
        return "refused where it is brought"

    return inject


def _hurt_arrival(name: str, way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """Its page says so and writes nothing, or is gone with its note; it is brought again."""
        administrator = Administrator(stage)
        folder = _bring(stage, administrator)
        page, before = f"/plan-folders/{folder.name}/", stage.stored.counts()["plans_plan"]
        _hurt(stage, folder / name, way)
        administrator.look_at("/plan-folders/")
        if name == "note.json":
            administrator.look_at(page, expects=404)
            return "gone from the list"
        assert TOLD.search(administrator.look_at(page)), "the page does not say so"
        form = {"step": "import", "password_again": administrator.password}
        status, _ = administrator.request("POST", f"{page}import/", form)
        num_new = stage.stored.counts()["plans_plan"] - before
        assert status == 422, f"its import was answered {status}"
        assert not num_new, f"{num_new} plans were written"
        status, _ = administrator.request("POST", f"{page}discard/", {})
        assert not folder.exists(), f"it was not given up: {status}"
        return "told, nothing written, given up"

    return inject


def _hurt_backup(way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """A restore refuses it before anything is written; the page or `verify` names it."""
        manage(stage, "backup")
        file = max((stage.data / "backups").glob("*.backup"))
        _hurt(stage, file, way)
        is_listed = f"/backups/{file.name}" in Administrator(stage).look_at("/backups/")
        named = file.name in manage(stage, "verify").stdout
        assert named == is_listed, f"it is listed: {is_listed}, verify names it: {named}"
        with tempfile.TemporaryDirectory(prefix="restored-") as name:
            elsewhere = {"TRACKER_DATA": name, "DATABASE_URL": "", "REDIS_URL": ""}
            key = str(stage.data / "backup-key")
            told = manage(stage, "restore", str(file), "--key-file", key, **elsewhere)
            database = Path(name) / "tracker.sqlite3"
            left = Stored(database, Path(name)).counts()
        file.unlink(missing_ok=True)
        _, _, words = told.stderr.rpartition("CommandError: ")
        assert told.returncode == 1, f"it was restored: {told.stdout}"
        assert "Traceback" not in told.stderr, told.stderr[-200:]
        assert not left, f"the refused restore left {len(left)} tables"
        return f"restore: {words.strip()[-60:]}"

    return inject


FAULTS = [
    Fault(f"{name} {way}", inject(hurt), hears=())
    for name, inject in {
        "export of a plan": _hurt_export,
        "brought export": partial(_hurt_arrival, "plan.zip"),
        "note of a brought export": partial(_hurt_arrival, "note.json"),
        "backup": _hurt_backup,
    }.items()
    for way, hurt in HURTS.items()
]
