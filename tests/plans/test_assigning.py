"""Assignments: proposals, roles, deadlines with their ledger, and removal."""

from datetime import date, timedelta

import pytest

from plans import assigning
from plans.integrity import findings
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    Plan,
)
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

LEAD, COORDINATING = AssignmentRole.LEAD, AssignmentRole.COORDINATING


def _events(assignment):
    return list(assignment.events.order_by("pk").values_list("kind", flat=True))


def _propose(role=LEAD, **fields):
    by = UserFactory()
    fields = {"task": TaskFactory(), "unit": UnitFactory()} | fields
    return assigning.propose(role=role, by=by, at=NOON, **fields), by


@pytest.mark.django_db
def test_a_proposal_is_not_owed_and_lets_its_unit_read_the_plan():
    officer = person(Role.OFFICER)
    unit = officer.memberships.get().unit

    assignment, _ = _propose(unit=unit)

    assert assignment.state == AssignmentState.PROPOSED
    assert not Assignment.objects.owed().exists()
    assert list(Plan.objects.readable_by(officer)) == [assignment.task.plan]
    assert _events(assignment) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_a_unit_that_ended_gets_no_new_task():
    unit = UnitFactory(last_day=TODAY - timedelta(days=1))

    with pytest.raises(Refused, match="không hoạt động"):
        _propose(unit=unit)


@pytest.mark.django_db
def test_a_confirmed_lead_is_owed_and_is_confirmed_once():
    assignment, by = _propose()

    assigning.confirm(assignment=assignment, by=by, at=NOON)

    assert list(Assignment.objects.owed()) == [assignment]
    with pytest.raises(Refused, match="đã được xác nhận"):
        assigning.confirm(assignment=assignment, by=by, at=NOON)


@pytest.mark.django_db
def test_confirming_many_skips_confirmed_and_ended_assignments():
    proposed, by = _propose()
    confirmed = AssignmentFactory()
    ended = AssignmentFactory(state=AssignmentState.PROPOSED, ended_on=TODAY, end_reason="dropped")

    num = assigning.confirm_many(assignments=[proposed, confirmed, ended], by=by, at=NOON)

    assert num == 1
    assert _events(proposed)[-1] == AssignmentEventKind.CONFIRMED
    assert _events(confirmed) == _events(ended) == []


@pytest.mark.django_db
def test_confirming_many_runs_the_same_queries_for_any_number(django_assert_num_queries):
    for num in (1, 3):
        rows = [_propose()[0] for _ in range(num)]
        by = UserFactory()
        with django_assert_num_queries(5):
            assigning.confirm_many(assignments=rows, by=by, at=NOON)


@pytest.mark.django_db
def test_a_second_lead_is_refused_by_name():
    first, by = _propose()

    with pytest.raises(Refused, match=f"đã có đơn vị chủ trì là {first.unit.short_name}"):
        assigning.set_role(task=first.task, unit=UnitFactory(), role=LEAD, by=by, at=NOON)


@pytest.mark.django_db
def test_in_a_fan_out_task_each_unit_leads_its_own_part():
    task = TaskFactory(is_fan_out=True)

    first, _ = _propose(task=task)
    second, _ = _propose(task=task)

    assert first.is_own_part
    assert second.is_own_part


@pytest.mark.django_db
def test_a_changed_role_is_in_the_history():
    assignment, by = _propose(COORDINATING)

    assigning.set_role(task=assignment.task, unit=assignment.unit, role=LEAD, by=by, at=NOON)

    assignment.refresh_from_db()
    assert assignment.role == LEAD
    event = assignment.events.get(kind=AssignmentEventKind.ROLE_CHANGED)
    assert (event.note, event.by, event.at) == ("Phối hợp → Chủ trì", by, NOON)


