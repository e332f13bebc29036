"""A task with its lead and a co-ordinating unit, in an open period."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from plans import leading
from plans.models import Assignment, AssignmentRole, Task
from reporting.contributions import contributing
from reporting.filing import filing, merging, taking_in
from reporting.models import Contribution, ProgressEntry, ReportingPeriod
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    person,
)
from units.models import Role, User

WORDS = "Đã phối hợp tập huấn cho 45 cán bộ."


@dataclass
class Scene:
    """`officer` files for the unit of `lead`, `writer` for that of `helper`, which co-ordinates."""

    at: datetime = NOON
    lead: Assignment = field(default_factory=AssignmentFactory)

    def __post_init__(self) -> None:
        self.helper = self.coordinate(self.task)
        day = timezone.localdate(self.at)
        self.period: ReportingPeriod = ReportingPeriodFactory(
            plan=self.task.plan,
            opened_at=self.at,
            data_from=day - timedelta(days=60),
            data_to=day + timedelta(days=30),
            due_on=day + timedelta(days=40),
        )
        self.officer = person(Role.OFFICER, self.lead.unit)
        self.writer = person(Role.OFFICER, self.helper.unit)

    @property
    def task(self) -> Task:
        return self.lead.task

    def coordinate(self, task: Task, **fields: object) -> Assignment:
        return AssignmentFactory(task=task, role=AssignmentRole.COORDINATING, **fields)

    def require(self, *, at: datetime | None = None) -> None:
        """Let the office require contributions to the task."""
        leading.ask_contributions(task=self.task, by=UserFactory(), at=at or self.at)

    def entry(self) -> ProgressEntry:
        """The draft of the lead."""
        submission = filing.start(
            period=self.period, unit=self.lead.unit, by=self.officer, at=self.at
        )
        entries = submission.entries.select_related("submission__period", "assignment__task")
        return entries.get(assignment=self.lead)

    def save(
        self, text: str = WORDS, *, seen: int | None = None, by: User | None = None
    ) -> Contribution:
        row = self.helper.contributions.first()
        return contributing.save(
            period=self.period,
            assignment=self.helper,
            seen_version=seen if seen is not None else row.version if row else 0,
            text=text,
            by=by or self.writer,
            at=self.at,
        )

    def send(self, text: str = WORDS) -> Contribution:
        row = self.save(text)
        contributing.send(contribution=row, by=self.writer, at=self.at)
        return Contribution.objects.for_row().get(pk=row.pk)


def take_in(
    entry: ProgressEntry,
    contribution: Contribution,
    *,
    by: User,
    base: str | None = None,
    seen: int | None = None,
    **typed: Any,
) -> None:
    """Let `by` take it into the result, with `typed` in the form."""
    taking_in.take_in(
        entry=entry,
        contribution=contribution,
        seen_version=entry.version if seen is None else seen,
        base=merging.base_of(entry) if base is None else base,
        choices={},
        chosen_at=None,
        by=by,
        at=NOON,
        **{**FILED, **typed},
    )
