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
from units.models import Bloc, Role, Unit

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
    heirs = {Unit.objects.get(pk=row.unit_id): row.heir for row in now.context["detail"].rows}
    assert (heirs[old], heirs[heir]) == (heir.short_name, "")
    assert f"tính cho {heir.short_name}" in now.content.decode()
    assert "phần việc hoàn thành" in " ".join(now.content.decode().split())


def test_a_bloc_of_the_task_page_is_that_of_the_heir(get, merged):
    task, old, heir, _ = merged

    def units(**query):
        rows = get("task", task.pk, bloc=Bloc.PARTY, **query).context["detail"].rows
        return {Unit.objects.get(pk=row.unit_id) for row in rows}

    assert units() == {heir}
    assert units(by_units="now") == {old, heir}


def test_the_page_of_the_heir_has_work_and_filings_of_the_unit_it_stands_for(get, merged):
    _, old, heir, _ = merged

    then, now = get("unit", heir.pk), get("unit", heir.pk, by_units="now")

    assert [row.unit_id for row in then.context["detail"].rows] == [heir.pk]
    detail = now.context["detail"]
    assert {row.unit_id for row in detail.rows} == {old.pk, heir.pk}
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
    assert {row.unit_id for row in page.context["detail"].rows} == {heir.pk}


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


def _home(client, role, **query):
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("reporting:home"), query)


def test_leaders_read_blocs_and_units_of_today_with_lists_that_keep_the_choice(client, merged):
    task, *_ = merged

    then, now = (_home(client, Role.LEADER, by_units=by) for by in ("", "now"))

    desk_then, desk_now = then.context["home"].leader, now.context["home"].leader
    assert (desk_then.num_units, desk_now.num_units) == (3, 2)
    assert desk_then.figures.total == desk_now.figures.total
    party = [desk.figures.by_bloc[Bloc.PARTY].num_all for desk in (desk_then, desk_now)]
    assert party == [1, 2]
    html = now.content.decode()
    matrix = reverse("reporting:dashboard-matrix", args=[task.plan.pk])
    assert f'hx-get="{matrix}?by_units=now"' in html
    assert f'hx-get="{matrix}"' in then.content.decode()
    behind = client.get(desk_now.urls["all"])
    assert {row.heir for row in behind.context["rows"]} == {"", merged[2].short_name}
    listed = client.get(
        reverse("reporting:list-assignments", args=[task.plan.pk]),
        {"by_units": "now", "bloc": Bloc.PARTY},
    )
    assert listed.context["page"].paginator.count == 2


def test_the_office_sees_the_heir_of_a_unit_that_has_not_sent(client, merged):
    task, _, heir, other = merged
    late = UnitFactory()
    AssignmentFactory(task=task, unit=late, is_own_part=True)
    succeed(late, heir, day=TODAY - timedelta(days=10))

    then, now = (_home(client, Role.REVIEWER, by_units=by) for by in ("", "now"))

    ((receiving_then,), (receiving_now,)) = (
        page.context["home"].office.receiving for page in (then, now)
    )
    assert {unit.pk for unit in receiving_then.unsent} == {heir.pk, other.pk, late.pk}
    assert {unit.pk for unit in receiving_now.unsent} == {heir.pk, other.pk}
    assert (receiving_then.num_unsent, receiving_now.num_unsent) == (3, 2)
    assert receiving_now.row.words == receiving_then.row.words
    assert "đếm từng báo cáo nên vẫn theo đơn vị lúc đó" in now.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER])
def test_the_first_page_takes_one_query_more_and_at_most_twelve(client, merged, role):
    _home(client, role)
    for_page = {}
    for by_units in ("", "now"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reporting:home"), {"by_units": by_units})
        for_page[by_units] = len(queries)

    assert for_page["now"] == for_page[""] + 1 <= 12
