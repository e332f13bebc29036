"""Whom units' people hear from when a period opens and when the office decides."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from reporting import periods
from reporting.models import EntryEvent, EntryStatus, Notice, NoticeKind, ProgressEntry
from reporting.notices import announcing
from reporting.submissions import filing, reviewing
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.notice_scene import sent_report
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def _told(user) -> list[tuple[str, str]]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", "text"))


def test_an_opened_period_is_told_to_officers_and_heads_of_units_that_owe_something():
    assignment = AssignmentFactory()
    officer, head = person(Role.OFFICER, assignment.unit), person(Role.HEAD, assignment.unit)
    bystanders = [person(Role.OFFICER), person(Role.OBSERVER, assignment.unit)]
    period = ReportingPeriodFactory(plan=assignment.task.plan, name="Quý 1", opened_at=None)

    periods.open_period(period=period, by=UserFactory(), at=NOON)

    plan = assignment.task.plan
    words = f"Văn phòng đã mở kỳ báo cáo Quý 1 của {plan.kind} {plan.number}. Hạn gửi: 10/04/2026."
    assert _told(officer) == [(NoticeKind.PERIOD_OPENED, words)]
    assert _told(head) == _told(officer)
    assert [_told(user) for user in bystanders] == [[], []]


def test_a_reopened_period_is_told_with_its_reason():
    assignment = AssignmentFactory()
    officer = person(Role.OFFICER, assignment.unit)
    period = ReportingPeriodFactory(plan=assignment.task.plan, name="Quý 1", closed_at=NOON)

    periods.reopen_period(period=period, by=UserFactory(), at=NOON, note="Bổ sung xã sáp nhập.")

    [(kind, text)] = _told(officer)
    assert kind == NoticeKind.PERIOD_OPENED
    assert text.endswith(": Bổ sung xã sáp nhập.")


def test_a_return_tells_the_task_the_day_the_reason_and_where_to_answer():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)
    last_day = TODAY + timedelta(days=5)

    reviewing.send_back(
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


def test_each_return_of_the_same_entry_is_told():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    for _ in range(2):
        reviewing.send_back(
            entry=entry, by=UserFactory(), at=NOON, reason="Thiếu.", answer_by=TODAY
        )
        filing.answer(entry=entry, by=UserFactory(), at=NOON)
        entry.refresh_from_db()

    assert [kind for kind, _ in _told(officer)] == [NoticeKind.RETURNED] * 2


def test_a_long_reason_is_shortened_where_it_is_told():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    reviewing.send_back(
        entry=entry, by=UserFactory(), at=NOON, reason="Thiếu. " * 200, answer_by=TODAY
    )

    [(_, text)] = _told(officer)
    assert (len(text), text[-1]) == (400, "…")


def test_an_acceptance_is_told():
    entry = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, entry.submission.unit)

    reviewing.accept(entry=entry, by=UserFactory(), at=NOON)

    code, period = entry.assignment.task.code, entry.submission.period.name
    words = f"Văn phòng đã chấp nhận kết quả nhiệm vụ {code}, {period}."
    assert _told(officer) == [(NoticeKind.ACCEPTED, words)]


def test_many_acceptances_are_one_notice_for_each_report():
    entries, others = sent_report(3), sent_report(1)
    officer = person(Role.OFFICER, entries[0].submission.unit)
    other = person(Role.OFFICER, others[0].submission.unit)

    reviewing.accept_many(entries=entries + others, by=UserFactory(), at=NOON)

    codes = ", ".join(entry.assignment.task.code for entry in entries)
    name = entries[0].submission.period.name
    words = f"Văn phòng đã chấp nhận 3 kết quả của {name}: {codes}."
    assert _told(officer) == [(NoticeKind.ACCEPTED, words)]
    assert len(_told(other)) == 1


def test_what_could_not_be_accepted_is_not_told():
    entries = sent_report(2)
    officer = person(Role.OFFICER, entries[0].submission.unit)
    filing.take_back(entry=_seen(entries[1]), by=UserFactory(), at=NOON, note="Sửa.")

    reviewing.accept_many(entries=entries, by=UserFactory(), at=NOON)

    [(_, words)] = _told(officer)
    assert words.startswith("Văn phòng đã chấp nhận kết quả nhiệm vụ ")
    assert entries[0].assignment.task.code in words


def test_a_refused_verdict_tells_nobody():
    entry = entry_at(EntryStatus.ACCEPTED)
    officer = person(Role.OFFICER, entry.submission.unit)

    with pytest.raises(Refused):
        reviewing.accept(entry=entry, by=UserFactory(), at=NOON)

    assert _told(officer) == []


def test_a_verdict_that_cannot_be_told_is_not_given(monkeypatch):
    entry = entry_at(EntryStatus.SENT)
    person(Role.OFFICER, entry.submission.unit)

    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(announcing, "tell_each", fail)
    with pytest.raises(IntegrityError):
        reviewing.accept(entry=entry, by=UserFactory(), at=NOON)

    assert _seen(entry).status == EntryStatus.SENT
    assert EntryEvent.objects.filter(to_status=EntryStatus.ACCEPTED).count() == 0


def test_telling_takes_the_same_queries_for_three_reports_as_for_one():
    reports = [sent_report(2) for _ in range(4)]
    for entries in reports:
        person(Role.OFFICER, entries[0].submission.unit)
        person(Role.HEAD, entries[0].submission.unit)

    counts = []
    for chosen in (reports[:1], reports[1:]):
        with CaptureQueriesContext(connection) as queries:
            announcing.entries_accepted([e for entries in chosen for e in entries], at=NOON)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Notice.objects.count() == 8


def _seen(entry):
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=entry.pk
    )
