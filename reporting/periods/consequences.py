"""What follows for the units when a period is opened, closed or reopened on a day."""

from dataclasses import dataclass
from datetime import date

from reporting.models import ReportingPeriod
from reporting.periods.page import UnitRow, unit_rows


@dataclass(frozen=True)
class Consequences:
    """The facts that the office is shown before it takes a step.

    `days_to_begin` and `days_left` are counted from `today`: to the first day of the data, and to
    the due day, which itself is in time.
    """

    period: ReportingPeriod
    today: date
    rows: list[UnitRow]
    other_open: list[ReportingPeriod]

    @property
    def days_to_begin(self) -> int:
        return (self.period.data_from - self.today).days

    @property
    def days_left(self) -> int:
        return (self.period.due_on - self.today).days

    @property
    def days_past_due(self) -> int:
        return -self.days_left

    @property
    def unsent(self) -> list[UnitRow]:
        return [row for row in self.rows if row.state.sent_on is None]

    @property
    def num_waiting(self) -> int:
        """Results that wait for verification, which goes on after the period is closed."""
        return sum(row.num_sent for row in self.rows)

    @property
    def num_drafting(self) -> int:
        """Unsent submissions with a draft, those that wait for the head included."""
        return sum(row.submission_id is not None for row in self.unsent)

    @property
    def num_with_head(self) -> int:
        return sum(row.is_with_head for row in self.unsent)


def consequences(period: ReportingPeriod, *, today: date) -> Consequences:
    """Read the facts; the number of queries does not grow with the units."""
    others = ReportingPeriod.objects.open().filter(plan=period.plan_id).exclude(pk=period.pk)
    return Consequences(
        period=period,
        today=today,
        rows=unit_rows(period, as_of=today),
        other_open=list(others.order_by("due_on", "pk")),
    )
