"""The plans of units in the rows of their assignments, in the list of plans, and nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import OwnBody, Plan, TaskKind
from reporting.counting.figures import Scope, figures_of
from reporting.dashboards.home_page import home_of
from reporting.models import EntryStatus, Notice, NoticeKind
from reporting.verification import verifying
from tests.factories import (
    AssignmentFactory,
    IssuingBodyFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.permissions.plans import PLAN
from tests.plans.editing.own_plans import begun, running, with_task
from tests.reporting.extensions.scene import dated
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = reverse("reporting:list-plans")


def _as(client, role, unit=None):
    client.force_login(person(role, unit), backend=BACKEND)
    return client


def _part(task=None):
    """A part of `task` that a unit leads, and its own plan: one task done, one overdue."""
    part = AssignmentFactory(task=task, is_own_part=True) if task else AssignmentFactory()
    own = running(part, number=f"{part.pk}-KH/ĐU")
    done = AssignmentFactory(task=own.tasks.get(), unit=part.unit)
    period = ReportingPeriodFactory(plan=own)
    entry_at(EntryStatus.ACCEPTED, assignment=done, period=period, state="done", percent=100)
    yesterday = TODAY - timedelta(days=1)
    dated(task=with_task(own, "1.2"), unit=part.unit, deadline=yesterday)
    return part, own


def test_the_row_of_the_unit_links_its_plan_with_its_progress(client):
    part, own = _part()
    task, unit = part.task, part.unit
    recurring = with_task(own, "1.3")
    recurring.kind = TaskKind.RECURRING
    recurring.save(update_fields=["kind"])
    AssignmentFactory(task=recurring, unit=unit)
    url = reverse("reporting:task", args=[task.pk])
    words = "1/2 nhiệm vụ hoàn thành, 1 quá hạn"
    ReportingPeriodFactory(
        plan=own,
        data_from=TODAY - timedelta(days=60),
        data_to=TODAY - timedelta(days=30),
        due_on=TODAY - timedelta(days=20),
    )

    page = _as(client, Role.REVIEWER).get(url).content.decode()

    periodic = "0/1 việc thường xuyên, định kỳ đạt yêu cầu trong kỳ"
    assert f"1/2 nhiệm vụ hoàn thành, {periodic}, 1 quá hạn" in page
    assert f'href="{reverse("reporting:plan", args=[own.pk])}"' in page
    assert "Lập kế hoạch của đơn vị" not in page
    listed = reverse("reporting:list-assignments", args=[task.plan_id])
    assert "1/2 nhiệm vụ hoàn thành" in client.get(listed).content.decode()
    of_unit = _as(client, Role.HEAD, unit).get(reverse("reporting:unit", args=[unit.pk]))
    assert "1/2 nhiệm vụ hoàn thành" in of_unit.content.decode()
    assert words not in _as(client, Role.OFFICER).get(url).content.decode()


def test_the_figures_and_first_pages_of_the_plan_above_stay(client):
    part = AssignmentFactory()
    plan, leader, reviewer = part.task.plan, person(Role.LEADER), person(Role.REVIEWER)
    scope = Scope(plan=plan, as_of=TODAY)
    before = figures_of(scope, user=leader).total.labels

    own = running(part)
    dated(task=own.tasks.get(), unit=part.unit, deadline=TODAY - timedelta(days=1))

    leader, reviewer = (type(leader).objects.get(pk=user.pk) for user in (leader, reviewer))
    assert figures_of(scope, user=leader).total.labels == before
    assert home_of(leader, today=TODAY).leader.plan == plan
    assert home_of(reviewer, today=TODAY).office.plan == plan
    late = _as(client, Role.LEADER).get(reverse("reporting:list-late"))
    assert late.context["page"].paginator.count == 0
    head = home_of(person(Role.HEAD, part.unit), today=TODAY)
    assert (head.office, head.leader) == (None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_take_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    part, _ = _part()
    for _ in range(count - 1):
        _part(part.task)
    url = reverse("reporting:task", args=[part.task.pk])
    _as(client, Role.REVIEWER).get(url)

    with django_assert_num_queries(13):
        response = client.get(url)

    assert response.content.count("1/2 nhiệm vụ hoàn thành".encode()) == count


def test_the_list_shows_it_under_the_plan_above_and_can_show_it_alone(client):
    part, own = _part()
    other = AssignmentFactory().task.plan
    _as(client, Role.REVIEWER)

    def listed(**query):
        rows = client.get(LIST, query).context["page"].object_list
        return [(row.plan, row.is_under) for row in rows]

    above = part.task.plan
    places = listed(sort="number")
    assert places[places.index((above, False)) + 1] == (own, True)
    assert (other, False) in places
    assert listed(owner="units") == [(own, False)]
    assert {plan for plan, _ in listed(owner="office")} == {above, other}
    assert part.unit.short_name in client.get(LIST, {"owner": "units"}).content.decode()


def test_the_head_begins_the_plan_from_the_row(client):
    part = AssignmentFactory()
    url = reverse("plans:begin-own-plan", args=[part.pk])
    _as(client, Role.HEAD, part.unit)
    assert url in client.get(reverse("reporting:task", args=[part.task.pk])).content.decode()
    assert part.unit.name.upper() in client.get(url).content.decode()

    response = client.post(url, PLAN)

    own = Plan.objects.get(owner=part.unit)
    assert response.url == reverse("plans:compose-plan", args=[own.pk])
    assert own.parent_task == part.task
    assert "đã có kế hoạch số" in client.get(url).content.decode()
    again = client.post(url, PLAN | {"number": "46-KH/ĐU"})
    assert again.status_code == 422
    assert "46-KH/ĐU" in again.content.decode()


def test_its_head_names_who_stands_above_the_unit(client):
    """Papers of the government name no committee of the Party above their body."""
    name, above = "ĐẢNG ỦY XÃ HOA SEN", "ĐẢNG BỘ TỈNH HOA SÚNG"
    IssuingBodyFactory(own=OwnBody.COMMITTEE, name=name, superior_body=above)
    party, state = {"bloc": Bloc.PARTY}, {"bloc": Bloc.GOVERNMENT}
    government = UnitFactory(name="Ủy ban nhân dân xã Hoa Sen", **state)
    expected = {
        UnitFactory(name="Đảng ủy xã Hoa Sen", **party): above,
        UnitFactory(name="Chi bộ thôn Một", **party): name,
        government: "",
        UnitFactory(name="Phòng Kinh tế", parent=government, **state): government.name.upper(),
    }

    for unit, words in expected.items():
        _as(client, Role.OFFICER, unit)
        page = client.get(reverse("plans:add-own-plan", args=[unit.pk]))
        assert page.context["form"].initial["superior_body"] == words


def test_a_unit_without_a_head_is_told_that_nobody_verifies(client):
    own = begun(AssignmentFactory())
    url = reverse("plans:compose-plan", args=[own.pk])
    _as(client, Role.OFFICER, own.owner)
    assert "chưa có thủ trưởng" in client.get(url).content.decode()

    person(Role.HEAD, own.owner)

    assert "chưa có thủ trưởng" not in client.get(url).content.decode()


def test_the_head_follows_the_plan_of_the_unit_and_opens_no_page_of_the_office(client):
    part, own = _part()
    entry = own.tasks.get(code="1.1").assignments.get().entries.get()
    by, at = person(Role.HEAD, part.unit), timezone.now()
    verifying.take_acceptance_back(entry=entry, by=by, at=at, reason="Nhầm.")
    _as(client, Role.HEAD, part.unit)

    told = Notice.objects.get(kind=NoticeKind.UNACCEPTED, recipient=by).text
    assert told.startswith(f"{part.unit.short_name} rút lại")
    assert client.get(reverse("reporting:verification-queue")).status_code == 200
    for name in ("reporting:register", "reporting:list-mails", "plans:list-bodies"):
        assert client.get(reverse(name)).status_code == 403, name
    document = LegalDocumentFactory()
    assert client.get(reverse("plans:edit-document", args=[document.pk])).status_code == 403
    assert client.get(reverse("plans:add-document")).status_code == 200
