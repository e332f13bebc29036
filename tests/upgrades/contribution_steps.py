"""What a co-ordinating unit wrote, sent, took back and sent again, and the lead took in."""

from datetime import datetime, timedelta

from django.utils import timezone

from plans import assigning, following, leading
from plans.models import Assignment, AssignmentRole, Task
from reporting.contributions import attaching, contributing
from reporting.entries.fields import own_content_of
from reporting.filing import merging, taking_in
from reporting.models import EntryStatus, ProgressEntry
from reporting.notices import reminding
from tests.reporting.evidence import uploads
from units.models import Role, Unit, User


def play(*, at: datetime) -> None:
    drafts = ProgressEntry.objects.filter(
        status=EntryStatus.DRAFT,
        submission__confirmation_asked_at=None,
        submission__period__closed_at=None,
    ).select_related("submission__period", "assignment__task")
    entry, unit = next(
        (entry, unit) for entry in drafts.order_by("pk") for unit in _without_part_in(entry)
    )
    helper = _coordinating(entry, unit, at=at - timedelta(days=60))
    officer = User.objects.get(memberships__role=Role.OFFICER, memberships__unit=helper.unit)
    part = {"period": entry.submission.period, "assignment": helper, "by": officer, "at": at}
    attaching.attach(
        **part,
        file=uploads.upload("Kế hoạch phối hợp.docx", uploads.docx("Đã phối hợp.")),
        number="14-KH/CĐ",
        is_declared_not_secret=True,
    )
    saved = contributing.save(**part, seen_version=0, text="Đã phối hợp tập huấn 45 cán bộ.")
    contributing.send(contribution=saved, by=officer, at=at)
    contributing.take_back(contribution=saved, by=officer, at=at)
    contributing.send(contribution=saved, by=officer, at=at)
    taking_in.take_in(
        entry=entry,
        contribution=saved,
        seen_version=entry.version,
        base=merging.base_of(entry),
        choices={},
        chosen_at=None,
        by=User.objects.get(
            memberships__role=Role.OFFICER, memberships__unit=entry.submission.unit_id
        ),
        at=at,
        **own_content_of(entry),
    )
    _require(entry, at=at)


def _require(entry: ProgressEntry, *, at: datetime) -> None:
    """The rules of a plan and of its tasks, and a reminder on the day before the due day."""
    by = User.objects.get(memberships__role=Role.REVIEWER)
    period, task = entry.submission.period, entry.assignment.task
    following.set_contributions(plan=period.plan, are_required=True, by=by, at=at)
    leading.ask_contributions(task=task, by=by, at=at)
    other = Task.objects.filter(plan=period.plan_id).exclude(pk=task.pk).in_plan_order()[0]
    leading.waive_contributions(task=other, by=by, at=at)
    reminding.remind(at=at + (period.due_on - timezone.localdate(at)) - timedelta(days=1))


def _without_part_in(entry: ProgressEntry) -> list[Unit]:
    """Units that file, and have no part in the task of `entry`."""
    filing = Unit.objects.exclude(submissions=None).distinct()
    return list(filing.exclude(assignments__task=entry.assignment.task).order_by("pk"))


def _coordinating(entry: ProgressEntry, unit: Unit, *, at: datetime) -> Assignment:
    """A confirmed co-ordinating assignment of `unit` in the task of `entry`."""
    reviewer = User.objects.get(memberships__role=Role.REVIEWER)
    assignment = assigning.propose(
        task=entry.assignment.task,
        unit=unit,
        role=AssignmentRole.COORDINATING,
        by=reviewer,
        at=at,
    )
    assigning.confirm(assignment=assignment, by=reviewer, at=at)
    assignment.refresh_from_db()
    return assignment
