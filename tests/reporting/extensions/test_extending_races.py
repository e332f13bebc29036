"""Two people acting on one request at the same moment: one succeeds, the other is refused."""

import pytest

from plans.models import AssignmentEventKind, LegalDocument
from reporting.extensions import extending
from reporting.models import Extension, ExtensionStatus
from tests.factories import NOON, TODAY, LegalDocumentFactory, UserFactory
from tests.race import run_together
from tests.reporting.extensions.scene import PROPOSED, dated, fresh, requested

pytestmark = pytest.mark.django_db(transaction=True)


def _grant(extension, *, by, document):
    return lambda: extending.grant(
        extension=extension,
        deadline=PROPOSED,
        words="đến ngày mới",
        document=document,
        by=by,
        at=NOON,
    )


def _moves(extension):
    return extension.assignment.events.filter(
        kind=AssignmentEventKind.DEADLINE_SET, is_extension=True
    ).count()


def test_grant_and_refusal_at_once_record_one_decision():
    extension, letter = requested(), LegalDocumentFactory()
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        _grant(fresh(extension), by=first, document=letter),
        lambda: extending.refuse(extension=fresh(extension), note="Chưa.", by=second, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
    is_granted = outcomes[0] == "done"
    found = fresh(extension)
    assert found.status == (ExtensionStatus.GRANTED if is_granted else ExtensionStatus.REFUSED)
    assert found.decided_by == (first if is_granted else second)
    assert _moves(extension) == is_granted


def test_two_grants_at_once_move_the_deadline_once():
    extension, by = requested(), UserFactory()
    letter = extending.NewDocument(
        kind="Công văn", number="77-TB/VPHU", issued_on=TODAY, issuer="", subject=""
    )

    outcomes = run_together(
        _grant(fresh(extension), by=by, document=letter),
        _grant(fresh(extension), by=by, document=letter),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert _moves(extension) == 1
    assert LegalDocument.objects.filter(number=letter.number).count() == 1


def test_withdrawal_and_grant_at_once_record_one_of_them():
    extension, by, letter = requested(), UserFactory(), LegalDocumentFactory()

    outcomes = run_together(
        lambda: extending.withdraw(extension=fresh(extension), by=by, at=NOON),
        _grant(fresh(extension), by=by, document=letter),
    )

    assert sorted(outcomes) == ["done", "refused"]
    is_granted = outcomes[1] == "done"
    assert fresh(extension).status == (
        ExtensionStatus.GRANTED if is_granted else ExtensionStatus.WITHDRAWN
    )
    assert (fresh(extension).assignment.deadline == PROPOSED) == is_granted


def test_of_two_requests_at_once_one_is_refused():
    assignment = dated()
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        lambda: requested(assignment, by=first), lambda: requested(assignment, by=second)
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Extension.objects.pending().count() == 1
