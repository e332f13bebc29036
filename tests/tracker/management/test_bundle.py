"""The archive for a machine without a network holds all it needs, and nothing private."""

import re
import stat
import subprocess
import tarfile

import pytest

from tests.product import ROOT
from tracker import bundle

REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The archive with one Python and one Debian package, unpacked."""
    fetched, target = tmp_path_factory.mktemp("fetched"), tmp_path_factory.mktemp("target")
    for name in ("wheels/django-5.2-py3-none-any.whl", "debs/libpango-1.0-0_1.50_amd64.deb"):
        (fetched / name).parent.mkdir()
        (fetched / name).write_text("packed")
    with tarfile.open(bundle.write(target, fetched)) as archive:
        archive.extractall(target, filter="data")
    return target / "tracker"


def test_it_holds_the_product_its_packages_and_a_script(unpacked):
    for name in ("manage.py", "tracker/bootstrap.py", "requirements.txt", "Makefile", "README.md"):
        assert (unpacked / name).read_bytes() == (ROOT / name).read_bytes()
    assert (unpacked / "wheels" / "django-5.2-py3-none-any.whl").read_text() == "packed"
    assert (unpacked / "debs" / "libpango-1.0-0_1.50_amd64.deb").read_text() == "packed"
    assert (unpacked / "install.sh").stat().st_mode & stat.S_IXUSR


def test_it_holds_nothing_that_is_not_tracked(unpacked):
    packed = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    others = {name for name in packed if not name.startswith(("wheels/", "debs/"))}

    assert others == {*bundle.tracked_files(), "install.sh"}
    assert not {name for name in packed if name.startswith((".git/", "var/", "secrets/", ".venv/"))}


def test_the_script_is_valid_and_asks_no_index(unpacked):
    script = unpacked / "install.sh"

    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert "PIP_NO_INDEX=1" in script.read_text()
    assert "--no-download" in script.read_text()


def test_another_python_is_refused_by_name(unpacked, tmp_path):
    other = tmp_path / "python3.9"
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)

    result = subprocess.run(
        ["sh", str(unpacked / "install.sh")],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(other)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert re.fullmatch(r"This bundle is for Python 3\.\d+\. Name it: .*\n", result.stderr)
    assert not (unpacked / ".venv").exists()


def test_a_missing_package_is_named(tmp_path):
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", REQUIREMENTS, re.MULTILINE)
    for name in set(pins) - {"django", "weasyprint"}:
        (tmp_path / f"{name.replace('-', '_')}-1.0-py3-none-any.whl").touch()

    assert bundle.missing_wheels(tmp_path) == ["django", "weasyprint"]
