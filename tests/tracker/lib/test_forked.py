"""Copies of this process return what they computed and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.product import ROOT
from tracker.lib.forked import Fork

ORPHAN = """
import os, signal, time
from tracker.lib.forked import Fork
fork = Fork(lambda: time.sleep(600))
print(fork._pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_copy_returns_what_it_computed():
    content = os.urandom(200_000)

    fork = Fork(lambda: content)

    assert fork.result() == content
    assert fork.result() == content


def test_a_copy_that_fails_or_is_killed_has_no_result():
    failed = Fork(lambda: bytes(1 // 0))
    killed = Fork(lambda: os.kill(os.getpid(), signal.SIGKILL))

    assert (failed.result(), killed.result()) == (None, None)


def test_a_copy_that_is_not_wanted_any_more_is_gone():
    fork = Fork(lambda: time.sleep(600))

    fork.kill()
    fork.kill()

    with pytest.raises(ProcessLookupError):
        os.kill(fork._pid, 0)


def test_a_copy_is_gone_after_waiting_for_it_was_interrupted(monkeypatch):
    """Also where the time for a task ends meanwhile: what ended it is what is reported."""
    fork = Fork(lambda: time.sleep(600))

    with monkeypatch.context() as patch:
        patch.setattr(os, "waitpid", _interrupted)
        with pytest.raises(InterruptedError):
            fork.wait()
    fork.kill()

    with pytest.raises(ProcessLookupError):
        os.kill(fork._pid, 0)
    assert fork.result() is None


def _interrupted(_pid, _options):
    raise InterruptedError


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
def test_a_killed_process_leaves_no_copy():
    killed = subprocess.run(
        [sys.executable, "-c", ORPHAN], cwd=ROOT, stdout=subprocess.PIPE, check=False
    )

    # Until somebody waits for a dead process it is listed as a zombie
    state = Path(f"/proc/{int(killed.stdout)}/stat")
    deadline = time.monotonic() + 30
    while state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert killed.returncode == -signal.SIGKILL
