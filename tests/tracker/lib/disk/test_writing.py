"""Small files that are replaced whole."""

import os

import pytest

from tracker.lib.disk.writing import write_whole


def test_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "mark"

    write_whole(file, "một\n")
    write_whole(file, "hai\n")

    assert file.read_text() == "hai\n"
    assert list(tmp_path.iterdir()) == [file]


def test_earlier_content_stays_where_writing_fails(tmp_path, monkeypatch):
    file = tmp_path / "mark"
    write_whole(file, "một\n")

    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "hai\n")

    assert file.read_text() == "một\n"
