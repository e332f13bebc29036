"""The page on which a review is issued."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reporting.models import Review, ReviewStatus
from tests.factories import person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def office(client):
    """The office's browser."""
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client, review):
    return client.get(reverse("reporting:issue-review", args=[review.pk])).content.decode()


def _post(client, review, **data):
    return client.post(reverse("reporting:issue-review", args=[review.pk]), data)


def test_issuing_lists_what_is_open_and_queues_the_final_printing(office, work):
    review = compiled(request_review(work))

    page = _get(office, review)
    _post(
        office,
        review,
        number="7",
        issued_on=f"{timezone.localdate():%d/%m/%Y}",
        signer_capacity="T/M BAN THƯỜNG VỤ",
        signer_post="PHÓ BÍ THƯ",
        signer_name="Người Ký Thử",
        reason="Thường trực đồng ý.",
    )

    after = Review.objects.get(pk=review.pk)
    assert "Phần thứ nhất · IV · 1. Ưu điểm" in page
    assert (after.status, after.number) == (ReviewStatus.QUEUED, "07-BC/HU")


def test_issuing_with_open_points_asks_for_a_reason_and_keeps_what_was_typed(office, work):
    review = compiled(request_review(work))
    typed = {
        "number": "7",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
        "signer_capacity": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ",
        "signer_name": "Người Ký Thử",
    }

    response = _post(office, review, **typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Cần ghi lý do vẫn ban hành" in page
    assert 'value="Người Ký Thử"' in page


def test_words_written_since_the_page_was_opened_are_read_before_they_are_issued(office, work):
    review = compiled(request_review(work))
    page = _get(office, review)
    typed = {
        "number": "7",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
        "signer_capacity": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ",
        "signer_name": "Người Ký Thử",
        "reason": "Gấp.",
    }
    write(review, {"IV.1": "Đồng nghiệp viết thêm."}, by=work.by, at=timezone.now())

    def press(page):
        shown = re.search(r'name="shown" value="(\w+)"', page).group(1)
        answer = _post(office, review, **typed, shown=shown)
        return answer.status_code, answer.content.decode(), Review.objects.get().status

    code, page, status = press(page)
    assert (code, status) == (422, ReviewStatus.DRAFT)
    assert f"Dự thảo vừa được sửa sau khi bạn mở trang này (lần cuối: {work.by.full_name}" in page
    assert "Nội dung sửa sau khi in dự thảo lần 1" in page
    code, _, status = press(page)
    assert (code, status) == (302, ReviewStatus.QUEUED)


def test_issuing_asks_for_a_password_typed_lately(office, work):
    review = compiled(request_review(work))
    url = reverse("reporting:issue-review", args=[review.pk])
    form = {
        "number": "7",
        "issued_on": f"{timezone.localdate():%d/%m/%Y}",
        "signer_capacity": "T/M BAN THƯỜNG VỤ",
        "signer_name": "Ký",
    }

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "Nhập lại mật khẩu" not in office.get(url).content.decode()
        incomplete = office.post(url, form).content.decode()
        page = office.post(url, {**form, "reason": "Gấp."}, HTTP_REFERER=f"http://testserver{url}")

    assert "Cần ghi lý do vẫn ban hành" in incomplete
    assert "Nhập lại mật khẩu" not in incomplete
    page = page.content.decode()
    assert "Nhập lại mật khẩu" in page
    assert "Ban hành báo cáo" in page
    assert f'href="http://testserver{url}">Thôi' in page
    assert 'name="signer_name" value="Ký"' in page
    assert Review.objects.get(pk=review.pk).number == ""
