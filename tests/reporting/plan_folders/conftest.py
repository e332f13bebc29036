"""A product that was emptied, and a small plan as a folder and as a .zip."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from reporting.models import EntryStatus
from reporting.plan_folders import bringing_in, exporting, opening
from reporting.register import frozen
from tests.factories import NOON, entry_at, person
from tracker.lib.backups import rows
from units.kinds import built_in
from units.models import Role, User


def empty_the_database() -> None:
    """Delete all rows, issued reviews too, in the transaction of the test."""
    kept = (ContentType, Permission)
    frozen.uninstall()
    rows.empty([model for model in rows.tables(apps) if model not in kept])
    frozen.install()
    built_in.ensure()


class Exported:
    """A plan with one accepted result, as a folder; its rows are still in the database."""

    def __init__(self, folder: Path) -> None:
        entry = entry_at(EntryStatus.ACCEPTED)
        self.plan = entry.submission.period.plan
        self.unit = entry.submission.unit
        self.folder = folder / "plan"
        exporting.export_plan(plan=self.plan, target=self.folder, at=NOON)

    def changed(self, file: str, old: str, new: str) -> None:
        """Write other words into a file, and its hash into the manifest."""
        path, listed = self.folder / file, self.folder / "manifest.json"
        text = path.read_text().replace(old, new)
        path.write_text(text)
        manifest = json.loads(listed.read_text())
        if file in manifest["files"]:
            with path.open("rb") as content:
                from tracker.lib import filestore

                sha256 = filestore.sha256_of(content)
            manifest["files"][file] = {"sha256": sha256, "size": path.stat().st_size}
            listed.write_text(json.dumps(manifest))

    def zipped(self, name: str = "plan") -> Path:
        return Path(shutil.make_archive(str(self.folder.parent / name), "zip", self.folder))

    def imported(self, by: User | None = None, **decisions: str) -> Any:
        with opening.opened(self.folder) as folder:
            return bringing_in.import_plan(
                folder=folder,
                decisions=decisions,
                by=by or person(Role.ADMINISTRATOR),
                at=NOON,
            )


@pytest.fixture
def exported(tmp_path: Path, settings: Any, db: None) -> Exported:
    settings.MEDIA_ROOT = tmp_path / "stored"
    settings.MEDIA_ROOT.mkdir()
    return Exported(tmp_path)
