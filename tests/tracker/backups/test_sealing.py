"""What was sealed is read with the same key only, and only if it is whole."""

import contextlib
import io

import pytest

from tracker.lib.backups import sealing
from tracker.lib.backups.sealing import MAGIC, PIECE, SALT, TAG, NotOpened, Opening, Sealing

KEY = "dung-khoa"
HEAD = len(MAGIC) + SALT


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})


def seal(content: bytes) -> bytes:
    target = io.BytesIO()
    with Sealing(target, KEY) as sealed:
        for start in range(0, len(content), 300_000):
            sealed.write(content[start : start + 300_000])
    return target.getvalue()


def read(sealed: bytes, key: str = KEY) -> bytes:
    with Opening(io.BytesIO(sealed), key) as opened:
        return b"".join(iter(lambda: opened.read(100_000), b""))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_content_of_any_size_is_read_back(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    assert read(seal(content)) == content


def test_the_content_is_not_in_the_file_and_no_two_files_are_equal():
    assert "bí mật" not in seal("bí mật".encode() * 9).decode(errors="replace")
    assert seal(b"same") != seal(b"same")


def test_another_key_is_told():
    with pytest.raises(NotOpened, match="Khóa không đúng"):
        read(seal(b"content"), "sai-khoa")


@pytest.mark.parametrize("length", [HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG), -1])
def test_a_file_that_was_cut_is_told(length):
    with pytest.raises(NotOpened, match="hỏng"):
        read(seal(b"x" * (2 * PIECE + 9))[:length])


@pytest.mark.parametrize("place", [len(MAGIC), HEAD, HEAD + PIECE + TAG + 5, -1])
def test_a_changed_byte_is_told(place):
    sealed = bytearray(seal(b"x" * (2 * PIECE + 9)))
    sealed[place] ^= 1

    with pytest.raises(NotOpened):
        read(bytes(sealed))


def test_pieces_in_another_order_are_told():
    sealed, size = seal(b"x" * 3 * PIECE), PIECE + TAG
    first, second = (sealed[HEAD + size * n :][:size] for n in (0, 1))

    with pytest.raises(NotOpened):
        read(sealed[:HEAD] + second + first + sealed[HEAD + 2 * size :])


def test_another_file_is_no_backup():
    for content in (b"", b"%PDF-1.7", MAGIC + b"short"):
        with pytest.raises(NotOpened, match="không phải bản sao lưu"):
            read(content)


def test_an_error_leaves_a_file_that_cannot_be_read():
    target = io.BytesIO()
    with contextlib.suppress(OSError), Sealing(target, KEY) as sealed:
        sealed.write(b"x" * PIECE * 2)
        raise OSError("disk")

    with pytest.raises(NotOpened):
        read(target.getvalue())
