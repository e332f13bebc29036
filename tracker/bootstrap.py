"""Prepares a machine: the only script that runs before anything is installed.

    python3 tracker/bootstrap.py run|test|check|servers|browser|secrets

Standard library only, and no syntax newer than Python 3.6, so that an outdated Python can parse
this file and report its version. `run` ends by replacing itself with `manage.py serve`.
"""

import contextlib
import ctypes
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from typing import NoReturn

NEEDED_PYTHON = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")

# The line break is the last byte: without it the file was cut
KEY = re.compile(rb"[!-~]{16,}\n\Z")

PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib")
HARFBUZZ_SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib")
TIMES_TWINS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
)
# Run as root, without starting the installed servers: the tests start their own.
APT = """
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\\nexit 101\\n' > $policy && chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
# A new machine may be at its own updates, which hold the lock for minutes
install() { apt-get -o DPkg::Lock::Timeout=300 install -qq -y --no-install-recommends "$@"; }
install "$@" || { apt-get update -qq && install "$@"; }
"""


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def stop(line: str) -> NoReturn:
    say(line)
    sys.exit(1)


def check_python() -> None:
    if sys.version_info[:2] < NEEDED_PYTHON:
        stop(
            f"Python 3.11 or newer is needed; {sys.executable} is "
            f"{'.'.join(str(part) for part in sys.version_info[:3])}. "
            "Name another one: make run PYTHON=python3.12"
        )


# System packages


def has_library(names: "tuple[str, ...]") -> bool:
    for name in names:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def has_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def has_venv() -> bool:
    try:
        import ensurepip  # noqa: F401 -- a separate package on Debian
    except ImportError:
        return False
    return True


def has_postgresql() -> bool:
    debian = "/usr/lib/postgresql"
    return has_program("initdb") or (os.path.isdir(debian) and bool(os.listdir(debian)))


def missing_packages(target: str) -> "tuple[list[str], list[str]]":
    """Missing Debian packages: (required ones, ones with a fallback)."""
    required = []  # type: list[str]
    optional = []  # type: list[str]
    if not has_venv():
        required.append("python3-venv")
    if target != "secrets" and not has_library(PANGO):
        required += ["libpango-1.0-0", "libpangoft2-1.0-0"]
    if not has_library(HARFBUZZ_SUBSET):
        optional.append("libharfbuzz-subset0")
    if not any(os.path.exists(font) for font in TIMES_TWINS):
        optional.append("fonts-liberation2")
    if target == "servers":
        required += [] if has_postgresql() else ["postgresql"]
        required += [] if has_program("redis-server") else ["redis-server"]
    if target == "browser" and not has_program("chromium", "chromium-browser", "google-chrome"):
        required.append("chromium")
    return required, optional


