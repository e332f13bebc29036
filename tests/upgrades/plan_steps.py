"""Changes of the plan and of assignments, and requests for extension in every state."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from plans import (
    assigning,
    bodies,
    deadlines,
    documents,
    ending,
    following,
    indicators,
    leading,
    pausing,
)
from plans.bodies import BodySpec
from plans.importing import receiving
from plans.indicators import IndicatorSpec
from plans.models import (
    Assignment,
    AssignmentRole,
    Indicator,
    IndicatorKind,
    IssuingBody,
    LegalDocument,
    Plan,
    Task,
)
from reporting.extensions import extending
from units.models import Role, Unit, User

LONG_REASON = "Đơn vị không còn chức năng, nhiệm vụ này sau khi sắp xếp tổ chức bộ máy. " * 8


def play(*, at: datetime) -> None:
    reviewer = User.objects.get(memberships__role=Role.REVIEWER)
    plan = Plan.objects.get()
    document = documents.save_document(
        document=None,
        number="702-CV/VPHU",
        kind="Công văn",
        issued_on=timezone.localdate(at - timedelta(days=30)),
        issuer="Văn phòng Huyện ủy",
        subject="về điều chỉnh một số nhiệm vụ (demo)",
        note="",
    )
    body = plan.body
    assert body is not None
    bodies.save_body(
        body=body, spec=replace(BodySpec(**_spec(body)), is_two_sided=True), by=reviewer, at=at
    )
    following.set_head_confirmation(
        plan=plan, is_needed=True, by=reviewer, at=at - timedelta(days=30)
    )
    units = list(Unit.objects.exclude(submissions=None).order_by("pk").distinct())
    fresh = [
        _lead(task, units[number % 2], by=reviewer, at=at)
        for number, task in enumerate(_proposed_tasks(plan)[-9:])
    ]
    leading.share_lead(task=fresh[0].task, by=reviewer, at=at)
    _play_assignments(fresh[:4], units, document, by=reviewer, at=at)
    _play_extensions(fresh[4:], document, by=reviewer, at=at)
    _play_indicators(document, by=reviewer, at=at)
    receiving.paste(text="KẾ HOẠCH\nchuyển đổi số năm 2026 (demo)", by=reviewer, at=at)


def _spec(body: IssuingBody) -> dict[str, Any]:
    return {field.name: getattr(body, field.name) for field in fields(BodySpec)}


def _proposed_tasks(plan: Plan) -> list[Task]:
    """Tasks that wait for a lead; those with a checklist come last, for they are reported on."""
    settled = Assignment.objects.confirmed().values("task")
    tasks = Task.objects.filter(plan=plan, is_fan_out=False).exclude(pk__in=settled)
    return sorted(tasks.order_by("pk"), key=lambda task: task.commitments.exists())


def _lead(task: Task, unit: Unit, *, by: User, at: datetime) -> Assignment:
    """Let `unit` lead `task` in place of the unit that was proposed."""
    proposed = Assignment.objects.leading().get(task=task)
    roles = {proposed.unit: None, unit: AssignmentRole.LEAD}
    assigning.set_roles(task=task, roles=roles, by=by, at=at)
    assignment = Assignment.objects.get(task=task, unit=unit)
    assigning.confirm(assignment=assignment, by=by, at=at)
    return assignment


def _play_assignments(
    fresh: list[Assignment], units: list[Unit], document: LegalDocument, *, by: User, at: datetime
) -> None:
    today = timezone.localdate(at)
    rested, dropped, passed_on, removed = fresh
    deadlines.set_deliverable(
        assignment=rested, deliverable="Báo cáo tổng hợp. " * 16, document=document, by=by, at=at
    )
    paused_on = today - timedelta(days=20)
    pausing.pause(assignment=rested, first_day=paused_on, document=document, by=by, at=at)
    pausing.resume(
        assignment=rested,
        first_day=paused_on + timedelta(days=5),
        document=document,
        by=by,
        at=at,
    )
    pausing.pause(assignment=rested, first_day=today, document=document, by=by, at=at)
    ending.drop(assignment=dropped, on=today, document=document, reason=LONG_REASON, by=by, at=at)
    _set_deadline(passed_on, document, by=by, at=at)
    other = next(unit for unit in units if unit.pk != passed_on.unit_id)
    ending.transfer(assignment=passed_on, to=other, on=today, document=document, by=by, at=at)
    for role in (AssignmentRole.COORDINATING, None):
        assigning.set_role(task=removed.task, unit=removed.unit, role=role, by=by, at=at)


def _play_extensions(
    fresh: list[Assignment], document: LegalDocument, *, by: User, at: datetime
) -> None:
    """One request in each status."""
    later = timezone.localdate(at) + timedelta(days=60)
    requests = []
    for assignment in fresh:
        _set_deadline(assignment, document, by=by, at=at)
        officer = User.objects.get(
            memberships__role=Role.OFFICER, memberships__unit=assignment.unit_id
        )
        requests.append(
            extending.request(
                assignment=assignment,
                proposed_deadline=later,
                reason="Chờ hướng dẫn của cấp trên.",
                work_done="Đã rà soát hiện trạng.",
                by=officer,
                at=at,
            )
        )
    _, granted, changed, refused, withdrawn = requests
    for extension, deadline in ((granted, later), (changed, later - timedelta(days=10))):
        extending.grant(
            extension=extension,
            deadline=deadline,
            words=f"gia hạn đến hết ngày {deadline:%d/%m/%Y}",
            document=document,
            by=by,
            at=at,
            note="Rút ngắn so với đề nghị." if deadline != later else "",
        )
    extending.refuse(extension=refused, note="Chưa nêu được việc còn lại.", by=by, at=at)
    extending.withdraw(extension=withdrawn, by=withdrawn.asked_by, at=at)


def _set_deadline(
    assignment: Assignment, document: LegalDocument, *, by: User, at: datetime
) -> None:
    deadline = timezone.localdate(at) + timedelta(days=20)
    deadlines.set_deadline(
        assignment=assignment,
        deadline=deadline,
        words=f"chậm nhất ngày {deadline:%d/%m/%Y}",
        document=document,
        by=by,
        at=at,
    )


def _play_indicators(document: LegalDocument, *, by: User, at: datetime) -> None:
    task = Task.objects.filter(assignments__entries__isnull=False).order_by("pk")[0]
    spec = IndicatorSpec(
        name="Lượt người được phổ biến",
        kind=IndicatorKind.VALUE,
        unit_of_measure="lượt",
        target=1000,
        target_document=document,
    )
    added = indicators.add(task=task, spec=spec, by=by, at=at)
    indicators.change(indicator=added, spec=replace(spec, target=1200), by=by, at=at)
    retired = Indicator.objects.exclude(pk=added.pk).order_by("pk")[0]
    indicators.retire(indicator=retired, by=by, at=at)
    indicators.revive(indicator=retired, by=by, at=at)
