"""The unit's own assessment of a commitment, in words that do not deny twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.entries.diffing import changes_between
from reporting.filing import filing
from reporting.models import (
    ChecklistAnswer,
    EntryStatus,
    SelfAssessment,
    assessment_example,
)
from tests.factories import FILED, AssignmentFactory, CommitmentItemFactory, UserFactory, person
from tests.reporting.filing.scene import entry_of, form_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def item():
    return CommitmentItemFactory(verb="KHÔNG", text="quan liêu")


@pytest.fixture
def entry(item):
    return entry_of(EntryStatus.DRAFT, timezone.now(), AssignmentFactory(task=item.commitment.task))


@pytest.fixture
def officer(entry, client):
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend=BACKEND)
    return user


def _answered(entry, item, *, is_kept):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=timezone.now(),
        answers={item.pk: is_kept},
        **FILED,
    )


def test_the_page_asks_how_well_it_is_kept_and_explains_it(entry, item, officer, client):
    text = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    text = text.content.decode()

    assert [text.count(f"<span>{words}</span>") for words in SelfAssessment.labels] == [1, 1, 1]
    assert (
        "Ví dụ “KHÔNG quan liêu”: “Thực hiện tốt” nghĩa là không có biểu hiện quan liêu; "
        "“Chưa tốt” nghĩa là chưa được như vậy."
    ) in text


@pytest.mark.parametrize(("value", "is_kept"), [("yes", True), ("no", False), ("", None)])
def test_good_is_kept_and_an_empty_answer_is_none(entry, item, officer, client, value, is_kept):
    url = reverse("reporting:save-entry", args=[entry.pk])

    client.post(url, form_of(entry, **{f"answer-{item.pk}": value}))

    answer = ChecklistAnswer.objects.get(entry=entry)
    assert (answer.is_kept, answer.answer.value) == (is_kept, value)


@pytest.mark.parametrize(("is_kept", "words"), [(True, "Thực hiện tốt"), (False, "Chưa tốt")])
def test_the_page_of_the_entry_and_the_changes_use_the_same_words(
    entry, item, officer, client, is_kept, words
):
    _answered(entry, item, is_kept=is_kept)

    page = client.get(reverse("reporting:entry", args=[entry.pk])).content.decode()
    [change] = changes_between(
        {}, {"answers": {str(item): is_kept}}, kind=entry.assignment.task.kind
    )

    assert words in page
    assert f"{item}: {words.lower()}" in change.marked


def test_the_task_counts_its_units_in_the_same_words(entry, item, officer, client):
    _answered(entry, item, is_kept=False)
    filing.send(submission=entry.submission, by=officer, at=timezone.now())

    page = client.get(reverse("reporting:task", args=[item.commitment.task_id])).content.decode()

    assert "Thực hiện tốt: 0 đơn vị · Chưa tốt: 1 đơn vị" in page


@pytest.mark.parametrize(
    ("components", "kept"),
    [
        ([("TĂNG", "tính công khai"), ("KHÔNG", "trễ hẹn")], "không có biểu hiện trễ hẹn"),
        ([("KHÔNG", "có hành vi tiêu cực")], "không có hành vi tiêu cực"),
        ([("GIẢM", "thời gian giải quyết")], "đã giảm thời gian giải quyết"),
        ([("CÓ", "ý thức kỷ luật")], "có ý thức kỷ luật"),
        ([("XIN", "chào"), ("LUÔN", "mỉm cười")], "đã làm được như vậy"),
    ],
)
def test_the_example_fits_the_verb(components, kept):
    assert f"“Thực hiện tốt” nghĩa là {kept};" in assessment_example(components)


def test_a_commitment_without_components_needs_no_example():
    assert assessment_example([]) == ""
