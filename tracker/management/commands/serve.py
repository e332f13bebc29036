"""Runs the whole product with one command: web server, worker and beat (`make run`)."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from tracker.lib import commands
from tracker.lib.children import Child, Children
from units import set_up_keys
from units.models import User

LOGINS = "demo-logins.txt"
# A review that is compiled takes what the pages leave of the processor
AFTER_PAGES = ("nice", "-n", "5")
WEB_STARTS_WITHIN = 60.0  # seconds


class Command(BaseCommand):
    help = "Prepare everything, then run web server, worker and beat until Ctrl+C."
    # Opens the set-up of a product without people; empty for others
    key = ""

    def handle(self, *args: object, **options: object) -> None:
        port = int(os.environ.get("PORT", "8000"))
        lock = lock_data_dir()
        call_command("prepare", stdout=self.stdout)
        if settings.DEMO:
            self._make_demo()
        elif not User.objects.exists():
            self.key = set_up_keys.renew(at=timezone.now())
        # Children open their own connections; this process needs none from now on.
        connections.close_all()
        make_children(port, say=self._print).run(once_started=lambda: self._print_address(port))
        lock.close()
        self._print("Stopped.")

    def _make_demo(self) -> None:
        # One transaction makes all of it: one that failed or was killed has left no people
        if User.objects.exists():
            return
        self._print("Making the demonstration; this takes a moment and happens once.")
        # In a process of its own, because its imports for PDFs would stay in memory here.
        made = subprocess.run([sys.executable, "manage.py", "seed_demo"], check=False)
        if made.returncode:
            raise CommandError("The demonstration could not be made; the message is above.")

    def _print_address(self, port: int) -> None:
        deadline = time.monotonic() + WEB_STARTS_WITHIN
        while not _answers(port):
            if time.monotonic() > deadline:
                self._print(f"The web server does not answer yet; see {settings.DATA_DIR}/log")
                return
            time.sleep(0.1)
        self._print(f"\nTracker: http://127.0.0.1:{port}/")
        if self.key:
            address = f"{reverse('plans:begin')}?key={self.key}"
            self._print(f"Set it up here, once: http://127.0.0.1:{port}{address}")
        logins = Path(settings.DATA_DIR) / LOGINS
        if settings.DEMO and logins.exists():
            self._print(table_of_logins(logins.read_text(encoding="utf-8", errors="replace")))
        self._print(f"Data: {settings.DATA_DIR}   Logs: {settings.DATA_DIR}/log   Stop: Ctrl+C")

    def _print(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def lock_data_dir() -> TextIO:
    """Refuse a data directory in use by another `serve`: two beats would send every task twice."""
    lock = (Path(settings.DATA_DIR) / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise CommandError(
            f"The data directory {settings.DATA_DIR} is in use by a tracker that runs already. "
            "Choose another one: make run TRACKER_DATA=/some/where"
        ) from error
    return lock


def make_children(port: int, *, say: Callable[[str], None]) -> Children:
    """The four processes, each with a log file in the data directory."""
    logs = Path(settings.DATA_DIR) / "log"
    python = [sys.executable, "-m"]
    web = [*python, *commands.web(f"127.0.0.1:{port}")]
    children = [
        # gunicorn ends within 20 s, and only so its workers know that they must
        Child("web", web, logs / "web.log", once_orphaned=signal.SIGTERM),
        Child("worker", [*AFTER_PAGES, *python, *commands.worker()], logs / "worker.log"),
        Child("printer", [*AFTER_PAGES, *python, *commands.printer()], logs / "printer.log"),
        Child("beat", [*python, *commands.beat()], logs / "beat.log"),
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "WEB_CONCURRENCY": str(settings.WEB_CONCURRENCY),
    }
    return Children(children, environment=environment, say=say)


def table_of_logins(text: str) -> str:
    """Align tab-separated lines of role, user name and password in columns."""
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 2]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
