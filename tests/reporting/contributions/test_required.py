"""Required contributions that are missing: who sees them, and that they are counted apart."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import Plan, TaskGroupWatch
from tests.factories import AssignmentFactory, ReportingPeriodFactory, TaskFactory, person
from tests.reporting.contributions.scene import Scene
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = Scene(at=timezone.now())
    scene.helper.unit.short_name = "X. Thử"
    scene.helper.unit.save()
    return scene


@pytest.fixture
def read(client):
    """The words of a page as one person sees it."""

    def opened(user, name, *args):
        _log_in(client, user)
        return _words(client.get(reverse(f"reporting:{name}", args=args), follow=True))

    return opened


def _log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def _words(response):
    """The text of a page."""
    main = response.content.decode().partition("<body")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_the_office_requires_contributions_of_all_tasks_on_the_page_of_periods(client, scene):
    plan = scene.task.plan
    _log_in(client, person(Role.REVIEWER))
    url = reverse("reporting:set-contribution-rule", args=[plan.pk])

    asked = _words(client.post(url, {"are_required": "yes"}, follow=True))
    again = _words(client.post(url, {"are_required": "yes"}, follow=True))
    assert Plan.objects.get(pk=plan.pk).requires_contributions
    waived = _words(client.post(url, {"are_required": "no"}, follow=True))

    assert "Từ nay đơn vị phối hợp phải gửi nội dung mỗi kỳ." in asked
    assert "Diễn biến các quy định" in asked
    assert "Kế hoạch này đã yêu cầu đơn vị phối hợp gửi nội dung." in again
    assert "Từ nay đơn vị phối hợp gửi nội dung nếu có." in waived


def test_a_task_decides_otherwise_than_its_plan(client, scene):
    _log_in(client, person(Role.REVIEWER))
    Plan.objects.update(requires_contributions=True)

    def change(word):
        url = reverse("plans:change-task", args=[scene.task.pk, word])
        return _words(client.post(url, follow=True))

    page = reverse("plans:edit-assignments", args=[scene.task.pk])
    assert "theo quy định chung của kế hoạch , hiện phải gửi mỗi kỳ." in _words(client.get(page))
    assert "Nội dung phối hợp: gửi nội dung nếu có ." in change("waive")
    assert "đã ở chế độ “Gửi nội dung nếu có”." in change("waive")
    assert "Nội dung phối hợp: phải gửi nội dung ." in change("ask")
    assert "Nội dung phối hợp: theo quy định chung" in change("as-plan")


def test_the_unit_sees_what_is_missing_and_since_when(read, scene):
    scene.require(at=scene.at - timedelta(days=90))
    assert "Còn thiếu 1 nội dung Văn phòng yêu cầu." in read(scene.writer, "home")
    scene.period.data_to = timezone.localdate() - timedelta(days=9)
    scene.period.due_on = timezone.localdate() - timedelta(days=3)
    scene.period.save()

    for page in ("home", "list-contributions"):
        assert "Văn phòng yêu cầu, quá hạn gửi 3 ngày" in read(scene.writer, page)


def test_the_page_of_the_task_names_the_units_that_are_missing(read, scene):
    other = person(Role.OFFICER, AssignmentFactory(task__group=scene.task.group).unit)
    office = person(Role.REVIEWER)
    scene.require()

    for reader in (office, scene.officer, scene.writer):
        page = read(reader, "task", scene.task.pk)
        assert "0 đơn vị gửi, 1 đơn vị còn thiếu" in page
        assert "Văn phòng yêu cầu mà chưa gửi: X. Thử." in page
    assert "Văn phòng yêu cầu mà chưa gửi" not in read(other, "task", scene.task.pk)
    observer = person(Role.OBSERVER)
    TaskGroupWatch.objects.create(unit=observer.memberships.get().unit, group=scene.task.group)
    access.ensure_grants(plan=scene.task.plan)
    assert "Văn phòng yêu cầu mà chưa gửi" in read(observer, "task", scene.task.pk)

    scene.send()
    assert "1 đơn vị gửi X. Thử gửi" in read(office, "task", scene.task.pk)


def test_periods_before_the_last_closed_one_are_left_out(read, scene):
    scene.require(at=scene.at - timedelta(days=900))
    for name, days in (("Kỳ đầu", 600), ("Kỳ giữa", 300)):
        end = timezone.localdate() - timedelta(days=days)
        ReportingPeriodFactory(
            plan=scene.task.plan,
            name=name,
            data_from=end - timedelta(days=60),
            data_to=end,
            due_on=end,
            opened_at=scene.at - timedelta(days=days),
            closed_at=scene.at - timedelta(days=days - 1),
        )

    page = read(person(Role.REVIEWER), "task", scene.task.pk)

    assert "Kỳ giữa: 0 đơn vị gửi" in page
    assert "Kỳ đầu" not in page


def test_the_page_of_the_period_counts_contributions_apart_from_submissions(read, scene):
    office = person(Role.REVIEWER)
    before = read(office, "period", scene.period.pk)
    assert "Nội dung phối hợp" not in before
    scene.require()

    page = read(office, "period", scene.period.pk)

    assert "Đã gửi 0/1 nội dung Văn phòng yêu cầu · 1 đơn vị còn thiếu." in page
    assert "X. Thử: thiếu 1" in page
    assert page.partition("Nội dung phối hợp")[0] == before.partition("Miễn, bổ sung")[0]
    scene.send()
    assert "Đã gửi 1/1 nội dung Văn phòng yêu cầu." in read(office, "period", scene.period.pk)


@pytest.mark.parametrize("n", [1, 3])
def test_no_page_runs_more_queries_for_more_missing_contributions(
    client, scene, n, django_assert_max_num_queries
):
    for _ in range(n - 1):
        scene.coordinate(scene.task)
        scene.coordinate(TaskFactory(group=scene.task.group), unit=scene.helper.unit)
    Plan.objects.update(requires_contributions=True)
    scene.require()
    for user, name, args, num in (
        (scene.writer, "home", [], 16),
        (person(Role.REVIEWER), "period", [scene.period.pk], 12),
        (scene.officer, "task", [scene.task.pk], 18),
    ):
        _log_in(client, user)
        url = reverse(f"reporting:{name}", args=args)
        client.get(url)
        with django_assert_max_num_queries(num):
            client.get(url)
