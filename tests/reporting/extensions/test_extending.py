"""Requesting a later deadline and deciding on the request."""

from datetime import timedelta

import pytest

from plans import deadlines, ending, pausing
from plans.models import (
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    LegalDocument,
)
from reporting.extensions import extending
from reporting.models import DeclaredState, EntryStatus, Extension, ExtensionStatus, Notice
from reporting.operations.integrity import findings
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import (
    ASKED,
    DEADLINE,
    PROPOSED,
    dated,
    fresh,
    granted,
    requested,
)
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
NEW = extending.NewDocument(
    kind="Công văn",
    number="77-TB/VPHU",
    issued_on=TODAY,
    issuer="Văn phòng Huyện ủy",
    subject="về gia hạn",
)


def _ledger(assignment):
    rows = assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET).order_by("pk")
    return list(rows.values_list("deadline_from", "deadline_to", "effective_on", "is_extension"))


def test_a_request_is_recorded_and_does_not_move_the_deadline():
    assignment, by = dated(), UserFactory()

    extension = fresh(requested(assignment, by=by))

    assert (extension.status, extension.asked_by, extension.asked_at) == ("asked", by, NOON)
    assert (extension.deadline_before, extension.proposed_deadline) == (DEADLINE, PROPOSED)
    assert (extension.reason, extension.work_done) == (ASKED["reason"], ASKED["work_done"])
    assignment.refresh_from_db()
    assert assignment.deadline == DEADLINE


def test_an_overdue_task_may_be_extended_to_a_future_day():
    late = dated(deadline=TODAY - timedelta(days=3))

    assert requested(late, proposed_deadline=TODAY).proposed_deadline == TODAY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"proposed_deadline": DEADLINE}, "phải sau thời hạn hiện nay"),
        ({"reason": "  "}, "lý do xin gia hạn"),
        ({"work_done": "  "}, "những việc đã làm"),
        ({"reason": "Theo văn bản 05-BC/HU (M)."}, "dấu hiệu mật"),
        ({"work_done": "Độ mật: Tối mật"}, "dấu hiệu mật"),
    ],
)
def test_an_incomplete_request_is_refused(changes, words):
    assignment = dated()

    with pytest.raises(Refused, match=words):
        requested(assignment, **changes)

    assert not Extension.objects.exists()


def test_a_past_day_cannot_be_proposed():
    late = dated(deadline=TODAY - timedelta(days=9))

    with pytest.raises(Refused, match="ngày đã qua"):
        requested(late, proposed_deadline=TODAY - timedelta(days=1))


def test_a_task_without_deadline_cannot_be_extended():
    with pytest.raises(Refused, match="không có thời hạn"):
        requested(AssignmentFactory())


@pytest.mark.parametrize(
    "fields",
    [{"state": AssignmentState.PROPOSED}, {"role": AssignmentRole.COORDINATING}],
)
def test_only_a_confirmed_lead_requests(fields):
    with pytest.raises(Refused, match="được giao chủ trì và đã xác nhận"):
        requested(dated(**fields))


def test_a_paused_task_needs_no_extension():
    assignment = dated()
    pausing.pause(
        assignment=assignment,
        first_day=TODAY,
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=NOON,
    )

    with pytest.raises(Refused, match="Tạm dừng"):
        requested(assignment)


def test_an_ended_assignment_is_not_extended():
    assignment = dated()
    ending.drop(
        assignment=assignment, on=TODAY, reason="Trùng", document=None, by=UserFactory(), at=NOON
    )

    with pytest.raises(Refused, match="đã kết thúc"):
        requested(assignment)


@pytest.mark.parametrize("status", [EntryStatus.SENT, EntryStatus.ACCEPTED])
def test_a_result_reported_done_needs_no_extension(status):
    assignment = dated()
    entry_at(status, assignment=assignment, state=DeclaredState.DONE)

    with pytest.raises(Refused, match="không xin gia hạn được"):
        requested(assignment)


def test_one_request_is_pending_at_a_time():
    assignment = dated()
    requested(assignment)

    with pytest.raises(Refused, match="đang chờ quyết định"):
        requested(assignment)


@pytest.mark.parametrize("settle", ["withdraw", "refuse", "grant"])
def test_another_request_is_allowed_after_a_decision(settle):
    assignment, by = dated(), UserFactory()
    first = requested(assignment)
    if settle == "withdraw":
        extending.withdraw(extension=first, by=by, at=NOON)
    if settle == "refuse":
        extending.refuse(extension=first, note="Chưa đủ lý do.", by=by, at=NOON)
    if settle == "grant":
        granted(first)

    second = requested(assignment, proposed_deadline=PROPOSED + timedelta(days=30))

    assert second.deadline_before == (PROPOSED if settle == "grant" else DEADLINE)


def test_a_granted_request_moves_the_deadline_and_the_ledger_keeps_both():
    extension, by, letter = requested(), UserFactory(), LegalDocumentFactory()

    granted(extension, by=by, document=letter, words="đến hết ngày 25/4/2026")

    found = fresh(extension)
    assert (found.status, found.granted_deadline, found.document) == ("granted", PROPOSED, letter)
    assert (found.decided_by, found.decided_at) == (by, NOON)
    assignment = found.assignment
    assert (assignment.deadline, assignment.deadline_document) == (PROPOSED, letter)
    assert assignment.deadline_words == "đến hết ngày 25/4/2026"
    assert _ledger(assignment) == [
        (None, DEADLINE, TODAY - timedelta(days=30), False),
        (DEADLINE, PROPOSED, TODAY, True),
    ]
    assert list(findings()) == []


