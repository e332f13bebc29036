"""Pages without a filter form: by the units of that time or by those of today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.units.test_succession import succeed
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def merged():
    """A task led by a unit that was merged, by its heir in another bloc, and by a third unit.

    The old unit filed for a period that ended before the merger.
    """
    task = TaskFactory(group=TaskGroupFactory(), is_fan_out=True)
    old, other = UnitFactory.create_batch(2, bloc=Bloc.GOVERNMENT)
    heir = UnitFactory(bloc=Bloc.PARTY)
    leads = [
        AssignmentFactory(task=task, unit=unit, is_own_part=True) for unit in (old, heir, other)
    ]
    period = ReportingPeriodFactory(
        plan=task.plan,
        data_from=TODAY - timedelta(days=90),
        data_to=TODAY - timedelta(days=20),
        due_on=TODAY + timedelta(days=5),
    )
    entry_at(EntryStatus.SENT, assignment=leads[0], period=period, at=timezone.now())
    succeed(old, heir, day=TODAY - timedelta(days=10))
    return task, old, heir, other


@pytest.fixture
def get(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    def get(name, *args, **query):
        return client.get(reverse(f"reporting:{name}", args=args), query)

    return get


def test_the_task_page_names_the_unit_that_each_part_counts_to(get, merged):
    task, old, heir, _ = merged

    then, now = get("task", task.pk), get("task", task.pk, by_units="now")

    assert {row.heir for row in then.context["detail"].rows} == {""}
    heirs = {row.assignment.unit: row.heir for row in now.context["detail"].rows}
    assert (heirs[old], heirs[heir]) == (heir.short_name, "")
    assert f"tính cho {heir.short_name}" in now.content.decode()
    assert "phần việc hoàn thành" in " ".join(now.content.decode().split())


def test_a_bloc_of_the_task_page_is_that_of_the_heir(get, merged):
    task, old, heir, _ = merged

    def units(**query):
        rows = get("task", task.pk, bloc=Bloc.PARTY, **query).context["detail"].rows
        return {row.assignment.unit for row in rows}

    assert units() == {heir}
    assert units(by_units="now") == {old, heir}


def test_the_page_of_the_heir_has_work_and_filings_of_the_unit_it_stands_for(get, merged):
    _, old, heir, _ = merged

    then, now = get("unit", heir.pk), get("unit", heir.pk, by_units="now")

    assert [row.assignment.unit for row in then.context["detail"].rows] == [heir]
    detail = now.context["detail"]
    assert {row.assignment.unit for row in detail.rows} == {old, heir}
    assert detail.tally.num_all == 2
    senders = {line.sender: bool(line.submission) for line in detail.filings}
    assert senders == {"": False, old.short_name: True}
    assert "Gồm cả việc và báo cáo của đơn vị mà đơn vị này kế thừa" in now.content.decode()


def test_the_page_of_the_old_unit_leads_to_its_heir(get, merged):
    _, old, heir, _ = merged

    page = get("unit", old.pk, by_units="now")

    assert page.context["detail"].rows == []
    link = (
        f'<a href="{reverse("reporting:unit", args=[heir.pk])}?by_units=now">{heir.short_name}</a>'
    )
    assert link in page.content.decode()
    assert len(get("unit", old.pk).context["detail"].rows) == 1


def test_a_unit_without_succession_has_nothing_to_choose(get, merged):
    *_, other = merged

    assert "Tính theo:" not in get("unit", other.pk).content.decode()


def test_the_filings_of_another_unit_stay_closed_to_an_officer(client, merged):
    """An officer of the heir reads its own submissions; the old unit's need their own right."""
    _, _, heir, _ = merged
    client.force_login(
        person(Role.OFFICER, heir), backend="django.contrib.auth.backends.ModelBackend"
    )

    page = client.get(reverse("reporting:unit", args=[heir.pk]), {"by_units": "now"})

    assert {line.sender for line in page.context["detail"].filings} == {""}
    assert {row.assignment.unit for row in page.context["detail"].rows} == {heir}


def test_the_plan_page_says_why_there_is_no_choice(get, merged):
    text = " ".join(get("plan", merged[0].plan.pk).content.decode().split())

    assert "nên số liệu như nhau dù tính theo đơn vị lúc đó hay đơn vị hiện nay" in text


@pytest.mark.parametrize("name", ["task", "unit"])
def test_an_unknown_choice_is_a_sentence(get, merged, name):
    page = get(name, merged[2].pk if name == "unit" else merged[0].pk, by_units="ever")

    assert page.status_code == 200
    assert "Không có lựa chọn này. Trang đang tính đơn vị lúc đó." in page.content.decode()


@pytest.mark.parametrize("name", ["task", "unit"])
def test_the_units_of_today_take_one_query_more(get, merged, name):
    pk = merged[2].pk if name == "unit" else merged[0].pk
    get(name, pk)  # reads content types once
    with CaptureQueriesContext(connection) as then:
        get(name, pk)
    with CaptureQueriesContext(connection) as now:
        get(name, pk, by_units="now")

    assert len(now) == len(then) + 1
