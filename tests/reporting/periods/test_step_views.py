"""Opening, closing and reopening a period: what the pages say, and what their buttons do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus, Notice, ReportingPeriod
from reporting.periods import opening
from tests.factories import AssignmentFactory, ReportingPeriodFactory, UserFactory, entry_at, person
from units.models import Role

pytestmark = pytest.mark.django_db
STEPS = ("open", "close", "reopen")


def _period(*, starts=-30, due=20, **fields):
    """A period of a plan with one unit; its days are counted from today."""
    today = timezone.localdate()
    plan = fields.pop("plan", None) or AssignmentFactory().task.plan
    last_day = today + timedelta(days=max(starts, due - 10))
    return ReportingPeriodFactory(
        plan=plan,
        data_from=today + timedelta(days=starts),
        data_to=last_day - timedelta(days=plan.periods.count()),
        due_on=today + timedelta(days=due),
        **fields,
    )


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(step, period):
    return reverse(f"reporting:{step}-period", args=[period.pk])


def _words(response):
    return " ".join(response.content.decode().split())


def _despite(response):
    """The day that the form of the page names, as its button sends it."""
    _, _, rest = response.content.decode().partition('name="despite" value="')
    return {"despite": rest.partition('"')[0]}


def _is_open(period):
    return ReportingPeriod.objects.open().filter(pk=period.pk).exists()


def test_opening_a_period_that_has_not_begun_is_asked_and_then_done(office):
    period = _period(starts=34, due=60, opened_at=None)

    asked = office.post(_url("open", period))
    words = _words(asked)

    assert (asked.status_code, _is_open(period)) == (422, False)
    assert "Kỳ chưa bắt đầu" in words
    assert "còn 34 ngày nữa" in words
    assert "<strong>1 đơn vị</strong>" in words
    office.post(_url("open", period), _despite(asked))
    assert _is_open(period)


def test_closing_a_period_before_its_due_day_is_asked_and_then_done(office):
    period = _period(due=43)
    AssignmentFactory(task__group__plan=period.plan)
    drafted = AssignmentFactory(task__group__plan=period.plan)
    entry_at(EntryStatus.DRAFT, assignment=drafted, period=period)
    waiting = AssignmentFactory(task__group__plan=period.plan)
    entry_at(EntryStatus.SENT, assignment=waiting, period=period)

    asked = office.post(_url("close", period))
    words = _words(asked)

    assert (asked.status_code, _is_open(period)) == (422, True)
    assert "còn 43 ngày" in words
    assert "<strong>3/4 đơn vị chưa gửi</strong>" in words
    assert "1 kết quả chờ thẩm tra vẫn thẩm tra được" in words
    assert "1 báo cáo đang soạn giữ nguyên" in words
    assert drafted.unit.short_name in words
    office.post(_url("close", period), _despite(asked))
    assert not _is_open(period)


def test_the_due_day_itself_is_before_its_end(office):
    period = _period(due=0)

    assert "tức hôm nay" in _words(office.get(_url("close", period)))


def test_a_day_that_moved_since_the_page_was_shown_is_asked_again(office):
    period = _period(due=5)
    seen = _despite(office.get(_url("close", period)))
    ReportingPeriod.objects.filter(pk=period.pk).update(due_on=period.due_on + timedelta(days=9))

    asked = office.post(_url("close", period), seen)

    assert (asked.status_code, _is_open(period)) == (422, True)
    assert "còn 14 ngày" in _words(asked)


@pytest.mark.parametrize("typed", ["", "x", "2026-99-99"])
def test_another_day_than_that_of_the_page_confirms_nothing(office, typed):
    period = _period()

    assert office.post(_url("close", period), {"despite": typed}).status_code == 422
    assert _is_open(period)


def test_a_period_in_its_days_is_opened_and_after_its_due_day_closed_at_once(office):
    period = _period(starts=-60, due=-3, opened_at=None)

    for step, data in (("open", {}), ("close", {}), ("reopen", {"note": "Bổ sung."})):
        assert "despite" not in _words(office.get(_url(step, period)))
        office.post(_url(step, period), data)

    assert _is_open(period)
    kinds = period.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["opened", "closed", "reopened"]


def test_reopening_says_that_what_is_sent_now_is_late(office):
    period = _period(starts=-60, due=-3, closed_at=timezone.now())

    words = _words(office.get(_url("reopen", period)))

    assert "Hạn gửi đã qua 3 ngày" in words
    assert "1 đơn vị chưa gửi có thể gửi" in words


def test_a_closed_period_leads_to_the_periodic_review_of_it_alone(office):
    period = _period(starts=-60, due=-3, closed_at=timezone.now())
    _period(plan=period.plan, starts=-20, due=5)
    review_url = reverse("reporting:request-review", args=[period.plan_id])

    page = office.get(reverse("reporting:period", args=[period.pk])).content.decode()
    form = office.get(review_url, {"period": str(period.pk)}).context["form"]
    other = office.get(review_url, {"period": "x"}).context["form"]

    assert f'href="{review_url}?period={period.pk}"' in page
    assert form.initial["kind"] == "periodic"
    assert form.initial["period_from"] == form.initial["period_to"] == period.pk
    assert other.initial["period_from"] == period.pk != other.initial["period_to"]


def test_reopening_without_a_reason_requests_one(office):
    period = _period(starts=-60, due=-3, closed_at=timezone.now())

    response = office.post(_url("reopen", period), {"note": ""})

    assert response.status_code == 422
    assert "Cần nêu lý do mở lại kỳ." in _words(response)


@pytest.mark.parametrize(
    ("step", "words"),
    [("open", "đã được mở"), ("reopen", "chưa đóng")],
)
def test_a_refused_step_shows_its_reason(office, step, words):
    response = office.post(_url(step, _period()), {"note": "Bổ sung."}, follow=True)

    assert words in _words(response)


def test_other_open_periods_are_named_before_one_more_is_opened(office):
    first = _period()
    second = _period(plan=first.plan, opened_at=None)

    assert f"{first.name} (hạn gửi" in _words(office.get(_url("open", second)))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_a_period_without_units_is_a_sentence(office, step):
    assignment = AssignmentFactory(state="proposed")
    period = _period(
        plan=assignment.task.plan, opened_at=None if step == "open" else timezone.now()
    )
    if step == "reopen":
        opening.close_period(
            period=period, despite=period.due_on, by=UserFactory(), at=timezone.now()
        )

    asked = office.get(_url(step, period))
    done = office.post(_url(step, period), {"note": "Bổ sung.", **_despite(asked)})

    assert (asked.status_code, done.status_code) == (200, 302)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_runs_the_same_queries_for_any_number_of_units_and_periods(
    office, step, n, django_assert_num_queries
):
    period = _period()
    for _ in range(n - 1):
        AssignmentFactory(task__group__plan=period.plan)
        _period(plan=period.plan)
    office.get(_url(step, period))

    with django_assert_num_queries(9):
        office.get(_url(step, period))
