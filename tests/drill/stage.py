"""The product in real processes with people who use it, for faults to be put in."""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from tests.drill.disk import Disk, new_disk
from tests.drill.jobs import Office
from tests.drill.people import People
from tests.drill.stored import Stored
from tests.product import ROOT, Product, clean_environment, processes_with, running_product
from tests.servers import TEMPORARY, Server, free_port, postgresql_server, stoppable_redis

HEALTHY_WITHIN = 150.0  # seconds
NUM_PERSONS = 6
# Words in the command line of each process
PROCESSES = {
    "web": "gunicorn",
    "worker": "--queues=celery",
    "printer": "--queues=reviews",
    "beat": "beat",
}

Found = TypeVar("Found")


class Stage:
    """A running product on one engine: `sqlite` as it comes, or `postgres` with Redis."""

    def __init__(
        self, engine: str, data: Path, *, disk: Disk | None, servers: dict[str, Server]
    ) -> None:
        self.engine = engine
        self.data = data
        self.disk = disk
        self.servers = servers
        self.settings = {
            "PORT": str(free_port()),
            "SECRET_KEY": secrets.token_urlsafe(40),
            "MIN_FREE_DISK_MB": "50",  # the disk of a drill is small
        }
        if servers:
            self.settings["DATABASE_URL"] = servers["database"].url
            self.settings["REDIS_URL"] = servers["broker"].url
        self.url = f"http://127.0.0.1:{self.settings['PORT']}"
        where = servers["database"].url if servers else data / "tracker.sqlite3"
        self.stored = Stored(where, data)
        self.people: People
        self.office: Office
        self._running: AbstractContextManager[Product] | None = None
        self._product: Product | None = None

    def arrange(self, *, num_periods: int = 2) -> None:
        """Make the demonstration and the people, before the first start."""
        environment = clean_environment(self.data) | self.settings
        made = subprocess.run(
            [sys.executable, "-m", "tests.drill.arrange", str(NUM_PERSONS), str(num_periods)],
            cwd=ROOT,
            env=environment | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
            check=True,
            capture_output=True,
            text=True,
        )
        rows = json.loads(made.stdout.splitlines()[-1])
        self.people = People(self.url, rows["writers"])
        self.office = Office(self.url, rows["reviewer"])

    def start(self) -> None:
        self._running = running_product(self.data, **self.settings)
        self._product = self._running.__enter__()

    def stop(self, *, with_kill: bool = False) -> None:
        """End the product as Ctrl+C does, or with kill -9 of its runner."""
        if self._running is None or self._product is None:
            return
        if with_kill:
            self._product.process.kill()
            self._product.process.wait()
        self._running.__exit__(None, None, None)
        self._running = self._product = None

    def pids(self, name: str = "") -> list[int]:
        """Processes of the product named `name`, or all of them; the first is the eldest."""
        word = PROCESSES.get(name, "").encode()
        found = []
        for pid in processes_with(str(self.data)):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if word in command or any(part.endswith(b"/" + word) for part in command) or not word:
                found.append(pid)
        return found

    def kill(self, pid: int, number: signal.Signals = signal.SIGKILL) -> None:
        os.kill(pid, number)

    def health(self) -> dict[str, dict]:
        """The checks of /healthz; empty while there is no answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as response:
                return dict(json.load(response)["checks"])
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error)["checks"]) if error.code == 503 else {}
        except (OSError, ValueError):
            return {}

    def first_health(self) -> dict[str, dict]:
        """The checks of the first answer; a product that was killed may still hold the address."""
        return self.wait_for(self.health, "an answer of /healthz")

    def wait_for(self, look: Callable[[], Found | None], name: str) -> Found:
        """The first thing that `look` finds."""
        deadline = time.monotonic() + HEALTHY_WITHIN
        while not (found := look()):
            if time.monotonic() > deadline:
                raise AssertionError(f"no {name} within {HEALTHY_WITHIN:.0f} s")
            time.sleep(0.5)
        return found

    def seconds_to_health(self, since: float, hears: tuple[str, ...]) -> float | None:
        """Seconds until all works again: those of `hears` were heard of, a save acknowledged."""
        while (waited := time.monotonic() - since) < HEALTHY_WITHIN:
            if self._is_well_since(since, hears):
                return time.monotonic() - since
            time.sleep(0.2 if waited < 30 else 1.0)
        return None

    def _is_well_since(self, since: float, hears: tuple[str, ...]) -> bool:
        checks = self.health()
        if not checks or not all(check["ok"] for check in checks.values()):
            return False
        seen = [int(checks[name]["detail"].split()[2]) for name in hears]
        age = time.monotonic() - since
        return all(each <= age for each in seen) and self.people.has_saved_since(since)


@contextmanager
def set_stage(engine: str) -> Iterator[Stage]:
    """A stage with a demonstration, its product started, on a disk of its own if possible."""
    with ExitStack() as stack:
        root = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-", dir=TEMPORARY))
        )
        root.chmod(0o755)
        disk = stack.enter_context(new_disk(root))
        folder = disk.folder if disk else root
        servers = {}
        if engine == "postgres":
            settings = {"max_connections": "60"}
            servers["database"] = stack.enter_context(postgresql_server(settings, folder))
            servers["broker"] = stack.enter_context(stoppable_redis())
        stage = Stage(engine, folder / "data", disk=disk, servers=servers)
        stage.data.mkdir()
        stage.arrange()
        stage.start()
        stack.callback(stage.stop)
        yield stage
