"""Every page of a plan without tasks, assignments or periods, and with a period without units."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import Passage
from tests.factories import (
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db
OF_THE_PRODUCT = ("home", "verification-queue", "list-extensions")
OF_A_PLAN = (
    "plan",
    "dashboard",
    "dashboard-matrix",
    "dashboard-punctuality",
    "indicator-totals",
    "list-assignments",
    "list-periods",
    "list-reviews",
)
OF_ITS_KEEPERS = ("add-period", "request-review", "list-schedules", "add-schedule")
OF_A_PERIOD = ("period", "adjust-period", "open-period", "close-period", "reopen-period")


def _without_tasks():
    plan = PlanFactory()
    access.ensure_grants(plan=plan)
    return plan, []


def _without_periods():
    return AssignmentFactory(state="proposed").task.plan, []


def _without_units():
    """Three periods in which nobody owes: planned, open and closed before its due day."""
    plan, now = AssignmentFactory(state="proposed").task.plan, timezone.now()
    due_on = timezone.localdate(now) + timedelta(days=10)
    states = [
        {"opened_at": None},
        {"opened_at": now},
        {"opened_at": now, "closed_at": now},
    ]
    return plan, [ReportingPeriodFactory(plan=plan, due_on=due_on, **state) for state in states]


@pytest.mark.parametrize("scene", [_without_tasks, _without_periods, _without_units])
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER])
def test_every_page_of_a_bare_plan_is_a_sentence(client, scene, role):
    plan, periods = scene()
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    urls = [reverse(f"reporting:{name}", args=[plan.pk]) for name in OF_A_PLAN]
    urls += [
        reverse("reporting:home"),
        *(reverse("reporting:period", args=[p.pk]) for p in periods),
    ]
    if role == Role.REVIEWER:
        urls += [reverse(f"reporting:{name}") for name in OF_THE_PRODUCT]
        urls += [reverse(f"reporting:{name}", args=[plan.pk]) for name in OF_ITS_KEEPERS]
        urls += [
            reverse(f"reporting:{name}", args=[period.pk])
            for name in OF_A_PERIOD
            for period in periods
        ]

    statuses = {url: client.get(url).status_code for url in urls}

    assert set(statuses.values()) == {200}, statuses


def test_a_closed_period_that_is_not_due_reads_as_closed_early(client):
    plan, (_, _, closed) = _without_units()
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("reporting:list-periods", args=[plan.pk])).content.decode()

    assert "Đã đóng trước hạn, chưa có đơn vị phải gửi" in page
    assert closed.name in page


def test_a_plan_without_the_text_of_its_document_shows_its_facts_and_its_tasks(client):
    group = TaskGroupFactory(code="II", heading="Nhiệm vụ, giải pháp")
    tasks = [
        AssignmentFactory(task=TaskFactory(group=group, code=code, text=text)).task
        for code, text in (("1.1", "Rà soát thủ tục."), ("1.2", "1.2. Công khai kết quả."))
    ]
    plan = group.plan
    plan.purposes = "Nâng cao trách nhiệm."
    plan.save()
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")

    whole = client.get(reverse("reporting:plan", args=[plan.pk]))
    passage = Passage.objects.create(
        plan=plan, position=1, block=1, kind="body", raw="Rà soát.", printed="Rà soát."
    )
    passage.tasks.add(tasks[0])
    partly = client.get(reverse("reporting:plan", args=[plan.pk]))

    assert _paragraphs(whole) == [
        "Mục đích",
        "Nâng cao trách nhiệm.",
        "II. Nhiệm vụ, giải pháp",
        "1.1. Rà soát thủ tục.",
        "1.2. Công khai kết quả.",
    ]
    assert _paragraphs(partly) == ["Rà soát.", "II. Nhiệm vụ, giải pháp", "1.2. Công khai kết quả."]
    assert reverse("reporting:task", args=[tasks[1].pk]) in partly.content.decode()


def _paragraphs(response):
    return [
        "".join(piece.words for run in block.paragraph.runs for piece in run.pieces)
        for block in response.context["text"].blocks
    ]
