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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import redis

STARTS_WITHIN = 30.0  # seconds
# Short, because the path of a socket is limited
TEMPORARY = Path("/tmp")


# Nothing is stored permanently, so that writes need not wait for the disk
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}


class Server:
    """A server in a temporary folder. It may be stopped or killed, and started again."""

    def __init__(self, command: list[str], log: Path, *, end: signal.Signals) -> None:
        self.command = command
        self.log = log
        self.end = end
        self.url = ""
        self.is_ready: Callable[[], bool] = lambda: True
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **_unprivileged(),
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.is_ready():
            if time.monotonic() > deadline:
                log = self.log.read_text(errors="replace")
                raise RuntimeError(f"A server did not start: {log}")
            time.sleep(0.05)

    def stop(self, number: signal.Signals | None = None) -> None:
        if self.process is None:
            return
        self.process.send_signal(number or self.end)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    @contextmanager
    def moved(self, old: Path, new: Path) -> Iterator["Server"]:
        """A second server like this one, on a copy of the folder `old` at `new`."""
        log = Path(str(self.log).replace(str(old), str(new)))
        command = [part.replace(str(old), str(new)) for part in self.command]
        (log.parent / "data" / "postmaster.pid").unlink(missing_ok=True)
        for socket_file in log.parent.glob(".s.*"):
            socket_file.unlink()
        server = Server(command, log, end=self.end)
        server.url = self.url.replace(quote(str(old), safe=""), quote(str(new), safe=""))
        server.is_ready = lambda: _accepts(server.url)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def postgresql(settings: Mapping[str, str] = FAST) -> Iterator[str]:
    """The URL of an empty database; other `settings` have their defaults."""
    with postgresql_server(settings) as server:
        yield server.url


@contextmanager
def postgresql_server(settings: Mapping[str, str], inside: Path = TEMPORARY) -> Iterator[Server]:
    with _folder("pg", inside) as folder:
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
        server = Server(command, folder / "log", end=signal.SIGINT)
        server.is_ready = lambda: _accepts(server.url)
        server.url = f"postgres://tracker@{quote(str(folder), safe='')}:{port}/tracker"
        try:
            server.start()
            _as_nobody(
                [
                    *(_program("createdb"), "-h", str(folder), "-p", str(port)),
                    *("-U", "tracker", "tracker"),
                ],
                patience=STARTS_WITHIN,
            )
            yield server
        finally:
            server.stop()


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of an empty Redis with a password, as in production."""
    with stoppable_redis() as server:
        yield server.url


@contextmanager
def stoppable_redis() -> Iterator[Server]:
    with _folder("redis", TEMPORARY) as folder:
        port, password = free_port(), secrets.token_urlsafe(16)
        command = [shutil.which("redis-server") or "redis-server"]
        command += ["--bind", "127.0.0.1", "--port", str(port), "--requirepass", password]
        command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        server = Server(command, folder / "log", end=signal.SIGTERM)
        server.url = f"redis://:{password}@127.0.0.1:{port}/0"
        server.is_ready = lambda: _pings(server.url)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _accepts(url: str) -> bool:
    """Whether PostgreSQL takes connections, to the database that each has from the beginning."""
    try:
        psycopg.connect(f"{url.rpartition('/')[0]}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


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
def _folder(name: str, inside: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"tracker-{name}-", dir=inside))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def main(command: list[str]) -> int:
    # Unwind on SIGTERM, so that the servers are terminated.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgresql() as database, redis_server() as broker:
        environment = {**os.environ, "DATABASE_URL": database, "REDIS_URL": broker}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
