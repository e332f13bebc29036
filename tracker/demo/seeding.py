"""Builds the whole demonstration: six quarters on an empty product with Plan 126."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from plans import assigning, deadlines, loading, setting_up
from plans.models import Assignment, LegalDocument, OfficeLevel, Plan, Task
from plans.setting_up import OfficeSpec
from reporting.models import Notice, ReportingPeriod
from reporting.notices import reminding
from tracker.demo import contributions, extensions, numbers, people, reviews, talks
from tracker.demo.calendar import quarters_up_to
from tracker.demo.filings import Cast, play_quarter
from tracker.demo.more_units import add_units
from tracker.demo.statistics import update_statistics
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from units.models import Membership, Role, User

SEED = 126
OFFICE = OfficeSpec(
    level=OfficeLevel.DISTRICT,
    is_party=True,
    superior="Đảng bộ tỉnh Quảng Trị",
    name="Huyện ủy Hải Lăng",
    place="Hải Lăng",
    symbol="HU",
    office_name="Văn phòng Huyện ủy",
    office_symbol="VPHU",
)
# Deadlines set by an invented letter, by task code, in days from today
DEADLINES = {"3.1": -400, "III.1.1": -480, "III.1.2": -420, "III.3.1": -300, "III.3.2": 5}
LATER_DEADLINES = {"1.5": 38, "2.1": -30, "2.2": 4, "3.4": 37, "4.1": 38, "5.7": -60}


@transaction.atomic
def seed_demo(
    *, at: datetime, num_units: int | None = None, num_periods: int = 6, with_reviews: bool = True
) -> dict[str, int]:
    """Fill an empty product. Refused if people or periods exist; a failure leaves nothing.

    If `num_units` exceeds the units of Hải Lăng, invented ones are added; if it is lower, some
    units get no tasks. The same `at` makes the same demonstration on either database. Returns
    the number of rows by kind.
    """
    if User.objects.exists() or ReportingPeriod.objects.exists():
        raise Refused("Đã có dữ liệu: chỉ tạo dữ liệu demo trên hệ thống trống.")
    with _without_files_of_a_failure():
        return _seed(at, num_units, num_periods, with_reviews=with_reviews)


@contextmanager
def _without_files_of_a_failure() -> Iterator[None]:
    """Remove the files that the block stored, if it fails: its rows are rolled back."""
    before = set(filestore.stored())
    try:
        yield
    except BaseException:
        for sha256 in sorted(set(filestore.stored()) - before):
            filestore.remove(sha256, untouched_since=timezone.now() + timedelta(minutes=1))
        people.logins_file().unlink(missing_ok=True)
        raise


def _seed(
    at: datetime, num_units: int | None, num_periods: int, *, with_reviews: bool
) -> dict[str, int]:
    random = Random(SEED)  # noqa: S311 -- deterministic on purpose
    plan = loading.load_sample(at=at)
    if num_units is not None:
        add_units(plan=plan, total=num_units)
    officers = people.make_people(random=random, at=at)
    reviewer = _holder(Role.REVIEWER)
    setting_up.set_up(spec=OFFICE, by=_holder(Role.ADMINISTRATOR), at=at)
    today = timezone.localdate(at)
    quarters = quarters_up_to(today, count=num_periods)
    _confirm_assignments(plan, num_units, by=reviewer, at=_morning(quarters[0].first_day))
    _set_deadlines(plan, today=today, by=reviewer, at=_morning(quarters[0].first_day))
    cast = Cast(
        officers=officers,
        reviewer=reviewer,
        random=random,
        now=at,
        numbers=numbers.set_up(plan=plan, by=reviewer, at=_morning(quarters[0].first_day)),
    )
    played = []
    for index, quarter in enumerate(quarters):
        update_statistics()
        is_last = quarter is quarters[-1]
        period = play_quarter(plan=plan, quarter=quarter, index=index, is_last=is_last, cast=cast)
        played.append(period)
    extensions.play_extensions(plan=plan, cast=cast)
    contributions.play_contributions(period=played[-1], cast=cast)
    talks.make_talks(reviewer=reviewer, officers=officers, at=at)
    reminding.remind(at=at)
    _read_old_notices(at=at)
    if with_reviews:
        reviews.make_reviews(plan=plan, periods=played, by=reviewer, at=at)
    people.write_logins()
    return _counts(plan)


def _holder(role: Role) -> User:
    return User.objects.get(memberships__role=role)


@transaction.atomic
def _confirm_assignments(plan: Plan, num_units: int | None, *, by: User, at: datetime) -> None:
    proposed = Assignment.objects.filter(task__plan=plan)
    if num_units is not None:
        units = Membership.objects.filter(role=Role.OFFICER).order_by(
            "unit__position", "unit__code"
        )
        proposed = proposed.filter(unit__in=list(units.values_list("unit", flat=True)[:num_units]))
    assigning.confirm_many(
        assignments=proposed.select_related("task", "unit").in_plan_order(), by=by, at=at
    )


@transaction.atomic
def _set_deadlines(plan: Plan, *, today: date, by: User, at: datetime) -> None:
    """Set deadlines by two invented letters, because the plan sets none."""
    for number, days_by_code in (("215-CV/VPHU", DEADLINES), ("388-CV/VPHU", LATER_DEADLINES)):
        letter = LegalDocument.objects.create(
            number=number,
            kind="Công văn",
            issued_on=timezone.localdate(at),
            issuer="Văn phòng Huyện ủy",
            subject="về thời hạn thực hiện một số nhiệm vụ của Kế hoạch số 126-KH/HU (demo)",
        )
        for task in Task.objects.filter(plan=plan, code__in=days_by_code).in_plan_order():
            deadline = today + timedelta(days=days_by_code[task.code])
            for assignment in Assignment.objects.owed().filter(task=task).in_plan_order():
                deadlines.set_deadline(
                    assignment=assignment,
                    deadline=deadline,
                    words=f"chậm nhất ngày {deadline:%d/%m/%Y}",
                    document=letter,
                    by=by,
                    at=at,
                )


def _read_old_notices(*, at: datetime) -> None:
    """Mark notices older than two weeks as read."""
    Notice.objects.unread().filter(at__lt=at - timedelta(days=14)).update(read_at=F("at"))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(7, 30)))


def _counts(plan: Plan) -> dict[str, int]:
    return {
        "units": Assignment.objects.owed()
        .filter(task__plan=plan)
        .values("unit")
        .distinct()
        .count(),
        "assignments": Assignment.objects.owed().filter(task__plan=plan).count(),
        "periods": plan.periods.count(),
        "submissions": sum(period.submissions.count() for period in plan.periods.all()),
        "people": User.objects.count(),
        "reports": plan.reviews.count(),
    }
