"""Files and pasted texts that are read as plans, between the upload and the written plan."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan
from plans.models.task import Task
from units.models import Event, Unit


class ImportState(models.TextChoices):
    WAITING = "waiting", "Chờ đọc"
    READING = "reading", "Đang đọc"
    READ = "read", "Chờ xem lại"
    FAILED = "failed", "Không đọc được"
    WRITTEN = "written", "Đã ghi thành kế hoạch"
    DISCARDED = "discarded", "Đã bỏ"


UNREAD = (ImportState.WAITING, ImportState.READING)
OPEN = (*UNREAD, ImportState.READ)


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def under_way(self) -> Self:
        """Those that a worker or a person is still busy with."""
        return self.filter(state__in=OPEN)

    def in_list_order(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")


_PlanImportManager = models.Manager.from_queryset(PlanImportQuerySet)


class PlanImport(models.Model):
    """A text that becomes a plan. Nothing of it is in the plan's tables before it is written.

    The row is the job of the worker (see `plans.importing.recognizing`). `findings` is what was
    recognised, as people changed it (see `plans.importing.findings`); each part of it has a
    version of its own. Its text is stored as a file until some days after the end.
    """

    # Empty for pasted text
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    content_sha256 = models.CharField("mã băm nội dung", max_length=64)
    # Empty once the stored file is given up
    file_sha256 = models.CharField("mã băm tệp đang giữ", max_length=64, blank=True)
    file_size = models.PositiveIntegerField("cỡ tệp")
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="plan_imports",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=ImportState, default=ImportState.WAITING
    )
    queued_at = models.DateTimeField("xếp hàng lúc")
    claim = models.CharField("lượt đọc", max_length=36, blank=True)
    heartbeat_at = models.DateTimeField("tín hiệu gần nhất", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    phase = models.CharField("bước", max_length=80, blank=True)
    error = models.TextField("lý do không đọc được", blank=True)
    findings = models.JSONField("kết quả nhận biết", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    # Where it becomes the own plan of a unit; see `Plan`
    owner = models.ForeignKey(
        Unit,
        verbose_name="đơn vị lập kế hoạch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_imports",
    )
    parent_task = models.ForeignKey(
        Task,
        verbose_name="nhiệm vụ được triển khai",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="plan_imports",
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name="kế hoạch đã ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="imports",
    )

    objects = _PlanImportManager()

    class Meta:
        verbose_name = "bản nhập kế hoạch"
        verbose_name_plural = "bản nhập kế hoạch"
        constraints = [
            models.CheckConstraint(
                name="plans_planimport_state_known", condition=Q(state__in=ImportState.values)
            ),
            models.UniqueConstraint(
                fields=["content_sha256"],
                condition=Q(state__in=OPEN),
                name="plans_planimport_one_under_way_per_content",
                violation_error_message="Văn bản này đang được nhập.",
            ),
            models.CheckConstraint(
                name="plans_planimport_findings_once_read",
                condition=~Q(state__in=("read", "written")) | Q(findings__isnull=False),
            ),
            models.CheckConstraint(
                name="plans_planimport_error_iff_failed",
                condition=(Q(state="failed") & ~Q(error="")) | (~Q(state="failed") & Q(error="")),
            ),
            models.CheckConstraint(
                name="plans_planimport_ended_iff_not_under_way",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="plans_planimport_a_unit_carries_out_its_task",
                condition=Q(parent_task__isnull=True) | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="plans_planimport_plan_only_when_written",
                condition=Q(plan__isnull=True) | Q(state="written"),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or "Văn bản dán"

    @property
    def is_unread(self) -> bool:
        return self.state in UNREAD

    @property
    def is_read(self) -> bool:
        return self.state == ImportState.READ


class PlanImportEventKind(models.TextChoices):
    UPLOADED = "uploaded", "Tải lên"
    READ = "read", "Đọc xong"
    FAILED = "failed", "Không đọc được"
    RESTARTED = "restarted", "Đọc lại"
    CHANGED = "changed", "Sửa nội dung nhận biết"
    WRITTEN = "written", "Ghi thành kế hoạch"
    PLAN_DELETED = "plan_deleted", "Xóa kế hoạch đã ghi"
    DISCARDED = "discarded", "Bỏ"
    FILE_GIVEN_UP = "file_given_up", "Thôi giữ tệp"


class PlanImportEvent(Event):
    """A step of an import; those of the worker and of the schedule have nobody in `by`."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=15, choices=PlanImportEventKind)
    by = models.ForeignKey(  # type: ignore[assignment] # "Hệ thống" on screen where it is empty
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "diễn biến bản nhập kế hoạch"
        verbose_name_plural = "diễn biến bản nhập kế hoạch"
        constraints = [
            models.CheckConstraint(
                name="plans_planimportevent_kind_known",
                condition=Q(kind__in=PlanImportEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
