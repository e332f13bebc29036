"""The page on which the office edits the skeleton of reviews."""

import pytest
from django.urls import reverse

from reporting.models import ReviewKind, SkeletonSection
from reporting.reviews.skeletons import changing
from tests.factories import NOON, TaskFactory, person
from tests.reporting.reviews.scene import plan_at_work
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def office(client, work):
    client.force_login(person(Role.REVIEWER))
    return client


def _url(name, work, *args, kind=ReviewKind.INTERIM):
    return reverse(f"reporting:{name}", args=[work.plan.pk, kind, *args])


def _text(response):
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_default_of_each_kind(office, work):
    pages = {kind: _text(office.get(_url("skeleton", work, kind=kind))) for kind in ReviewKind}

    assert all("Đang dùng mẫu mặc định" in page for page in pages.values())
    assert "Phần thứ nhất. TÌNH HÌNH, KẾT QUẢ THỰC HIỆN" in pages["interim"]
    assert "4. Bài học kinh nghiệm" in pages["final"]
    assert "IV. KIẾN NGHỊ, ĐỀ XUẤT" in pages["periodic"]
    assert office.get(_url("skeleton", work, kind="weekly")).status_code == 404


def test_a_step_leads_back_to_its_row_and_stands_in_the_history(office, work):
    answer = office.post(_url("step-skeleton-section", work, "IV.1"), {"step": "off"})

    assert answer.url == f"{_url('skeleton', work)}#section-IV.1"
    page = _text(office.get(_url("skeleton", work)))
    assert "Bỏ khỏi báo cáo</strong>: Ưu điểm" in page
    assert "Trở về mẫu mặc định" in page
    office.post(_url("reset-skeleton", work))
    assert not SkeletonSection.objects.exists()


def test_the_tasks_of_a_section_are_ticked_and_saved(office, work):
    url = _url("edit-skeleton-section", work, "group-1")
    assert "Theo mặc định" in _text(office.get(url))
    task = work.plan.tasks.get(code="1.2")
    data = {"title": "Nhóm một", "seen": work.plan.groups.get(code="1").heading, "of": "chosen"}

    answer = office.post(url, {**data, "tasks": [task.pk]})

    assert answer.status_code == 302
    page = _text(office.get(_url("skeleton", work)))
    assert "1. Nhóm một" in page
    assert "Nhiệm vụ 1.2</td>" in page
    assert "1 nhiệm vụ không được nêu riêng ở mục nào" in page


def test_what_was_typed_stays_when_it_cannot_be_saved(office, work):
    title = "Mục " + "dài " * 80

    long = office.post(_url("add-skeleton-section", work), {"title": title, "behind": "IV.1"})
    marked = office.post(
        _url("edit-skeleton-section", work, "IV.1"), {"title": "TUYỆT MẬT", "seen": "Ưu điểm"}
    )

    assert (long.status_code, marked.status_code) == (422, 422)
    assert title.strip() in _text(long)
    assert 'value="TUYỆT MẬT"' in _text(marked)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_rows(
    office, work, n, django_assert_num_queries
):
    facts = {"plan": work.plan, "kind": ReviewKind.INTERIM, "by": work.by, "at": NOON}
    for number in range(n):
        TaskFactory(group=work.plan.groups.get(code="1"), code=f"1.{number + 3}")
        changing.add_section(**facts, behind="IV.1", title=f"Mục {number}")

    with django_assert_num_queries(11):
        office.get(_url("skeleton", work))