@pytest.mark.django_db
def test_setting_the_same_role_changes_nothing():
    assignment, by = _propose()

    assigning.set_role(task=assignment.task, unit=assignment.unit, role=LEAD, by=by, at=NOON)

    assert _events(assignment) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_no_role_removes_the_assignment_and_keeps_its_history():
    assignment, by = _propose()
    task, unit = assignment.task, assignment.unit

    assigning.set_role(task=task, unit=unit, role=None, by=by, at=NOON)

    assert not Assignment.objects.exists()
    kinds = AssignmentEvent.objects.filter(task=task, unit=unit).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["proposed", "removed"]


@pytest.mark.django_db
def test_an_assignment_with_results_is_kept():
    entry = entry_at(EntryStatus.DRAFT)
    assignment, by = entry.assignment, UserFactory()

    with pytest.raises(Refused, match="không bỏ phân công được"):
        assigning.remove(assignment=assignment, by=by, at=NOON)
    with pytest.raises(Refused, match="không đổi vai trò được"):
        assigning.set_role(
            task=assignment.task, unit=assignment.unit, role=COORDINATING, by=by, at=NOON
        )

    assert _events(assignment) == []
    assert Assignment.objects.get().role == LEAD


@pytest.mark.django_db
def test_the_lead_passes_from_one_unit_to_another_in_one_step():
    assignment, by = _propose()
    task, former, new = assignment.task, assignment.unit, UnitFactory()

    num = assigning.set_roles(task=task, roles={new: LEAD, former: COORDINATING}, by=by, at=NOON)

    assert num == 2
    assert dict(task.assignments.values_list("unit", "role")) == {
        new.pk: LEAD,
        former.pk: COORDINATING,
    }


@pytest.mark.django_db
def test_of_many_roles_all_are_set_or_none():
    entry = entry_at(EntryStatus.DRAFT)
    task, unit, new = entry.assignment.task, entry.assignment.unit, UnitFactory()

    with pytest.raises(Refused):
        assigning.set_roles(
            task=task, roles={new: COORDINATING, unit: None}, by=UserFactory(), at=NOON
        )

    assert list(task.assignments.values_list("unit", flat=True)) == [unit.pk]


@pytest.mark.django_db
def test_deadlines_stay_on_a_ledger():
    assignment, by = _propose()
    letter = LegalDocumentFactory()
    first, second = date(2026, 6, 20), date(2026, 9, 20)
    common = {"assignment": assignment, "document": letter, "by": by, "at": NOON}

    assigning.set_deadline(
        deadline=first, words="trước ngày 20/6", effective_on=date(2026, 3, 1), **common
    )
    assigning.set_deadline(deadline=second, words="trước ngày 20/9", **common)

    assignment.refresh_from_db()
    ledger = assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET).order_by("pk")
    assert (assignment.deadline, assignment.deadline_document) == (second, letter)
    assert list(ledger.values_list("deadline_from", "deadline_to", "effective_on")) == [
        (None, first, date(2026, 3, 1)),
        (first, second, TODAY),
    ]
    assert list(findings()) == []


@pytest.mark.django_db
def test_the_ledger_distinguishes_an_extension_from_a_deadline_moved_by_the_office():
    assignment, by = _propose()
    common = {
        "assignment": assignment,
        "document": LegalDocumentFactory(),
        "words": "theo công văn",
        "by": by,
        "at": NOON,
    }
    assigning.set_deadline(deadline=date(2026, 6, 20), **common)

    assigning.set_deadline(deadline=date(2026, 7, 20), is_extension=True, **common)
    assigning.set_deadline(deadline=date(2026, 8, 20), **common)

    ledger = assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET).order_by("pk")
    assert list(ledger.values_list("is_extension", flat=True)) == [False, True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, date(2026, 6, 20), "không còn thời hạn"),
        (date(2026, 6, 20), date(2026, 6, 20), "phải sau thời hạn hiện nay"),
        (date(2026, 6, 20), None, "phải sau thời hạn hiện nay"),
    ],
)
def test_an_extension_moves_a_deadline_to_a_later_day(before, after, words):
    assignment, by = _propose()
    common = {
        "assignment": assignment,
        "document": LegalDocumentFactory(),
        "words": "theo công văn",
        "by": by,
        "at": NOON,
    }
    if before:
        assigning.set_deadline(deadline=before, **common)

    with pytest.raises(Refused, match=words):
        assigning.set_deadline(deadline=after, is_extension=True, **common)

    assignment.refresh_from_db()
    assert assignment.deadline == before


