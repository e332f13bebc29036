"""`verify` finds rows changed without the use cases."""

import pytest
from django.core.management import call_command

from plans.models import AssignmentEvent, Plan, Task
from reporting.models import EntryStatus, Extension, ProgressEntry, Submission
from reporting.operations import integrity
from tests.factories import TODAY, AssignmentFactory, LegalDocumentFactory, entry_at, person
from tests.reporting.extensions.scene import granted
from units.models import Role, User

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [finding.problem for finding in integrity.findings()]


def test_no_finding_in_rows_of_the_use_cases():
    entry_at(EntryStatus.ACCEPTED)
    person(Role.OFFICER)

    assert found() == []


def test_an_unsent_review_is_no_finding():
    entry_at(EntryStatus.DRAFT)

    assert found() == []


def test_status_changed_without_history_is_found():
    entry = entry_at(EntryStatus.SENT)
    ProgressEntry.objects.filter(pk=entry.pk).update(status=EntryStatus.DRAFT)

    assert found() == ["entry's status differs from its last event"]


def test_day_of_sending_moved_is_found():
    entry = entry_at(EntryStatus.SENT)
    Submission.objects.filter(pk=entry.submission_id).update(sent_at="2026-01-01T00:00:00Z")

    assert found() == ["submission's day of sending differs from its entries' history"]


def test_deadline_without_ledger_row_is_found():
    AssignmentFactory(deadline="2026-06-30", deadline_document=LegalDocumentFactory())

    assert found() == ["assignment's deadline differs from its ledger"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"granted_deadline": TODAY},
            {
                "granted extension is not in the ledger",
                "ledger tells of an extension nobody granted",
            },
        ),
        (
            {"status": "refused", "granted_deadline": None, "document": None, "note": "Chưa."},
            {"ledger tells of an extension nobody granted"},
        ),
    ],
)
def test_extension_different_from_its_ledger_is_found(changes, expected):
    extension = granted()
    assert found() == []

    Extension.objects.filter(pk=extension.pk).update(**changes)

    assert set(found()) == expected


def test_granted_extension_without_moved_deadline_is_found():
    extension = granted()
    moves = AssignmentEvent.objects.filter(assignment=extension.assignment, is_extension=True)
    moves.delete()

    assert found() == [
        "assignment's deadline differs from its ledger",
        "kept facts differ from the history (deadline_unextended)",
        "granted extension is not in the ledger",
    ]


def test_group_without_membership_is_found():
    officer = person(Role.OFFICER)
    officer.memberships.all().delete()

    assert set(found()) == {"person's groups differ from the memberships of the day"}
    assert User.objects.get(pk=officer.pk).groups.exists()


def test_verify_exits_with_1_on_any_finding(capsys):
    AssignmentFactory(deadline="2026-06-30", deadline_document=LegalDocumentFactory())

    with pytest.raises(SystemExit) as stop:
        call_command("verify")

    assert stop.value.code == 1
    assert "1 findings" in capsys.readouterr().out


def test_verify_passes_on_an_empty_product(capsys):
    call_command("verify")

    assert "Everything agrees." in capsys.readouterr().out


def test_a_rule_of_contributions_without_history_is_found():
    task = AssignmentFactory().task
    Task.objects.filter(pk=task.pk).update(contribution_rule="required")
    Plan.objects.filter(pk=task.plan_id).update(requires_contributions=True)

    assert found() == [
        "task's rule of contributions differs from its history",
        "plan's rule of contributions differs from its history",
    ]
