"""Recurring and continuous tasks: no percentage, and states in the words of a period."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import TaskKind
from reporting.entries.changes import changes_of
from reporting.entries.remarks import fields_of
from reporting.filing import bulk, filing
from reporting.filing.bulk import BulkAnswer
from reporting.filing.confirmation import head_page
from reporting.models import (
    DeclaredState,
    EntryStatus,
    ProgressEntry,
    RemarkField,
    state_words,
    states_of,
)
from reporting.verification import verifying
from tests.factories import FILED, AssignmentFactory, UserFactory, entry_at, person
from tests.reporting.extensions.scene import dated
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh, period_of
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PERIODIC = [TaskKind.RECURRING, TaskKind.CONTINUOUS]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(params=PERIODIC)
def entry(request, now):
    """A draft of a task that never ends."""
    return entry_of(EntryStatus.DRAFT, now, AssignmentFactory(task__kind=request.param))


@pytest.fixture
def officer(entry, client):
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend=BACKEND)
    return user


def _sent_with_percent(assignment, now, **days):
    """An entry as it was sent while every task was asked for a percentage."""
    found = entry_at(
        EntryStatus.SENT,
        assignment=assignment,
        period=period_of(assignment.task.plan, now, **days),
        at=now,
    )
    ProgressEntry.objects.filter(pk=found.pk).update(
        percent=50, sent_content={**found.sent_content, "percent": 50}
    )
    found.refresh_from_db()
    return found


def _page(client, entry):
    return client.get(
        reverse("reporting:file-submission", args=[entry.submission_id])
    ).content.decode()


def test_one_off_work_is_completed_and_periodic_work_is_done_for_a_period():
    one_off = [words for _, words in states_of(TaskKind.ONE_OFF)]
    periodic = [[words for _, words in states_of(kind)] for kind in PERIODIC]

    assert one_off == ["Chưa triển khai", "Đang thực hiện", "Đã hoàn thành", "Không phát sinh"]
    assert periodic == 2 * [
        [
            "Chưa triển khai trong kỳ",
            "Đang thực hiện",
            "Đã thực hiện đạt yêu cầu trong kỳ",
            "Không phát sinh",
        ]
    ]
    assert [value for value, _ in states_of(TaskKind.RECURRING)] == DeclaredState.values
    assert state_words("", TaskKind.RECURRING) == ""


def test_a_percentage_of_work_that_never_ends_is_refused(entry, now):
    content = FILED | {"percent": 50, "result": "Nội dung khác."}

    with pytest.raises(Refused, match="không ghi tỷ lệ hoàn thành"):
        filing.save_entry(
            entry=entry, seen_version=entry.version, by=UserFactory(), at=now, **content
        )

    assert fresh(entry).result == FILED["result"]


def test_the_page_asks_for_no_percentage(entry, officer, client):
    text = _page(client, entry)

    assert 'name="percent"' not in text
    assert "Đã thực hiện đạt yêu cầu trong kỳ" in text
    assert "Đã hoàn thành" not in text


def test_the_page_of_a_one_off_task_asks_as_before(client, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)

    text = _page(client, entry)

    assert 'name="percent"' in text
    assert "Đã hoàn thành" in text
    assert "trong kỳ</span>" not in text


def test_a_page_from_before_still_saves_without_its_percentage(entry, officer, client):
    url = reverse("reporting:save-entry", args=[entry.pk])

    answer = client.post(url, form_of(entry, percent="60", result="Gõ từ trước."), headers=HTMX)

    assert answer.status_code == 200
    assert (fresh(entry).percent, fresh(entry).result) == (None, "Gõ từ trước.")
    assert "percent-error" not in answer.content.decode()


def test_what_the_last_period_stated_is_taken_back_without_its_percentage(officer, entry, client):
    now = timezone.now()
    today = timezone.localdate(now)
    _sent_with_percent(
        entry.assignment,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    ProgressEntry.objects.filter(pk=entry.pk).update(result="", state="")

    text = _page(client, entry)
    client.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        {"version": entry.version, "take-previous": "1"},
    )

    assert 'data-field="percent"' not in text
    assert "50%" not in text
    assert fresh(entry).result == FILED["result"]
    assert fresh(entry).percent is None


def test_as_in_the_last_period_repeats_no_percentage(entry, now):
    today = timezone.localdate(now)
    _sent_with_percent(
        entry.assignment,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    empty = {"state": "", "result": "", "obstacle": "", "recommendation": ""}
    ProgressEntry.objects.filter(pk=entry.pk).update(**empty)

    outcome = bulk.answer_many(
        submission=entry.submission,
        seen={entry.pk: entry.version},
        answer=BulkAnswer.AS_BEFORE,
        by=UserFactory(),
        at=now,
    )

    assert [row.entry.pk for row in outcome.answered] == [entry.pk]
    assert (fresh(entry).percent, fresh(entry).result) == (None, FILED["result"])


def test_what_was_sent_stays_stored_and_is_not_shown_or_compared(entry, officer, client, now):
    ProgressEntry.objects.filter(pk=entry.pk).delete()
    sent = _sent_with_percent(entry.assignment, now)
    filing.take_back(entry=sent, by=UserFactory(), at=now, note="Sửa.")

    changes = changes_of(sent, readable=ProgressEntry.objects.all())

    assert changes.since_sent == []
    assert fresh(sent).percent == 50
    assert sent.shown_percent is None
    assert "50%" not in client.get(reverse("reporting:entry", args=[sent.pk])).content.decode()


def test_an_answer_to_a_returned_entry_goes_without_the_old_percentage(entry, officer, client, now):
    ProgressEntry.objects.filter(pk=entry.pk).delete()
    returned = _sent_with_percent(entry.assignment, now)
    verifying.send_back(
        entry=returned,
        by=UserFactory(),
        at=now,
        reason="Nêu rõ số cuộc.",
        answer_by=timezone.localdate(now),
    )

    client.post(
        reverse("reporting:answer-entry", args=[returned.pk]),
        form_of(fresh(returned), result="Đã bổ sung."),
    )

    assert (fresh(returned).status, fresh(returned).percent) == (EntryStatus.SENT, None)


def test_the_office_remarks_on_a_percentage_only_where_there_is_one(entry, now):
    one_off = entry_of(EntryStatus.DRAFT, now)

    assert RemarkField.PERCENT not in fields_of(entry)
    assert RemarkField.PERCENT in fields_of(one_off)


def test_the_head_reads_the_counts_in_the_words_of_both_kinds(entry, now):
    other = entry_of(EntryStatus.DRAFT, now)

    page = head_page([], presented=[entry, other])

    assert page.counts == [
        ("Chưa triển khai", 0),
        ("Chưa triển khai trong kỳ", 0),
        ("Đang thực hiện", 2),
        ("Đã hoàn thành", 0),
        ("Đã thực hiện đạt yêu cầu trong kỳ", 0),
        ("Không phát sinh", 0),
    ]


def test_the_page_of_an_entry_tells_the_report_from_the_task_today(client, now):
    """A report of work in progress beside a task that is completed today is no contradiction."""
    today = timezone.localdate(now)
    assignment = dated(deadline=today, at=now)
    first = entry_at(
        EntryStatus.ACCEPTED,
        assignment=assignment,
        period=period_of(
            assignment.task.plan,
            now,
            name="Kỳ đầu",
            data_from=today - timedelta(days=200),
            data_to=today - timedelta(days=70),
        ),
        at=now,
    )
    second = entry_at(
        EntryStatus.ACCEPTED,
        assignment=assignment,
        period=period_of(assignment.task.plan, now, name="Kỳ sau"),
        at=now,
        state=DeclaredState.DONE,
        percent=100,
    )
    client.force_login(person(Role.OFFICER, assignment.unit), backend=BACKEND)

    text = client.get(reverse("reporting:entry", args=[first.pk])).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

    reported, _, status = words.partition("Tình trạng nhiệm vụ đến hôm nay")
    assert "Đơn vị báo cáo trong Kỳ đầu" in reported
    assert "50%" in reported
    assert "Hoàn thành đúng hạn" not in reported
    assert status.lstrip(" ,").startswith(f"{today:%d/%m/%Y}")
    assert "Hoàn thành đúng hạn" in status
    assert "Kỳ sau , đã hoàn thành (đã chấp nhận)" in status
    assert reverse("reporting:entry", args=[second.pk]) in text
