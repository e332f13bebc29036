"""Recurring and continuous tasks in a review: no percentage, and words of a period."""

import pytest

from plans.models import TaskKind
from reporting.models import DeclaredState, EntryEvent, EntryStatus, ProgressEntry
from reporting.papers.blocks import text_of
from reporting.reviews.papers import annexes
from reporting.reviews.snapshots import snapshot
from tests.factories import AssignmentFactory, TaskFactory, entry_at
from tests.reporting.reviews.scene import html_of, plan_at_work, request_review

pytestmark = pytest.mark.django_db


def _accepted(work, kind, **content):
    """A result that was sent while every task was asked for a percentage."""
    group = work.plan.groups.get(code="1")
    task = TaskFactory(group=group, code="1.9", title="Kiểm tra công vụ", kind=kind)
    entry = entry_at(
        EntryStatus.ACCEPTED,
        assignment=AssignmentFactory(task=task),
        period=work.period,
        **content,
    )
    ProgressEntry.objects.filter(pk=entry.pk).update(percent=55)
    EntryEvent.objects.filter(entry=entry).update(percent=55)
    return entry


def _task(taken):
    [task] = [task for group in taken["groups"] for task in group["tasks"] if task["code"] == "1.9"]
    return task


@pytest.mark.parametrize(
    ("kind", "percent"),
    [(TaskKind.ONE_OFF, 55), (TaskKind.RECURRING, None), (TaskKind.CONTINUOUS, None)],
)
def test_a_review_states_a_percentage_of_one_off_tasks_only(kind, percent):
    work = plan_at_work()
    _accepted(work, kind)
    review = request_review(work)

    taken = snapshot.take(review)
    [lead] = _task(taken)["leads"]

    assert (lead["percent"], lead["results"][0]["percent"]) == (percent, percent)
    assert ("đạt 55%" in html_of(review, taken | {"schema": 1})) == (percent is not None)


def test_a_result_without_text_is_told_in_the_words_of_its_kind():
    work = plan_at_work()
    entry = _accepted(
        work, TaskKind.RECURRING, state=DeclaredState.NOT_STARTED, result="", percent=None
    )
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=AssignmentFactory(task=entry.assignment.task, is_own_part=True),
        period=work.period,
        result="Đã kiểm tra 2 cơ quan.",
    )

    annex = annexes.results(snapshot.take(request_review(work)))

    told = [text_of(block.runs) for block in annex.blocks if block.key.startswith("annex-4.1.9.")]
    assert {words.partition(": ")[2] for words in told} == {
        "Chưa triển khai trong kỳ.",
        "Đã kiểm tra 2 cơ quan.",
    }
