"""Folders that are damaged, too new, or made to do harm are refused with a sentence."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from reporting.plan_folders import earlier, opening, parsing, tables
from tracker.lib.refusal import Refused


def refusal(path):
    with pytest.raises(Refused) as refused, opening.opened(path):
        pass
    return str(refused.value)


def test_a_folder_packed_by_hand_is_opened_too(exported):
    outer = exported.folder.parent
    with zipfile.ZipFile(outer / "by hand.zip", "w") as archive:
        for file in exported.folder.iterdir():
            archive.write(file, f"Kế hoạch/{file.name}")
        archive.writestr("Kế hoạch/Thumbs.db", b"of the system")

    with opening.opened(outer / "by hand.zip") as folder:
        assert folder.manifest.number == exported.plan.number
        assert len(folder.rows["reporting.progressentry"]) == 1


def test_damaged_and_foreign_folders_are_refused(exported, tmp_path):
    assert "bản xuất kế hoạch" in refusal(tmp_path)
    (tmp_path / "other.zip").write_bytes(b"no archive")
    assert "bản xuất kế hoạch" in refusal(tmp_path / "other.zip")
    whole = exported.zipped()
    (tmp_path / "cut.zip").write_bytes(whole.read_bytes()[:-2000])
    assert refusal(tmp_path / "cut.zip")
    with zipfile.ZipFile(whole) as archive:
        start = archive.getinfo("entries.json").header_offset + 30 + len("entries.json")
    torn = bytearray(whole.read_bytes())
    torn[start : start + 100] = b"\xff" * 100
    (tmp_path / "torn.zip").write_bytes(torn)
    assert "bị hỏng" in refusal(tmp_path / "torn.zip")

    exported.folder.joinpath("entries.json").write_text('{"tables": {}}')
    assert "entries.json" in refusal(exported.folder)
    exported.changed("entries.json", "tables", "other")
    assert "entries.json" in refusal(exported.folder)
    exported.folder.joinpath("units.json").unlink()
    assert "entries.json" in refusal(exported.folder) or "units.json" in refusal(exported.folder)


def test_every_column_that_a_folder_of_before_may_have_is_read():
    """The columns that were written when the format was new; never take one away."""
    written = json.loads(Path(__file__).with_name("format_1.json").read_text())
    rows = earlier.rows_of_today(
        {table: [dict.fromkeys(columns)] for table, columns in written.items()}
    )

    unknown = {
        (table, column)
        for model in (*tables.TABLE_OF, *tables.SHARED)
        for table in [tables.label(model)]
        for row in rows.pop(table, [])
        for column in row.keys() - parsing.known_columns(model)
    }
    assert (unknown, rows) == (set(), {})


def test_a_newer_format_is_refused(exported):
    exported.changed("manifest.json", '"format": 1', '"format": 2')

    assert "phiên bản mới hơn" in refusal(exported.folder)


def test_paths_that_lead_outside_are_refused(exported, tmp_path):
    with zipfile.ZipFile(tmp_path / "outside.zip", "w") as archive:
        archive.writestr("../outside.txt", b"")
    assert "không an toàn" in refusal(tmp_path / "outside.zip")

    (exported.folder / "people.json").rename(tmp_path / "people.json")
    os.symlink(tmp_path / "people.json", exported.folder / "people.json")
    assert "không an toàn" in refusal(exported.folder)

    listed = exported.folder / "manifest.json"
    manifest = json.loads(listed.read_text())
    manifest["files"]["files/../../secret"] = {"sha256": "0" * 64, "size": 1}
    listed.write_text(json.dumps(manifest))
    assert "không an toàn" in refusal(exported.folder)


def test_files_that_unpack_to_far_more_than_they_are_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "SURELY_HARMLESS", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 1_000_000)
    assert "quá lớn" in refusal(tmp_path / "bomb.zip")

    monkeypatch.setattr(opening, "MOST_FILES", 0)
    assert "quá nhiều tệp" in refusal(tmp_path / "bomb.zip")
