"""Free space of the disk that holds the data."""

import shutil

from django.conf import settings

MEGABYTE = 1024 * 1024


def free_mb() -> int:
    return shutil.disk_usage(settings.DATA_DIR).free // MEGABYTE


def is_low() -> bool:
    """Whether administrators are to be warned, long before saving fails."""
    return free_mb() < settings.WARN_FREE_DISK_MB
