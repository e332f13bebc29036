"""Time and memory of whole processes: compiling a review, and the web server."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from tests.bench.measuring import peak_of_children
from tests.bench.pages import Line

COMPILE = (
    "import django; django.setup(); from tests.bench.compiling import compile_one; compile_one()"
)


def measure(*, folder: Path, root: Path) -> Iterator[Line]:
    connections.close_all()
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", COMPILE], cwd=root, check=True)
    yield "compile the interim review: wall", time.monotonic() - started, "s", 30
    yield "compile the interim review: peak memory", peak_of_children(), "MB", 400
    yield "web process: memory after 60 pages", _web_memory(root), "MB", 150


def _web_memory(root: Path) -> float:
    """Resident MB of gunicorn's worker after it served the log-in page 60 times."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "tracker.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"),
    ]
    server = subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/log-in/"
        wait_for(url)
        for _ in range(60):
            urllib.request.urlopen(url, timeout=10).read()
        worker = _child_of(server.pid)
        status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found.group(1)) / 1024
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def _child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return int(children[0]) if children else os.getpid()
