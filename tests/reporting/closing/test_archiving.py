"""A closed plan is put away, stays found and read, and comes back."""

import pytest
from django.urls import reverse

from plans import access, archiving
from plans import closing as plan_closing
from plans.models import PlanEventKind, PlanStatus
from reporting.portfolio.choosing import offer
from reporting.portfolio.forms import PlanFilterForm
from reporting.portfolio.page import rows_of_plans
from tests.factories import NOON, TODAY, PlanFactory, UserFactory, person
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _by():
    return {"by": UserFactory(), "at": NOON}


def _listed(user, **asked):
    form = PlanFilterForm(asked)
    rows = rows_of_plans(user, form.chosen(), form.sort_chosen(), today=TODAY)
    return {row.plan.number for row in rows}


@pytest.fixture
def plans():
    """A running, a closed and an archived plan."""
    made = [
        PlanFactory(number=f"{number}-KH/ĐU", status=status)
        for number, status in enumerate([PlanStatus.ACTIVE, *2 * [PlanStatus.CLOSED]], 1)
    ]
    for plan in made:
        access.ensure_grants(plan=plan)
    archiving.archive_plan(plan=made[2], **_by())
    made[2].refresh_from_db()
    return made


def test_lists_and_choosers_leave_an_archived_plan_out_and_words_find_it(plans):
    user = person(Role.REVIEWER)

    assert _listed(user) == {"1-KH/ĐU"}
    assert _listed(user, status="closed") == {"2-KH/ĐU"}
    assert _listed(user, status="archived") == {"3-KH/ĐU"}
    assert _listed(user, status="all", q="3-KH") == {"3-KH/ĐU"}
    assert {plan.number for plan in offer(user, "").plans} == {"1-KH/ĐU", "2-KH/ĐU"}
    assert [plan.status_words for plan in offer(user, "3-kh").plans] == ["Đã lưu trữ"]


def test_only_a_closed_plan_is_archived_and_an_archived_one_is_not_opened_again(plans):
    running, _, archived = plans
    with pytest.raises(Refused, match="Chỉ lưu trữ kế hoạch đã kết thúc"):
        archiving.archive_plan(plan=running, **_by())
    with pytest.raises(Refused, match="đã lưu trữ"):
        archiving.archive_plan(plan=archived, **_by())
    with pytest.raises(Refused, match="đưa ra khỏi lưu trữ"):
        plan_closing.reopen_plan(plan=archived, reason="Làm tiếp", **_by())


def test_the_page_of_an_archived_plan_is_read_and_takes_it_out_again(client, plans):
    archived = plans[2]
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    page = reverse("reporting:plan", args=[archived.pk])
    archived.events.create(kind=PlanEventKind.CLOSED, note="Xong", **_by())

    assert "Đã lưu trữ: danh mục" in client.get(page).content.decode()

    client.post(reverse("reporting:unarchive-plan", args=[archived.pk]))

    archived.refresh_from_db()
    assert archived.archived_at is None
    assert archived.events.filter(kind=PlanEventKind.UNARCHIVED).exists()
    assert "Lưu trữ kế hoạch" in client.get(page).content.decode()
