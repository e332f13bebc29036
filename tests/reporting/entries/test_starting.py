"""Another first day, which changes no period that is due."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import leading
from plans.models import AssignmentEventKind, AssignmentRole
from reporting.counting.asked import asked_in
from reporting.counting.obligations import owed_in
from reporting.entries import starting
from reporting.periods import adjusting
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UserFactory,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

BEGAN, LAST, DUE = date(2026, 2, 2), date(2026, 3, 31), date(2026, 4, 10)
LATER = date(2026, 4, 1)


def _at(*day):
    return timezone.make_aware(datetime(*day, 9))


AFTER_DUE, ON_DUE = _at(2026, 4, 11), _at(2026, 4, 10)


@pytest.fixture
def period(db):
    return ReportingPeriodFactory(name="Quý 1/2026", data_to=LAST, due_on=DUE)


@pytest.fixture
def assignment(period):
    return AssignmentFactory(task__group__plan=period.plan, first_day=BEGAN, confirmed_on=BEGAN)


def _set(assignment, first_day, at):
    starting.set_first_day(
        assignment=assignment,
        first_day=first_day,
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=at,
    )


def test_until_the_due_day_a_later_day_takes_the_period_away(period, assignment):
    _set(assignment, LATER, ON_DUE)

    assert not owed_in(period).exists()
    event = assignment.events.get()
    assert (event.kind, event.effective_on) == (AssignmentEventKind.FIRST_DAY_SET, LATER)
    assert event.note == "Trước đó: 02/02/2026"


def test_after_the_due_day_a_later_day_is_refused_with_the_name_of_the_period(period, assignment):
    with pytest.raises(Refused, match=r"kỳ đã đến hạn gửi \(Quý 1/2026\)"):
        _set(assignment, LATER, AFTER_DUE)

    assignment.refresh_from_db()
    assert (assignment.first_day, assignment.events.count()) == (BEGAN, 0)
    assert owed_in(period).exists()


def test_after_the_due_day_an_earlier_day_adds_no_period(period, assignment):
    _set(assignment, LATER, ON_DUE)

    with pytest.raises(Refused, match="Quý 1/2026"):
        _set(assignment, BEGAN, AFTER_DUE)

    assert not owed_in(period).exists()


def test_an_earlier_day_keeps_what_is_owed(period, assignment):
    _set(assignment, date(2026, 1, 5), AFTER_DUE)

    assert owed_in(period).exists()


def test_the_office_first_releases_the_unit_from_the_period(period, assignment):
    by = {"by": UserFactory(), "at": AFTER_DUE}
    adjusting.release(period=period, unit=assignment.unit, reason="Mới thành lập.", **by)

    _set(assignment, LATER, AFTER_DUE)

    assignment.refresh_from_db()
    assert assignment.first_day == LATER


def test_what_a_co_ordinating_unit_was_asked_for_stays_too(period, assignment):
    helper = AssignmentFactory(
        task=assignment.task,
        role=AssignmentRole.COORDINATING,
        first_day=BEGAN,
        confirmed_on=BEGAN,
    )
    _set(helper, date(2026, 2, 3), AFTER_DUE)
    leading.ask_contributions(task=helper.task, by=UserFactory(), at=_at(2026, 3, 2))
    assert asked_in(period).exists()

    with pytest.raises(Refused, match="Quý 1/2026"):
        _set(helper, LATER, AFTER_DUE)


@pytest.mark.django_db
def test_a_refused_day_keeps_what_was_typed(client):
    today = timezone.localdate()
    began, last, due = (today - timedelta(days=days) for days in (90, 40, 30))
    period = ReportingPeriodFactory(name="Quý 1/2026", data_from=began, data_to=last, due_on=due)
    assignment = AssignmentFactory(
        task__group__plan=period.plan, first_day=began, confirmed_on=began
    )
    client.force_login(person(Role.REVIEWER))
    typed = {"first_day": f"{today:%d/%m/%Y}", "document": LegalDocumentFactory().pk}

    page = client.post(reverse("reporting:set-first-day", args=[assignment.pk]), typed)

    assert page.status_code == 422
    html = page.content.decode()
    assert "Ngày này làm thay đổi kỳ đã đến hạn gửi (Quý 1/2026)." in html
    assert f'value="{typed["first_day"]}"' in html


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_set_the_same_day_at_once_one_is_refused():
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    assignment = AssignmentFactory(
        task__group__plan=period.plan, first_day=BEGAN, confirmed_on=BEGAN
    )

    outcomes = run_together(*(lambda: _set(assignment, LATER, ON_DUE) for _ in range(2)))

    assert sorted(outcomes) == ["done", "refused"]
    assert assignment.events.count() == 1
