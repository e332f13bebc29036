"""What the database itself refuses about extensions, by the name of the constraint."""

import pytest
from django.db import IntegrityError, connection, transaction

from reporting.models import Extension
from tests.factories import NOON, LegalDocumentFactory, UserFactory
from tests.reporting.extension_scene import DEADLINE, PROPOSED, asked

pytestmark = pytest.mark.django_db

# PostgreSQL names the first broken rule by the alphabet, so each case breaks one alone.
CHANGES = {
    "reporting_extension_status_known": {"status": "lost"},
    "reporting_extension_proposes_a_later_day": {"proposed_deadline": DEADLINE},
    "reporting_extension_says_why": {"reason": ""},
    "reporting_extension_decision_when_decided": {"status": "withdrawn"},
    "reporting_extension_day_and_document_iff_granted": {"granted_deadline": PROPOSED},
    "reporting_extension_note_when_refused": {"status": "refused", "note": ""},
}
DECIDED = {"reporting_extension_status_known", "reporting_extension_note_when_refused"}


@pytest.mark.parametrize("name", CHANGES)
def test_an_extension_must(name):
    extension = asked()
    changes = dict(CHANGES[name])
    if name in DECIDED:
        changes |= {"decided_at": NOON, "decided_by": UserFactory()}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Extension.objects.filter(pk=extension.pk).update(**changes)


def test_a_document_alone_grants_nothing():
    extension = asked()

    with (
        pytest.raises(IntegrityError, match="reporting_extension_day_and_document_iff_granted"),
        transaction.atomic(),
    ):
        Extension.objects.filter(pk=extension.pk).update(
            status="granted",
            document=LegalDocumentFactory(),
            decided_at=NOON,
            decided_by=UserFactory(),
        )


def test_one_extension_of_an_assignment_waits():
    extension = asked()
    second = Extension(
        assignment=extension.assignment,
        deadline_before=DEADLINE,
        proposed_deadline=PROPOSED,
        reason="Lý do khác.",
        work_done="Việc khác.",
        asked_at=NOON,
        asked_by=extension.asked_by,
    )

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        second.save(force_insert=True)

    # SQLite names the columns of a broken unique constraint, PostgreSQL the constraint
    is_named = connection.vendor == "postgresql"
    expected = "reporting_extension_one_pending" if is_named else "extension.assignment_id"
    assert expected in str(refusal.value)
