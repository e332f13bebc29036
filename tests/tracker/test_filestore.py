import hashlib
import io
import stat

import pytest

from tracker.lib import filestore

CONTENT = b"noi dung " * 20_000


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def _files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_is_kept_under_its_hash_and_read_back(media):
    sha256, size = filestore.store(io.BytesIO(CONTENT))

    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert size == len(CONTENT)
    assert filestore.path_of(sha256) == media / sha256[:2] / sha256[2:4] / sha256
    with filestore.open_stored(sha256) as kept:
        assert kept.read() == CONTENT


def test_equal_content_is_stored_once(media):
    sha256, _ = filestore.store(io.BytesIO(CONTENT))
    before = filestore.path_of(sha256).stat()

    filestore.store(io.BytesIO(CONTENT))

    assert len(_files(media)) == 1
    assert filestore.path_of(sha256).stat().st_ino == before.st_ino


def test_only_the_owner_can_write_and_strangers_cannot_read(media):
    sha256, _ = filestore.store(io.BytesIO(CONTENT))

    assert stat.S_IMODE(filestore.path_of(sha256).stat().st_mode) == 0o400


def test_a_broken_stream_leaves_no_file(media):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError("line lost")

    with pytest.raises(OSError, match="line lost"):
        filestore.store(Broken(CONTENT))

    assert _files(media) == []


def test_a_changed_or_missing_file_is_not_intact(media):
    sha256, _ = filestore.store(io.BytesIO(CONTENT))
    assert filestore.is_intact(sha256)

    filestore.path_of(sha256).write_bytes(b"changed")

    assert not filestore.is_intact(sha256)
    assert not filestore.is_intact("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_that_is_not_a_hash_is_refused(name):
    with pytest.raises(ValueError, match="SHA-256"):
        filestore.path_of(name)


def test_damaged_content_is_mended_when_it_is_stored_again(media):
    sha256, _ = filestore.store(io.BytesIO(b"minh chung"))
    filestore.path_of(sha256).chmod(0o640)
    filestore.path_of(sha256).write_bytes(b"")

    filestore.store(io.BytesIO(b"minh chung"))

    assert filestore.is_intact(sha256)
