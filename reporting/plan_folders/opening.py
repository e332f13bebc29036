"""Reading a folder, or a .zip of one, that may be damaged or made to do harm.

Nothing is unpacked: files are read through their names in the manifest, and no more of each than
the manifest says. What people's systems add to a folder (`Thumbs.db`) is passed over.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from reporting.plan_folders import earlier, tables
from reporting.plan_folders.earlier import Rows
from reporting.plan_folders.manifest import (
    DAMAGED,
    FORMAT,
    NAME,
    NEWER,
    NOT_A_FOLDER,
    STORED_FILES,
    FileSum,
    FolderManifest,
)
from tracker.lib import filestore, zips
from tracker.lib.refusal import Refused

MEGABYTE = 1024 * 1024
MOST_FILES = 50_000
LARGEST_MANIFEST = 32 * MEGABYTE
# Of all .json together, which are read as a whole
LARGEST_TABLES = 512 * MEGABYTE
# Text packs to a tenth; what packs better than this is not text
MOST_PACKED, SURELY_HARMLESS = 200, 50 * MEGABYTE
_PATH = re.compile(r"(?:files/)?[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderFiles(Protocol):
    """Where the files are: a folder or a .zip."""

    def size_of(self, name: str) -> int | None:
        """In bytes; None if there is no such file."""
        ...

    def open(self, name: str) -> IO[bytes]: ...


@dataclass(frozen=True)
class PlanFolder:
    """A whole folder: every file was compared with its hash, every table is known."""

    manifest: FolderManifest
    rows: Rows
    place: FolderFiles

    @property
    def num_bytes(self) -> int:
        return sum(file.size for file in self.manifest.files.values())

    @property
    def stored(self) -> dict[str, str]:
        """Names of the stored files by hash."""
        return {
            file.sha256: name
            for name, file in self.manifest.files.items()
            if name.startswith(STORED_FILES)
        }


@contextmanager
def opened(path: Path) -> Iterator[PlanFolder]:
    """The folder at `path`, checked; raises Refused with a sentence."""
    with ExitStack() as stack:
        try:
            place = _place(path, stack)
            manifest = _manifest(place)
            for name, file in manifest.files.items():
                _compare(place, name, file)
            rows = earlier.rows_of_today(_rows(place, manifest))
        except zips.BROKEN as error:
            raise Refused(DAMAGED.format(f"tệp không đọc được ({path.name})")) from error
        yield PlanFolder(manifest, rows, place)


def _place(path: Path, stack: ExitStack) -> FolderFiles:
    if path.is_dir():
        return _OnDisk(path)
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise Refused(NOT_A_FOLDER)
    return _InArchive(stack.enter_context(zipfile.ZipFile(path)))


class _OnDisk:
    def __init__(self, root: Path) -> None:
        self._root = root

    def size_of(self, name: str) -> int | None:
        try:
            found = (self._root / name).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(found.st_mode) or (self._root / name).parent.is_symlink():
            raise _unsafe(name)
        return found.st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._root / name).open("rb")


class _InArchive:
    """Its files may lie in one folder, as when people pack a folder themselves."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        members = archive.infolist()
        if len(members) > MOST_FILES:
            raise Refused(f"Tệp nén có quá nhiều tệp ({len(members)}) nên không được mở.")
        for member in members:
            parts = PurePosixPath(member.filename).parts
            if ".." in parts or member.filename.startswith("/") or "\\" in member.filename:
                raise _unsafe(member.filename)
            packed = max(member.compress_size, 1)
            if member.file_size > SURELY_HARMLESS and member.file_size / packed > MOST_PACKED:
                raise Refused(f"Tệp nén bung ra quá lớn (“{member.filename}”) nên không được mở.")
        found = [m.filename for m in members if PurePosixPath(m.filename).name == NAME]
        top = min(found, key=len, default=NAME).removesuffix(NAME)
        self._members = {
            member.filename.removeprefix(top): member
            for member in members
            if member.filename.startswith(top)
        }

    def size_of(self, name: str) -> int | None:
        member = self._members.get(name)
        return member.file_size if member else None

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._members[name])


def _unsafe(name: str) -> Refused:
    return Refused(f"Bản xuất có đường dẫn không an toàn (“{name[:80]}”) nên không được mở.")


def _manifest(place: FolderFiles) -> FolderManifest:
    size = place.size_of(NAME)
    if size is None:
        raise Refused(NOT_A_FOLDER)
    if size > LARGEST_MANIFEST:
        raise Refused(DAMAGED.format(NAME))
    try:
        with place.open(NAME) as file:
            found = json.loads(file.read(LARGEST_MANIFEST))
        if found["format"] > FORMAT:
            raise Refused(NEWER.format(found=found["format"], known=FORMAT))
        files = {name: FileSum(**one) for name, one in found.pop("files").items()}
        manifest = FolderManifest(files=files, **found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(DAMAGED.format(NAME)) from error
    for name, sums in manifest.files.items():
        if not isinstance(name, str) or not _PATH.fullmatch(name) or ".." in name:
            raise _unsafe(str(name))
        if not isinstance(sums.size, int) or not _SHA256.fullmatch(str(sums.sha256)):
            raise Refused(DAMAGED.format(NAME))
    return manifest


def _compare(place: FolderFiles, name: str, file: FileSum) -> None:
    """Refuse a file that is missing or is not what the manifest says."""
    if place.size_of(name) != file.size:
        raise Refused(DAMAGED.format(name))
    digest, left = hashlib.sha256(), file.size
    with place.open(name) as content:
        while left > 0 and (piece := content.read(min(filestore.CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
    if left or digest.hexdigest() != file.sha256:
        raise Refused(DAMAGED.format(name))


def _rows(place: FolderFiles, manifest: FolderManifest) -> Rows:
    if sum(f.size for name, f in manifest.files.items() if name in tables.FILES) > LARGEST_TABLES:
        raise Refused("Bản xuất quá lớn: các bảng vượt quá 512 MB.")
    rows: Rows = {}
    for name in tables.FILES:
        if name not in manifest.files:
            raise Refused(DAMAGED.format(name))
        try:
            with place.open(name) as file:
                rows |= _checked(json.loads(file.read(manifest.files[name].size)))
        except (ValueError, RecursionError) as error:
            raise Refused(DAMAGED.format(name)) from error
    return rows


def _checked(content: object) -> Rows:
    """The tables in a file, if it has the shape of one."""
    found = content.get("tables") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        raise ValueError("no tables")
    for rows in found.values():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("no rows")
    return found
