"""What is open in a draft before it is issued."""

from datetime import timedelta

import pytest

from reporting.models import EntryStatus, IndicatorValue, ProgressEntry, Review, ReviewEvent
from reporting.reviews import issuing
from reporting.reviews.open_points import open_points
from reporting.verification import verifying
from tests.factories import NOON, TODAY, IndicatorFactory, UserFactory
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write
from tracker.lib.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
LATER = NOON + timedelta(hours=1)
SIGNED = {
    "number": "5",
    "issued_on": TODAY,
    "signer_capacity": "T/M BAN THƯỜNG VỤ",
    "signer_post": "PHÓ BÍ THƯ",
    "signer_name": "Người Ký Thử",
    "at": LATER,
}


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


def _found(review):
    return {point.words: point.details for point in open_points(review)}


def _write(draft, work, at=NOON, **texts):
    named = {key.replace("_", "."): text for key, text in texts.items()}
    write(draft, named, by=work.by, at=at)


def _entry(status):
    return ProgressEntry.objects.select_related("submission__period").get(status=status)


def test_parts_without_text_are_open(draft, work):
    _write(draft, work, IV_1="Đã làm tốt.")

    blank = _found(draft)["Mục chưa soạn, sẽ in dòng chấm"]

    assert not any("1. Ưu điểm" in label for label in blank)
    assert any("2. " in label for label in blank)


def test_the_form_of_an_annex_is_open_until_the_office_fills_it(draft):
    assert _found(draft)["Chỗ còn bỏ trống ở phụ lục"] == (
        "Phụ lục 5: Khen thưởng, xử lý trách nhiệm",
    )


@pytest.mark.parametrize("blank", ["……", "......", "____", "[ ]", "(...)", "[…]"])
def test_blanks_in_the_words_are_open(draft, work, blank):
    _write(draft, work, IV_1=f"Đã tổ chức {blank} hội nghị.")

    (place,) = _found(draft)["Chỗ còn bỏ trống trong lời văn"]

    assert place.endswith(f"Đã tổ chức {blank}”")


def test_numbers_that_no_figure_holds_are_open(draft, work):
    _write(
        draft,
        work,
        IV_1="Có 2 việc, đạt 97,5% và 12.345 lượt, theo Công văn 15-CV/HU ngày 01/02/2026.",
    )

    (place,) = _found(draft)["Số gõ tay không có trong số liệu đã chốt"]

    assert place.endswith(": 97,5, 12.345")


def test_results_that_are_returned_or_wait_are_open(draft):
    waiting = _entry(EntryStatus.SENT)
    assert _found(draft)["Kết quả chờ thẩm tra, chưa tính vào báo cáo"] == (
        f"{waiting.submission.unit.name}, nhiệm vụ 1.2, {waiting.submission.period.name}",
    )

    verifying.send_back(
        entry=waiting, by=UserFactory(), at=LATER, reason="Cần nêu rõ số liệu.", answer_by=TODAY
    )

    assert _found(draft)["Kết quả đã trả lại, đơn vị chưa gửi lại"] == (
        f"{waiting.submission.unit.name}, nhiệm vụ 1.2, {waiting.submission.period.name}",
    )


def test_what_changed_after_the_freeze_and_the_printing_is_open(draft, work):
    assert not [words for words in _found(draft) if "sau khi" in words]
    verifying.accept(entry=_entry(EntryStatus.SENT), by=UserFactory(), at=LATER)
    _write(draft, work, at=LATER, IV_1="Đã làm tốt.")

    found = _found(draft)

    assert found["Số liệu đã thay đổi sau khi chốt"] == (
        "1 việc ghi sau đó; “Cập nhật số liệu” để lấy",
    )
    (label,) = found["Nội dung sửa sau khi in dự thảo lần 1"]
    assert "1. Ưu điểm" in label


def test_accepted_numbers_in_doubt_are_open_until_they_are_explained(draft):
    accepted = ProgressEntry.objects.filter(status=EntryStatus.ACCEPTED)
    entry = accepted.select_related("submission", "assignment__task").first()
    ratio = IndicatorFactory(task=entry.assignment.task)
    value = IndicatorValue.objects.create(
        entry=entry, indicator=ratio, numerator=410, denominator=398
    )
    words = "Số bất thường chưa giải trình đã được chấp nhận"

    (place,) = _found(draft)[words]
    assert place.startswith(f"{entry.submission.unit.name}, nhiệm vụ {entry.assignment.task.code}")

    value.explanation = "Có hồ sơ kỳ trước chuyển sang."
    value.save()
    assert words not in _found(draft)


def test_units_that_did_not_report_are_named(draft, work):
    frozen = Review.objects.get(pk=draft.pk).snapshot
    frozen["figures"]["filers"] = [
        {"unit_name": "Xã A", "late": 1, "late_in": ["Kỳ 1"], "missing": 0, "missing_in": []},
        {"unit_name": "Xã B", "late": 0, "late_in": [], "missing": 1, "missing_in": ["Kỳ 1"]},
        {"unit_name": "Xã C", "late_in": [], "missing": 0, "missing_in": [], "closed_in": ["Kỳ 1"]},
    ]
    frozen["figures"]["filings"][0]["name"] = "Kỳ 1"
    draft.snapshot = frozen

    unsent = _found(draft)["Báo cáo đơn vị chưa gửi"]
    assert unsent == ("Xã B: Kỳ 1", "Xã C: Kỳ 1 (kỳ đóng trước hạn)")


def test_a_unit_that_did_not_report_leads_to_the_units_of_its_period_that_have_not_sent(draft):
    period = draft.period_to
    frozen = Review.objects.get(pk=draft.pk).snapshot
    frozen["figures"]["filers"] = [
        {"unit_name": "Xã A", "late_in": [], "missing_in": [period.name]},
    ]
    draft.snapshot = frozen

    (point,) = [one for one in open_points(draft) if one.words == "Báo cáo đơn vị chưa gửi"]

    assert point.links == ((f"Xã A: {period.name}", f"/periods/{period.pk}/?sent=no#unsent"),)
    assert "hoặc vẫn ban hành và ghi lý do" in point.advice


def test_figures_of_an_older_form_are_open(draft):
    draft.snapshot = {"schema": 0}

    assert [point.words for point in open_points(draft)] == [
        "Số liệu đã chốt theo mẫu cũ, cần chốt lại"
    ]


def test_going_on_needs_a_reason_that_is_kept(draft, work):
    with pytest.raises(Refused, match="lý do"):
        issuing.issue(review=draft, by=work.by, **SIGNED)

    issuing.issue(review=draft, by=work.by, reason="Thường trực đồng ý.", **SIGNED)

    note = ReviewEvent.objects.filter(review=draft).latest("pk").note
    assert "Ghi số 05-BC/HU" in note
    assert "Kết quả chờ thẩm tra, chưa tính vào báo cáo (1)" in note
    assert note.endswith("Lý do vẫn ban hành: Thường trực đồng ý.")


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_points(
    draft, work, n, django_assert_num_queries
):
    for key in ["IV.1", "IV.2", "I"][:n]:
        write(draft, {key: "……"}, by=work.by, at=LATER)

    with django_assert_num_queries(7):
        open_points(Review.objects.get(pk=draft.pk))