@pytest.mark.django_db
def test_a_lifted_deadline_agrees_with_its_ledger():
    assignment, by = _propose()
    common = {"assignment": assignment, "document": LegalDocumentFactory(), "by": by, "at": NOON}
    assigning.set_deadline(deadline=date(2026, 6, 20), words="trước ngày 20/6", **common)

    assigning.set_deadline(deadline=None, words="", **common)

    assignment.refresh_from_db()
    assert assignment.deadline is None
    assert list(findings()) == []


@pytest.mark.django_db
def test_only_an_existing_deadline_can_be_lifted():
    assignment, by = _propose()

    with pytest.raises(Refused, match="nào để bỏ"):
        assigning.set_deadline(
            assignment=assignment,
            deadline=None,
            words="",
            document=LegalDocumentFactory(),
            by=by,
            at=NOON,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words": "  "}, "lời văn"),
        ({"effective_on": TODAY + timedelta(days=1)}, "không được sau hôm nay"),
        ({"effective_on": date(2026, 2, 1)}, "không được trước đó"),
    ],
)
def test_a_deadline_that_contradicts_the_ledger_is_refused(changes, words):
    assignment, by = _propose()
    deadline = {
        "assignment": assignment,
        "deadline": date(2026, 6, 20),
        "words": "trước ngày 20/6",
        "document": LegalDocumentFactory(),
        "by": by,
        "at": NOON,
        "effective_on": date(2026, 3, 1),
    }
    assigning.set_deadline(**deadline)

    with pytest.raises(Refused, match=words):
        assigning.set_deadline(**deadline | changes)


@pytest.mark.django_db
def test_one_deadline_for_all_leads_does_not_change_the_co_ordinators():
    task = TaskFactory(is_fan_out=True)
    leads = [_propose(task=task)[0] for _ in range(2)]
    helper, by = _propose(COORDINATING, task=task)

    num = assigning.set_deadline_of_leads(
        task=task,
        deadline=date(2026, 6, 20),
        words="trước ngày 20/6",
        document=LegalDocumentFactory(),
        by=by,
        at=NOON,
    )

    assert num == 2
    with_deadline = task.assignments.filter(deadline=date(2026, 6, 20))
    assert set(with_deadline) == set(leads)
    assert _events(helper) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_the_deliverable_and_its_document_are_kept():
    assignment, by = _propose()
    letter = LegalDocumentFactory()

    assigning.set_deliverable(
        assignment=assignment, deliverable=" Quy chế ", document=letter, by=by, at=NOON
    )

    assignment.refresh_from_db()
    assert (assignment.deliverable, assignment.assigned_by) == ("Quy chế", letter)
    assert _events(assignment)[-1] == AssignmentEventKind.DELIVERABLE_SET


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_assigned_at_once_one_is_refused():
    task, first, second, by = TaskFactory(), UnitFactory(), UnitFactory(), UserFactory()

    outcomes = run_together(
        *(
            lambda unit=unit: assigning.set_role(task=task, unit=unit, role=LEAD, by=by, at=NOON)
            for unit in (first, second)
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Assignment.objects.leading().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_removal_and_a_confirmation_come_one_after_the_other():
    assignment, by = _propose()

    outcomes = run_together(
        lambda: assigning.remove(assignment=assignment, by=by, at=NOON),
        lambda: assigning.confirm(assignment=assignment, by=by, at=NOON),
    )

    assert outcomes[0] == "done"
    assert not Assignment.objects.exists()
    confirmed = AssignmentEvent.objects.filter(kind=AssignmentEventKind.CONFIRMED).exists()
    assert confirmed == (outcomes[1] == "done")
