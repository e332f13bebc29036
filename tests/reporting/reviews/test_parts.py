"""The parts of a review that the office writes."""

from datetime import timedelta

import pytest

from reporting.models import ReviewPart
from reporting.reviews import parts
from tests.factories import NOON, UserFactory
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from tracker.lib.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def draft():
    return compiled(request_review(plan_at_work()))


def _save(draft, texts, *, seen=None, at=NOON, title="sơ kết"):
    return parts.save_parts(
        review=draft, title=title, texts=texts, seen=seen or {}, by=UserFactory(), at=at
    )


def test_only_changed_parts_are_saved(draft):
    _save(draft, {"IV.1": "Ưu điểm.", "IV.2": ""})
    stamp = parts.stamp_of(ReviewPart.objects.get())

    saved = _save(
        draft,
        {"IV.1": "Ưu điểm.", "IV.2": "Hạn chế."},
        seen={"IV.1": stamp},
        at=NOON + timedelta(hours=1),
    )

    assert saved == 1
    assert set(ReviewPart.objects.values_list("key", "text", "saved_at")) == {
        ("IV.1", "Ưu điểm.", NOON),
        ("IV.2", "Hạn chế.", NOON + timedelta(hours=1)),
    }


def test_two_writers_of_one_part_do_not_overwrite_each_other(draft):
    _save(draft, {"IV.1": "Của người thứ nhất."})

    with pytest.raises(parts.ChangedByAnother) as refusal:
        _save(draft, {"IV.1": "Của người thứ hai.", "IV.2": "Khác"}, seen={"IV.1": ""})

    assert refusal.value.keys == ["IV.1"]
    assert list(ReviewPart.objects.values_list("text", flat=True)) == ["Của người thứ nhất."]


def test_two_writers_of_different_parts_both_save(draft):
    _save(draft, {"IV.1": "Của người thứ nhất.", "IV.2": ""})

    _save(draft, {"IV.1": "Của người thứ nhất.", "IV.2": "Của người thứ hai."}, seen={})

    assert ReviewPart.objects.count() == 2


def test_the_text_of_an_unknown_heading_is_ignored(draft):
    assert _save(draft, {"XII": "Ở đâu?", "IV": "Không có ô này"}) == 0
    assert not ReviewPart.objects.exists()


def test_a_secrecy_mark_is_refused(draft):
    with pytest.raises(Refused, match="Ưu điểm có dấu hiệu mật"):
        _save(draft, {"IV.1": "Theo báo cáo TỐI MẬT"})


def test_a_review_needs_its_title(draft):
    with pytest.raises(Refused, match="Trích yếu"):
        _save(draft, {}, title=" ")


def test_nothing_is_saved_while_a_worker_compiles():
    review = request_review(plan_at_work())

    with pytest.raises(Refused, match="dự thảo"):
        _save(review, {"IV.1": "x"})
