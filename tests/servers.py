"""A temporary PostgreSQL and Redis for the tests.

Both run as an unprivileged user, on a socket in a temporary folder or a random loopback port,
and store nothing permanently. `python -m tests.servers COMMAND…` runs a command with DATABASE_URL
and REDIS_URL pointing at them, and always terminates both by their process ids.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import redis

STARTS_WITHIN = 30.0  # seconds


# Nothing is stored permanently, so that writes need not wait for the disk
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


@contextmanager
def postgresql(settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """The URL of an empty database; other `settings` have their defaults."""
    with _folder("pg") as folder:
        data, port = folder / "data", free_port()
        _as_nobody(
            [
                *(_program("initdb"), "-D", str(data), "-U", "tracker", "-A", "trust", "-N"),
                *("--encoding=UTF8", "--locale=C.UTF-8"),
            ]
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "port": str(port),
            **settings,
        }
        command = [_program("postgres"), "-D", str(data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        url = f"postgres://tracker@{quote(str(folder), safe='')}:{port}"
        with _running(command, folder / "log", end=signal.SIGINT):
            _until(lambda: (folder / f".s.PGSQL.{port}").exists(), folder / "log")
            _as_nobody(
                [
                    *(_program("createdb"), "-h", str(folder), "-p", str(port)),
                    *("-U", "tracker", "tracker"),
                ],
                patience=STARTS_WITHIN,
            )
            yield f"{url}/tracker"


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of an empty Redis with a password, as in production."""
    with _folder("redis") as folder:
        port, password = free_port(), secrets.token_urlsafe(16)
        command = [shutil.which("redis-server") or "redis-server"]
        command += ["--bind", "127.0.0.1", "--port", str(port), "--requirepass", password]
        command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        with _running(command, folder / "log", end=signal.SIGTERM):
            _until(lambda: _pings(url), folder / "log")
            yield url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _pings(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def _program(name: str) -> str:
    """Debian keeps PostgreSQL's programs out of PATH, one folder per version."""
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(installed, key=lambda path: float(path.parts[4]), default=None)
    return str(newest or shutil.which(name) or name)


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that run the children of root as the user nobody."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    # Short, because the path of a socket is limited
    folder = Path(tempfile.mkdtemp(prefix=f"tracker-{name}-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: list[str], log: Path, *, end: signal.Signals) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, start_new_session=True, **_unprivileged()
        )
    try:
        yield
    finally:
        process.send_signal(end)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _as_nobody(command: list[str], *, patience: float = 0) -> None:
    deadline = time.monotonic() + patience
    while True:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, **_unprivileged()
        )
        if done.returncode == 0:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")
        time.sleep(0.1)


def _until(ready: Any, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"A server did not start: {log.read_text(errors='replace')}")
        time.sleep(0.05)


def main(command: list[str]) -> int:
    # Unwind on SIGTERM, so that the servers are terminated.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgresql() as database, redis_server() as broker:
        environment = {**os.environ, "DATABASE_URL": database, "REDIS_URL": broker}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
