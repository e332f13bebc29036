"""Whether a row may be deleted, or holds rows that have to stay."""

from django.db import router
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector


def has_protected_rows(row: Model) -> bool:
    """Whether protected rows (results, successors, answers) refer to `row` or to what it holds."""
    try:
        Collector(using=router.db_for_write(type(row))).collect([row])
    except ProtectedError:
        return True
    return False
