"""What is prepared at each start: static files are made again where they were hurt."""

from pathlib import Path

import pytest

from tracker.management.commands import prepare


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """The folder of collected files, and how often they were collected."""
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_ROOT = tmp_path / "static-previous"
    calls = []

    def collect(command, **kwargs):
        calls.append(command)
        folder = Path(command[-1])
        folder.mkdir(exist_ok=True)
        (folder.parent / "fonts").mkdir(exist_ok=True)
        (folder.parent / "fonts" / "regular.woff2").write_text("a font")
        (folder / "staticfiles.json").write_text("{}")
        (folder / "main.css").write_text("p { color: black }")

    monkeypatch.setattr(prepare.subprocess, "run", collect)
    monkeypatch.setattr(prepare, "_fingerprint", lambda: "of the sources")
    prepare.collect_static()
    return settings.STATIC_ROOT, calls


def test_whole_static_files_are_not_collected_again(collected):
    prepare.collect_static()

    assert len(collected[1]) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "staticfiles.json").write_bytes(b" \n"),
        lambda folder: (folder / "main.css").write_bytes(bytes(18)),
        lambda folder: (folder / "main.css").unlink(),
        lambda folder: (folder.parent / "fonts" / "regular.woff2").write_bytes(bytes(6)),
        lambda folder: (folder.parent / prepare.FINGERPRINT).write_bytes(b"\xff\xfe"),
        lambda folder: (folder.parent / prepare.FINGERPRINT).write_bytes(b""),
        lambda folder: (folder.parent / prepare.FINGERPRINT).unlink(),
    ],
    ids=["empty manifest", "zeros", "missing", "font", "damaged mark", "empty mark", "no mark"],
)
def test_damaged_static_files_are_collected_again(collected, damage):
    folder, calls = collected
    damage(folder)

    prepare.collect_static()
    prepare.collect_static()

    assert len(calls) == 2
    assert (folder / "main.css").read_text() == "p { color: black }"
    assert (folder.parent / "fonts" / "regular.woff2").read_text() == "a font"
