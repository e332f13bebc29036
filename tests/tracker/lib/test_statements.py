"""Kept SQL gives the rows of its QuerySet, in the order of the asked columns."""

from datetime import date

import pytest
from django.db.models import Count, F

from plans.models import Task
from tests.factories import TaskFactory, TaskGroupFactory
from tracker.lib import statements

pytestmark = pytest.mark.django_db
COLUMNS = ("num", "group", "issued")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(statements, "_kept", type(statements._kept)())


def grouped(plan):
    tasks = Task.objects.filter(plan=plan).order_by()
    return tasks.values("group", issued=F("plan__issued_on")).annotate(num=Count("pk"))


def test_rows_are_those_of_the_query_and_new_each_time(django_assert_num_queries):
    task = TaskFactory()
    made = []

    def build():
        made.append(1)
        return grouped(task.plan)

    with django_assert_num_queries(1):
        first = statements.rows_of("key", COLUMNS, build)
    TaskFactory(group=task.group)
    second = statements.rows_of("key", COLUMNS, build)

    issued = task.plan.issued_on
    assert isinstance(first[0][2], date)
    assert (first, second) == ([(1, task.group_id, issued)], [(2, task.group_id, issued)])
    assert len(made) == 1


def test_another_key_or_none_is_compiled_anew():
    first, second = TaskFactory(), TaskFactory()

    rows = [
        statements.rows_of(key, ("group",), lambda task=task: grouped(task.plan))
        for key, task in [("a", first), ("b", second), (None, first), (None, second)]
    ]

    of_both = [[(first.group_id,)], [(second.group_id,)]]
    assert rows == of_both * 2


def test_what_cannot_match_has_no_rows():
    for _ in range(2):
        none = statements.rows_of("none", ("pk",), lambda: Task.objects.none().values("pk"))
        assert none == []


def test_only_the_statements_used_last_are_kept(monkeypatch):
    monkeypatch.setattr(statements, "MOST_KEPT", 2)
    plan = TaskGroupFactory().plan
    for key in ("a", "b", "a", "c"):
        statements.rows_of(key, ("num",), lambda: grouped(plan))

    assert [key[-1] for key in statements._kept] == ["a", "c"]


def test_an_id_takes_the_place_of_the_mark(django_assert_num_queries):
    first, second = TaskFactory(), TaskFactory()

    def build():
        return Task.objects.filter(pk=statements.MARK).values_list("pk", "group")

    for task in (first, second):
        with django_assert_num_queries(1):
            rows = statements.rows_of("marked", (), build, given=task.pk)
        assert rows == [(task.pk, task.group_id)]
    assert len(statements._kept) == 1
