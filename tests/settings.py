"""Settings of the product for tests: fast, and separate from any real data.

`python -m tests.servers` sets DATABASE_URL and REDIS_URL; then the suite runs on those.
"""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
# Always a new folder, one per process of pytest-xdist and never the one of a user.
os.environ["TRACKER_DATA"] = tempfile.mkdtemp(prefix="tracker-tests-")
atexit.register(shutil.rmtree, os.environ["TRACKER_DATA"], ignore_errors=True)

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import CACHES, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A pool would keep connections open while the test database is dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: threads on one in-memory database do not wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['TRACKER_DATA']}/test.sqlite3"}
CACHES["default"]["KEY_PREFIX"] = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str] = {}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
