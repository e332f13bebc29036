"""`make run` on an unprepared machine prints one clear line and returns an exit code."""

import socket
import stat
import sys

import pytest

from tracker import bootstrap


def test_too_old_python_is_named(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")

    with pytest.raises(SystemExit) as ended:
        bootstrap.main("run")

    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "Python 3.11 or newer is needed; /usr/bin/python3 is 3.9.2. "
        "Name another one: make run PYTHON=python3.12\n"
    )


def test_port_in_use_is_named(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(SystemExit) as ended:
            bootstrap.check_port()

    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        f"Port {port} cannot be used: Address already in use. "
        "Choose another one: make run PORT=8123\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_invalid_port_is_refused(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(SystemExit) as ended:
        bootstrap.check_port()

    assert ended.value.code == 1
    assert capsys.readouterr().err == f"PORT must be a number from 1 to 65535, not {port}.\n"


def test_data_directory_that_cannot_be_written_is_named(monkeypatch, capsys, tmp_path):
    # A file in place of a folder stops root too, unlike a mode.
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "file" / "data"))

    with pytest.raises(SystemExit) as ended:
        bootstrap.ensure_data_dir()

    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        f"The data directory {tmp_path}/file/data cannot be written: Not a directory. "
        "Choose another one: make run TRACKER_DATA=/some/where\n"
    )


def test_data_directory_is_created_empty(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "some" / "where"))

    made = bootstrap.ensure_data_dir()

    assert made == str(tmp_path / "some" / "where")
    assert list((tmp_path / "some" / "where").iterdir()) == []


def test_secret_is_written_once_and_readable_only_by_its_owner(tmp_path):
    path = str(tmp_path / "secret-key")

    bootstrap.write_secret(path, "first")
    bootstrap.write_secret(path, "second")

    assert (tmp_path / "secret-key").read_text() == "first\n"
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", [b"", bytes(68), b"\x9f\xe2 7!\n", b"short\n", b"a" * 34])
def test_damaged_key_is_set_aside_and_told(tmp_path, capsys, damaged):
    file = tmp_path / "secret-key"
    file.write_bytes(damaged)

    bootstrap.write_key(str(file))

    assert len(file.read_text()) == 68
    assert (tmp_path / "secret-key.damaged").read_bytes() == damaged
    assert f"The secret key {file} was damaged" in capsys.readouterr().err


def test_whole_key_stays(tmp_path, capsys):
    file = tmp_path / "secret-key"
    bootstrap.write_key(str(file))
    key = file.read_text()

    bootstrap.write_key(str(file))

    assert file.read_text() == key
    assert capsys.readouterr().err == ""


def test_missing_system_library_is_named_if_it_cannot_be_installed(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "has_library", lambda names: names != bootstrap.PANGO)
    monkeypatch.setattr(bootstrap, "TIMES_TWINS", (__file__,))
    monkeypatch.setattr(bootstrap, "has_venv", lambda: True)
    monkeypatch.setattr(bootstrap, "apt_prefix", lambda: None)

    with pytest.raises(SystemExit) as ended:
        bootstrap.ensure_packages("run")

    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "Missing on this machine: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0\n"
    )


def test_missing_font_is_only_a_warning(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(bootstrap, "has_library", lambda names: True)
    monkeypatch.setattr(bootstrap, "TIMES_TWINS", (str(tmp_path / "none.ttf"),))
    monkeypatch.setattr(bootstrap, "has_venv", lambda: True)
    monkeypatch.setattr(bootstrap, "apt_prefix", lambda: None)

    bootstrap.ensure_packages("run")

    assert capsys.readouterr().err == (
        "Papers look better with: sudo apt-get install fonts-liberation2\n"
    )


def test_requirements_are_installed_again_only_when_they_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "installed-requirements.txt").write_text(bootstrap.digest_of("requirements.txt"))

    before = bootstrap.is_installed("requirements.txt")
    (tmp_path / "requirements.txt").write_text("one==2\n")
    after = bootstrap.is_installed("requirements.txt")

    assert (before, after) == (True, False)


def test_secrets_are_made_once_in_a_private_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))

    bootstrap.make_secrets()
    with pytest.raises(SystemExit):
        bootstrap.make_secrets()

    folder = tmp_path / "secrets"
    password = (folder / "postgres_password").read_text().strip()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "database_url").read_text().strip() == (
        f"postgres://tracker:{password}@postgres:5432/tracker"
    )
