"""What a product holds, to compare it before and after a restore."""

import json
from pathlib import Path
from typing import Any

from django.apps import apps

from tracker.lib import filestore
from tracker.lib.backups import archive, rows


def of_product() -> dict[str, Any]:
    """All rows and stored files of the product."""
    return {
        **{rows.label(model): _parsed(rows.read(model)) for model in rows.tables(apps)},
        "files": sorted(filestore.stored()),
    }


def of_backup(path: Path, key: str) -> dict[str, Any]:
    """All rows and files in a backup."""
    found = _Kept()
    archive.read(path, key, found)
    return found.content


class _Kept(archive.Visitor):
    def __init__(self) -> None:
        self.content: dict[str, Any] = {"files": []}

    def part(self, table: str, lines: list[bytes]) -> None:
        self.content.setdefault(table, []).extend(_parsed(lines))

    def file(self, sha256: str, content: Any) -> None:
        self.content["files"].append(sha256)


def _parsed(lines: Any) -> list[Any]:
    return [json.loads(line) for line in lines]
