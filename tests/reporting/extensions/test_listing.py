"""Where requests and extended deadlines are listed and offered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plans import deadlines
from reporting.extensions import extending
from reporting.models import EntryStatus
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.reporting.extensions.scene import dated, granted, requested_in
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _url(name, pk):
    return reverse(f"reporting:{name}", args=[pk])


def _dmy(day):
    return f"{day:%d/%m/%Y}"


def test_earlier_requests_are_shown_beside_therequested_in(office, assignment, now):
    first = requested_in(assignment, now)
    extending.refuse(extension=first, note="Chưa đủ lý do.", by=UserFactory(), at=now)
    second = requested_in(assignment, now)

    html = office.get(_url("extension", second.pk)).content.decode()

    assert "Các đề nghị khác của nhiệm vụ này" in html
    assert _url("extension", first.pk) in html


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_rows(
    office, assignment, now, today, n, django_assert_num_queries
):
    requested_in(assignment, now)
    for _ in range(n - 1):
        task = TaskFactory(group=assignment.task.group)
        requested_in(dated(deadline=today + timedelta(days=5), at=now, task=task), now)

    with django_assert_num_queries(8):
        response = office.get(reverse("reporting:list-extensions"))

    assert len(response.context["page"].object_list) == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_earlier_requests(
    office, assignment, now, n, django_assert_num_queries
):
    for _ in range(n - 1):
        extension = requested_in(assignment, now)
        extending.refuse(extension=extension, note="Chưa.", by=UserFactory(), at=now)
    extension = requested_in(assignment, now)

    with django_assert_num_queries(9):
        response = office.get(_url("extension", extension.pk))

    assert len(response.context["detail"].extensions) == n


def test_the_oldest_pending_comes_first_and_the_decided_last(office, assignment, now, today):
    decided = granted(requested_in(assignment, now), deadline=today + timedelta(days=40), at=now)
    waiting = [
        requested_in(dated(deadline=today + timedelta(days=5), at=at), at)
        for at in (now - timedelta(hours=1), now - timedelta(hours=2))
    ]

    page = office.get(reverse("reporting:list-extensions")).context["page"]

    assert list(page.object_list) == [waiting[1], waiting[0], decided]


def test_the_list_is_filtered_by_state_unit_and_plan(office, assignment, now, today):
    mine = requested_in(assignment, now)
    other = dated(deadline=today + timedelta(days=5), at=now)
    granted(requested_in(other, now), deadline=today + timedelta(days=40), at=now)
    url = reverse("reporting:list-extensions")

    for query in (
        {"status": "asked"},
        {"unit": assignment.unit_id},
        {"plan": assignment.task.plan_id},
    ):
        assert list(office.get(url, query).context["page"].object_list) == [mine]
    assert len(office.get(url, {"status": "lost", "unit": "x"}).context["page"].object_list) == 2
    none = office.get(url, {"status": "refused"}).content.decode()
    assert "Không có đề nghị nào khớp với điều kiện lọc" in none


def test_a_unit_sees_its_own_requests_only(unit, assignment, now, today):
    mine = requested_in(assignment, now)
    requested_in(dated(deadline=today + timedelta(days=5), at=now), now)

    page = unit.get(reverse("reporting:list-extensions")).context["page"]

    assert list(page.object_list) == [mine]


def test_an_empty_list_explains_how_requests_are_made(unit, assignment):
    html = unit.get(reverse("reporting:list-extensions")).content.decode()

    assert "Chưa có đề nghị gia hạn nào" in html


def test_the_filing_page_offers_a_request_and_then_shows_it(unit, assignment, now):
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    url = _url("file-submission", entry.submission_id)
    ask_url = _url("ask-extension", assignment.pk)

    before = unit.get(url).content.decode()
    extension = requested_in(assignment, now)
    after = unit.get(url).content.decode()

    assert ask_url in before
    assert ask_url not in after
    assert f"Đang xin gia hạn đến {_dmy(extension.proposed_deadline)}" in after


def test_the_filing_page_offers_no_request_without_a_deadline(client, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)

    html = client.get(_url("file-submission", entry.submission_id)).content.decode()

    assert "Xin gia hạn" not in html


def test_the_task_page_offers_a_request_to_the_units_officer_only(client, assignment, now):
    url = _url("task", assignment.task_id)
    pages = {}
    for role, unit in ((Role.OFFICER, assignment.unit), (Role.HEAD, assignment.unit)):
        client.force_login(person(role, unit), backend=BACKEND)
        pages[role] = client.get(url).content.decode()

    assert "Xin gia hạn" in pages[Role.OFFICER]
    assert "Xin gia hạn" not in pages[Role.HEAD]


@pytest.mark.parametrize("name", ["task", "unit"])
def test_a_pending_request_does_not_stop_the_deadline(office, now, today, name):
    late = dated(deadline=today - timedelta(days=3), at=now)
    extension = requested_in(late, now)

    html = office.get(_url(name, late.task_id if name == "task" else late.unit_id)).content.decode()

    assert "Quá hạn 3 ngày" in html
    assert f"Đang xin gia hạn<br>đến {_dmy(extension.proposed_deadline)}" in html


def test_the_ledgers_name_an_extension(office, assignment, now, today):
    granted(requested_in(assignment, now), deadline=today + timedelta(days=40), at=now)

    task_page = office.get(_url("task", assignment.task_id)).content.decode()
    edit_page = office.get(reverse("plans:edit-assignment", args=[assignment.pk])).content.decode()

    assert f"{assignment.unit.short_name}: Gia hạn" in task_page
    assert "<strong>Gia hạn</strong>" in edit_page


def test_the_home_of_the_office_counts_pending_requests(office, assignment, now):
    assert "đề nghị gia hạn chờ quyết định" not in office.get("/").content.decode()
    requested_in(assignment, now)

    html = office.get("/").content.decode()

    assert "đề nghị gia hạn chờ quyết định" in html
    assert f"?status=asked&amp;plan={assignment.task.plan_id}" in html


def test_a_long_name_of_a_unit_is_shown_whole(office, now, today):
    name = "Ủy ban nhân dân xã Thử Nghiệm Với Một Cái Tên Rất Dài Không Ai Rút Gọn Được"
    plan_task = TaskFactory()
    assignment = AssignmentFactory(task=plan_task, unit=UnitFactory(name=name))
    deadlines.set_deadline(
        assignment=assignment,
        deadline=today,
        words="trong ngày",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=now,
    )
    requested_in(assignment, now)

    assert name in office.get(reverse("reporting:list-extensions")).content.decode()
