"""The check of commit subjects, in whole, shallow and missing histories."""

import os
import subprocess

import pytest

from tests.house import commits
from tests.house.commits import NoHistory

LONG = "reporting: " + "A" * 62


def _git(folder, *arguments):
    identity = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **identity, **plain}
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path):
    """A history of three commits; the first stands for all before the check began."""
    folder = tmp_path / "whole"
    folder.mkdir()
    _git(folder, "init", "-q")
    for subject in ("before", "tests: First", "tests: Second"):
        _git(folder, "commit", "-q", "--allow-empty", "-m", subject)
    return folder


def test_subjects_after_the_base_are_read(repository):
    base = _git(repository, "rev-parse", "HEAD~2")

    assert commits.subjects(repository, base) == ["tests: Second", "tests: First"]


def test_a_shallow_clone_gives_the_subjects_it_has(repository, tmp_path):
    base = _git(repository, "rev-parse", "HEAD~2")
    shallow = tmp_path / "shallow"
    _git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(shallow))

    assert commits.subjects(shallow, base) == ["tests: Second"]


def test_a_history_without_the_base_is_not_checked(repository):
    with pytest.raises(NoHistory, match="0000000 is not part of this history"):
        commits.subjects(repository, "0" * 40)


def test_a_source_archive_is_not_checked(tmp_path):
    with pytest.raises(NoHistory, match="no git history"):
        commits.subjects(tmp_path, "HEAD")


def test_a_folder_of_another_repository_is_not_checked(repository):
    folder = repository / "vendor"
    folder.mkdir()

    with pytest.raises(NoHistory, match="another project"):
        commits.subjects(folder, "HEAD")


@pytest.mark.parametrize(
    ("subject", "problem"),
    [
        (LONG, "73 characters, 72 allowed"),
        ("reports: Add a page", "not of the form"),
        ("reporting: add a page", "not of the form"),
        ("reporting: Add a page.", "not of the form"),
        ("Add a page", "not of the form"),
    ],
)
def test_a_subject_must_be_short_and_in_form(subject, problem):
    [found] = commits.problems([subject])

    assert found.startswith(problem)


def test_a_subject_in_form_is_fine():
    assert list(commits.problems([LONG[:-1], "tests: Chờ “Sở” ba ngày"])) == []
