"""Assignments of tasks to units, with their deadlines, documents and history."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q

from plans.models.document import LegalDocument
from plans.models.plan import Plan
from plans.models.task import Task, TaskGroup
from units.models import Event, Unit

if TYPE_CHECKING:
    from units.models import User


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "Chủ trì"
    COORDINATING = "coordinating", "Phối hợp"


class AssignmentState(models.TextChoices):
    PROPOSED = "proposed", "Đề xuất"
    CONFIRMED = "confirmed", "Đã xác nhận"


class EndReason(models.TextChoices):
    TRANSFERRED = "transferred", "Đã chuyển giao"
    DROPPED = "dropped", "Thôi theo dõi"


class AssignmentEventKind(models.TextChoices):
    PROPOSED = "proposed", "Đề xuất"
    CONFIRMED = "confirmed", "Xác nhận"
    FIRST_DAY_SET = "first_day_set", "Đặt ngày bắt đầu"
    ROLE_CHANGED = "role_changed", "Đổi vai trò"
    DEADLINE_SET = "deadline_set", "Đặt thời hạn"
    DELIVERABLE_SET = "deliverable_set", "Ghi sản phẩm"
    PAUSED = "paused", "Tạm dừng"
    RESUMED = "resumed", "Tiếp tục"
    ENDED = "ended", "Kết thúc"
    REMOVED = "removed", "Bỏ phân công"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def confirmed(self) -> Self:
        return self.filter(state=AssignmentState.CONFIRMED)

    def current(self) -> Self:
        """Those that have not ended; of a unit at most one per task."""
        return self.filter(ended_on__isnull=True)

    def leading(self) -> Self:
        return self.filter(role=AssignmentRole.LEAD)

    def in_force_between(self, first_day: date | OuterRef, last_day: date | OuterRef) -> Self:
        """Those in force on a day of the range, which may refer to an outer query."""
        return self.filter(
            Q(first_day__isnull=True) | Q(first_day__lte=last_day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=first_day),
        )

    def owed(self) -> Self:
        """Assignments that units must report on: confirmed leads."""
        return self.confirmed().leading()

    def readable_by(self, user: "User") -> Self:
        """Assignments whose results `user` may read, for one of three reasons.

        As a member of the unit, as the office or a leader of the plan, or as an observer of the
        task's group.
        """
        return self.filter(
            Q(unit__in=Unit.objects.readable_by(user).values("pk"))
            | Q(task__plan__in=Plan.objects.with_permission(user, "read_filings").values("pk"))
            | Q(task__group__in=TaskGroup.objects.followed_by(user).values("pk"))
        )

    def in_plan_order(self) -> Self:
        return self.order_by("task__group__position", "task__position", "unit__position", "pk")


class Assignment(models.Model):
    """A task assigned to a unit, as lead or co-ordinating.

    A confirmed one keeps its unit and role, and is ended instead of deleted (`plans.replacing`).
    It is in force from `first_day` to the day before `ended_on`. Every deadline has the document
    that set it. `is_own_part` marks the leads of a fan-out task,
    where each unit leads its own part; any other task has at most one lead.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("vai trò", max_length=12, choices=AssignmentRole)
    state = models.CharField(
        "trạng thái", max_length=10, choices=AssignmentState, default=AssignmentState.PROPOSED
    )
    is_own_part = models.BooleanField("phần việc riêng của đơn vị", default=False)
    deadline = models.DateField("thời hạn", null=True, blank=True)
    deadline_words = models.CharField("thời hạn theo văn bản", max_length=200, blank=True)
    deadline_document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản đặt thời hạn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deadlines",
    )
    deliverable = models.CharField("sản phẩm", max_length=300, blank=True)
    assigned_by = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản phân công",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    # None: from the beginning of the plan
    first_day = models.DateField("thực hiện từ ngày", null=True, blank=True)
    ended_on = models.DateField("kết thúc từ ngày", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc", max_length=12, choices=EndReason, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="chuyển giao cho",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    # The days of recording: a period that is due does not change by what is recorded later
    confirmed_on = models.DateField("ngày xác nhận", null=True, blank=True)
    end_recorded_on = models.DateField("ngày ghi kết thúc", null=True, blank=True)
    # Kept beside the ledger and the pauses (see `plans.kept`), for lists and totals of today
    deadline_unextended = models.DateField("thời hạn trước gia hạn", null=True, blank=True)
    paused_from = models.DateField("tạm dừng từ ngày", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(ended_on__isnull=True),
                name="plans_assignment_one_current_per_task_and_unit",
                violation_error_message="Đơn vị đã được phân công nhiệm vụ này.",
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(role="lead", is_own_part=False, ended_on__isnull=True),
                name="plans_assignment_one_lead_per_task",
                violation_error_message="Nhiệm vụ này đã có đơn vị chủ trì.",
            ),
            models.CheckConstraint(
                name="plans_assignment_role_known", condition=Q(role__in=AssignmentRole.values)
            ),
            models.CheckConstraint(
                name="plans_assignment_state_known", condition=Q(state__in=AssignmentState.values)
            ),
            models.CheckConstraint(
                name="plans_assignment_own_part_is_led",
                condition=Q(is_own_part=False) | Q(role="lead"),
                violation_error_message="Phần việc riêng của đơn vị do chính đơn vị chủ trì.",
            ),
            models.CheckConstraint(
                name="plans_assignment_deadline_has_its_document",
                condition=Q(deadline__isnull=True) | Q(deadline_document__isnull=False),
                violation_error_message="Thời hạn phải kèm văn bản đặt ra thời hạn đó.",
            ),
            models.CheckConstraint(
                name="plans_assignment_end_reason_iff_ended",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, end_reason__in=EndReason.values),
                violation_error_message="Cần nêu lý do kết thúc phân công.",
            ),
            models.CheckConstraint(
                name="plans_assignment_end_recorded_only_when_ended",
                condition=Q(end_recorded_on__isnull=True) | Q(ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.task_id}/{self.unit_id}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == AssignmentState.CONFIRMED


class AssignmentPause(models.Model):
    """A pause of the deadline clock, by a deciding document."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="pauses")
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến ngày", null=True, blank=True)
    document = models.ForeignKey(
        LegalDocument, verbose_name="văn bản", on_delete=models.PROTECT, related_name="pauses"
    )

    class Meta:
        verbose_name = "tạm dừng"
        verbose_name_plural = "tạm dừng"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(last_day__isnull=True),
                name="plans_assignmentpause_one_open",
                violation_error_message="Nhiệm vụ đang tạm dừng.",
            ),
            models.CheckConstraint(
                name="plans_assignmentpause_last_day_not_before_first",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%d/%m/%Y}"


class AssignmentEvent(Event):
    """History of an assignment. Its rows of kind DEADLINE_SET are the ledger of deadlines.

    Task and unit are stored too, because the history outlives a removed assignment.
    """

    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.SET_NULL, related_name="events"
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignment_events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignment_events")
    kind = models.CharField("việc", max_length=15, choices=AssignmentEventKind)
    by = models.ForeignKey(  # type: ignore[assignment] # "Hệ thống" on screen where it is empty
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    deadline_from = models.DateField("thời hạn cũ", null=True, blank=True)
    deadline_to = models.DateField("thời hạn mới", null=True, blank=True)
    effective_on = models.DateField("hiệu lực từ", null=True, blank=True)
    is_extension = models.BooleanField("gia hạn theo đề nghị của đơn vị", default=False)
    document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignment_events",
    )

    class Meta:
        verbose_name = "diễn biến phân công"
        verbose_name_plural = "diễn biến phân công"
        indexes = [
            models.Index(fields=["assignment", "kind", "effective_on"], name="plans_event_ledger")
        ]
        constraints = [
            models.CheckConstraint(
                name="plans_assignmentevent_kind_known",
                condition=Q(kind__in=AssignmentEventKind.values),
            ),
            models.CheckConstraint(
                name="plans_assignmentevent_deadline_has_its_day",
                condition=~Q(kind="deadline_set") | Q(effective_on__isnull=False),
            ),
            models.CheckConstraint(
                name="plans_assignmentevent_extension_moves_a_deadline",
                condition=Q(is_extension=False)
                | Q(
                    kind="deadline_set",
                    deadline_from__isnull=False,
                    deadline_to__gt=models.F("deadline_from"),
                ),
                violation_error_message="Gia hạn phải có thời hạn cũ và thời hạn mới sau đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
