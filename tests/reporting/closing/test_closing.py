"""A plan is closed with a reason for all that is open, then only read, and opened again."""

import pytest
from django.urls import reverse

from plans import assigning
from plans import closing as plan_closing
from plans.editing import groups
from plans.models import AssignmentRole, EndReason, PlanEventKind, PlanStatus, TaskKind
from reporting.closing import closing
from reporting.closing.open_work import open_assignments
from reporting.filing import filing
from reporting.models import EntryStatus, Notice, NoticeKind
from reporting.notices import reminding
from reporting.periods import opening
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _by():
    return {"by": UserFactory(), "at": NOON}


def _closed(plan, reason="Việc thường xuyên"):
    rows = open_assignments(plan, today=TODAY)
    reasons = {row.pk: reason for row in rows}
    closing.close_plan(plan=plan, reason="Đã tổng kết", reasons=reasons, **_by())
    plan.refresh_from_db()
    return rows


def _returned():
    """A returned result whose unit may still answer, in a period that is open."""
    entry = entry_at(EntryStatus.RETURNED)
    entry.answer_by = TODAY
    entry.save()
    return entry


def test_everything_that_is_open_needs_a_reason():
    open_one = AssignmentFactory()
    plan = open_one.task.plan
    helping = AssignmentFactory(task=open_one.task, role=AssignmentRole.COORDINATING)

    with pytest.raises(Refused, match="Còn 1 phân công"):
        closing.close_plan(plan=plan, reason="Đã tổng kết", reasons={}, **_by())
    _closed(plan)

    open_one.refresh_from_db()
    helping.refresh_from_db()
    assert (open_one.ended_on, open_one.end_reason) == (TODAY, EndReason.DROPPED)
    assert open_one.events.get().note == "Kết thúc kế hoạch: Việc thường xuyên"
    assert helping.ended_on is None
    event = plan.events.get()
    assert (event.kind, event.note) == (
        PlanEventKind.CLOSED,
        "Đã tổng kết (1 phân công chưa hoàn thành kết thúc theo)",
    )


def test_what_is_done_needs_no_reason_and_stays_done():
    done = entry_at(EntryStatus.ACCEPTED, state="done").assignment

    assert _closed(done.task.plan) == []

    done.refresh_from_db()
    assert done.ended_on is None


def test_nothing_of_a_closed_plan_is_filed_planned_or_changed():
    entry = _returned()
    plan, period = entry.assignment.task.plan, entry.submission.period
    planned = ReportingPeriodFactory(plan=plan, opened_at=None)
    _closed(plan)
    period.refresh_from_db()
    entry.refresh_from_db()
    task = entry.assignment.task

    assert period.closed_at == NOON
    steps = [
        lambda: filing.answer(entry=entry, **_by()),
        lambda: opening.open_period(period=planned, despite=planned.data_from, **_by()),
        lambda: opening.reopen_period(period=period, note="Mở lại", **_by()),
        lambda: assigning.propose(
            task=task, unit=UnitFactory(), role=AssignmentRole.COORDINATING, **_by()
        ),
        lambda: groups.remove_group(group=task.group, **_by()),
        lambda: _closed(plan),
    ]
    for step in steps:
        with pytest.raises(Refused):
            step()


@pytest.mark.parametrize("is_closed", [False, True])
def test_nobody_is_reminded_of_a_closed_plan(is_closed):
    entry = _returned()
    person(Role.OFFICER, entry.submission.unit)
    if is_closed:
        _closed(entry.assignment.task.plan)

    reminding.remind(at=NOON)

    of_entry = Notice.objects.filter(kind=NoticeKind.DUE_SOON, entry=entry)
    assert of_entry.exists() == (not is_closed)


def test_a_plan_that_is_opened_again_goes_on_where_it_stopped():
    row = AssignmentFactory(task__kind=TaskKind.CONTINUOUS)
    dropped = AssignmentFactory(task=TaskFactory(group=row.task.group))
    assigning.remove(assignment=dropped, by=UserFactory(), at=NOON.replace(day=15))
    plan = row.task.plan
    _closed(plan)

    with pytest.raises(Refused, match="Cần nêu lý do"):
        plan_closing.reopen_plan(plan=plan, reason=" ", **_by())
    assert plan_closing.reopen_plan(plan=plan, reason="Đóng nhầm", **_by()) == 1

    row.refresh_from_db()
    dropped.refresh_from_db()
    plan.refresh_from_db()
    assert (row.ended_on, row.end_reason) == (None, "")
    assert dropped.ended_on is not None
    assert plan.status == PlanStatus.ACTIVE
    assert open_assignments(plan, today=TODAY)[0].pk == row.pk


def test_the_page_takes_one_reason_for_many_and_its_own_for_one(client):
    first = AssignmentFactory()
    second = AssignmentFactory(task=TaskFactory(group=first.task.group))
    plan = first.task.plan
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    url = reverse("reporting:close-plan", args=[plan.pk])
    typed = {"reason": "Đã tổng kết", f"own-{second.pk}": "Đơn vị đã kết thúc hoạt động"}

    refused = client.post(url, typed)
    done = client.post(url, {**typed, "all-not_started": "Chuyển sang kế hoạch mới"})
    page = client.get(reverse("reporting:plan", args=[plan.pk])).content.decode()

    assert refused.status_code == 422
    assert "Đơn vị đã kết thúc hoạt động" in refused.content.decode()
    assert done.status_code == 302
    notes = [row.events.get().note.partition(": ")[2] for row in (first, second)]
    assert notes == ["Chuyển sang kế hoạch mới", "Đơn vị đã kết thúc hoạt động"]
    assert "Kế hoạch đã kết thúc, chỉ còn để đọc." in page
    assert "Đã tổng kết" in page


def test_a_period_of_a_draft_is_not_opened():
    period = ReportingPeriodFactory(plan=PlanFactory(status=PlanStatus.DRAFT), opened_at=None)

    with pytest.raises(Refused, match="đưa kế hoạch vào thực hiện"):
        opening.open_period(period=period, despite=period.data_from, **_by())


def test_closed_plans_leave_the_first_page(client):
    plan = AssignmentFactory().task.plan
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    before = client.get(reverse("reporting:home")).context["home"].office
    _closed(plan)

    after = client.get(reverse("reporting:home")).context["home"].office

    assert before.plan == plan
    assert after is None


@pytest.mark.django_db(transaction=True)
def test_no_period_of_a_closed_plan_is_open_whoever_comes_first():
    period = ReportingPeriodFactory(opened_at=None)
    plan = period.plan

    outcomes = run_together(
        lambda: opening.open_period(period=period, despite=period.data_from, **_by()),
        lambda: closing.close_plan(plan=plan, reason="Đã tổng kết", reasons={}, **_by()),
    )

    assert outcomes[1] == "done"
    assert not plan.periods.open().exists()
