"""The pages on which the office urges, and where the urgings are shown."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import Plan, TaskGroupWatch
from reporting.models import EntryStatus, Urging
from reporting.urging import urging
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    plan = AssignmentFactory(unit__name="Xã Chưa Gửi").task.plan
    return ReportingPeriodFactory(plan=plan, due_on=timezone.localdate() - timedelta(days=2))


@pytest.fixture
def officer(period):
    return person(Role.OFFICER, period.plan.tasks.get().assignments.get().unit)


def _browser(user):
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(period):
    return _browser(person(Role.REVIEWER))


def _words(response):
    return " ".join(response.content.decode().split())


def _url(period):
    return reverse("reporting:urge-units", args=[period.pk])


def _urge(period, unit, by=None):
    given = {"period": period, "units": [unit.pk], "text": "Đề nghị gửi.", "at": timezone.now()}
    urging.urge(by=by or UserFactory(full_name="Trần Thị Thử"), **given)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_units(
    office, period, officer, n, django_assert_num_queries
):
    for _ in range(n - 1):
        person(Role.OFFICER, AssignmentFactory(task__group__plan=period.plan).unit)

    with django_assert_num_queries(10):
        page = _words(office.get(_url(period)))

    assert page.count('name="unit"') == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_history_of_a_unit_runs_the_same_queries_for_any_number_of_rows(
    office, period, officer, n, django_assert_num_queries
):
    unit = officer.memberships.get().unit
    url = reverse("reporting:list-urgings", args=[unit.pk])
    assert "Chưa đôn đốc lần nào" in _words(office.get(url))
    for hours in range(n, 0, -1):
        _urge(period, unit)
        Urging.objects.update(at=F("at") - timedelta(hours=hours))

    with django_assert_num_queries(6):
        page = _words(office.get(url))

    assert page.count("Trần Thị Thử") == n


def test_all_are_chosen_and_one_that_an_address_names_alone(office, period, officer):
    two = AssignmentFactory(task__group__plan=period.plan, unit__name="Xã Hai").unit
    person(Role.OFFICER, two)
    lone = AssignmentFactory(task__group__plan=period.plan, unit__name="Xã Không Người").unit

    whole, one = (office.get(_url(period), query) for query in ({}, {"unit": two.pk}))

    assert whole.context["chosen"] == {officer.memberships.get().unit_id, two.pk}
    assert one.context["chosen"] == {two.pk}
    words = _words(whole)
    assert "Chưa lập báo cáo, quá hạn 2 ngày" in words
    assert f"(hạn gửi {period.due_on:%d/%m/%Y})." in words
    assert f"{lone.name}</a>: chưa lập báo cáo" in words


def test_who_was_urged_today_is_listed_and_not_chosen(office, period, officer):
    two = AssignmentFactory(task__group__plan=period.plan, unit__name="Xã Hai").unit
    person(Role.OFFICER, two)
    _urge(period, two)

    page = office.get(_url(period))

    assert page.context["chosen"] == {officer.memberships.get().unit_id}
    assert "Đã đôn đốc 1 lần" in _words(page)


def test_a_refused_text_and_the_choice_are_kept(office, period, officer):
    typed = {"unit": officer.memberships.get().unit_id, "text": "Văn bản TUYỆT MẬT của xã"}

    response = office.post(_url(period), typed)

    assert response.status_code == 422
    assert "Hệ thống không nhận nội dung bí mật nhà nước" in _words(response)
    assert "Văn bản TUYỆT MẬT của xã</textarea>" in _words(response)
    assert response.context["chosen"] == {typed["unit"]}
    assert not Urging.objects.exists()


def test_the_urgings_stand_beside_the_unit_for_the_office_and_for_itself(office, period, officer):
    unit = officer.memberships.get().unit
    other = person(Role.OFFICER, AssignmentFactory(task__group__plan=period.plan).unit)
    response = office.post(_url(period), {"unit": unit.pk, "text": "Gửi ngay."}, follow=True)
    assert "Đã đôn đốc 1 đơn vị." in _words(response)
    Urging.objects.update(at=timezone.now() - timedelta(hours=1))
    _urge(period, unit)

    local = timezone.localtime(Urging.objects.latest("turn").at)
    words = f"Đã đôn đốc 2 lần, lần cuối {local:%H:%M} ngày {local:%d/%m/%Y} – Trần Thị Thử"
    own, unit_url = _browser(officer), reverse("reporting:unit", args=[unit.pk])
    assert words in _words(office.get(reverse("reporting:period", args=[period.pk])))
    assert words in _words(own.get(reverse("reporting:list-submissions")))
    history = reverse("reporting:list-urgings", args=[unit.pk])
    for client, num in ((office, 2), (own, 2), (_browser(other), 0)):
        assert _words(client.get(unit_url)).count("Xã Chưa Gửi") >= 1
        assert (history in _words(client.get(unit_url))) is bool(num)
        assert _words(client.get(history)).count("Đề nghị gửi.") == num // 2
        assert _words(client.get(history)).count("Gửi ngay.") == num // 2
    assert f'{_url(period)}?unit={unit.pk}"' in _words(office.get(unit_url))


def test_the_page_of_a_unit_leads_to_urging_about_a_late_task(office):
    late = dated(deadline=timezone.localdate() - timedelta(days=3), at=timezone.now())
    later = dated(deadline=timezone.localdate() + timedelta(days=99), unit=late.unit)
    entry_at(EntryStatus.RETURNED, assignment=later)
    officer, observer = person(Role.OFFICER, late.unit), person(Role.OBSERVER)
    TaskGroupWatch.objects.create(unit=observer.memberships.get().unit, group=late.task.group)
    access.ensure_grants(plan=late.task.plan)
    url = reverse("reporting:urge-task", args=[late.pk])
    unit_url = reverse("reporting:unit", args=[late.unit_id])

    assert [url in _words(row.get(unit_url)) for row in (office, _browser(officer))] == [
        True,
        False,
    ]
    assert reverse("reporting:urge-task", args=[later.pk]) not in _words(office.get(unit_url))
    assert "quá hạn 3 ngày" in _words(office.get(url))
    assert office.post(url, {"text": " "}).status_code == 422
    response = office.post(url, {"text": "Đề nghị báo cáo."}, follow=True)

    assert response.redirect_chain == [(unit_url, 302)]
    history = reverse("reporting:list-urgings", args=[late.unit_id])
    assert history in _words(response)
    assert "Đề nghị báo cáo." in _words(office.get(history))
    # An observer of the group reads the task, not what the unit was asked for
    page = _words(_browser(observer).get(unit_url))
    assert (late.task.title in page, history in page) == (True, False)
