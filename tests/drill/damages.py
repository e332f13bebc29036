"""Files of the data folder that a power cut has hurt, one file and one way at a time."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.drill.figures import Fault
from tests.drill.stage import Stage
from tests.load.visitor import Visitor
from tests.product import ROOT, clean_environment, running_product
from tests.servers import free_port

REFUSED_WITHIN = 60.0


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def _scramble(file: Path) -> None:
    file.write_bytes(random.Random(7).randbytes(file.stat().st_size))


WAYS: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "emptied": _empty,
    "zeroed": _zero,
    "random": _scramble,
    "missing": Path.unlink,
}
# A file of each kind in the data folder, by a pattern that finds it there
FILES = {
    "message": "broker/ready/*/*",
    "lock of a reader": "broker/taken/*.lock",
    "names of static files": "static/staticfiles.json",
    "style sheet": "static/css/*.css",
    "font": "fonts/*.woff2",
    "mark of static files": "static-fingerprint",
    "mark of the database": "database-in-use",
    "mark of the backups": "backups-began",
    "earlier keys": "earlier-secret-keys",
    "key of the backups": "backup-key",
    "table of log-ins": "demo-logins.txt",
    "log": "log/web.log",
    "answer to a press": "cache/*",
    "section of a paper": "printed/*",
    "lock of the folder": "serve.lock",
}


def _hurt(pattern: str, way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        (stage.data / "earlier-secret-keys").write_text("a-key-of-before\n")
        (stage.data / "backup-key").write_text("-".join(["abcd"] * 8) + "\n")
        if pattern.startswith("broker/ready"):
            _keep_messages_waiting(stage)
        if pattern.startswith("printed"):
            # The first review takes its time
            stage.wait_for(lambda: next(stage.data.glob(pattern), None), "section of a paper")
        stage.stop(with_kill=True)
        file = next(iter(sorted(stage.data.glob(pattern))), None)
        if file is None:
            stage.start()
            raise AssertionError(f"no {pattern} to be hurt")
        way(file)
        stage.start()
        return f"{file.relative_to(stage.data)}"[:60]

    return inject


def _keep_messages_waiting(stage: Stage) -> None:
    for pid in stage.pids("worker")[:1]:
        stage.kill(pid)
    stage.office.request_review()


def _hurt_database(way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """The start must refuse and change nothing; then the file of before is put back."""
        stage.stop()
        file = stage.data / "tracker.sqlite3"
        before = file.read_bytes()
        way(file)
        hurt = file.read_bytes() if file.exists() else None
        started = time.monotonic()
        refused = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=clean_environment(stage.data) | stage.settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=REFUSED_WITHIN,
        )
        seconds = time.monotonic() - started
        after = file.read_bytes() if file.exists() else None
        file.write_bytes(before)
        stage.start()
        told = next((line for line in refused.stderr.splitlines() if "The database" in line), "")
        if refused.returncode != 1 or not told or after != hurt:
            raise AssertionError(f"exit {refused.returncode}, told {told!r}, {after == hurt=}")
        return f"refused in {seconds:.0f} s, file unchanged"

    return inject


def _hurt_beside_database(suffix: str, way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """It works with what is whole, or refuses to start; then what was there is put back."""
        database = stage.data / "tracker.sqlite3"
        # All at once: whoever closes the database in order empties its log into it
        for pid in stage.pids():
            stage.kill(pid)
        stage.stop()
        kept = {path: path.read_bytes() for path in stage.data.glob(f"{database.name}*")}
        way(stage.data / f"{database.name}{suffix}")
        try:
            # At another address, so that people wait meanwhile and save nothing that is undone
            with running_product(stage.data, **stage.settings | {"PORT": str(free_port())}):
                told = manage(stage, "verify")
            seen, is_right = "it works, verify agrees", told.returncode == 0
        except AssertionError as ended:
            seen, is_right = "refused", "The database" in str(ended)
        for path in stage.data.glob(f"{database.name}*"):
            path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
        stage.start()
        if not is_right:
            raise AssertionError(f"{seen}: wrong")
        return f"{seen}, {len(kept[database.with_name(database.name + '-wal')])} bytes in its log"

    return inject


def _stored_file(stage: Stage) -> Path | None:
    """A file that a review names; one that is being stored may stay without a row."""
    files, named = sorted((stage.data / "files").rglob("*")), stage.stored.review_files()
    return next((path for path in files if path.name in named), None)


def _hurt_stored_file(way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """Pages go on; `verify` names the file, and is content once it is put back."""
        # The first review takes its time
        file = stage.wait_for(partial(_stored_file, stage), "stored file to be hurt")
        before = file.read_bytes()
        stage.stop(with_kill=True)
        way(file)
        stage.start()
        checks = stage.first_health()
        told = manage(stage, "verify")
        file.write_bytes(before)
        healed = manage(stage, "verify")
        if told.returncode != 1 or file.name not in told.stdout or healed.returncode != 0:
            raise AssertionError(f"verify: {told.stdout!r}, then {healed.stdout!r}")
        if not checks["database"]["ok"] or not checks["disk"]["ok"]:
            raise AssertionError(f"not healthy although the database is whole: {checks}")
        return f"verify names {file.name[:12]}…, pages go on"

    return inject


# What `make run` does with the key before it starts the product
READ_KEY = "import sys; from tracker import bootstrap; print(bootstrap.write_key(sys.argv[1]))"


def _hurt_key(way: Callable[[Path], None]) -> Callable[[Stage], str]:
    def inject(stage: Stage) -> str:
        """A sentence and a new key, with which people log in again; a key is never half a one."""
        file = stage.data / "secret-key"
        file.write_text(stage.settings["SECRET_KEY"] + "\n")
        stage.stop(with_kill=True)
        way(file)
        made = subprocess.run(
            [sys.executable, "-c", READ_KEY, str(file)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        new, aside = file.read_text().strip(), file.with_name("secret-key.damaged")
        was_told = "was damaged and is set aside" in made.stdout + made.stderr
        # At another address, so that people wait meanwhile as in an outage and keep their sessions
        settings = stage.settings | {"SECRET_KEY": new, "PORT": str(free_port())}
        with running_product(stage.data, **settings) as product:
            checks = product.health()
            reader = Visitor(product.url, submission=0, entry=0)
            reader.cookies = dict(stage.office.cookies)
            status, _ = reader.request("GET", "/")
        stage.start()
        if new == stage.settings["SECRET_KEY"] or len(new) < 50:
            raise AssertionError(f"no new key, but one of {len(new)} letters")
        if was_told != (way is not Path.unlink) or not checks["database"] or status != 302:
            raise AssertionError(f"{was_told=}, {checks=}, a session of before got {status}")
        if was_told and not aside.exists():
            raise AssertionError("the damaged key is gone")
        aside.unlink(missing_ok=True)
        return "told, new key, log in again" if was_told else "new key, log in again"

    return inject


def manage(stage: Stage, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean_environment(stage.data) | stage.settings | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=REFUSED_WITHIN,
    )


FAULTS = [
    *(
        Fault(f"stored file {way}", _hurt_stored_file(hurt), engines=("sqlite",))
        for way, hurt in WAYS.items()
    ),
    *(
        Fault(f"secret key {way}", _hurt_key(hurt), engines=("sqlite",))
        for way, hurt in WAYS.items()
    ),
    *(
        Fault(f"{name} {way}", _hurt(pattern, hurt), engines=("sqlite",))
        for name, pattern in FILES.items()
        for way, hurt in WAYS.items()
    ),
    *(
        Fault(f"database {way}", _hurt_database(hurt), engines=("sqlite",))
        for way, hurt in WAYS.items()
    ),
    *(
        Fault(f"{name} {way}", _hurt_beside_database(suffix, hurt), engines=("sqlite",))
        for name, suffix in {"log of the database": "-wal", "index of that log": "-shm"}.items()
        for way, hurt in WAYS.items()
    ),
]
