"""A file system of its own for the data, so that the moment of a power cut can be copied."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = 768 * 1024 * 1024  # sparse


class Disk:
    """An ext4 in the file `image`, mounted at `folder`."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image = image
        self.folder = folder

    @contextmanager
    def copied(self) -> Iterator[Path]:
        """What a machine would find after a power cut at this moment, repaired and mounted.

        Only what the system had handed to the disk is in the file of the image; what was in its
        memory is not.
        """
        image, folder = self.image.with_suffix(".cut"), self.folder.with_name("after")
        _run("cp", "--sparse=always", str(self.image), str(image))
        # 1: errors were found and mended, as at the start of a machine
        _run("e2fsck", "-fp", str(image), accepted=(0, 1))
        try:
            with _mounted(image, folder):
                yield folder
        finally:
            image.unlink()


def why_not() -> str:
    """The reason why this machine cannot mount an image; empty if it can."""
    if os.geteuid() != 0:
        return "only root may mount a file system"
    if missing := [name for name in ("mkfs.ext4", "e2fsck", "mount") if not shutil.which(name)]:
        return f"{missing[0]} is not installed"
    return ""


@contextmanager
def new_disk(root: Path) -> Iterator[Disk | None]:
    """None where this machine cannot mount one."""
    if why_not():
        yield None
        return
    disk = Disk(root / "image", root / "disk")
    with disk.image.open("wb") as file:
        file.truncate(SIZE)
    _run("mkfs.ext4", "-q", str(disk.image))
    with _mounted(disk.image, disk.folder):
        yield disk


@contextmanager
def _mounted(image: Path, folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(image), str(folder))
    try:
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str, accepted: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in accepted:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")
