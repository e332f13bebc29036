"""Kept SQL gives the rows of its QuerySet, in the order of the asked columns."""

from datetime import date

import pytest
from django.db.models import Count, F
from django.http import Http404

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


def test_objects_are_those_of_the_query(django_assert_num_queries):
    tasks = [TaskFactory(), TaskFactory()]

    def build():
        found = Task.objects.filter(pk__in=statements.MARKS[:2], title=statements.MARKS[2])
        return found.select_related("group__plan").annotate(issued=F("plan__issued_on"))

    for task in tasks:
        with django_assert_num_queries(1):
            given = task.pk, tasks[0].pk, task.title
            found = statements.objects_of("objects", build, given=given)
            assert found == [one for one in tasks if one.title == task.title and one.pk in given]
            assert {one.issued for one in found} == {found[0].group.plan.issued_on}
            assert not found[0].get_deferred_fields()


def test_an_object_that_is_not_found_is_a_404():
    def build():
        return Task.objects.filter(pk=statements.MARK).only("title")

    task = TaskFactory()
    found = statements.object_or_404("one", build, given=task.pk)
    assert (found, found.title, type(found)) == (task, task.title, Task)
    with pytest.raises(Http404):
        statements.object_or_404("one", build, given=task.pk + 1)


def test_one_statement_serves_selections_by_different_ids(django_assert_num_queries):
    tasks = [TaskFactory() for _ in range(3)]
    made = []

    def titles(ids, after=0):
        selected, given = statements.marks_or_ids(ids, after=after)

        def build():
            made.append(len(selected))
            return Task.objects.filter(pk__in=selected).order_by("pk").values_list("title")

        return [
            title for (title,) in statements.rows_of(("by ids", selected), (), build, given=given)
        ]

    first, second, third = (task.pk for task in tasks)
    assert titles([first]) == [tasks[0].title]
    assert titles([second, third]) == [task.title for task in tasks[1:]]
    assert titles([third, first, second]) == [task.title for task in tasks]
    assert titles([]) == []
    many = range(first, first + 2 * len(statements.MARKS))
    assert titles(many) == [task.title for task in tasks]
    assert made == [1, 4, len(many)]
