"""Errors that mypy finds in strict mode."""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.house.figure import Figure
from tests.house.modules import PACKAGES, ROOT


def figures() -> Iterator[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *PACKAGES, "manage.py"],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "check"},
        capture_output=True,
        text=True,
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr or done.stdout)
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    yield Figure.of("mypy strict errors", errors)
