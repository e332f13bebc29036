"""Deadlines on their ledger, and deliverables."""

from datetime import date, timedelta

import pytest

from plans import deadlines
from plans.integrity import findings
from plans.models import (
    AssignmentEventKind,
)
from tests.factories import (
    NOON,
    TODAY,
    LegalDocumentFactory,
    TaskFactory,
)
from tests.plans.scene import COORDINATING, a_proposal, events_of
from tracker.lib.refusal import Refused


@pytest.mark.django_db
def test_deadlines_stay_on_a_ledger():
    assignment, by = a_proposal()
    letter = LegalDocumentFactory()
    first, second = date(2026, 6, 20), date(2026, 9, 20)
    common = {"assignment": assignment, "document": letter, "by": by, "at": NOON}

    deadlines.set_deadline(
        deadline=first, words="trước ngày 20/6", effective_on=date(2026, 3, 1), **common
    )
    deadlines.set_deadline(deadline=second, words="trước ngày 20/9", **common)

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
    assignment, by = a_proposal()
    common = {
        "assignment": assignment,
        "document": LegalDocumentFactory(),
        "words": "theo công văn",
        "by": by,
        "at": NOON,
    }
    deadlines.set_deadline(deadline=date(2026, 6, 20), **common)

    deadlines.set_deadline(deadline=date(2026, 7, 20), is_extension=True, **common)
    deadlines.set_deadline(deadline=date(2026, 8, 20), **common)

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
    assignment, by = a_proposal()
    common = {
        "assignment": assignment,
        "document": LegalDocumentFactory(),
        "words": "theo công văn",
        "by": by,
        "at": NOON,
    }
    if before:
        deadlines.set_deadline(deadline=before, **common)

    with pytest.raises(Refused, match=words):
        deadlines.set_deadline(deadline=after, is_extension=True, **common)

    assignment.refresh_from_db()
    assert assignment.deadline == before


@pytest.mark.django_db
def test_a_lifted_deadline_agrees_with_its_ledger():
    assignment, by = a_proposal()
    common = {"assignment": assignment, "document": LegalDocumentFactory(), "by": by, "at": NOON}
    deadlines.set_deadline(deadline=date(2026, 6, 20), words="trước ngày 20/6", **common)

    deadlines.set_deadline(deadline=None, words="", **common)

    assignment.refresh_from_db()
    assert assignment.deadline is None
    assert list(findings()) == []


@pytest.mark.django_db
def test_only_an_existing_deadline_can_be_lifted():
    assignment, by = a_proposal()

    with pytest.raises(Refused, match="nào để bỏ"):
        deadlines.set_deadline(
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
    assignment, by = a_proposal()
    deadline = {
        "assignment": assignment,
        "deadline": date(2026, 6, 20),
        "words": "trước ngày 20/6",
        "document": LegalDocumentFactory(),
        "by": by,
        "at": NOON,
        "effective_on": date(2026, 3, 1),
    }
    deadlines.set_deadline(**deadline)

    with pytest.raises(Refused, match=words):
        deadlines.set_deadline(**deadline | changes)


@pytest.mark.django_db
def test_one_deadline_for_all_leads_does_not_change_the_co_ordinators():
    task = TaskFactory(is_fan_out=True)
    leads = [a_proposal(task=task)[0] for _ in range(2)]
    helper, by = a_proposal(COORDINATING, task=task)

    num = deadlines.set_deadline_of_leads(
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
    assert events_of(helper) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_the_deliverable_and_its_document_are_kept():
    assignment, by = a_proposal()
    letter = LegalDocumentFactory()

    deadlines.set_deliverable(
        assignment=assignment, deliverable=" Quy chế ", document=letter, by=by, at=NOON
    )

    assignment.refresh_from_db()
    assert (assignment.deliverable, assignment.assigned_by) == ("Quy chế", letter)
    assert events_of(assignment)[-1] == AssignmentEventKind.DELIVERABLE_SET
