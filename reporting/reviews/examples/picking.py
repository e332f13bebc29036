"""Choose the results that reviews quote, and their order within a group of tasks."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max

from reporting.models import (
    EntryStatus,
    ProgressEntry,
    ReviewExample,
    ReviewExampleEvent,
    ReviewExampleEventKind,
)
from tracker.lib.refusal import Refused
from units.models import User

Direction = Literal["up", "down"]


@transaction.atomic
def pick(*, entry: ProgressEntry, by: User, at: datetime) -> ReviewExample:
    """Quote an accepted `entry` in reviews frozen from now on, behind the others of its group."""
    if entry.status != EntryStatus.ACCEPTED:
        raise Refused("Chỉ nêu trong báo cáo kết quả đã được chấp nhận.")
    if not entry.result.strip():
        raise Refused("Kết quả này không có nội dung để nêu trong báo cáo.")
    last = ReviewExample.objects.aggregate(last=Max("position"))["last"] or 0
    example, is_new = ReviewExample.objects.get_or_create(
        entry=entry, defaults={"position": last + 1, "picked_at": at, "picked_by": by}
    )
    if is_new:
        _record(entry, ReviewExampleEventKind.PICKED, by=by, at=at)
    return example


@transaction.atomic
def drop(*, entry: ProgressEntry, by: User, at: datetime) -> None:
    """Quote `entry` no longer; reviews that are frozen already keep it."""
    deleted, _ = ReviewExample.objects.filter(entry=entry).delete()
    if deleted:
        _record(entry, ReviewExampleEventKind.DROPPED, by=by, at=at)


@transaction.atomic
def move(*, entry: ProgressEntry, direction: Direction, by: User, at: datetime) -> None:
    """Change places with the example before or behind it in the same group; at an end nothing."""
    task = entry.assignment.task
    rows = list(
        ReviewExample.objects.of_plan(task.plan)
        .filter(entry__assignment__task__group=task.group_id)
        .select_for_update(of=("self",))
    )
    places = [row.entry_id for row in rows]
    if entry.pk not in places:
        raise Refused("Kết quả này không còn được nêu trong báo cáo.")
    here = places.index(entry.pk)
    there = here + (1 if direction == "down" else -1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    positions = sorted(row.position for row in rows)
    for row, position in zip(rows, positions, strict=True):
        row.position = position
    ReviewExample.objects.bulk_update(rows, ["position"])
    _record(entry, ReviewExampleEventKind.MOVED, by=by, at=at)


def _record(entry: ProgressEntry, kind: str, *, by: User, at: datetime) -> None:
    ReviewExampleEvent.objects.record(by=by, at=at, entry=entry, kind=kind)
