"""Assignments of every task to every unit, with the ledger, extensions, pauses and ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentRole,
    AssignmentState,
    EndReason,
    LegalDocument,
    Task,
    TaskKind,
)
from reporting.models import Extension, ExtensionStatus
from tracker.demo.bench.scene import Scene, insert
from tracker.demo.extensions import REASONS
from units.models import User

SHARE_EXTENDED, SHARE_PAUSED, SHARE_ENDED = 0.06, 0.01, 0.01
EXTENDED_BY = timedelta(days=30)
ASKED_BEFORE, DECIDED_AFTER = timedelta(days=10), timedelta(days=4)
PAUSED_FOR = timedelta(days=30)
# How often the office grants as proposed, grants less, or refuses
VERDICTS = (
    ExtensionStatus.GRANTED,
    ExtensionStatus.GRANTED,
    ExtensionStatus.CHANGED,
    ExtensionStatus.REFUSED,
)


@dataclass
class Duty:
    """An assignment while its history is made. `done_in` is the month that completes a one-off."""

    assignment: Assignment
    task: Task
    officer: User
    done_in: int
    is_done: bool = False
    events: list[Mapping[str, object]] = field(default_factory=list)

    def is_in_force_on(self, day: date) -> bool:
        ended_on = self.assignment.ended_on
        return ended_on is None or ended_on > day

    def note(self, kind: AssignmentEventKind, *, by: User, at: datetime, **facts: object) -> None:
        self.events.append(
            {
                "task_id": self.task.pk,
                "unit_id": self.assignment.unit_id,
                "kind": kind,
                "by_id": by.pk,
                "at": at,
                **facts,
            }
        )


def make_duties(tasks: list[Task], scene: Scene) -> list[list[Duty]]:
    """The duties of each unit, in the order of `scene.units`."""
    letter = _letter("901-CV/VPHU", "về thời hạn thực hiện nhiệm vụ (demo)", scene)
    decision = _letter("902-QĐ/HU", "về gia hạn, tạm dừng, thôi theo dõi nhiệm vụ (demo)", scene)
    by_unit = [
        [_duty(task, index, letter, scene) for task in tasks] for index in range(len(scene.units))
    ]
    duties = [duty for row in by_unit for duty in row]
    extensions = [row for duty in duties for row in _extended(duty, decision, scene)]
    pauses = [row for duty in duties for row in _interrupted(duty, decision, scene)]
    insert(Assignment, [duty.assignment for duty in duties])
    insert(Extension, extensions)
    insert(AssignmentPause, pauses)
    AssignmentEvent.objects.record_histories(
        {**event, "assignment_id": duty.assignment.pk} for duty in duties for event in duty.events
    )
    return by_unit


def _letter(number: str, subject: str, scene: Scene) -> LegalDocument:
    return LegalDocument.objects.create(
        number=number,
        kind="Công văn",
        issued_on=scene.months[0].first_day,
        issuer="Văn phòng Huyện ủy",
        subject=subject,
    )


def _duty(task: Task, index: int, letter: LegalDocument, scene: Scene) -> Duty:
    """A confirmed lead of the unit at `index`, with a deadline where the letter sets one."""
    first_day, random = scene.months[0].first_day, scene.random
    assignment = Assignment(
        task=task,
        unit=scene.units[index],
        role=AssignmentRole.LEAD,
        state=AssignmentState.CONFIRMED,
        is_own_part=True,
        first_day=first_day,
        confirmed_on=first_day,
    )
    num_months = len(scene.months)
    duty = Duty(assignment, task, scene.officers[index], done_in=random.randint(0, num_months + 2))
    duty.note(
        AssignmentEventKind.CONFIRMED,
        by=scene.reviewer,
        at=scene.began_at,
        effective_on=first_day,
        note=AssignmentRole.LEAD.label,
    )
    if _has_deadline(task):
        last_day = timezone.localdate(scene.now) + timedelta(days=60)
        share = (task.position * 37 % 100) / 100
        day = first_day + (last_day - first_day) * share + timedelta(days=random.randint(5, 25))
        _set_deadline(duty, day, letter, at=scene.began_at, by=scene.reviewer)
    return duty


def _has_deadline(task: Task) -> bool:
    """Whether a letter sets one: for every one-off task and some deliverables of others."""
    return task.kind == TaskKind.ONE_OFF or task.position % 10 == 4


def _set_deadline(
    duty: Duty,
    day: date,
    document: LegalDocument,
    *,
    at: datetime,
    by: User,
    is_extension: bool = False,
) -> None:
    assignment, words = duty.assignment, f"chậm nhất ngày {day:%d/%m/%Y}"
    duty.note(
        AssignmentEventKind.DEADLINE_SET,
        by=by,
        at=at,
        note=words,
        deadline_from=assignment.deadline,
        deadline_to=day,
        effective_on=timezone.localdate(at),
        document_id=document.pk,
        is_extension=is_extension,
    )
    assignment.deadline, assignment.deadline_words = day, words
    assignment.deadline_document = document


def _extended(duty: Duty, decision: LegalDocument, scene: Scene) -> Iterator[Extension]:
    """The request of a few units: decided where that lies in the past, else pending."""
    deadline = duty.assignment.deadline
    if deadline is None or scene.random.random() > SHARE_EXTENDED:
        return
    reason, work_done = REASONS[duty.task.position % len(REASONS)]
    asked_at = scene.morning(max(deadline - ASKED_BEFORE, scene.months[0].first_day))
    extension = Extension(
        assignment=duty.assignment,
        deadline_before=deadline,
        proposed_deadline=deadline + EXTENDED_BY,
        reason=reason,
        work_done=work_done,
        asked_at=asked_at,
        asked_by=duty.officer,
    )
    decided_at = asked_at + DECIDED_AFTER
    if decided_at < scene.now:
        _decide(extension, duty, decision, at=decided_at, scene=scene)
    yield extension


def _decide(
    extension: Extension, duty: Duty, decision: LegalDocument, *, at: datetime, scene: Scene
) -> None:
    extension.status = scene.random.choice(VERDICTS)
    extension.decided_at, extension.decided_by = at, scene.reviewer
    if extension.status == ExtensionStatus.REFUSED:
        extension.note = "Đơn vị chưa nêu được việc còn lại; đề nghị hoàn thành ngay."
        return
    is_whole = extension.status == ExtensionStatus.GRANTED
    day = extension.deadline_before + (EXTENDED_BY if is_whole else EXTENDED_BY / 2)
    extension.granted_deadline, extension.document = day, decision
    _set_deadline(duty, day, decision, at=at, by=scene.reviewer, is_extension=True)


def _interrupted(duty: Duty, decision: LegalDocument, scene: Scene) -> Iterator[AssignmentPause]:
    """Pause a few assignments, and end a few others."""
    chance = scene.random.random()
    if chance < SHARE_PAUSED:
        yield _pause(duty, decision, scene)
    elif chance < SHARE_PAUSED + SHARE_ENDED:
        _end(duty, decision, scene)


def _pause(duty: Duty, decision: LegalDocument, scene: Scene) -> AssignmentPause:
    """A pause that began in some month; it is over where a month has passed since."""
    first_day = scene.random.choice(scene.months).first_day
    pause = AssignmentPause(assignment=duty.assignment, first_day=first_day, document=decision)
    _note_change(duty, AssignmentEventKind.PAUSED, first_day, decision, scene)
    resumed_on = first_day + PAUSED_FOR
    if resumed_on <= timezone.localdate(scene.now):
        pause.last_day = resumed_on - timedelta(days=1)
        _note_change(duty, AssignmentEventKind.RESUMED, resumed_on, decision, scene)
    return pause


def _end(duty: Duty, decision: LegalDocument, scene: Scene) -> None:
    day = scene.random.choice(scene.months).first_day
    duty.assignment.ended_on, duty.assignment.end_reason = day, EndReason.DROPPED
    duty.assignment.end_recorded_on = day
    note = "Thôi theo dõi: việc đã giao cho cơ quan khác."
    _note_change(duty, AssignmentEventKind.ENDED, day, decision, scene, note=note)


def _note_change(
    duty: Duty,
    kind: AssignmentEventKind,
    day: date,
    decision: LegalDocument,
    scene: Scene,
    *,
    note: str = "",
) -> None:
    duty.note(
        kind,
        by=scene.reviewer,
        at=scene.morning(day),
        effective_on=day,
        document_id=decision.pk,
        note=note or f"Từ ngày {day:%d/%m/%Y}",
    )
