"""Earlier versions of a draft: kept where something is lost, and restored in one step."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.entries import versions
from reporting.filing import bulk, filing, restoring
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus, EntryVersion, ProgressEntry
from tests.factories import (
    FILED,
    CommitmentFactory,
    CommitmentItemFactory,
    ValueIndicatorFactory,
    person,
)
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CLEARED = {"state": "", "percent": None, "result": "", "obstacle": "", "recommendation": ""}


class Draft:
    """A draft that one officer saves, a second later each time."""

    def __init__(self):
        self.now = timezone.now()
        self.pk = entry_of(EntryStatus.DRAFT, self.now).pk
        self.unit = self.entry.submission.unit
        self.officer = person(Role.OFFICER, self.unit)
        self.save(**FILED)
        EntryVersion.objects.all().delete()

    @property
    def entry(self):
        rows = ProgressEntry.objects.select_related(
            "submission__period__plan", "submission__unit", "assignment__task"
        )
        return rows.get(pk=self.pk)

    def save(self, *, by=None, seconds=1, **content):
        self.now += timedelta(seconds=seconds)
        entry = self.entry
        present = {name: getattr(entry, name) for name in FILED}
        filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            by=by or self.officer,
            at=self.now,
            **{**present, **content},
        )

    @property
    def kept(self):
        rows = EntryVersion.objects.filter(entry=self.pk).order_by("version")
        return [row.content["result"] for row in rows]

    def restore(self, version, **changes):
        entry = self.entry
        restoring.restore(
            entry=entry,
            version=version,
            by=self.officer,
            at=self.now,
            **{"seen_version": entry.version, **changes},
        )


@pytest.fixture
def draft():
    return Draft()


def test_a_cleared_draft_is_kept_and_restored(draft):
    draft.save(**CLEARED)
    draft.save(result="A")

    draft.restore(EntryVersion.objects.get())

    entry = draft.entry
    assert {name: getattr(entry, name) for name in FILED} == FILED


def test_restoring_keeps_what_it_replaces(draft):
    draft.save(**CLEARED)
    draft.save(result="Viết lại.")
    draft.restore(EntryVersion.objects.get())

    assert draft.kept == [FILED["result"], "Viết lại."]


def test_numbers_and_answers_come_back_too(draft):
    task = draft.entry.assignment.task
    number = ValueIndicatorFactory(task=task)
    item = CommitmentItemFactory(commitment=CommitmentFactory(task=task))
    twelve = IndicatorInput(Decimal(12), explanation="Tính cả buổi lồng ghép.")
    draft.save(answers={item.pk: True}, indicator_values={number.pk: twelve})
    draft.save(answers={item.pk: None}, indicator_values={number.pk: IndicatorInput()})

    draft.restore(EntryVersion.objects.latest("version"))

    entry = draft.entry
    assert IndicatorInput.of(entry.indicator_values.get()) == twelve
    assert entry.answers.get().is_kept is True


def test_typing_on_is_one_version_and_corrections_are_none(draft):
    text = FILED["result"]
    for number in range(5):
        draft.save(result=f"{text} Thêm {number}.")
        text = f"{text} Thêm {number}."

    assert draft.kept == [FILED["result"]]


def test_a_pause_and_another_person_make_versions(draft):
    colleague = person(Role.OFFICER, draft.unit)
    draft.save(result=f"{FILED['result']} Một.")
    draft.save(result=f"{FILED['result']} Một, hai.", seconds=150)
    draft.save(result=f"{FILED['result']} Một, hai, ba.", by=colleague)

    assert draft.kept == [
        FILED["result"],
        f"{FILED['result']} Một.",
        f"{FILED['result']} Một, hai.",
    ]


def test_a_save_without_a_change_makes_none(draft):
    draft.save(seconds=600)

    assert draft.kept == []


def test_only_the_newest_stay(draft):
    for number in range(versions.MOST_KEPT + 5):
        draft.save(result=f"Bản {number}", seconds=600)

    assert len(draft.kept) == versions.MOST_KEPT
    assert draft.kept[-1] == f"Bản {versions.MOST_KEPT + 3}"


def test_versions_go_when_the_report_is_sent(draft):
    draft.save(result="Kết quả khác hẳn với bản đã viết trước đó.")
    assert draft.kept

    filing.send(submission=draft.entry.submission, by=draft.officer, at=draft.now)

    assert draft.kept == []


@pytest.mark.parametrize(
    ("before", "after", "is_lost"),
    [
        ("Đã mở 2 lớp.", "Đã mở 3 lớp.", False),
        ("Đã mở 2 lớp.", "", True),
        ("a" * 60, "a" * 30, True),
        ("Đã mở lớp. " + "x" * 30 + " Đạt.", "Đã mở lớp.  Đạt.", True),
        ("x" * 30, "y" * 40, True),
        ("abc", "abc" * 20, False),
    ],
)
def test_a_loss_is_more_than_a_correction(before, after, is_lost):
    assert versions.is_lost(before, after) is is_lost


def test_a_version_is_not_restored_over_a_newer_save(draft, client):
    draft.save(**CLEARED)
    seen = draft.entry.version
    draft.save(result="Đồng nghiệp vừa viết.", by=person(Role.OFFICER, draft.unit))
    client.force_login(draft.officer, backend=BACKEND)

    url = reverse("reporting:restore-version", args=[EntryVersion.objects.earliest("version").pk])
    answer = client.post(url, {"version": str(seen)})

    assert answer.status_code == 409
    assert "vừa được người khác lưu" in answer.content.decode()
    assert draft.entry.result == "Đồng nghiệp vừa viết."


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_shows_what_would_change(draft, client, n, django_assert_num_queries):
    for number in range(n):
        draft.save(result=f"Bản {number}", seconds=600)
    draft.save(**CLEARED)
    client.force_login(draft.officer, backend=BACKEND)
    url = reverse("reporting:list-versions", args=[draft.pk])
    client.get(url)

    with django_assert_num_queries(9):
        page = client.get(url).content.decode()

    assert page.count("Khôi phục bản này") == n + 1
    assert f"<ins>{FILED['result']}</ins>" in page


def _answer_many(draft, client):
    draft.save(**CLEARED)
    draft.save(state="in_progress")
    entry = draft.entry
    client.force_login(draft.officer, backend=BACKEND)
    url = reverse("reporting:answer-many", args=[entry.submission_id])
    answer = bulk.BulkAnswer.NOT_APPLICABLE
    fields = {"answer": answer.value, "entry": f"{entry.pk}-{entry.version}"}
    return client.post(url, fields, follow=True).content.decode()


def _undo(draft, client, entry):
    url = reverse("reporting:undo-answers", args=[entry.submission_id])
    fields = {"entry": f"{entry.pk}-{entry.version}"}
    return client.post(url, fields, follow=True).content.decode()


def test_one_answer_for_many_is_undone(draft, client):
    page = _answer_many(draft, client)
    answered = draft.entry
    assert answered.state == "not_applicable"
    assert f'value="{answered.pk}-{answered.version}"' in page

    after = _undo(draft, client, answered)

    assert "Đã hoàn tác trả lời nhanh ở 1 nhiệm vụ" in after
    assert draft.entry.state == "in_progress"


def test_undoing_leaves_what_was_written_since(draft, client):
    _answer_many(draft, client)
    answered = draft.entry
    draft.save(result="Viết tiếp.", state="in_progress")

    after = _undo(draft, client, answered)

    assert "Để nguyên 1 nhiệm vụ đã sửa tiếp" in after
    assert draft.entry.result == "Viết tiếp."
