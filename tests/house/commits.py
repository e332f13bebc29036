"""Check the subjects of the commits since `BASE`: `python -m tests.house.commits`.

Without a history (a source archive) nothing is checked, and the output says so.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Earlier subjects are up to 92 characters long; history is not rewritten for them
BASE = "724fb99898b4d6baf0d0ebf75f36d786f6b3b463"
LONGEST = 72
FORM = re.compile(r"(tracker|units|plans|reporting|tests): [A-Z].*[^.]")


class NoHistory(Exception):  # noqa: N818 -- an answer, not an error
    """The subjects cannot be read; the message says why."""


def subjects(folder: Path = ROOT, base: str = BASE) -> list[str]:
    """The subjects after `base`, newest first; in a shallow clone, of the commits at hand."""
    try:
        top = _git(folder, "rev-parse", "--show-toplevel").strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoHistory("no git history here") from error
    if Path(top).resolve() != folder.resolve():
        raise NoHistory("the files lie in the repository of another project")
    return _git(folder, "log", "--no-merges", "--format=%s", _range(folder, base)).splitlines()


def problems(lines: Iterable[str]) -> Iterator[str]:
    """A line for each subject that is too long or out of form."""
    for subject in lines:
        if len(subject) > LONGEST:
            yield f"{len(subject)} characters, {LONGEST} allowed: {subject}"
        if not FORM.fullmatch(subject):
            yield f"not of the form `app: Sentence`: {subject}"


def _range(folder: Path, base: str) -> str:
    """All that follows `base`; where `base` lies beyond the depth of the clone, all there is."""
    try:
        _git(folder, "merge-base", "--is-ancestor", base, "HEAD")
    except subprocess.CalledProcessError as error:
        if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
            return "HEAD"
        raise NoHistory(f"commit {base[:7]} is not part of this history") from error
    return f"{base}..HEAD"


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> int:
    try:
        lines = subjects()
    except NoHistory as reason:
        sys.stdout.write(f"Commit subjects not checked: {reason}\n")
        return 0
    found = list(problems(lines))
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(lines)} commit subjects checked, {len(found)} problems\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
