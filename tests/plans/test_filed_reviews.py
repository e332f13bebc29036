"""Which task of a plan takes its issued reviews as evidence."""

import pytest

from plans import filed_reviews
from tests.factories import NOON, TaskFactory, UserFactory
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
