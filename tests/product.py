"""The product in real processes, with a separate data directory and a random port."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Product:
    """A running `manage.py serve`."""

    url: str
    data: Path
    process: subprocess.Popen[str]
    environment: dict[str, str]

    def console(self) -> str:
        return (self.data / "console.log").read_text(encoding="utf-8")

    def logs(self) -> str:
        """All output, for the message of a failed test."""
        files = sorted((self.data / "log").glob("*.log"))
        return "\n".join([self.console(), *(file.read_text(errors="replace") for file in files)])

    def health(self) -> dict[str, bool]:
        """Results of /healthz by check; empty while there is no response."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as response:
                health = json.load(response)
        except urllib.error.HTTPError as error:
            health = json.load(error)
        except OSError:
            return {}
        return {name: check["ok"] for name, check in health["checks"].items()}

    def wait_until(self, ready: Callable[[], bool], *, within: float = 60) -> None:
        deadline = time.monotonic() + within
        while not ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError(f"It did not happen within {within} s.\n{self.logs()}")
            time.sleep(0.1)

    def stop(self) -> int:
        """Send SIGINT and wait. Returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=90)


@contextmanager
def running_product(data: Path, **settings: str) -> Iterator[Product]:
    """Run `manage.py serve` with the environment variables `settings`; stop it at the end."""
    port = int(settings.get("PORT") or free_port())
    environment = clean_environment(data) | {"PORT": str(port), "DEMO": "0"} | settings
    data.mkdir(parents=True, exist_ok=True)
    with (data / "console.log").open("w") as console:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=console,
            stderr=subprocess.STDOUT,
            text=True,
        )
    product = Product(f"http://127.0.0.1:{port}", data, process, environment)
    try:
        product.wait_until(lambda: product.health().get("database", False), within=180)
        yield product
    finally:
        try:
            product.stop()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def clean_environment(data: Path) -> dict[str, str]:
    """The environment of this process without the variables set by the tests."""
    ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "TRACKER_DATA", "DEBUG", "DEMO"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "SECRET_KEY": "only-for-this-test",
        "TRACKER_DATA": str(data),
        "PYTHONUNBUFFERED": "1",
    }


def processes_with(word: str) -> list[int]:
    """Ids of running processes whose environment contains `word`, such as a data directory."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return sorted(found)
