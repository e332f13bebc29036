"""Contributions in the snapshot and in an annex of the paper, apart from the results of leads."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from plans import leading
from reporting.contributions import contributing
from reporting.models import ReviewKind
from reporting.reviews import requesting
from reporting.reviews.papers import paper, pdf
from reporting.reviews.snapshots import snapshot
from tests.factories import NOON, UserFactory
from tests.reporting.contributions.scene import WORDS, Scene
from tests.reporting.reviews.scene import document_of
from tests.reporting.reviews.test_paper import _html, _text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    """A period that is due five days before the day of the reviews."""
    scene = Scene()
    scene.period.data_to = timezone.localdate(NOON) + 10 * DAY
    scene.period.due_on = timezone.localdate(NOON) + 15 * DAY
    scene.period.save()
    return scene


def _review(scene, *, days=20):
    return requesting.request_review(
        plan=scene.task.plan,
        kind=ReviewKind.INTERIM,
        title="sơ kết một việc thử",
        period_from=scene.period,
        period_to=scene.period,
        cutoff_on=timezone.localdate(NOON) + days * DAY,
        by=UserFactory(),
        at=NOON + days * DAY,
    )


def _taken(scene, *, days=20):
    return snapshot.take(_review(scene, days=days))["contributions"]


def test_nothing_sent_and_nothing_required_makes_no_annex(scene):
    scene.save()
    review = _review(scene)
    taken = snapshot.take(review)

    assert taken["contributions"] == []
    older = {key: value for key, value in taken.items() if key != "contributions"}
    for each in (taken, older):
        assert "đơn vị phối hợp" not in _text(_html(review, each)).partition("PHỤ LỤC 4")[2]


def test_what_was_sent_is_named_with_its_unit_and_period(scene):
    scene.send()
    name = scene.helper.unit.short_name
    review = _review(scene)
    taken = snapshot.take(review)

    assert taken["contributions"] == [
        {
            "task": scene.task.code,
            "title": scene.task.title,
            "asked": 0,
            "given": 0,
            "sent": [{"unit_name": name, "period": scene.period.pk, "text": WORDS, "evidence": []}],
            "missing": [],
        }
    ]
    text = _text(_html(review, taken))
    assert "PHỤ LỤC 5 Nội dung của các đơn vị phối hợp" in text
    assert f"{name} ({scene.period.name}): {WORDS}" in text
    assert "được yêu cầu" not in text


def test_who_did_not_contribute_is_named_once_the_period_is_due(scene):
    other = scene.coordinate(scene.task).unit
    scene.require()
    scene.send()

    before = _taken(scene, days=15)
    review = _review(scene)
    taken = snapshot.take(review)

    assert [(row["asked"], row["given"], row["missing"]) for row in before] == [(0, 0, [])]
    (row,) = taken["contributions"]
    assert (row["asked"], row["given"]) == (2, 1)
    assert row["missing"] == [{"unit_name": other.short_name, "period": scene.period.pk}]
    text = _text(_html(review, taken))
    assert "Đã gửi 1 / 2 nội dung được yêu cầu." in text
    assert f"Chưa gửi ({scene.period.name}): {other.short_name}." in text


def test_later_steps_change_nothing_at_an_earlier_day(scene):
    sent = scene.send()
    at = NOON + 3 * DAY
    contributing.take_back(contribution=sent, by=scene.writer, at=at)
    leading.ask_contributions(task=scene.task, by=UserFactory(), at=NOON + 16 * DAY)

    assert [row["sent"][0]["text"] for row in _taken(scene, days=2)] == [WORDS]
    assert _taken(scene, days=4) == []
    assert _taken(scene, days=20) == []


def test_the_annex_of_contributions_comes_after_that_of_extensions_and_is_printed(scene):
    scene.send()
    review = _review(scene)
    row = {
        "task": "1.1",
        "title": "Quy chế",
        "unit_name": "Ủy ban nhân dân xã Thử",
        "deadline_from": "2026-03-26",
        "deadline_to": "2026-04-25",
        "document": "77-CV/VPHU",
        "document_issued_on": "2026-03-16",
    }

    taken = snapshot.take(review) | {"extensions": [row]}

    assert "PHỤ LỤC 6 Nội dung của các đơn vị phối hợp" in _text(_html(review, taken))
    with pikepdf.open(io.BytesIO(pdf.to_pdf(document_of(review, taken)))) as document:
        assert len(document.pages) >= 5


@pytest.mark.parametrize("n", [1, 3])
def test_the_snapshot_takes_the_same_queries_for_any_number_of_contributions(
    scene, n, django_assert_num_queries
):
    scene.require()
    scene.send()
    for _ in range(n):
        scene.coordinate(scene.task)
    review = _review(scene)

    with django_assert_num_queries(23):
        taken = snapshot.take(review)

    assert len(taken["contributions"][0]["missing"]) == n
    assert paper.sections_of(taken)
