"""Sections that copies of the process write."""

import contextlib
import errno
import os
import time

import pytest

from reporting.reviews.papers import writers
from reporting.reviews.papers.writers import Writers


@pytest.fixture(autouse=True)
def three_cores(monkeypatch):
    monkeypatch.setattr(writers, "num_cores", lambda: 3)


def _pid() -> bytes:
    return str(os.getpid()).encode()


def test_each_section_is_written_by_a_copy_of_its_own():
    with Writers() as pool:
        found = [pool.write(_pid, again=_pid) for _ in range(5)]
        written = {one() for one in found}

    assert len(written | {_pid()}) == 6


def test_on_one_core_nothing_is_copied(monkeypatch):
    monkeypatch.setattr(writers, "num_cores", lambda: 1)

    with Writers() as pool:
        assert pool.write(_pid, again=lambda: b"")() == _pid()


def test_without_memory_for_a_copy_the_section_is_written_here(monkeypatch):
    monkeypatch.setattr(os, "fork", _no_memory)

    with Writers() as pool:
        assert pool.write(_pid, again=lambda: b"")() == _pid()


def _no_memory():
    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


def test_a_section_whose_copy_was_killed_is_written_again():
    with Writers() as pool:
        assert pool.write(lambda: os._exit(9), again=_pid)() == _pid()


def test_no_copy_outlives_work_that_is_given_up():
    pool = Writers()

    with contextlib.suppress(InterruptedError), pool:
        pool.write(lambda: time.sleep(600), again=_pid)
        raise InterruptedError

    assert [fork.is_running for fork in pool._forks] == [False]
