"""A submission of a plan with confirmation by heads, ready to be presented."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from plans.models import Plan
from reporting.filing import confirming, filing
from reporting.models import EntryStatus, Notice, ProgressEntry, Submission
from tests.factories import FILED, NOON, AssignmentFactory, entry_at, person
from units.models import Role

LATER = NOON + timedelta(hours=2)


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


def fresh_entry(scene):
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=scene.entry.pk
    )


def kinds_of(scene):
    return list(scene.submission.events.order_by("pk").values_list("kind", flat=True))


def notices_of(user):
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def save(scene, result="Đã làm thêm.", at=LATER):
    entry = fresh_entry(scene)
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=scene.officer,
        at=at,
        **FILED | {"result": result},
    )


def confirm(scene, at=LATER):
    return confirming.confirm(
        submission=scene.submission, seen=scene.request_id, by=scene.head, at=at
    )


def give_back(scene, note="Bổ sung số liệu mục 1.", at=LATER):
    confirming.give_back(
        submission=scene.submission, seen=scene.request_id, by=scene.head, at=at, note=note
    )


def group_of(scene):
    return scene.entry.assignment.task.group
