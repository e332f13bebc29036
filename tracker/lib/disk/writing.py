"""Write small files so that a power cut leaves the old or the new one, and none that is empty."""

import os
from pathlib import Path


def write_whole(file: Path, content: str) -> None:
    """Replace `file`; return once the content is on the disk."""
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    with aside.open("w", encoding="utf-8") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(file)
    sync_names(file.parent)


def sync_names(folder: Path) -> None:
    """Have the names in `folder` on the disk: renamed, added and removed ones."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
