"""Which co-ordinating units may contribute to which task in a period, and which already did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce

from plans.models import Assignment, AssignmentQuerySet, AssignmentRole, AssignmentState
from reporting.counting.asked import asked
from reporting.models import Contribution, ContributionStatus, ReportingPeriod
from tracker.lib import statements


@dataclass(frozen=True)
class TaskPart:
    """One task that a unit of the reader co-ordinates in an open period."""

    today: date
    period_id: int
    period_name: str
    due_on: date
    plan_number: str
    assignment_id: int
    unit_id: int
    unit_name: str
    task_code: str
    task_title: str
    is_required: bool
    needs_head: bool
    contribution_id: int | None
    status: str | None

    @property
    def is_with_head(self) -> bool:
        return self.status == ContributionStatus.WITH_HEAD

    @property
    def is_sent(self) -> bool:
        return self.status == ContributionStatus.SENT

    @property
    def is_due(self) -> bool:
        """Whether the office requires it and it was not sent."""
        return self.is_required and not self.is_sent

    @property
    def num_days_late(self) -> int:
        """Days since the due day of what is required and was not sent; 0 while there is time."""
        return max(0, (self.today - self.due_on).days) if self.is_due else 0


def coordinating(prefix: str, *, on: date | F) -> Q:
    """Confirmed co-ordinating assignments in force on a day; `prefix` leads to them."""
    return (
        _q(prefix, role=AssignmentRole.COORDINATING, state=AssignmentState.CONFIRMED)
        & (_q(prefix, first_day__isnull=True) | _q(prefix, first_day__lte=on))
        & (_q(prefix, ended_on__isnull=True) | _q(prefix, ended_on__gt=on))
        & (_q(prefix, unit__first_day__isnull=True) | _q(prefix, unit__first_day__lte=on))
        & (_q(prefix, unit__last_day__isnull=True) | _q(prefix, unit__last_day__gte=on))
    )


def contributing_in(period: ReportingPeriod) -> AssignmentQuerySet:
    """The assignments whose units may contribute in `period`: in force on its last day."""
    in_force = coordinating("", on=period.data_to)
    return Assignment.objects.filter(in_force, task__plan=period.plan_id)


def parts_of(units: Collection[int], *, today: date) -> Sequence[TaskPart]:
    """What `units` (ids) may contribute in the open periods, soonest due first; one query."""
    if not units:
        return []
    selected, given = statements.marks_or_ids(sorted(units))
    rows = statements.rows_of(("parts", selected), (), lambda: _parts_of(selected), given=given)
    return [TaskPart(today, *row) for row in rows]


def _parts_of(units: Collection[int]) -> statements.Query:
    """The columns of `TaskPart` after the day."""
    work = "plan__tasks__assignments__"
    written = Contribution.objects.filter(period=OuterRef("pk"), assignment=OuterRef(f"{work}pk"))
    return (
        ReportingPeriod.objects.open()
        .filter(
            coordinating(work, on=F("data_to")),
            _q(work, unit__in=units),
        )
        .order_by(
            "due_on",
            "pk",
            "plan__tasks__group__position",
            "plan__tasks__position",
            f"{work}unit__position",
            f"{work}pk",
        )
        .values_list(
            "pk",
            "name",
            "due_on",
            "plan__number",
            f"{work}pk",
            f"{work}unit",
            f"{work}unit__short_name",
            "plan__tasks__code",
            "plan__tasks__title",
            ExpressionWrapper(
                asked(work, "plan__tasks__", period=OuterRef("pk")),
                output_field=BooleanField(),
            ),
            "plan__needs_head_confirmation",
            Subquery(written.values("pk")[:1]),
            Subquery(written.values("status")[:1]),
        )
    )


@dataclass(frozen=True)
class UnitPart:
    """A task that one unit co-ordinates in a period, with what it wrote so far."""

    assignment_id: int
    task_code: str
    task_title: str
    is_required: bool
    text: str
    version: int
    status: str
    saved_by: str
    saved_at: datetime | None

    @property
    def is_sent(self) -> bool:
        return self.status == ContributionStatus.SENT

    @property
    def is_with_head(self) -> bool:
        return self.status == ContributionStatus.WITH_HEAD

    @property
    def is_writable(self) -> bool:
        return not (self.is_sent or self.is_with_head)

    @property
    def status_words(self) -> str:
        if not self.is_writable:
            return str(ContributionStatus(self.status).label)
        if self.is_required:
            return "Văn phòng yêu cầu, chưa gửi"
        return "Đang soạn" if self.status else "Chưa ghi, không bắt buộc"


def parts_in(period: ReportingPeriod, unit_id: int) -> list[UnitPart]:
    """What a unit may contribute in `period`, in plan order; one query."""
    written = FilteredRelation("contributions", condition=Q(contributions__period=period))
    is_required = ExpressionWrapper(asked("", "task__", period=period), output_field=BooleanField())
    rows = (
        contributing_in(period)
        .filter(unit=unit_id)
        .in_plan_order()
        .annotate(written=written)
        .values_list(
            "pk",
            "task__code",
            "task__title",
            is_required,
            Coalesce("written__text", Value(""), output_field=TextField()),
            Coalesce("written__version", 0),
            Coalesce("written__status", Value("")),
            Coalesce("written__saved_by__full_name", Value("")),
            "written__saved_at",
        )
    )
    return [UnitPart(*row) for row in rows]


def _q(prefix: str, **lookups: object) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})
