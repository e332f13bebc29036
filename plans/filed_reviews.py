"""Use cases that say which task of a plan takes its issued reviews as evidence."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from plans.locking import locked_plan
from plans.models import FiledReview, Task, TaskEvent, TaskEventKind
from tracker.lib.refusal import Refused
from units.models import User

EVENTS = {
    FiledReview.INTERIM: TaskEventKind.TAKES_INTERIM,
    FiledReview.FINAL: TaskEventKind.TAKES_FINAL,
}


def take_interim(*, task: Task, by: User, at: datetime) -> None:
    """Let `task` take the interim reviews of its plan; another task no longer does."""
    _take(task, FiledReview.INTERIM, by=by, at=at)


def take_final(*, task: Task, by: User, at: datetime) -> None:
    """Let `task` take the final reviews of its plan; another task no longer does."""
    _take(task, FiledReview.FINAL, by=by, at=at)


@transaction.atomic
def take_none(*, task: Task, by: User, at: datetime) -> None:
    taking = _tasks_of_plan(task).filter(pk=task.pk).exclude(filed_review="")
    if not _stop(taking, by=by, at=at):
        raise Refused("Nhiệm vụ này không nhận báo cáo nào làm minh chứng.")


@transaction.atomic
def _take(task: Task, review: FiledReview, *, by: User, at: datetime) -> None:
    of_plan = _tasks_of_plan(task)
    if of_plan.filter(pk=task.pk, filed_review=review).exists():
        raise Refused(f"Nhiệm vụ này đã nhận {review.label.lower()} làm minh chứng.")
    _stop(of_plan.filter(filed_review=review), by=by, at=at)
    of_plan.filter(pk=task.pk).update(filed_review=review)
    TaskEvent.objects.record(task=task, kind=EVENTS[review], by=by, at=at)


def _tasks_of_plan(task: Task) -> QuerySet[Task]:
    """The tasks of its plan. The lock on the plan makes a second person wait who chooses one."""
    locked_plan(task.plan_id, no_key=True)
    return Task.objects.filter(plan=task.plan_id)


def _stop(tasks: QuerySet[Task], *, by: User, at: datetime) -> int:
    stopped = list(tasks)
    for task in stopped:
        Task.objects.filter(pk=task.pk).update(filed_review="")
        TaskEvent.objects.record(task=task, kind=TaskEventKind.TAKES_NO_REVIEW, by=by, at=at)
    return len(stopped)
