"""Two periods of a plan do not end on the same day, because results name a period by that day."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from reporting.models import PeriodEvent, ReportingPeriod
from reporting.periods import opening
from tests.factories import (
    NOON,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

QUARTER = {
    "name": "Quý 1/2026",
    "data_from": date(2026, 1, 1),
    "data_to": date(2026, 3, 31),
    "due_on": date(2026, 4, 10),
}
MARCH = QUARTER | {"name": "Tháng 3/2026", "data_from": date(2026, 3, 1)}


def _by():
    return {"by": UserFactory(), "at": NOON}


@pytest.mark.django_db
def test_a_second_period_with_the_last_day_of_another_is_refused_by_name():
    plan = PlanFactory()
    opening.create_period(plan=plan, **QUARTER, **_by())

    with pytest.raises(Refused, match="Quý 1/2026 của kế hoạch này cũng kết thúc ngày 31/03/2026"):
        opening.create_period(plan=plan, **MARCH, **_by())

    assert opening.create_period(plan=PlanFactory(), **MARCH, **_by())


@pytest.mark.django_db
def test_a_period_is_not_moved_to_the_last_day_of_another():
    plan = PlanFactory()
    opening.create_period(plan=plan, **QUARTER, **_by())
    earlier = opening.create_period(plan=plan, **MARCH | {"data_to": date(2026, 3, 30)}, **_by())

    with pytest.raises(Refused, match="cũng kết thúc ngày 31/03/2026"):
        opening.change_period(period=earlier, **MARCH, **_by())

    earlier.refresh_from_db()
    assert earlier.data_to == date(2026, 3, 30)


@pytest.mark.django_db
def test_the_form_says_why_and_keeps_what_was_typed(client):
    plan = AssignmentFactory().task.plan
    ReportingPeriodFactory(plan=plan, **QUARTER)
    client.force_login(person(Role.REVIEWER))
    typed = {"name": "Tháng 3/2026", "data_from": "01/03/2026", "data_to": "31/03/2026"}

    page = client.post(
        reverse("reporting:add-period", args=[plan.pk]), typed | {"due_on": "05/04/2026"}
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert "báo cáo của kỳ dài hơn thay cho kỳ ngắn hơn" in html
    assert all(f'value="{value}"' in html for value in typed.values())


class TestEarlierPairs:
    """Periods that ended on the same day before the rule; one of each pair is marked."""

    @pytest.fixture
    def pair(self, db):
        quarter = ReportingPeriodFactory(**QUARTER)
        return quarter, ReportingPeriodFactory(plan=quarter.plan, **MARCH, shares_last_day=True)

    def test_a_marked_period_may_still_be_renamed_and_due_on_another_day(self, pair):
        _, march = pair

        opening.change_period(
            period=march, **MARCH | {"name": "T3", "due_on": date(2026, 4, 5)}, **_by()
        )

        march.refresh_from_db()
        assert (march.name, march.shares_last_day) == ("T3", True)

    def test_a_marked_period_with_a_last_day_of_its_own_is_no_longer_marked(self, pair):
        _, march = pair
        ReportingPeriod.objects.filter(pk=march.pk).update(opened_at=None)

        opening.change_period(period=march, **MARCH | {"data_to": date(2026, 3, 30)}, **_by())

        march.refresh_from_db()
        assert not march.shares_last_day

    def test_the_migration_marks_all_but_the_opened_one_that_is_due_last(self, db):
        with connection.cursor() as cursor:  # as before the migration, for this test alone
            cursor.execute("DROP INDEX reporting_period_last_day_once_per_plan")
        plan = PlanFactory()
        days = [(date(2026, 4, 5), NOON), (date(2026, 4, 10), NOON), (date(2026, 4, 20), None)]
        early, _, unopened = (
            ReportingPeriodFactory(
                plan=plan, data_to=QUARTER["data_to"], due_on=due_on, opened_at=opened_at
            )
            for due_on, opened_at in days
        )
        ReportingPeriodFactory(plan=plan, data_to=date(2026, 3, 30))
        ReportingPeriodFactory()

        module = import_module("reporting.migrations.0025_last_day_of_a_period_once")
        module.mark(apps, None)

        assert set(ReportingPeriod.objects.filter(shares_last_day=True)) == {early, unopened}


@pytest.mark.django_db(transaction=True)
def test_of_two_periods_with_one_last_day_made_at_once_one_is_refused():
    plan = PlanFactory()
    people = [_by(), _by()]

    outcomes = run_together(
        *(
            lambda typed=typed, by=by: opening.create_period(plan=plan, **typed, **by)
            for typed, by in zip((QUARTER, MARCH), people, strict=True)
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert (ReportingPeriod.objects.count(), PeriodEvent.objects.count()) == (1, 1)
