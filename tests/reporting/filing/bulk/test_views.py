"""Pages where an officer chooses entries, previews one answer for them and writes it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.filing import confirming
from tests.factories import TaskGroupFactory, UserFactory, person
from tests.reporting.filing.bulk.scene import answer_entries, save, states_of, submission_of
from tests.reporting.filing.scene import period_of
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def drafts(client, now):
    """A submission of three entries whose officer is logged in."""
    submission, entries = submission_of(3, at=now, period=period_of(TaskGroupFactory().plan, now))
    user = person(Role.OFFICER, submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return submission, entries


def _url(name, submission):
    return reverse(f"reporting:{name}", args=[submission.pk])


def test_the_page_lists_open_entries_in_plan_order(client, drafts):
    submission, entries = drafts
    save(entries[1], at=timezone.now())

    text = client.get(_url("file-submission", submission)).content.decode()

    first, last = (f'name="entry" value="{entry.pk}"' for entry in (entries[0], entries[2]))
    assert text.index(first) < text.index(last)
    assert f'name="entry" value="{entries[1].pk}"' not in text


def test_the_preview_writes_nothing_and_names_the_changes(client, drafts):
    submission, entries = drafts
    save(entries[1], at=timezone.now())
    chosen = {"answer": "not_applicable", "entry": [entry.pk for entry in entries]}

    text = client.get(_url("preview-answers", submission), chosen).content.decode()

    assert "Sẽ ghi cho 2 nhiệm vụ" in text
    assert "Để nguyên 1 nhiệm vụ" in text
    assert "đã có nội dung" in text
    assert f'value="{entries[0].pk}-0"' in text
    assert states_of(submission) == ["", "in_progress", ""]


def test_all_incomplete_entries_can_be_selected_without_scripts(client, drafts):
    submission, _ = drafts

    text = client.get(
        _url("preview-answers", submission), {"answer": "not_started", "all": "incomplete"}
    ).content.decode()

    assert "Sẽ ghi cho 3 nhiệm vụ" in text


def test_the_answer_is_written_and_skipped_entries_are_named(client, drafts):
    submission, entries = drafts
    seen = [f"{entry.pk}-{entry.version}" for entry in entries]
    save(entries[1], at=timezone.now())

    text = client.post(
        _url("answer-many", submission), {"answer": "not_applicable", "entry": seen}, follow=True
    ).content.decode()

    assert "Đã trả lời “Không phát sinh” cho 2 nhiệm vụ." in text
    assert f"Để nguyên 1: {entries[1].assignment.task.code} (đã có nội dung)" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"answer": "not_applicable"}, "Chưa chọn nhiệm vụ nào"),
        ({"answer": "maybe", "entry": "1"}, "Hãy chọn câu trả lời"),
        ({"entry": "x"}, "Hãy chọn câu trả lời"),
    ],
)
def test_an_invalid_choice_is_refused(client, drafts, typed, words):
    submission, _ = drafts

    response = client.get(_url("preview-answers", submission), typed)

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_preview_runs_the_same_queries_for_any_number_of_entries(
    client, now, n, django_assert_num_queries
):
    submission, entries = submission_of(n, at=now, period=period_of(TaskGroupFactory().plan, now))
    user = person(Role.OFFICER, submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    chosen = {"answer": "as_before", "entry": [entry.pk for entry in entries]}

    with django_assert_num_queries(6):
        response = client.get(_url("preview-answers", submission), chosen)

    assert len(response.context["outcome"].skipped) == n


def test_the_page_shows_the_refusal_of_a_submission(client, drafts, now):
    submission, entries = drafts
    for entry in entries:
        save(entry, at=now, state="not_started", result="", obstacle="", recommendation="")
    person(Role.HEAD, submission.unit)
    Plan.objects.update(needs_head_confirmation=True)
    confirming.ask(
        submission=type(submission).objects.for_row().get(pk=submission.pk),
        by=UserFactory(),
        at=now,
    )

    response = client.post(
        _url("answer-many", submission),
        {"answer": "not_applicable", "entry": f"{entries[0].pk}-1"},
    )

    assert response.status_code == 422
    assert "đang chờ thủ trưởng" in response.content.decode()
    with pytest.raises(Refused):
        answer_entries(submission, entries)
