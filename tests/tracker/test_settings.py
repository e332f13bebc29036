"""Invalid settings stop the start, and secrets can come from files."""

import subprocess
import sys

import pytest

from tests.product import ROOT, clean_environment


def print_setting(expression, tmp_path, **environment):
    """Run a process with only this environment that prints `expression`."""
    inherited = clean_environment(tmp_path)
    del inherited["SECRET_KEY"]
    return subprocess.run(
        [sys.executable, "-c", f"from tracker import settings; print({expression})"],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_secret_key_is_refused_by_name(tmp_path):
    result = print_setting("settings.SECRET_KEY", tmp_path)

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        "SECRET_KEY is not set. See the table of settings in README.md."
    )


def test_secret_key_comes_from_a_file(tmp_path):
    (tmp_path / "key").write_text("from a file\n")

    result = print_setting("settings.SECRET_KEY", tmp_path, SECRET_KEY_FILE=str(tmp_path / "key"))

    assert result.stdout == "from a file\n"


def test_missing_secret_file_is_refused(tmp_path):
    result = print_setting("settings.SECRET_KEY", tmp_path, SECRET_KEY_FILE=str(tmp_path / "none"))

    assert result.returncode == 1
    assert "SECRET_KEY_FILE cannot be read" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["DEBUG", "HTTPS", "DEMO", "MAX_UPLOAD_MB", "DUE_SOON_DAYS"])
def test_value_of_the_wrong_type_is_refused_by_name(name, tmp_path):
    result = print_setting("settings.DEBUG", tmp_path, **{"SECRET_KEY": "x", name: "perhaps"})

    assert result.returncode == 1
    assert name in result.stderr.splitlines()[-1]


def test_data_folder_is_created_or_refused_by_name(tmp_path):
    (tmp_path / "file").touch()

    made = print_setting("settings.DATA_DIR", tmp_path / "new", SECRET_KEY="x")
    refused = print_setting("settings.DATA_DIR", tmp_path / "file" / "new", SECRET_KEY="x")

    assert made.stdout == f"{tmp_path / 'new'}\n"
    assert (tmp_path / "new").is_dir()
    assert "TRACKER_DATA cannot be used" in refused.stderr.splitlines()[-1]


def test_sqlite_and_folders_are_the_default(tmp_path):
    result = print_setting(
        "settings.DATABASES['default']['ENGINE'], settings.CELERY_BROKER_URL, settings.DEBUG",
        tmp_path,
        SECRET_KEY="x",
    )

    assert result.stdout == "tracker.lib.database.sqlite3 folders://localhost False\n"


def test_each_connection_to_sqlite_waits_for_the_disk_at_a_commit(tmp_path):
    pragma = "__import__('django.db', fromlist=['connection']).connection.cursor().execute"
    names = ("journal_mode", "synchronous")
    expression = ", ".join(f"{pragma}('PRAGMA {name}').fetchone()[0]" for name in names)

    result = print_setting(
        expression, tmp_path, SECRET_KEY="x", DJANGO_SETTINGS_MODULE="tracker.settings"
    )

    assert result.stdout == "wal 2\n"  # 2 is FULL


def test_postgresql_and_redis_come_from_their_addresses(tmp_path):
    (tmp_path / "database").write_text("postgres://tracker:word@postgres:5432/tracker\n")

    result = print_setting(
        "settings.DATABASES['default']['ENGINE'], settings.CELERY_BROKER_URL,"
        " settings.CACHES['default']['LOCATION']",
        tmp_path,
        SECRET_KEY="x",
        DATABASE_URL_FILE=str(tmp_path / "database"),
        REDIS_URL="redis://redis:6379/0",
    )

    assert result.stdout == (
        "tracker.lib.database.postgresql redis://redis:6379/0 redis://redis:6379/0\n"
    )


def test_behind_tls_cookies_are_secure_and_hsts_is_sent(tmp_path):
    result = print_setting(
        "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,"
        " settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS > 0,"
        " settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME",
        tmp_path,
        SECRET_KEY="x",
        HTTPS="True",
    )

    assert result.stdout == "True True True True __Host-sessionid __Host-csrftoken\n"


def test_mail_is_written_to_files_by_default(tmp_path):
    result = print_setting("settings.EMAIL_BACKEND", tmp_path, SECRET_KEY="x")

    assert result.stdout == "tracker.lib.mail_files.EmailBackend\n"


def test_mail_goes_to_a_server_encrypted_where_the_address_says_so(tmp_path):
    expression = "settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS, settings.EMAIL_PORT"
    address = "submission://user:password@mail.example:587"

    named = print_setting(expression, tmp_path, SECRET_KEY="x", EMAIL_URL=address)
    unknown = print_setting(expression, tmp_path, SECRET_KEY="x", EMAIL_URL="pop3://mail.example")

    assert named.stdout == "reporting.notices.posting.SmtpBackend True 587\n"
    assert unknown.returncode == 1
    assert "EMAIL_URL must begin with" in unknown.stderr.splitlines()[-1]


def test_mail_links_default_to_the_local_address(tmp_path):
    run = print_setting("settings.SITE_URL", tmp_path, SECRET_KEY="x", PORT="8123")
    named = print_setting(
        "settings.SITE_URL", tmp_path, SECRET_KEY="x", SITE_URL="https://kehoach.vidu.vn"
    )

    assert run.stdout == "http://127.0.0.1:8123\n"
    assert named.stdout == "https://kehoach.vidu.vn\n"


def test_invalid_hour_is_refused_by_name(tmp_path):
    result = print_setting("settings.DEBUG", tmp_path, SECRET_KEY="x", MAIL_HOUR="24")

    assert result.returncode == 1
    assert "MAIL_HOUR" in result.stderr.splitlines()[-1]


def test_unknown_form_of_the_log_is_refused_by_name(tmp_path):
    result = print_setting("settings.DEBUG", tmp_path, SECRET_KEY="x", LOG_FORMAT="xml")

    assert result.returncode == 1
    assert "LOG_FORMAT" in result.stderr.splitlines()[-1]


def test_addresses_of_the_proxy_are_hosts_and_origins(tmp_path):
    result = print_setting(
        "settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS, settings.SITE_URL",
        tmp_path,
        SECRET_KEY="x",
        SITE_ADDRESS="10.0.3.4",
        OTHER_ADDRESSES="kehoach.vidu.vn kehoach",
    )

    assert result.stdout == (
        "['10.0.3.4', 'kehoach.vidu.vn', 'kehoach']"
        " ['https://10.0.3.4', 'https://kehoach.vidu.vn', 'https://kehoach']"
        " https://10.0.3.4\n"
    )
