"""The drill: what was backed up is restored whole, also from an earlier version."""

import shutil
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone

from reporting.operations.integrity import findings
from tests.tracker.backups import content
from tests.upgrades.databases import Database
from tests.upgrades.upgrading import KEY
from tracker.lib.backups import archive, restoring, sealing
from tracker.lib.backups.sealing import NotOpened
from units.models import User

# Its tables are made by more than ten migrations fewer than those of today
EARLIER = "from_9749761"

pytestmark = pytest.mark.xdist_group("upgrades")


@pytest.fixture(scope="module")
def earlier(upgraded, django_db_blocker, tmp_path_factory):
    """The folder of a backup of an earlier version.

    The default connection leads to its rows, in a copy of their own, upgraded in place.
    """
    found = upgraded[EARLIER]
    folder = tmp_path_factory.mktemp("earlier")
    shutil.copy(found.backup, folder)
    shutil.copytree(found.files, folder / "files")
    with (
        django_db_blocker.unblock(),
        new_database(folder, copied=found.database),
        override_settings(MEDIA_ROOT=folder / "files", DATA_DIR=folder),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})
        yield folder


@contextmanager
def new_database(folder, *, copied=None):
    database = Database(folder, "restored" if copied else "new", copied=copied)
    with database.as_default():
        yield
    database.drop()


def test_a_backup_is_restored_whole_from_an_earlier_version_and_again_from_today(earlier):
    upgraded = content.of_product()
    assert len(upgraded["reporting.entryevent"]) > 10
    assert upgraded["files"]
    form = signing.dumps({"submission": 1}, salt="biểu")

    elsewhere = override_settings(SECRET_KEY="of-the-new-machine", MEDIA_ROOT=earlier / "once")
    with elsewhere, new_database(earlier):
        restoring.restore(earlier / "earlier.backup", KEY)
        ContentType.objects.clear_cache()
        once = content.of_product()
        assert _ours(once) == _ours(upgraded)
        assert list(findings()) == []
        _accepts(form, kept=earlier / restoring.EARLIER_KEYS)

        with (earlier / "today.backup").open("wb") as target:
            archive.write(target, KEY, at=timezone.now())
        with override_settings(MEDIA_ROOT=earlier / "twice"):
            restoring.restore(earlier / "today.backup", KEY)
            ContentType.objects.clear_cache()
            assert content.of_product() == once
            assert list(findings()) == []
        _can_be_continued()


def _ours(found):
    """Permissions and content types of newer tables get their numbers as tables come up."""
    ours = ("files", "units", "plans", "reporting")
    return {name: rows for name, rows in found.items() if name.split(".")[0] in ours}


def _accepts(form, *, kept):
    """Forms that were signed before are accepted on the new machine."""
    assert kept.stat().st_mode & 0o777 == 0o600
    with override_settings(SECRET_KEY_FALLBACKS=kept.read_text().split()):
        assert signing.loads(form, salt="biểu") == {"submission": 1}


def _can_be_continued():
    """New rows do not get the number of a restored one."""
    with transaction.atomic():
        User.objects.create_user("moi", "x", full_name="Người Mới")
        transaction.set_rollback(True)


def test_a_damaged_or_newer_backup_touches_nothing(earlier):
    before = content.of_product()
    whole = (earlier / "earlier.backup").read_bytes()
    (earlier / "cut.backup").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotOpened):
        restoring.restore(earlier / "cut.backup", KEY)
    with pytest.raises(NotOpened, match="Khóa không đúng"):
        restoring.restore(earlier / "earlier.backup", "sai")

    recorder = MigrationRecorder(connection)
    recorder.record_applied("plans", "9999_of_tomorrow")
    with (earlier / "newer.backup").open("wb") as target:
        archive.write(target, KEY, at=timezone.now())
    recorder.record_unapplied("plans", "9999_of_tomorrow")
    with pytest.raises(NotOpened, match="phiên bản mới hơn"):
        restoring.restore(earlier / "newer.backup", KEY)

    assert content.of_product() == before


def test_a_failure_leaves_the_rows_as_they_were_or_none(earlier, monkeypatch):
    before = content.of_product()

    def fail(*args):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE half_made (id integer)")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "_make_tables", fail)
    with pytest.raises(OSError, match="No space"):
        restoring.restore(earlier / "earlier.backup", KEY)

    if connection.vendor == "sqlite":
        assert content.of_product() == before
        assert [path.name for path in earlier.glob("*restoring*")] == []
    else:
        assert connection.introspection.table_names() == []
