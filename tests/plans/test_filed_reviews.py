"""Which task of a plan takes its issued reviews as evidence."""

import pytest

from plans import filed_reviews
from plans.models import Task
from tests.factories import NOON, TaskFactory, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def _history(task):
    return list(task.events.order_by("pk").values_list("kind", flat=True))


def test_one_task_of_a_plan_takes_a_review():
    first = TaskFactory()
    second = TaskFactory(group=first.group)
    by = UserFactory()

    filed_reviews.take_interim(task=first, by=by, at=NOON)
    filed_reviews.take_interim(task=second, by=by, at=NOON)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.filed_review, second.filed_review) == ("", "interim")
    assert _history(first) == ["takes_interim", "takes_no_review"]
    assert _history(second) == ["takes_interim"]


def test_a_task_may_take_none_again():
    task = TaskFactory()
    filed_reviews.take_final(task=task, by=UserFactory(), at=NOON)
    filed_reviews.take_none(task=task, by=UserFactory(), at=NOON)

    task.refresh_from_db()
    assert task.filed_review == ""
    with pytest.raises(Refused, match="không nhận"):
        filed_reviews.take_none(task=task, by=UserFactory(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_tasks_chosen_at_once_the_later_takes_a_review():
    first = TaskFactory()
    second = TaskFactory(group=first.group)
    by = UserFactory()

    outcomes = run_together(
        lambda: filed_reviews.take_interim(task=first, by=by, at=NOON),
        lambda: filed_reviews.take_interim(task=second, by=by, at=NOON),
    )

    assert outcomes == ["done", "done"]
    assert Task.objects.filter(filed_review="interim").count() == 1
    assert sorted(_history(first) + _history(second)) == [
        "takes_interim",
        "takes_interim",
        "takes_no_review",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_stop_a_task_at_once_are_told_apart():
    task = TaskFactory()
    by = UserFactory()
    filed_reviews.take_final(task=task, by=by, at=NOON)

    def stop():
        filed_reviews.take_none(task=task, by=by, at=NOON)

    assert sorted(run_together(stop, stop)) == ["done", "refused"]
    assert _history(task) == ["takes_final", "takes_no_review"]
