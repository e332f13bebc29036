"""Reads settings from the environment; a missing or invalid one raises an error."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()


def secret(name: str) -> str:
    """The variable `name`, or the content of the file in `name`_FILE (Docker secrets)."""
    file = env.str(f"{name}_FILE", "")
    if not file:
        return env.str(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error


def required(name: str) -> str:
    """Like `secret`, but raises an error without a value."""
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See the table of settings in README.md.")
    return value


def folder(name: str, default: Path) -> Path:
    """The folder in the variable `name`, created if missing: even a system check opens SQLite."""
    path = Path(env.str(name, str(default))).resolve()
    try:
        path.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be used: {error}") from error
    return path


def num_cores() -> int:
    """How many cores this process may use; a container may have been given a few."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def lines(path: Path) -> list[str]:
    """The lines of a file of the product's own; none if it is missing, senseless if damaged."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").split()
    except FileNotFoundError:
        return []
