"""Memory of two web processes that served the measured pages."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests.bench.processes import wait_for
from tests.bench.visits import Visit, visits
from tests.servers import free_port
from tracker.lib import commands

NUM_PROCESSES, NUM_ROUNDS = 2, 6
LIMIT = 185  # MB


def line() -> str:
    """The proportional set size of the two together, after some rounds of all pages."""
    port = free_port()
    pages = [visit for visit in visits() if visit.url and visit.page != "bare"]
    vendor = connection.vendor
    connections.close_all()
    server = subprocess.Popen(
        [sys.executable, "-m", *commands.web(f"127.0.0.1:{port}")],
        env={**os.environ, "WEB_CONCURRENCY": str(NUM_PROCESSES)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/log-in/")
        for _ in range(NUM_ROUNDS):
            for visit in pages:
                _get(visit, port)
        found = sum(_pss(pid) for pid in _children_of(server.pid))
    finally:
        server.terminate()
        server.wait(20)
    verdict = " OVER(memory)" if found > LIMIT else ""
    figures = f"pss_mb={found:.0f} limit_mb={LIMIT}{verdict}"
    return f"web_processes={NUM_PROCESSES} engine={vendor} {figures}"


def _get(visit: Visit, port: int) -> None:
    cookie = visit.client.cookies[settings.SESSION_COOKIE_NAME].value
    url = f"http://127.0.0.1:{port}{visit.url.replace(' ', '+')}"
    request = urllib.request.Request(
        url, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        response.read()
        assert "/log-in/" not in response.url, response.url


def _children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(child) for child in text.split()]


def _pss(pid: int) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    assert found
    return int(found.group(1)) / 1024
