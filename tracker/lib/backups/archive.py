"""The content of a backup: a compressed tar of a head, rows, files and a tail with their sums.

Rows come in parts of about a megabyte and files are copied in pieces, so that neither has to fit
into the memory. Rows are read in one state of the database; files are read afterwards, because
a file is never changed and outlives its row by days (`reporting.operations.sweeping`).
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tracker.lib import filestore
from tracker.lib.backups import rows
from tracker.lib.backups.sealing import NotOpened, Opening, Sealing
from tracker.lib.database.one_state import one_state

FORMAT = 1
HEAD, TAIL, ROWS, FILES = "head.json", "tail.json", "rows/", "files/"
SIZE_OF_PART = 1024 * 1024
# What Excel forms, photographs and PDFs contain is compressed already
COMPRESSION = 1
NOT_WHOLE = "Bản sao lưu không nguyên vẹn: {}."


@dataclass(frozen=True)
class ArchiveHead:
    """`migrations`: the state of the tables, as pairs of app and name. `secret_keys` let forms
    that were signed and handed out before the backup be taken after a restore elsewhere."""

    made_at: str
    vendor: str
    migrations: list[tuple[str, str]]
    secret_keys: list[str]
    format: int = FORMAT


@dataclass
class Sum:
    """Number and hash of the rows of one table."""

    num_rows: int = 0
    sha256: str = ""


@dataclass
class Tail:
    """What a whole backup contains. `damaged`: stored files that were not what their name says."""

    tables: dict[str, Sum] = field(default_factory=dict)
    num_files: int = 0
    num_bytes: int = 0
    damaged: list[str] = field(default_factory=list)

    @property
    def num_rows(self) -> int:
        return sum(table.num_rows for table in self.tables.values())


class Visitor:
    """Receives the content of a backup in its order; the methods of this one do nothing."""

    def head(self, head: ArchiveHead) -> None: ...

    def part(self, table: str, lines: list[bytes]) -> None: ...

    def file(self, sha256: str, content: BinaryIO) -> None:
        """Called with a stream that can be read once; it need not be read to its end."""


def write(target: BinaryIO, passphrase: str, *, at: datetime, models: Apps = apps) -> Tail:
    """Write all rows and files of the product to `target`; `models`: those of its tables."""
    tail = Tail()
    with (
        Sealing(target, passphrase) as sealed,
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=COMPRESSION) as compressed,
        tarfile.open(fileobj=compressed, mode="w|") as tar,
    ):
        with one_state():
            _add(tar, HEAD, asdict(_head(at)))
            for number, model in enumerate(rows.tables(models)):
                tail.tables[rows.label(model)] = _add_rows(tar, number, model)
        for sha256 in sorted(filestore.stored()):
            _add_file(tar, sha256, tail)
        _add(tar, TAIL, asdict(tail))
    return tail


def read(path: Path, passphrase: str, visitor: Visitor) -> Tail:
    """Read a backup and show its content to `visitor`; raise NotOpened unless it is whole."""
    found = Tail()
    digests: dict[str, hashlib._Hash] = {}
    told: Tail | None = None
    with _opened(path, passphrase) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise NotOpened(NOT_WHOLE.format(member.name))
            if member.name == HEAD:
                visitor.head(_head_from(content))
            elif member.name == TAIL:
                told = _tail_from(content)
            elif member.name.startswith(ROWS):
                _read_rows(member.name, content, found, digests, visitor)
            else:
                _read_file(member, content, found, visitor)
    for table, digest in digests.items():
        found.tables[table].sha256 = digest.hexdigest()
    if told is None or not _agree(told, found):
        raise NotOpened(NOT_WHOLE.format("số dòng hoặc số tệp không khớp"))
    return told


@contextmanager
def _opened(path: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    """The tar in a sealed file; what a damaged one raises is told as NotOpened."""
    try:
        with (
            path.open("rb") as source,
            Opening(source, passphrase) as content,
            tarfile.open(fileobj=content, mode="r|gz") as tar,
        ):
            yield tar
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise NotOpened(NOT_WHOLE.format(type(error).__name__)) from error


def _head(at: datetime) -> ArchiveHead:
    applied = MigrationRecorder(connection).applied_migrations()
    return ArchiveHead(
        made_at=at.isoformat(),
        vendor=connection.vendor,
        migrations=sorted(applied),
        secret_keys=[settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS],
    )


def _head_from(content: IO[bytes]) -> ArchiveHead:
    found = json.load(content)
    if found["format"] != FORMAT:
        raise NotOpened("Bản sao lưu được tạo bởi phiên bản mới hơn của hệ thống.")
    found["migrations"] = [(app, name) for app, name in found["migrations"]]
    return ArchiveHead(**found)


def _tail_from(content: IO[bytes]) -> Tail:
    found = json.load(content)
    found["tables"] = {name: Sum(**table) for name, table in found["tables"].items()}
    return Tail(**found)


def _agree(told: Tail, found: Tail) -> bool:
    """Tables without rows have no part."""
    filled = {name: table for name, table in told.tables.items() if table.num_rows}
    return filled == found.tables and (told.num_files, told.num_bytes) == (
        found.num_files,
        found.num_bytes,
    )


def _add(tar: tarfile.TarFile, name: str, content: dict[str, object]) -> None:
    _add_bytes(tar, name, json.dumps(content, ensure_ascii=False).encode())


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def _add_rows(tar: tarfile.TarFile, number: int, model: rows.Model) -> Sum:
    """Add the rows of one table; the name of a part is `rows/NUMBER-LABEL.PART.jsonl`."""
    digest, num_rows = hashlib.sha256(), 0
    for part, lines in enumerate(_parts(rows.read(model))):
        content = b"".join(lines)
        digest.update(content)
        num_rows += len(lines)
        _add_bytes(tar, f"{ROWS}{number:03}-{rows.label(model)}.{part:05}.jsonl", content)
    return Sum(num_rows, digest.hexdigest())


def _parts(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line)
        if size >= SIZE_OF_PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _add_file(tar: tarfile.TarFile, sha256: str, tail: Tail) -> None:
    """Add one stored file, unless it was swept since, as no row names it."""
    try:
        content = filestore.open_stored(sha256)
    except FileNotFoundError:
        return
    with content:
        if filestore.sha256_of(content) != sha256:
            tail.damaged.append(sha256)
            return
        member = tarfile.TarInfo(f"{FILES}{sha256}")
        member.size, member.mode = os.fstat(content.fileno()).st_size, 0o600
        tar.addfile(member, content)
        tail.num_files += 1
        tail.num_bytes += member.size


def _read_rows(
    name: str,
    content: IO[bytes],
    found: Tail,
    digests: "dict[str, hashlib._Hash]",
    visitor: Visitor,
) -> None:
    table = name.removeprefix(ROWS).partition("-")[2].rsplit(".", 2)[0]
    text = content.read()
    lines = text.splitlines(keepends=True)
    digests.setdefault(table, hashlib.sha256()).update(text)
    found.tables.setdefault(table, Sum()).num_rows += len(lines)
    visitor.part(table, lines)


class _Hashed(io.RawIOBase):
    """Passes on what is read from `source`, and hashes it."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        piece = self._read(size)
        self.digest.update(piece)
        return piece


def _read_file(member: tarfile.TarInfo, content: IO[bytes], found: Tail, visitor: Visitor) -> None:
    sha256 = member.name.removeprefix(FILES)
    hashed = _Hashed(content.read)
    visitor.file(sha256, cast(BinaryIO, hashed))
    while hashed.read(filestore.CHUNK):
        pass
    if hashed.digest.hexdigest() != sha256:
        raise NotOpened(NOT_WHOLE.format(f"tệp {sha256[:12]}… bị thay đổi"))
    found.num_files += 1
    found.num_bytes += member.size
