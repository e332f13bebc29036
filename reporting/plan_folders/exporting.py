"""Writing a plan as a folder or as a .zip of one."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.text import slugify

from plans.models import Plan
from reporting.plan_folders import carried_out, readme, rows, tables
from reporting.plan_folders.earlier import Row, Rows
from reporting.plan_folders.keys import Keys
from reporting.plan_folders.manifest import NAME, README, STORED_FILES, FileSum, FolderManifest
from tracker.lib import filestore
from tracker.lib.database.one_state import one_state
from tracker.lib.disk.writing import sync_names
from tracker.lib.refusal import Refused
from tracker.lib.text import fold

LONGEST_NAME = 60


def export_plan(*, plan: Plan, target: Path, at: datetime) -> FolderManifest:
    """Write `plan` to the new folder `target`, or to a file if its name ends with .zip.

    It is written aside and gets its name when it is whole. Raises Refused if `target` exists.
    """
    if target.exists():
        raise Refused(f"“{target.name}” đã có. Hãy chọn tên khác.")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=target.parent))
    try:
        if target.suffix.lower() == ".zip":
            finished = aside / "plan.zip"
            with zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _Exported(plan, at=at).write_to(_NewArchive(archive))
        else:
            finished = aside / "plan"
            finished.mkdir()
            manifest = _Exported(plan, at=at).write_to(_NewFolder(finished))
        finished.replace(target)
        sync_names(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return manifest


class _NewFolder:
    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def new_file(self, name: str) -> Iterator[BinaryIO]:
        path = self._root / name
        path.parent.mkdir(exist_ok=True)
        with path.open("xb") as file:
            yield file


class _NewArchive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def new_file(self, name: str) -> Iterator[BinaryIO]:
        with self._archive.open(name, "w", force_zip64=True) as file:
            yield file  # type: ignore[misc] # an `IO[bytes]`


class _Exported:
    """A plan on its way into a folder."""

    def __init__(self, plan: Plan, *, at: datetime) -> None:
        self._plan, self._at = plan, at
        self._manifest = FolderManifest(
            made_at=at.isoformat(),
            number=plan.number,
            issued_on=plan.issued_on.isoformat(),
            title=plan.short_title,
        )

    def write_to(self, place: "_NewFolder | _NewArchive") -> FolderManifest:
        """Rows are read in one state; files are never changed and outlive their rows by days."""
        with one_state():
            found = self._rows()
        for name in tables.FILES:
            content = _json({"tables": {table: found[table] for table in _tables_in(name)}})
            self._add(place, name, [content])
        for sha256, name in sorted(_stored_files(found).items()):
            self._add_stored(place, sha256, name)
        manifest = self._manifest
        words = readme.text(
            self._plan, at=self._at, num_rows=manifest.rows, missing=len(manifest.missing)
        )
        self._add(place, README, [words.encode()])
        with place.new_file(NAME) as file:
            file.write(_json(asdict(manifest)))
        return manifest

    def _rows(self) -> Rows:
        keys = Keys(self._plan.pk)
        found = {tables.label(table.model): rows.of_table(table, keys) for table in tables.TABLES}
        for model, of_model in rows.shared(keys).items():
            found[tables.label(model)] = of_model
        if above := carried_out.described(self._plan):
            found[tables.label(Plan)][0][carried_out.COLUMN] = above
        self._manifest.rows = {name: len(of_table) for name, of_table in found.items()}
        return found

    def _add_stored(self, place: "_NewFolder | _NewArchive", sha256: str, name: str) -> None:
        if not filestore.is_intact(sha256):
            self._manifest.missing.append(sha256)
            return
        with filestore.open_stored(sha256) as content:
            pieces = iter(lambda: content.read(filestore.CHUNK), b"")
            self._add(place, f"{STORED_FILES}{sha256[:12]}-{name}", pieces)

    def _add(self, place: "_NewFolder | _NewArchive", name: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with place.new_file(name) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self._manifest.files[name] = FileSum(digest.hexdigest(), size)


def _tables_in(name: str) -> Iterator[str]:
    for table in tables.TABLES:
        if table.file == name:
            yield tables.label(table.model)
    for model, file in tables.SHARED.items():
        if file == name:
            yield tables.label(model)


def _json(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _stored_files(found: Rows) -> dict[str, str]:
    """The stored files that rows name, by hash, each with a name for the folder."""
    files: dict[str, str] = {}
    for model, columns in tables.STORED.items():
        for row in found[tables.label(model)]:
            for column, name_column in columns.items():
                if sha256 := row.get(column):
                    files.setdefault(str(sha256), _file_name(row, column, name_column))
    return files


def _file_name(row: Row, column: str, name_column: str) -> str:
    """A name of plain letters, which every system and every .zip bears."""
    if name_column:
        given = Path(str(row.get(name_column, "")))
        stem, ending = given.stem, given.suffix
    else:
        stem = "bao-cao-" + str(row.get("number", ""))
        ending = "." + column.partition("_")[0]
    return f"{slugify(fold(stem))[:LONGEST_NAME] or 'tep'}{ending.lower()}"
