"""Gaps of a submission are shown before it is sent; only required items prevent sending."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import IndicatorKind
from reporting.filing import filing
from reporting.filing.gaps import Gaps, gaps_now, gaps_of
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.lines import Line, lines_of
from reporting.models import DeclaredState, EntryStatus, ProgressEntry
from tests.factories import (
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    UserFactory,
    person,
)
from tests.reporting.filing.scene import HTMX, entry_of, form_of
from units.models import Role


def _gaps(state, result="Đã làm.", lines=(), num_unanswered=0, has_evidence=True):
    entry = ProgressEntry(state=state, result=result)
    return gaps_of(entry, lines, num_unanswered=num_unanswered, has_evidence=has_evidence)


def _line(inputs):
    indicator = IndicatorFactory.build(task=None, kind=IndicatorKind.VALUE, name="Cuộc họp")
    return Line(entry_id=1, indicator=indicator, input=inputs)


@pytest.mark.parametrize(
    ("state", "result", "needed"),
    [
        ("", "Đã làm.", ["mức độ thực hiện"]),
        (DeclaredState.DONE, " ", ["kết quả thực hiện"]),
        (DeclaredState.NOT_STARTED, "", []),
        (DeclaredState.NOT_APPLICABLE, "", []),
    ],
)
def test_required_items_prevent_sending(state, result, needed):
    lines = [_line(IndicatorInput())]

    gaps = _gaps(state, result, lines=lines, num_unanswered=2, has_evidence=False)

    assert gaps == Gaps(needed=needed)


def test_recommended_items_of_work_in_progress():
    gaps = _gaps(DeclaredState.IN_PROGRESS, lines=[_line(IndicatorInput())], num_unanswered=2)

    assert gaps == Gaps(advised=["số liệu “Cuộc họp”", "tự đánh giá (2 nội dung)"])


def test_zero_and_not_applicable_are_no_gaps():
    inputs = [IndicatorInput(value=0), IndicatorInput(is_not_applicable=True)]

    assert not _gaps(DeclaredState.IN_PROGRESS, lines=[_line(one) for one in inputs])


def test_evidence_is_recommended_for_finished_work():
    assert _gaps(DeclaredState.DONE, has_evidence=False) == Gaps(advised=["minh chứng"])
    assert not _gaps(DeclaredState.IN_PROGRESS, has_evidence=False)


WORDS = "Nên có: số liệu “Cuộc họp”; tự đánh giá (1 nội dung)"


@pytest.fixture
def entry():
    assignment = AssignmentFactory()
    CommitmentItemFactory(commitment=CommitmentFactory(task=assignment.task))
    IndicatorFactory(
        task=assignment.task,
        name="Cuộc họp",
        kind=IndicatorKind.VALUE,
        unit_of_measure="cuộc",
        numerator_label="",
        denominator_label="",
    )
    return entry_of(EntryStatus.DRAFT, timezone.now(), assignment)


@pytest.fixture
def officer(client, entry):
    client.force_login(
        person(Role.OFFICER, entry.submission.unit),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.mark.django_db
def test_page_and_save_show_the_same_gaps(officer, entry):
    page = officer.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    save = officer.post(
        reverse("reporting:save-entry", args=[entry.pk]), form_of(entry), headers=HTMX
    )

    for answer in (page, save):
        text = answer.content.decode()
        assert WORDS in text
        assert f'id="side-{entry.pk}" class="side-item mark-advised"' in text


@pytest.mark.django_db
def test_evidence_closes_its_gap_at_once(officer, entry):
    ProgressEntry.objects.filter(pk=entry.pk).update(state=DeclaredState.DONE)
    entry.refresh_from_db()
    assert "minh chứng" in gaps_now(entry, lines_of([entry])[entry.pk]).advised

    answer = officer.post(
        reverse("reporting:add-evidence", args=[entry.pk]),
        {"number": "12/BC", "issued_on": "", "is_declared_not_secret": "on"},
        headers=HTMX,
    )

    assert f"{WORDS}</span>" in answer.content.decode()
    assert entry.evidence.count() == 1


@pytest.mark.django_db
def test_recommended_items_do_not_prevent_sending(entry):
    sent = filing.send(submission=entry.submission, by=UserFactory(), at=timezone.now())

    assert sent == 1
