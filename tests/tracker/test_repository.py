"""Repository files that no other test runs must agree with the code and each other."""

import re
import subprocess

import pytest
from django.conf import settings

from tests.product import ROOT
from tracker.celery import app


def tracked_files():
    """Tracked text files by path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


# Celery


def test_every_scheduled_name_is_a_task():
    app.loader.import_default_modules()
    app.finalize()

    sent = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert sent - set(app.tasks) == set()


# README.md


def variables_of_settings():
    """Names of environment variables that settings.py reads."""
    source = (ROOT / "tracker" / "settings.py").read_text(encoding="utf-8")
    pattern = r"(?:env(?:\.\w+)?|secret|required|folder)\(\s*\"([A-Z_]+)\""
    return set(re.findall(pattern, source))


def test_readme_lists_every_setting():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)`", readme, re.MULTILINE))

    assert variables_of_settings() - listed == set()
    assert listed - variables_of_settings() <= {"PORT", "WEB_CONCURRENCY"}


# All files


def test_no_file_names_a_package_registry():
    # Assembled from pieces, so that this file does not match
    options = "-" * 2 + r"(extra-)?index-url|registry *= *" + r"\"?http|\"resolved\": *" + r"\"http"

    assert [name for name, text in tracked_files() if re.search(options, text)] == []


def test_no_file_names_a_folder_of_a_developers_machine():
    folders = re.escape(str(ROOT)) + r"|/(home|Users)/" + r"[a-z]"

    assert [name for name, text in tracked_files() if re.search(folders, text)] == []


@pytest.mark.xdist_group("a group")
def test_the_group_of_a_test_reaches_the_scheduler(request):
    # Where it does not, each process makes the fixtures that a group shares
    is_spread = hasattr(request.config, "workerinput")

    assert request.node.nodeid.endswith("@a group") == is_spread


def test_every_dependency_has_a_reason_and_a_pin():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", 1)[0].splitlines()
    found = [re.match(r' {4}"([\w-]+).*",\s+# \w', line) for line in lines if line.startswith("  ")]
    pins = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")

    assert len(found) > 30
    assert all(found), "a dependency without a reason"
    names = [match[1] for match in found if match]
    assert [name for name in names if not re.search(rf"^{name}(\[.*\])?==", pins, re.M)] == []


def test_every_requirement_is_pinned_by_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
        pins = [line for line in lines if line and not line.lstrip().startswith("#")]

        assert pins, name
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == [], name


def test_no_office_is_named_outside_the_sample_and_the_demonstration():
    """Migrations name what they mended."""
    named = re.compile(r"hải[ -]lăng|hai[ _-]?lang|126-kh|kế hoạch 126|quảng trị")
    texts = {
        str(file): file.read_text(encoding="utf-8").lower()
        for folder in ("plans", "reporting", "static", "templates", "tracker", "units")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".html", ".js", ".css", ".txt")
        if not {"demo", "migrations"} & set(file.parts)
    }

    assert len(texts) > 500
    assert [file for file, text in texts.items() if named.search(text)] == []
