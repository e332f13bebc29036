"""A submission of a plan with confirmation by heads, ready to be presented."""

from dataclasses import dataclass
from typing import Any

from plans.models import Plan
from reporting.filing import confirming
from reporting.models import EntryStatus, Submission
from tests.factories import NOON, AssignmentFactory, entry_at, person
from units.models import Role


@dataclass
class Case:
    """`entry` is a complete draft of `submission`; its unit has an officer and a head."""

    entry: Any
    officer: Any
    head: Any

    @property
    def submission(self) -> Any:
        """The submission as shown on the screen of another person."""
        return Submission.objects.for_row().get(pk=self.entry.submission_id)

    @property
    def request_id(self) -> int:
        return self.submission.events.filter(kind="asked").latest("pk").pk

    def present(self, at=NOON):
        confirming.ask(submission=self.submission, by=self.officer, at=at)
        return self


def case(status=EntryStatus.DRAFT, *, at=NOON, period=None, **content) -> Case:
    assignment = AssignmentFactory(task__group__plan=period.plan) if period else AssignmentFactory()
    unit = assignment.unit
    officer, head = person(Role.OFFICER, unit), person(Role.HEAD, unit)
    entry = entry_at(status, assignment=assignment, period=period, by=officer, at=at, **content)
    Plan.objects.filter(pk=assignment.task.plan_id).update(needs_head_confirmation=True)
    return Case(entry, officer, head)
