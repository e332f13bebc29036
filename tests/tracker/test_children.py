"""The runner's children: restarted when they die, ended warmly, never left behind."""

import os
import sys
import time

import pytest

from tracker.lib.children import FIRST_PAUSE, STEADY_AFTER, Child, Children

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
def family(tmp_path, monkeypatch):
    """Makes the runner of one child that runs SCRIPT in an empty folder; ends it afterwards."""
    monkeypatch.chdir(tmp_path)
    made = []

    def make(script, patience=20.0):
        child = Child("worker", [sys.executable, "-c", script], tmp_path / "worker.log")
        said = []
        children = Children([child], environment=os.environ, say=said.append, patience=patience)
        made.append(child)
        return children, child, said

    yield make
    for child in made:
        child.kill_group()


def wait_for(ready, within=20):
    deadline = time.monotonic() + within
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(pid):
    """Whether PID still does something (a zombie that nobody has waited for does not)."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_child_that_dies_starts_again_after_a_pause(family):
    children, child, said = family(ENDS_AT_ONCE)
    child.start(os.environ, now=100.0)
    child.process.wait()

    children.look_after(child, now=101.0)
    paused = child.process is None
    children.look_after(child, now=101.0 + FIRST_PAUSE)

    assert paused
    assert child.process is not None
    assert len(said) == 1
    assert "worker ended (exit code 3); it starts again in 1 s" in said[0]


def test_pause_grows_while_a_child_keeps_dying_young(family):
    children, child, said = family(ENDS_AT_ONCE)
    now = 100.0
    for _ in range(7):
        child.start(os.environ, now=now)
        child.process.wait()
        children.look_after(child, now=now + 1)

    pauses = [line.split(" in ")[1].split(" s")[0] for line in said]
    assert pauses == ["1", "2", "4", "8", "16", "30", "30"]


def test_pause_is_short_again_after_a_long_life(family):
    children, child, said = family(ENDS_AT_ONCE)
    child.pause = 30.0
    child.start(os.environ, now=100.0)
    child.process.wait()

    children.look_after(child, now=100.0 + STEADY_AFTER)

    assert "in 1 s" in said[0]


def test_stop_lets_a_child_finish_its_work(family, tmp_path):
    children, child, said = family(FINISHES_ITS_WORK)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)

    children.stop()

    assert (tmp_path / "finished").exists()
    assert child.process is None
    assert said == []


def test_stop_kills_a_child_that_does_not_end_and_what_it_started(family, tmp_path):
    children, child, said = family(REFUSES_TO_END, patience=0.3)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)
    pids = [child.process.pid, int((tmp_path / "helper").read_text())]

    children.stop()

    wait_for(lambda: not any(is_running(pid) for pid in pids))
    assert said == ["Killed, not waited for any longer: worker"]


def test_what_a_killed_child_had_started_is_killed_before_it_starts_again(family, tmp_path):
    children, child, said = family(REFUSES_TO_END)
    child.start(os.environ, now=0.0)
    wait_for((tmp_path / "ready").exists)
    helper = int((tmp_path / "helper").read_text())
    child.process.kill()
    child.process.wait()

    children.look_after(child, now=1.0)

    wait_for(lambda: not is_running(helper))
    assert "killed by SIGKILL" in said[0]


def test_long_log_is_put_aside_when_a_child_starts(family, tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.lib.children.LOG_LIMIT", 10)
    _, child, _ = family(ENDS_AT_ONCE)
    child.log.write_text("a long line of before")

    child.start(os.environ, now=0.0)
    child.process.wait()

    assert (tmp_path / "worker.log.1").read_text() == "a long line of before"
    assert child.log.read_text() == ""
