"""The exports of plans that people asked for on a page, until newer ones take their place.

The folder is the record, as with backups: a file has its name only when it is whole.
"""

import contextlib
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from plans.models import Plan, PlanEvent, PlanEventKind
from reporting.plan_folders import exporting
from tracker.lib import queueing
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import User

MAKE = "reporting.tasks.export_plan"
MOST_KEPT = 2
MEGABYTE = 1024 * 1024
_NAME = re.compile(r"[a-z0-9-]+-(\d{4}-\d\d-\d\d-\d{6})\.zip")


@dataclass(frozen=True)
class Export:
    """A whole .zip of a plan. `made_at` is the moment of its rows."""

    path: Path
    made_at: datetime
    num_bytes: int

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def num_mb(self) -> float:
        return self.num_bytes / MEGABYTE


def exports_of(plan_id: int) -> list[Export]:
    """The newest first."""
    found = []
    for path in _folder(plan_id).glob("*.zip"):
        if match := _NAME.fullmatch(path.name):
            at = timezone.make_aware(datetime.strptime(match[1], "%Y-%m-%d-%H%M%S"))  # noqa: DTZ007
            with contextlib.suppress(FileNotFoundError):  # just removed
                found.append(Export(path, at, path.stat().st_size))
    return sorted(found, key=lambda export: export.made_at, reverse=True)


def find(plan_id: int, name: str) -> Export | None:
    return next((export for export in exports_of(plan_id) if export.name == name), None)


@transaction.atomic
def request(*, plan: Plan, by: User, at: datetime) -> None:
    """Record who wants everything, and ask the worker for it."""
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.EXPORTED, by=by, at=at)
    queueing.send_on_commit(MAKE, plan_id=plan.pk, person_id=by.pk)


def make(*, plan_id: int, person_id: int, at: datetime) -> None:
    """Write the .zip and remove the oldest; a failure is told in the history of the plan."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        return  # deleted since somebody asked for it
    stamp = f"{timezone.localtime(at):%Y-%m-%d-%H%M%S}"

    def failed(note: str) -> None:
        kind, by = PlanEventKind.EXPORT_FAILED, User.objects.get(pk=person_id)
        PlanEvent.objects.record(plan=plan, kind=kind, note=note, by=by, at=at)

    target = _folder(plan_id) / f"ke-hoach-{slugify(fold(plan.number))}-{stamp}.zip"
    try:
        exporting.export_plan(plan=plan, target=target, at=at)
    except SoftTimeLimitExceeded:
        failed("Mất quá nhiều thời gian nên đã dừng.")
    except (Refused, OSError) as error:
        failed(str(error) if isinstance(error, Refused) else f"Không ghi được: {error.strerror}.")
    for old in exports_of(plan_id)[MOST_KEPT:]:
        old.path.unlink(missing_ok=True)


def forget_deleted() -> None:
    """Remove the exports of plans that are deleted: no page leads to them any more."""
    known = set(Plan.objects.values_list("pk", flat=True))
    for folder in _root().glob("*"):
        if folder.name.isdecimal() and int(folder.name) not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(plan_id: int) -> Path:
    return _root() / str(plan_id)


def _root() -> Path:
    return Path(settings.DATA_DIR) / "plan-exports"
