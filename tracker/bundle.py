"""Packs everything that a machine without a network needs into one archive (`make bundle`).

    python3 tracker/bundle.py FOLDER

The archive holds the tracked files, the Python packages of requirements.txt for this version of
Python and this kind of machine, the Debian packages that the product needs from the system (where
apt-get is at hand), and `install.sh`, which installs all of it and starts the product.
"""

import io
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED_OF_DEBIAN = (
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-liberation2",
    "python3-venv",
)
# Part of every Debian; another version of them could break the system
OF_EVERY_DEBIAN = re.compile(
    r"(libc6|libgcc-s1|libcrypt1|zlib1g|dpkg|tar|perl-base|debconf.*|gcc-.*)"
)

INSTALL = """#!/bin/sh
# Installs the tracker without a network and starts it: sh install.sh
# Settings are those of `make run`: PORT=8123 TRACKER_DATA=/some/where DEMO=0 sh install.sh
set -eu
cd "$(dirname "$0")"
python=${{PYTHON:-python3}}
if ! "$python" -c 'import sys; sys.exit("{{}}.{{}}".format(*sys.version_info) != "{version}")'; then
  echo "This bundle is for Python {version}. Name it: PYTHON=python{version} sh install.sh" >&2
  exit 1
fi
if [ "$(uname -m)" != "{machine}" ]; then
  echo "This bundle is for {machine} machines." >&2
  exit 1
fi
if [ -d debs ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # What is installed already stays as it is
  for package in debs/*.deb; do
    name=$(basename "$package" | cut -d_ -f1)
    dpkg -s "$name" >/dev/null 2>&1 || set -- "$@" "./$package"
  done
  [ $# = 0 ] || apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends \
    --no-download "$@" || {{
    echo "The packages in debs/ do not fit this system: install libpango-1.0-0 by other means." >&2
  }}
fi
export PIP_NO_INDEX=1 PIP_FIND_LINKS="$PWD/wheels"
exec "$python" tracker/bootstrap.py run
"""


def main(target: Path) -> int:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tracker-bundle-") as name:
        folder = Path(name)
        _say("Fetching the Python packages")
        _run(
            [
                *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"),
                *("download", "--require-hashes", "--only-binary", ":all:", "--no-deps"),
                *("--dest", str(folder / "wheels"), "-r", str(ROOT / "requirements.txt")),
            ]
        )
        if missing := missing_wheels(folder / "wheels"):
            _say(f"There is no package for this machine of: {', '.join(missing)}")
            return 1
        if shutil.which("apt-get"):
            _say("Fetching the system's packages")
            fetch_debs(folder / "debs")
        archive = write(target, folder)
    _say(f"{archive}: {archive.stat().st_size // 1_000_000} MB")
    return 0


def missing_wheels(wheels: Path) -> list[str]:
    """Names in requirements.txt that this Python needs and for which no file is there."""
    present = {_plain(path.name.partition("-")[0]) for path in wheels.iterdir()}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[\w.\[\]-]+==", line)]
    names = [re.split(r"[=\[]", line)[0] for line in pins if " ; " not in line]
    return [name for name in names if _plain(name) not in present]


def fetch_debs(folder: Path) -> None:
    """The packages and all that they depend on, apart from what every Debian has."""
    folder.mkdir()
    with tempfile.NamedTemporaryFile() as nothing_installed:
        listed = subprocess.run(
            [
                *("apt-get", "--simulate", "-o", f"Dir::State::status={nothing_installed.name}"),
                *("install", "--no-install-recommends", *NEEDED_OF_DEBIAN),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
    names = re.findall(r"^Inst (\S+)", listed.stdout, re.MULTILINE)
    wanted = [name for name in names if not OF_EVERY_DEBIAN.fullmatch(name)]
    _run(["apt-get", "download", "-qq", *wanted], cwd=folder)


def write(target: Path, folder: Path) -> Path:
    """The archive of the tracked files and of what lies in `folder`."""
    version, machine = platform.python_version_tuple(), platform.machine()
    python = f"{version[0]}.{version[1]}"
    archive = target / f"tracker-python{python}-{machine}.tar.gz"
    script = INSTALL.format(version=python, machine=machine).encode()
    with tarfile.open(archive, "w:gz", compresslevel=6) as packed:
        for name in tracked_files():
            packed.add(ROOT / name, f"tracker/{name}", recursive=False)
        for path in sorted(folder.rglob("*")):
            packed.add(path, f"tracker/{path.relative_to(folder)}", recursive=False)
        entry = tarfile.TarInfo("tracker/install.sh")
        entry.size, entry.mode = len(script), 0o755
        packed.addfile(entry, io.BytesIO(script))
    return archive


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    names = listed.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _run(command: Iterable[str], cwd: Path | None = None) -> None:
    subprocess.run(list(command), cwd=cwd, check=True)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