def test_a_day_other_than_the_proposed_one_is_distinguished():
    other = PROPOSED - timedelta(days=10)

    extension = granted(deadline=other)

    assert fresh(extension).status == ExtensionStatus.CHANGED
    assert fresh(extension).assignment.deadline == other


def test_a_new_document_is_added_to_the_catalogue():
    extension = granted(document=NEW)

    document = LegalDocument.objects.get(number=NEW.number)
    assert fresh(extension).document == document
    assert (document.issued_on, document.issuer, document.subject) == (
        TODAY,
        NEW.issuer,
        NEW.subject,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"deadline": DEADLINE}, "phải sau thời hạn hiện nay"),
        ({"deadline": TODAY - timedelta(days=1)}, "ngày đã qua"),
        ({"words": " "}, "lời văn"),
        ({"note": "Độ mật: Mật"}, "dấu hiệu mật"),
    ],
)
def test_a_refused_decision_changes_nothing(changes, words):
    extension = requested()

    with pytest.raises(Refused, match=words):
        granted(extension, **{"document": NEW, **changes})

    assert fresh(extension).status == ExtensionStatus.ASKED
    assert fresh(extension).assignment.deadline == DEADLINE
    assert not LegalDocument.objects.filter(number=NEW.number).exists()


def test_a_document_with_a_secrecy_mark_is_refused():
    marked = extending.NewDocument(**{**vars(NEW), "number": "05-CV/HU (M)"})

    with pytest.raises(Refused, match="dấu hiệu mật"):
        granted(document=marked)


def test_a_document_already_in_the_catalogue_is_refused():
    letter = LegalDocumentFactory(issued_on=TODAY)
    same = extending.NewDocument(**{**vars(NEW), "number": letter.number})

    with pytest.raises(Refused, match="đã có trong danh mục"):
        granted(document=same)


def test_a_refusal_needs_a_reason_and_keeps_the_deadline():
    extension = requested()

    with pytest.raises(Refused, match="nêu lý do"):
        extending.refuse(extension=extension, note=" ", by=UserFactory(), at=NOON)
    extending.refuse(extension=extension, note="Đã gia hạn hai lần.", by=UserFactory(), at=NOON)

    found = fresh(extension)
    assert (found.status, found.note) == ("refused", "Đã gia hạn hai lần.")
    assert found.assignment.deadline == DEADLINE


STEPS = {
    "withdraw": lambda row: extending.withdraw(extension=row, by=UserFactory(), at=NOON),
    "refuse": lambda row: extending.refuse(extension=row, note="Chưa.", by=UserFactory(), at=NOON),
    # A day later than the first granted one, which the deadline alone would not rule out
    "grant": lambda row: granted(row, deadline=PROPOSED + timedelta(days=5), document=NEW),
}


@pytest.mark.parametrize("second", STEPS)
@pytest.mark.parametrize("first", ["withdraw", "refuse", "grant"])
def test_a_request_is_decided_once(first, second):
    extension = requested()
    seen = fresh(extension)
    if first == "grant":
        granted(extension)
    else:
        STEPS[first](extension)
    before = Extension.objects.filter(pk=extension.pk).values().get()

    with pytest.raises(Refused, match="vừa được rút hoặc đã có quyết định"):
        STEPS[second](seen)

    assert Extension.objects.filter(pk=extension.pk).values().get() == before
    assert not LegalDocument.objects.filter(number=NEW.number).exists()


def test_a_deadline_moved_in_the_meantime_is_extended_from_its_new_day():
    extension = requested()
    moved = DEADLINE + timedelta(days=5)
    _move(extension.assignment, moved)

    granted(extension)

    assert _ledger(extension.assignment)[-1] == (moved, PROPOSED, TODAY, True)
    assert fresh(extension).deadline_before == DEADLINE


def test_a_deadline_removed_in_the_meantime_cannot_be_extended():
    extension = requested()
    _move(extension.assignment, None)

    with pytest.raises(Refused, match="không còn thời hạn"):
        granted(extension)


def test_deciders_are_notified_of_a_request_once():
    assignment = dated()
    reviewer, leader = person(Role.REVIEWER), person(Role.LEADER)

    extension = requested(assignment)

    (notice,) = Notice.objects.all()
    assert (notice.recipient, notice.kind) == (reviewer, "extension_asked")
    assert assignment.unit.short_name in notice.text
    assert notice.url == f"/extensions/{extension.pk}/"
    assert not leader.notices.exists()


@pytest.mark.parametrize("is_granted", [True, False])
def test_the_unit_is_notified_of_the_decision(is_granted):
    extension = requested()
    unit = extension.assignment.unit
    recipients = {person(Role.OFFICER, unit), person(Role.HEAD, unit)}
    person(Role.OFFICER)

    if is_granted:
        granted(extension)
    else:
        extending.refuse(extension=extension, note="Không.", by=UserFactory(), at=NOON)

    notices = Notice.objects.filter(kind="extension_decided")
    assert {notice.recipient for notice in notices} == recipients
    assert ("được gia hạn đến 25/04/2026" in notices[0].text) == is_granted


def _move(assignment, deadline):
    deadlines.set_deadline(
        assignment=assignment,
        deadline=deadline,
        words="theo công văn khác",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=NOON,
    )
