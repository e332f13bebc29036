"""What two people may do at the same moment to one request: one is done, the other is told."""

import pytest

from plans.models import AssignmentEventKind, LegalDocument
from reporting.extensions import extending
from reporting.models import Extension, ExtensionStatus
from tests.factories import NOON, TODAY, LegalDocumentFactory, UserFactory
from tests.race import run_together
from tests.reporting.extensions.scene import PROPOSED, asked, dated, fresh

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


def test_granted_and_refused_at_once_leaves_one_decision():
    extension, letter = asked(), LegalDocumentFactory()
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
    extension, by = asked(), UserFactory()
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


def test_withdrawn_and_granted_at_once_is_one_or_the_other():
    extension, by, letter = asked(), UserFactory(), LegalDocumentFactory()

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


def test_of_two_who_ask_at_once_one_is_told():
    assignment = dated()
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        lambda: asked(assignment, by=first), lambda: asked(assignment, by=second)
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Extension.objects.pending().count() == 1
