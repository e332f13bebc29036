"""Static files of the previous release, for pages that are still open during and after an update.

Such a page asks for scripts and styles by the names with a hash that it knows. They are moved into
a folder of their own, from which they are served like the present ones.
"""

import os
import re
import shutil
import time
from pathlib import Path

KEPT_FOR = 14 * 24 * 60 * 60  # seconds
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")


def put_in_place(new: Path, current: Path, previous: Path) -> None:
    """Make `new` the `current` folder; what only the old one had goes to `previous`."""
    old = current.with_name(f"{current.name}-old")
    if current.exists():  # not if the last time ended between the two renamings
        shutil.rmtree(old, ignore_errors=True)
        current.rename(old)
    new.rename(current)
    for file in [path for path in old.rglob("*") if path.is_file()]:
        name = file.relative_to(old)
        if _HASHED.search(name.name) and not (current / name).exists():
            kept = previous / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            file.replace(kept)
            os.utime(kept)
    shutil.rmtree(old, ignore_errors=True)


def forget(previous: Path) -> None:
    """Remove what was replaced long ago: no page is open for so long."""
    for file in [path for path in previous.rglob("*") if path.is_file()]:
        if time.time() - file.stat().st_mtime > KEPT_FOR:
            file.unlink()
