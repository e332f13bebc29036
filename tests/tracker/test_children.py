"""Child processes: restarted when they die, stopped gracefully, never orphaned."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.product import ROOT
from tracker.lib.children import FIRST_PAUSE, STEADY_AFTER, Child, Children, rotate

ENDS_AT_ONCE = "raise SystemExit(3)"
FINISHES_ITS_WORK = """
import pathlib, signal, sys, time
def finish(*_):
    time.sleep(0.3)
    pathlib.Path("finished").touch()
    sys.exit()
signal.signal(signal.SIGTERM, finish)
pathlib.Path("ready").touch()
time.sleep(60)
"""
REFUSES_TO_END = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("helper").write_text(str(helper.pid))
pathlib.Path("ready").touch()
time.sleep(60)
"""


@pytest.fixture
def make_runner(tmp_path, monkeypatch):
    """Factory of a runner with one child that runs `script` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    started = []

    def make(script, timeout=20.0):
        child = Child("worker", [sys.executable, "-c", script], tmp_path / "worker.log")
        messages = []
        children = Children([child], environment=os.environ, say=messages.append, timeout=timeout)
        started.append(child)
        return children, child, messages

    yield make
    for child in started:
        child.kill_group()


def wait_for(ready, within=20):
    deadline = time.monotonic() + within
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(pid):
    """Whether `pid` is running (a zombie that has not been waited for is not)."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_child_that_dies_is_restarted_after_a_pause(make_runner):
    children, child, messages = make_runner(ENDS_AT_ONCE)
    child.start(os.environ, now=100.0)
    child.process.wait()

    children.supervise(child, now=101.0)
    paused = child.process is None
    children.supervise(child, now=101.0 + FIRST_PAUSE)

    assert paused
    assert child.process is not None
    assert len(messages) == 1
    assert "worker ended (exit code 3); it starts again in 1 s" in messages[0]


def test_pause_grows_while_a_child_keeps_dying_early(make_runner):
    children, child, messages = make_runner(ENDS_AT_ONCE)
    now = 100.0
    for _ in range(7):
        child.start(os.environ, now=now)
        child.process.wait()
        children.supervise(child, now=now + 1)

    pauses = [line.split(" in ")[1].split(" s")[0] for line in messages]
    assert pauses == ["1", "2", "4", "8", "16", "30", "30"]


def test_pause_is_reset_after_a_long_run(make_runner):
    children, child, messages = make_runner(ENDS_AT_ONCE)
    child.pause = 30.0
    child.start(os.environ, now=100.0)
    child.process.wait()

    children.supervise(child, now=100.0 + STEADY_AFTER)

    assert "in 1 s" in messages[0]


def test_stop_lets_a_child_finish_its_work(make_runner, tmp_path):
    children, child, messages = make_runner(FINISHES_ITS_WORK)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)

    children.stop()

    assert (tmp_path / "finished").exists()
    assert child.process is None
    assert messages == []


def test_stop_kills_a_child_that_does_not_end_and_its_descendants(make_runner, tmp_path):
    children, child, messages = make_runner(REFUSES_TO_END, timeout=0.3)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)
    pids = [child.process.pid, int((tmp_path / "helper").read_text())]

    children.stop()

    wait_for(lambda: not any(is_running(pid) for pid in pids))
    assert messages == ["Killed, not waited for any longer: worker"]


def test_descendants_of_a_killed_child_are_killed_before_it_is_restarted(make_runner, tmp_path):
    children, child, messages = make_runner(REFUSES_TO_END)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)
    helper = int((tmp_path / "helper").read_text())
    child.process.kill()
    child.process.wait()

    children.supervise(child, now=1.0)

    wait_for(lambda: not is_running(helper))
    assert "killed by SIGKILL" in messages[0]


def test_long_log_is_rotated_when_a_child_starts(make_runner, tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.lib.children.LOG_LIMIT", 10)
    _, child, _ = make_runner(ENDS_AT_ONCE)
    child.log.write_text("a long line of before")

    child.start(os.environ, now=0.0)
    child.process.wait()

    assert (tmp_path / "worker.log.1").read_text() == "a long line of before"
    assert child.log.read_text() == ""


def test_long_log_is_rotated_while_its_process_writes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.lib.children.LOG_LIMIT", 10)
    log = tmp_path / "web.log"
    with log.open("a") as written:
        for number in range(7):
            written.write(f"a long line {number}\n")
            written.flush()
            rotate(log)
        written.write("short\n")

    assert log.read_text() == "short\n"
    kept = [(tmp_path / f"web.log.{number}").read_text() for number in range(1, 5)]
    assert kept == [f"a long line {number}\n" for number in (6, 5, 4, 3)]
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
@pytest.mark.parametrize("script", [FINISHES_ITS_WORK, REFUSES_TO_END])
def test_child_ends_with_a_runner_that_is_killed(tmp_path, script):
    runner = f"""
import os, pathlib, sys
sys.path.insert(0, {str(ROOT)!r})
from tracker.lib.children import Child, Children
child = Child("worker", [sys.executable, "-c", {script!r}], pathlib.Path("worker.log"))
note = lambda: pathlib.Path("child").write_text(str(child.process.pid))
Children([child], environment=os.environ, say=print).run(once_started=note)
"""
    with subprocess.Popen([sys.executable, "-c", runner], cwd=tmp_path) as process:
        wait_for(lambda: (tmp_path / "ready").exists() and (tmp_path / "child").exists())
        process.kill()
    child = int((tmp_path / "child").read_text())

    wait_for(lambda: not is_running(child))

    if (helper := tmp_path / "helper").exists():
        os.kill(int(helper.read_text()), signal.SIGKILL)
