"""Recipients of notices when a period opens and when the office decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from reporting.filing import filing
from reporting.models import (
    EntryEvent,
    EntryStatus,
    Notice,
    NoticeKind,
    NoticePreference,
    ProgressEntry,
)
from reporting.notices import acceptances, digesting, noticing
from reporting.periods import opening
from reporting.verification import verifying
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.notices.scene import sent_submission
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def _notices(user) -> list[tuple[str, str]]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", "text"))


def test_an_opened_period_notifies_officers_and_heads_of_units_with_assignments():
    assignment = AssignmentFactory()
    officer, head = person(Role.OFFICER, assignment.unit), person(Role.HEAD, assignment.unit)
    bystanders = [person(Role.OFFICER), person(Role.OBSERVER, assignment.unit)]
    period = ReportingPeriodFactory(plan=assignment.task.plan, name="Quý 1", opened_at=None)

    opening.open_period(period=period, by=UserFactory(), at=NOON)

    plan = assignment.task.plan
    words = f"Văn phòng đã mở kỳ báo cáo Quý 1 của {plan.kind} {plan.number}. Hạn gửi: 10/04/2026."
    assert _notices(officer) == [(NoticeKind.PERIOD_OPENED, words)]
    assert _notices(head) == _notices(officer)
    assert [_notices(user) for user in bystanders] == [[], []]


def test_a_unit_that_has_ended_is_not_notified_of_an_opened_period():
    assignment = AssignmentFactory(unit__last_day=TODAY - timedelta(days=1))
    person(Role.OFFICER, assignment.unit)
    period = ReportingPeriodFactory(
        plan=assignment.task.plan, data_to=TODAY - timedelta(days=9), opened_at=None
    )

    opening.open_period(period=period, by=UserFactory(), at=NOON)

    assert not Notice.objects.exists()


def test_the_notice_of_a_reopened_period_has_its_reason():
    assignment = AssignmentFactory()
    officer = person(Role.OFFICER, assignment.unit)
    period = ReportingPeriodFactory(plan=assignment.task.plan, name="Quý 1", closed_at=NOON)

    opening.reopen_period(period=period, by=UserFactory(), at=NOON, note="Bổ sung xã sáp nhập.")

    [(kind, text)] = _notices(officer)
    assert kind == NoticeKind.PERIOD_OPENED
    assert text.endswith(": Bổ sung xã sáp nhập.")


def test_the_notice_of_a_return_has_task_day_reason_and_link():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)
    last_day = TODAY + timedelta(days=5)

    verifying.send_back(
        entry=entry, by=UserFactory(), at=NOON, reason="Thiếu số liệu.", answer_by=last_day
    )

    notice = Notice.objects.get(recipient=officer)
    code, period = entry.assignment.task.code, entry.submission.period.name
    assert notice.text == (
        f"Văn phòng trả lại kết quả nhiệm vụ {code}, {period}. Bổ sung và gửi lại chậm nhất ngày "
        "21/03/2026. Lý do: Thiếu số liệu."
    )
    assert notice.url == f"/submissions/{entry.submission_id}/#entry-{entry.pk}"
    assert (notice.kind, notice.at, notice.read_at) == (NoticeKind.RETURNED, NOON, None)


def test_each_return_of_the_same_entry_has_a_notice():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    for _ in range(2):
        verifying.send_back(
            entry=entry, by=UserFactory(), at=NOON, reason="Thiếu.", answer_by=TODAY
        )
        filing.answer(entry=entry, by=UserFactory(), at=NOON)
        entry.refresh_from_db()

    assert [kind for kind, _ in _notices(officer)] == [NoticeKind.RETURNED] * 2


def test_a_long_reason_is_shortened_in_its_notice():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    verifying.send_back(
        entry=entry, by=UserFactory(), at=NOON, reason="Thiếu." * 300, answer_by=TODAY
    )

    [(_, text)] = _notices(officer)
    assert (len(text), text[-1]) == (400, "…")


def test_an_acceptance_has_a_notice():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    code, period = entry.assignment.task.code, entry.submission.period.name
    words = f"Văn phòng đã chấp nhận kết quả nhiệm vụ {code}, {period}."
    assert _notices(officer) == [(NoticeKind.ACCEPTED, words)]


def test_many_acceptances_are_one_notice_per_submission():
    entries, others = sent_submission(3), sent_submission(1)
    officer = person(Role.OFFICER, entries[0].submission.unit)
    other = person(Role.OFFICER, others[0].submission.unit)

    verifying.accept_many(entries=entries + others, by=UserFactory(), at=NOON)

    codes = ", ".join(entry.assignment.task.code for entry in entries)
    name = entries[0].submission.period.name
    words = f"Văn phòng đã chấp nhận 3 kết quả của {name}: {codes}."
    assert _notices(officer) == [(NoticeKind.ACCEPTED, words)]
    assert len(_notices(other)) == 1


@pytest.mark.parametrize("is_shown", [True, False])
def test_successive_acceptances_are_one_notice_until_it_is_read(is_shown):
    entries = sent_submission(3)
    unit = entries[0].submission.unit
    officer = person(Role.OFFICER, unit)
    NoticePreference.objects.create(user=officer, kind=NoticeKind.ACCEPTED, is_shown=is_shown)
    for minutes, entry in enumerate(entries[:2]):
        verifying.accept(entry=entry, by=UserFactory(), at=NOON + timedelta(minutes=minutes))
    head = person(Role.HEAD, unit)

    verifying.accept(entry=entries[2], by=UserFactory(), at=NOON + timedelta(minutes=5))

    codes = [entry.assignment.task.code for entry in entries]
    name = entries[0].submission.period.name
    words = f"Văn phòng đã chấp nhận 3 kết quả của {name}: {', '.join(codes)}."
    assert _notices(officer) == [(NoticeKind.ACCEPTED, words)]
    assert _notices(head) == [
        (NoticeKind.ACCEPTED, f"Văn phòng đã chấp nhận kết quả nhiệm vụ {codes[2]}, {name}.")
    ]
    notice = Notice.objects.of(officer).get()
    assert notice.url == f"/submissions/{entries[0].submission_id}/"
    assert (notice.read_at is None) == is_shown


@pytest.mark.django_db(transaction=True)
def test_acceptances_of_two_reviewers_at_once_are_all_in_the_notice():
    first, second, third = sent_submission(3)
    officer = person(Role.OFFICER, first.submission.unit)
    verifying.accept(entry=first, by=UserFactory(), at=NOON)
    users = UserFactory(), UserFactory()

    run_together(
        lambda: verifying.accept(entry=second, by=users[0], at=NOON + timedelta(minutes=2)),
        lambda: verifying.accept(entry=third, by=users[1], at=NOON + timedelta(minutes=1)),
    )

    [(_, words)] = _notices(officer)
    assert words.startswith("Văn phòng đã chấp nhận 3 kết quả")


@pytest.mark.parametrize("what", ["read", "mailed", "created yesterday"])
def test_an_acceptance_after_the_notice_was_received_is_a_new_notice(what):
    first, second = sent_submission(2)
    officer = person(Role.OFFICER, first.submission.unit, email="lan@vidu.vn")
    later = NOON + timedelta(days=1) if what == "created yesterday" else NOON + timedelta(minutes=2)
    verifying.accept(entry=first, by=UserFactory(), at=NOON)
    if what == "read":
        noticing.mark_read(notice=Notice.objects.get(), at=NOON + timedelta(minutes=1))
    if what == "mailed":
        digesting.make_digests(at=NOON + timedelta(minutes=1))

    verifying.accept(entry=second, by=UserFactory(), at=later)

    name = first.submission.period.name
    assert [text for _, text in _notices(officer)] == [
        f"Văn phòng đã chấp nhận kết quả nhiệm vụ {entry.assignment.task.code}, {name}."
        for entry in (first, second)
    ]


def test_an_entry_that_could_not_be_accepted_has_no_notice():
    entries = sent_submission(2)
    officer = person(Role.OFFICER, entries[0].submission.unit)
    filing.take_back(entry=_seen(entries[1]), by=UserFactory(), at=NOON, note="Sửa.")

    verifying.accept_many(entries=entries, by=UserFactory(), at=NOON)

    [(_, words)] = _notices(officer)
    assert words.startswith("Văn phòng đã chấp nhận kết quả nhiệm vụ ")
    assert entries[0].assignment.task.code in words


def test_a_refused_verdict_notifies_no_one():
    entry = entry_at(EntryStatus.ACCEPTED)
    officer = person(Role.OFFICER, entry.submission.unit)

    with pytest.raises(Refused):
        verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    assert _notices(officer) == []


def test_a_verdict_without_its_notice_is_rolled_back(monkeypatch):
    entry = entry_at(EntryStatus.SENT)
    person(Role.OFFICER, entry.submission.unit)

    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(acceptances, "notify_each", fail)
    with pytest.raises(IntegrityError):
        verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    assert _seen(entry).status == EntryStatus.SENT
    assert EntryEvent.objects.filter(to_status=EntryStatus.ACCEPTED).count() == 0


def test_notices_take_the_same_queries_for_three_submissions_as_for_one():
    reports = [sent_submission(2) for _ in range(4)]
    for entries in reports:
        person(Role.OFFICER, entries[0].submission.unit)
        person(Role.HEAD, entries[0].submission.unit)

    counts = []
    for chosen in (reports[:1], reports[1:]):
        with CaptureQueriesContext(connection) as queries:
            acceptances.entries_accepted([e for entries in chosen for e in entries], at=NOON)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Notice.objects.count() == 8


def _seen(entry):
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=entry.pk
    )
