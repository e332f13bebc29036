"""The pages of schedules, by which reviews are requested."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import ReviewSchedule
from tests.factories import TODAY, person
from tests.reporting.reviews.scene import plan_at_work
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    # Django caches content types; the number of queries must not depend on other tests
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def office(client):
    """The office's browser."""
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client, name, *args):
    response = client.get(reverse(f"reporting:{name}", args=args))
    return response.content.decode()


def _post(client, name, pk, **data):
    return client.post(reverse(f"reporting:{name}", args=[pk]), data)


def test_the_office_adds_and_changes_a_schedule(office, work):
    _post(
        office,
        "add-schedule",
        work.plan.pk,
        kind="interim",
        recurrence="yearly",
        next_on="31/12/2026",
        num_periods="4",
        by_units="now",
        is_active="on",
    )
    schedule = ReviewSchedule.objects.get()
    assert schedule.by_units == "now"
    assert "Đơn vị hiện nay</td>" in _get(office, "list-schedules", work.plan.pk)

    _post(
        office, "edit-schedule", schedule.pk, kind="interim", recurrence="yearly", num_periods="4"
    )

    page = _get(office, "list-schedules", work.plan.pk)
    schedule.refresh_from_db()
    assert (schedule.is_active, schedule.next_on, schedule.by_units) == (False, None, "then")
    assert "Không dùng" in page


def test_a_schedule_asks_in_vietnamese_for_what_was_not_chosen(office, work):
    page = _get(office, "add-schedule", work.plan.pk)
    assert page.count("– Chọn –") == 2

    response = _post(office, "add-schedule", work.plan.pk, num_periods="2")

    assert response.status_code == 422
    assert "Cần chọn loại báo cáo." in response.content.decode()
    assert "Cần chọn chu kỳ lặp lại." in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_schedules_run_the_same_queries_for_any_number_of_rows(
    office, work, n, django_assert_num_queries
):
    for _ in range(n):
        ReviewSchedule.objects.create(
            plan=work.plan,
            kind="interim",
            recurrence="yearly",
            next_on=TODAY,
            saved_by=work.by,
        )

    with django_assert_num_queries(5):
        page = _get(office, "list-schedules", work.plan.pk)

    assert page.count("Hằng năm") == n
