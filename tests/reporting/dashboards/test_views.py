"""Home, dashboard, lists, plan, task and unit: their content per role, in how many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import PassageKind
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def work(count):
    """`count` units that each lead one task and sent a submission that waits for a verdict."""
    group = TaskGroupFactory()
    now = timezone.now()
    today = timezone.localdate(now)
    period = ReportingPeriodFactory(
        plan=group.plan,
        data_from=today - timedelta(days=60),
        data_to=today + timedelta(days=30),
        due_on=today + timedelta(days=40),
    )
    entries = [
        entry_at(
            EntryStatus.SENT,
            assignment=AssignmentFactory(task=TaskFactory(group=group)),
            period=period,
            at=now,
            state=DeclaredState.DONE,
            result=f"Kết quả riêng của đơn vị thứ {number}.",
        )
        for number in range(count)
    ]
    return group.plan, period, entries


def log_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


PAGES = {
    "home": (lambda plan, period, entries: reverse("reporting:home")),
    "dashboard": (lambda plan, period, entries: reverse("reporting:dashboard", args=[plan.pk])),
    "dashboard-matrix": (
        lambda plan, period, entries: reverse("reporting:dashboard-matrix", args=[plan.pk])
    ),
    "dashboard-punctuality": (
        lambda plan, period, entries: reverse("reporting:dashboard-punctuality", args=[plan.pk])
    ),
    "list-assignments": (
        lambda plan, period, entries: reverse("reporting:list-assignments", args=[plan.pk])
    ),
    "plan": (lambda plan, period, entries: reverse("reporting:plan", args=[plan.pk])),
    "verification-queue": (lambda plan, period, entries: reverse("reporting:verification-queue")),
    "list-periods": (
        lambda plan, period, entries: reverse("reporting:list-periods", args=[plan.pk])
    ),
    "period": (lambda plan, period, entries: reverse("reporting:period", args=[period.pk])),
}
# The literal numbers make any new query a decision.
QUERIES = {
    "home": 10,
    "dashboard": 11,
    "dashboard-matrix": 9,
    "dashboard-punctuality": 11,
    "list-assignments": 10,
    "plan": 11,
    "verification-queue": 10,
    "list-periods": 8,
    "period": 12,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", PAGES)
def test_page_takes_the_same_number_of_queries_for_any_number_of_rows(
    client, django_assert_num_queries, page, count
):
    rows = work(count)
    log_in(client, person(Role.REVIEWER))
    url = PAGES[page](*rows)
    client.get(url)

    with django_assert_num_queries(QUERIES[page]):
        response = client.get(url)

    assert response.status_code == 200


def test_officer_sees_only_the_result_of_their_unit_on_the_task_page(client):
    _, _, (mine, other, _) = work(3)
    log_in(client, person(Role.OFFICER, mine.submission.unit))

    own = client.get(reverse("reporting:task", args=[mine.assignment.task_id])).content.decode()
    foreign = client.get(reverse("reporting:task", args=[other.assignment.task_id]))

    assert mine.result in own
    assert other.result not in foreign.content.decode()
    assert other.assignment.unit.name in foreign.content.decode()


def test_unit_page_shows_results_only_to_those_with_permission(client):
    _, _, (entry, other) = work(2)
    url = reverse("reporting:unit", args=[entry.submission.unit_id])

    seen = log_in(client, person(Role.LEADER)).get(url).content.decode()
    hidden = log_in(client, person(Role.OFFICER, other.submission.unit)).get(url).content.decode()

    assert entry.result in seen
    assert entry.result not in hidden
    assert entry.submission.unit.name in hidden


def test_home_of_an_officer_lists_returned_entries_first(client):
    entry = entry_at(EntryStatus.RETURNED)
    log_in(client, person(Role.OFFICER, entry.submission.unit))

    page = client.get(reverse("reporting:home")).content.decode()

    assert "Bị trả lại, cần bổ sung" in page
    assert entry.return_reason in page


def test_home_of_an_officer_lists_the_open_periods(client):
    entry = entry_at(EntryStatus.DRAFT)
    submission = entry.submission
    log_in(client, person(Role.OFFICER, submission.unit))

    page = client.get(reverse("reporting:home")).content.decode()

    assert f"<strong>{submission.period.name}</strong>" in page
    assert reverse("reporting:file-submission", args=[submission.pk]) in page


def test_home_of_the_office_counts_pending_work(client):
    work(3)
    log_in(client, person(Role.REVIEWER))

    page = client.get(reverse("reporting:home"))

    desk = page.context["home"].office
    assert desk.counts.num_waiting == 3
    assert "Chờ thẩm tra lâu nhất" in page.content.decode()


def test_home_of_the_office_lists_the_first_steps_of_an_empty_product(client):
    assignment = AssignmentFactory(state="proposed")
    log_in(client, person(Role.REVIEWER))

    page = client.get(reverse("reporting:home")).content.decode()

    assert "1 phân công còn là đề xuất" in page
    assert reverse("plans:assignment-grid", args=[assignment.task.plan_id]) in page
    assert "Chưa có kỳ nào đang mở" in page


def test_home_without_a_role_names_the_contact(client):
    user = person(Role.OFFICER)
    user.groups.clear()
    log_in(client, user)

    assert "Bạn chưa được giao vai trò nào" in client.get("/").content.decode()


def test_list_is_searched_without_accents_and_with_abbreviations(client):
    plan, _, entries = work(2)
    unit = UnitFactory(name="Ủy ban nhân dân xã Hải Định", short_name="X. Hải Định")
    AssignmentFactory(task=entries[0].assignment.task, unit=unit, is_own_part=True)
    log_in(client, person(Role.LEADER))
    url = reverse("reporting:list-assignments", args=[plan.pk])

    found = client.get(url, {"q": "ubnd xa hai dinh"}).context["rows"]

    assert [row.unit_id for row in found] == [unit.pk]


def test_invalid_filter_is_ignored(client):
    plan, _, _ = work(1)
    log_in(client, person(Role.LEADER))
    url = reverse("reporting:list-assignments", args=[plan.pk])

    response = client.get(url, {"label": "x", "unit": "999999", "page": "z"})

    assert response.status_code == 200


def test_plan_page_says_which_periods_receive(client):
    plan, period, _ = work(1)
    ReportingPeriodFactory(plan=plan, name="Quý đã đóng", closed_at=timezone.now())
    log_in(client, person(Role.LEADER))

    page = client.get(reverse("reporting:plan", args=[plan.pk])).content.decode()

    assert period.name in page
    assert "Đang nhận, còn 40 ngày" in page
    assert "Quý đã đóng" not in page


def test_plan_page_marks_a_correction_and_links_the_sentence_to_its_task(client):
    plan, _, (entry,) = work(1)
    task = entry.assignment.task
    passage = plan.passages.create(
        position=1, block=1, kind=PassageKind.BODY, raw="tranh gây phiền", printed="tranh gây phiền"
    )
    passage.tasks.add(task)
    passage.corrections.create(
        printed_words="tranh", corrected_words="tránh", note="In nhầm.", marked_on="2026-11-01"
    )
    log_in(client, person(Role.LEADER))

    page = client.get(reverse("reporting:plan", args=[plan.pk])).content.decode()

    assert '<span class="correction" title="In nhầm.">tránh' in page
    assert "<del>tranh</del>" in page
    assert reverse("reporting:task", args=[task.pk]) in page
    assert "0/1 hoàn thành" in page