def apt_prefix() -> "list[str] | None":
    """Command prefix for running apt-get as root without a prompt; None if impossible."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        result = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if result.returncode == 0:
            return ["sudo", "-n"]
    return None


def ensure_packages(target: str) -> None:
    required, optional = missing_packages(target)
    if not required and not optional:
        return
    prefix = apt_prefix()
    if prefix is not None:
        say("Installing " + " ".join(required + optional))
        subprocess.run(
            [*prefix, "sh", "-c", APT, "apt", *required, *optional],
            stdout=subprocess.DEVNULL,
            check=False,
        )
        required, optional = missing_packages(target)
    if required:
        stop("Missing on this machine: sudo apt-get install " + " ".join(required + optional))
    if optional:
        say("Papers look better with: sudo apt-get install " + " ".join(optional))


# Python packages


def digest_of(name: str) -> str:
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp_of(name: str) -> str:
    return os.path.join(VENV, "installed-" + name)


def is_installed(name: str) -> bool:
    try:
        with open(stamp_of(name)) as file:
            return file.read() == digest_of(name)
    except OSError:
        return False


def venv_works() -> bool:
    try:
        result = subprocess.run(
            [VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info[:2] < (3, 11))"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return result.returncode == 0


def ensure_venv(name: str) -> None:
    """Install the requirements file `name`, unless this exact content is already installed."""
    import fcntl

    with open(os.path.abspath(__file__)) as lock:
        # Two `make run` at once: the second waits for the first.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not venv_works():
            say("Making the virtual environment")
            subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        if is_installed(name):
            return
        say(f"Installing {name}")
        pip = [VENV_PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq"]
        result = subprocess.run(
            [*pip, "install", "--require-hashes", "-r", os.path.join(ROOT, name)], check=False
        )
        if result.returncode:
            stop(f"pip could not install {name}; its own message is above.")
        # The development file contains all of the other one, at the same versions.
        for installed in {name, "requirements.txt"}:
            with open(stamp_of(installed), "w") as file:
                file.write(digest_of(installed))


# The data directory and the port


def ensure_data_dir() -> str:
    data = os.path.abspath(os.environ.get("TRACKER_DATA") or os.path.join(ROOT, "var"))
    try:
        os.makedirs(data, mode=0o750, exist_ok=True)
        # Root may write regardless of the mode, so try it instead of checking.
        probe = os.path.join(data, f".writable-{os.getpid()}")
        with open(probe, "w"):
            pass
        os.remove(probe)
    except OSError as error:
        stop(
            f"The data directory {data} cannot be written: {error.strerror}. "
            "Choose another one: make run TRACKER_DATA=/some/where"
        )
    return data


def write_secret(path: str, content: str, mode: int = 0o600) -> str:
    """Write `content` to a file, unless it exists."""
    with contextlib.suppress(FileExistsError):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
            file.write(content + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(path, mode)
    return path


def write_key(path: str) -> str:
    """Write a secret key to a file, unless it holds one. A damaged one is set aside, and told."""
    with contextlib.suppress(FileNotFoundError):
        with open(path, "rb") as file:
            content = file.read()
        if not KEY.match(content):
            os.replace(path, path + ".damaged")
            say(
                f"The secret key {path} was damaged and is set aside; there is a new one. People "
                "log in again, and Excel forms handed out before are refused, unless you put the "
                "key of a backup back."
            )
    return write_secret(path, secrets.token_urlsafe(50))


def check_port() -> str:
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT must be a number from 1 to 65535, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            stop(
                f"Port {port} cannot be used: {error.strerror}. "
                "Choose another one: make run PORT=8123"
            )
    return port


def run() -> None:
    data = ensure_data_dir()
    port = check_port()
    ensure_packages("run")
    ensure_venv("requirements.txt")
    key = write_key(os.path.join(data, "secret-key"))
    environment = dict(os.environ, TRACKER_DATA=data, PORT=port, PYTHONUNBUFFERED="1")
    environment.setdefault("SECRET_KEY_FILE", key)
    environment.setdefault("DEMO", "1")
    os.chdir(ROOT)
    os.execve(VENV_PYTHON, [VENV_PYTHON, "manage.py", "serve"], environment)


def make_secrets() -> None:
    """Create the secret files that docker-compose.yml mounts.

    The folder is private but its files are world-readable: Compose keeps the modes of the host,
    and the processes in the containers do not own the files.
    """
    folder = os.path.join(ROOT, "secrets")
    os.makedirs(folder, exist_ok=True)
    os.chmod(folder, 0o700)
    if os.listdir(folder):
        stop("secrets/ holds files already; they stay as they are.")
    database, redis = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    for name, content in {
        "secret_key": secrets.token_urlsafe(50),
        "postgres_password": database,
        "database_url": f"postgres://tracker:{database}@postgres:5432/tracker",
        "redis_url": f"redis://:{redis}@redis:6379/0",
        "redis_conf": f"requirepass {redis}\nmaxmemory-policy noeviction",
    }.items():
        write_secret(os.path.join(folder, name), content, mode=0o444)
    say("secrets/ is made. Keep a copy where your backups are.")


def main(target: str) -> None:
    check_python()
    if target == "run":
        run()
    elif target == "secrets":
        make_secrets()
    elif target in ("test", "check", "servers", "browser"):
        ensure_packages(target)
        ensure_venv("requirements-dev.txt")
    else:
        stop(str(__doc__))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
