"""Health of the product, as reported by /healthz and `manage.py healthz`.

A check describes a problem briefly and never shows an address, a password or the text of an
exception: /healthz is open to everybody.
"""

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.urls import reverse

from reporting.models import Heartbeat

# All are written at least twice a minute, also while a long task runs (`busy`)
STALE_AFTER = dict.fromkeys(("beat", "worker", "printer"), timedelta(minutes=2))

DATABASE_PATIENCE = 1.0  # seconds; a monitor waits for two


@dataclass(frozen=True)
class Check:
    ok: bool
    detail: str


UNKNOWN = Check(False, "unknown: the database does not answer")


def check_all(*, at: datetime) -> dict[str, Check]:
    """Every check by its name, in display order."""
    checks: dict[str, Callable[[], Check]] = {
        "database": check_database,
        "broker": check_broker,
        "beat": lambda: check_heartbeat("beat", at=at),
        "worker": lambda: check_heartbeat("worker", at=at),
        "printer": lambda: check_heartbeat("printer", at=at),
        "disk": check_disk,
    }
    found: dict[str, Check] = {}
    for name, check in checks.items():
        # Asked only once, so that the answer comes in time
        is_away = name in STALE_AFTER and not found["database"].ok
        found[name] = UNKNOWN if is_away else check()
    return found


def check_process(name: str, *, at: datetime) -> dict[str, Check]:
    """Checks for the container of one process: "web", "worker", "printer" or "beat"."""
    if name == "web":
        return {"web": check_web(), "database": check_database(), "disk": check_disk()}
    return {name: check_heartbeat(name, at=at)}


def check_database() -> Check:
    # Only the engine for PostgreSQL has it: a file is there at once, or not at all
    answers_within: Callable[[float], bool] | None = getattr(connection, "answers_within", None)
    if answers_within is not None and not answers_within(DATABASE_PATIENCE):
        return Check(False, "does not answer")
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        connection.close()  # an open one goes on with a file that is not there any more
    try:
        with connection.cursor() as cursor:
            # A table of the product: an empty or damaged file of SQLite would answer as well
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return Check(False, "does not answer")
    return Check(True, "answers")


def check_broker() -> Check:
    if not settings.REDIS_URL:
        folder = Path(settings.BROKER_DIR)
        writable = folder.is_dir() and os.access(folder, os.W_OK)
        return Check(writable, "folder is writable" if writable else "folder cannot be written")
    import redis  # noqa: PLC0415 -- 6 MB, and an office without it needs none

    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return Check(False, "does not answer")
    return Check(True, "answers")


def check_heartbeat(name: str, *, at: datetime) -> Check:
    try:
        seen = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    except DatabaseError:
        return UNKNOWN
    if seen is None:
        return Check(False, "never seen")
    age = at - seen
    return Check(age <= STALE_AFTER[name], f"last seen {max(age.total_seconds(), 0):.0f} s ago")


def check_disk() -> Check:
    free = shutil.disk_usage(settings.DATA_DIR).free // (1024 * 1024)
    return Check(free >= settings.MIN_FREE_DISK_MB, f"{free} MB free")


def check_web() -> Check:
    """Send a request to the web server of this machine, since an open port may never answer."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}{reverse('reporting:healthz')}",
        headers={"Host": host},
    )
    try:
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        # 503 is an answer: another check failed, and reports that.
        return Check(error.code == 503, f"answers {error.code}")
    except OSError:
        return Check(False, "does not answer")
    return Check(True, "answers")
