"""Two people with the same filing page open see who changed which section."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.evidence import attaching
from reporting.filing import changes as filing_changes
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from reporting.verification import verifying
from tests.factories import FILED, NOON, AssignmentFactory, UserFactory, entry_at, person
from tests.reporting.filing.scene import entry_of, fresh, period_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    return UserFactory(full_name="Lê Văn Đồng Nghiệp")


def _shown(*entries):
    return "-".join(
        f"{entry.pk}.{filing_changes.token(entry.version, entry.status)}" for entry in entries
    )


def _changes(since, reader=None):
    found = filing_changes.changes_since(
        ProgressEntry.objects.all(), since=since, reader=reader or UserFactory()
    )
    return [change.words for change in found]


def test_no_change_for_sections_as_shown():
    entry = entry_at(EntryStatus.DRAFT)

    assert _changes(_shown(entry)) == []


@pytest.mark.parametrize("since", ["", "x", "-", ".", "x.2d-4", "999999.1d"])
def test_no_change_for_sections_not_on_the_page(since):
    entry_at(EntryStatus.DRAFT)

    assert _changes(since) == []


def test_a_save_is_a_change_with_person_and_time(colleague):
    entry = entry_at(EntryStatus.DRAFT)
    shown = _shown(entry)
    filing.save_entry(entry=entry, seen_version=entry.version, by=colleague, at=NOON, **FILED)

    assert _changes(shown) == ["Lê Văn Đồng Nghiệp vừa lưu mục này lúc 12:00"]
    assert _changes(shown, colleague) == ["Bạn, ở cửa sổ khác, vừa lưu mục này lúc 12:00"]


def test_every_step_is_a_change(colleague):
    entry = entry_at(EntryStatus.DRAFT)
    changes = []
    for step in (
        lambda: filing.send(submission=entry.submission, by=colleague, at=NOON),
        lambda: verifying.send_back(
            entry=fresh(entry), by=colleague, at=NOON, reason="Thiếu.", answer_by=NOON.date()
        ),
        lambda: filing.answer(entry=_seen(entry), by=colleague, at=NOON),
        lambda: verifying.accept(entry=fresh(entry), by=colleague, at=NOON),
        lambda: filing.take_back(entry=_seen(entry), by=colleague, at=NOON, note="Sửa."),
    ):
        shown = _shown(fresh(entry))
        step()
        changes += _changes(shown)

    who = "Lê Văn Đồng Nghiệp vừa"
    assert changes == [
        f"{who} gửi mục này lúc 12:00",
        f"{who} trả lại mục này lúc 12:00",
        f"{who} gửi mục này lúc 12:00",
        f"{who} chấp nhận mục này lúc 12:00",
        f"{who} rút mục này về để sửa lúc 12:00",
    ]


def _seen(entry):
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=entry.pk
    )


def _holding(entry):
    rows = entry.evidence.values_list("pk", flat=True)
    return f"{_shown(fresh(entry))}{filing_changes.evidence_token(rows)}"


def test_added_and_removed_evidence_is_a_change(colleague):
    entry = _seen(entry_at(EntryStatus.DRAFT))
    none_yet = _holding(entry)
    row = attaching.attach(
        entry=entry, by=colleague, at=NOON, number="1/BC", is_declared_not_secret=True
    )
    one = _holding(entry)

    came = "vừa thêm minh chứng ở mục này lúc 12:00"
    assert _changes(none_yet) == [f"Lê Văn Đồng Nghiệp {came}"]
    assert _changes(none_yet, colleague) == [f"Bạn, ở cửa sổ khác, {came}"]
    assert _changes(one) == []

    attaching.remove(evidence=row, by=colleague, at=NOON)

    assert _changes(one) == ["Minh chứng của mục này vừa được bỏ bớt"]
    assert _changes(none_yet) == []


@pytest.mark.parametrize("n", [1, 3])
def test_polling_takes_the_same_queries_for_any_number_of_sections_and_stays_small(
    client, django_assert_num_queries, colleague, n
):
    now = timezone.now()
    first = AssignmentFactory()
    for _ in range(n - 1):
        AssignmentFactory(unit=first.unit, task__group=first.task.group)
    officer = person(Role.OFFICER, first.unit)
    period = period_of(first.task.plan, now)
    submission = filing.start(period=period, unit=first.unit, by=officer, at=now)
    entries = list(submission.entries.select_related("submission__period"))
    shown = _shown(*entries)
    for entry in entries:
        filing.save_entry(entry=entry, seen_version=0, by=colleague, at=now, **FILED)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(3):
        answer = client.get(
            reverse("reporting:list-changes", args=[submission.pk]), {"since": shown}
        )

    assert [change["entry"] for change in answer.json()["changes"]] == [row.pk for row in entries]
    assert len(answer.content) < 2048


def test_the_current_section_can_be_fetched(client, colleague):
    entry = entry_of(EntryStatus.DRAFT, timezone.now())
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=colleague,
        at=timezone.now(),
        **{**FILED, "result": "Của đồng nghiệp."},
    )
    officer = person(Role.OFFICER, entry.submission.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    text = client.get(reverse("reporting:show-section", args=[entry.pk])).content.decode()

    assert text.count("<article") == 1
    assert f'data-seen="{_shown(entry).partition(".")[2]}"' in text
    assert ">Của đồng nghiệp.</textarea>" in text
    assert f'id="side-{entry.pk}"' in text
    assert "<html" not in text
