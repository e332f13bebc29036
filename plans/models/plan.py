"""Plans (kế hoạch) as issued."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q

from plans.models.document import LegalDocument
from plans.models.issuing_body import IssuingBody
from plans.models.permissions import PlanGroupObjectPermission
from units.models import Event, Unit

if TYPE_CHECKING:
    from units.models import User


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "Đang nhập"
    ACTIVE = "active", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


ARCHIVED = "Đã lưu trữ"


class PlanQuerySet(models.QuerySet["Plan"]):
    def with_permission(self, user: "User", codename: str) -> Self:
        """Plans on which a group of `user` has `codename`. Agrees with `user.has_perm`."""
        grants = PlanGroupObjectPermission.objects.filter(
            group__in=Group.objects.filter(user=user),
            permission__codename=codename,
            permission__content_type__app_label="plans",
        )
        return self.filter(pk__in=grants.values("content_object"))

    def readable_by(self, user: "User") -> Self:
        """Plans whose text `user` may read."""
        return self.with_permission(user, "view_plan")

    def of_the_office(self) -> Self:
        """Plans that the office follows, without those that units keep for themselves."""
        return self.filter(owner__isnull=True)

    def in_use(self) -> Self:
        """Plans that are drafted or carried out; closed ones are only read."""
        return self.exclude(status=PlanStatus.CLOSED)

    def not_archived(self) -> Self:
        return self.filter(archived_at__isnull=True)


class Plan(models.Model):
    """A plan as issued, with its head, its foot and its whole source text."""

    number = models.CharField("số, ký hiệu", max_length=60)
    kind = models.CharField("loại văn bản", max_length=60, default="Kế hoạch")
    short_title = models.CharField("tên gọi tắt", max_length=200)
    subject = models.TextField("trích yếu")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    # Lines 1 and 2 of the head of documents about this plan (HD36: elements 2a and 2b)
    superior_body = models.CharField("cơ quan cấp trên (dòng 1)", max_length=120, blank=True)
    issuing_body = models.CharField("cơ quan ban hành (dòng 2)", max_length=120)
    is_head_inferred = models.BooleanField(
        "phần đầu văn bản do suy ra",
        default=False,
        help_text="Bản nguồn thiếu phần đầu; tên cơ quan được suy ra từ ký hiệu và địa danh.",
    )
    symbol = models.CharField("ký hiệu cơ quan", max_length=20, help_text="Ví dụ: HU, VPHU")
    place = models.CharField("địa danh", max_length=80)
    issued_on = models.DateField("ngày ban hành")
    basis = models.TextField("căn cứ", blank=True)
    purposes = models.TextField("mục đích", blank=True)
    requirements = models.TextField("yêu cầu", blank=True)
    signer_capacity = models.CharField("thẩm quyền ký", max_length=80)
    signer_post = models.CharField("chức vụ người ký", max_length=80)
    signer_name = models.CharField("người ký", max_length=80)
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    status = models.CharField(
        "trạng thái", max_length=10, choices=PlanStatus, default=PlanStatus.ACTIVE
    )
    # Closed and put away: left out of lists and choosers, still found and read
    archived_at = models.DateTimeField("lưu trữ lúc", null=True, blank=True)
    issuing_unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị ban hành",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued_plans",
    )
    # Who issues papers about the plan today; the columns above say who issued the plan
    body = models.ForeignKey(
        IssuingBody,
        verbose_name="cơ quan ban hành báo cáo",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans",
    )
    parent_document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản được triển khai",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans",
    )
    # The unit that keeps the plan for itself; empty: the office
    owner = models.ForeignKey(
        Unit,
        verbose_name="đơn vị lập kế hoạch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_plans",
    )
    parent_task = models.ForeignKey(
        "plans.Task",
        verbose_name="nhiệm vụ được triển khai",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_plans",
    )
    source_sha256 = models.CharField("mã băm bản nguồn", max_length=64, blank=True)
    needs_head_confirmation = models.BooleanField(
        "báo cáo cần thủ trưởng đơn vị xác nhận trước khi gửi", default=False
    )
    requires_contributions = models.BooleanField(
        "đơn vị phối hợp phải gửi nội dung mỗi kỳ", default=False
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        permissions = [
            ("read_filings", "Đọc báo cáo của mọi đơn vị"),
            ("verify_entries", "Thẩm tra kết quả"),
            ("edit_assignments", "Phân công nhiệm vụ"),
            ("manage_periods", "Quản lý kỳ báo cáo"),
            ("compile_reviews", "Lập báo cáo sơ kết, tổng kết"),
        ]
        constraints = [
            # Units number their own papers, so that two may issue the same number on a day
            models.UniqueConstraint(
                fields=["number", "issued_on"],
                condition=Q(owner__isnull=True),
                name="plans_plan_once",
                violation_error_message="Kế hoạch này đã có.",
            ),
            models.UniqueConstraint(
                fields=["owner", "number", "issued_on"],
                name="plans_plan_once_per_owner",
                violation_error_message="Đơn vị đã có kế hoạch này.",
            ),
            models.CheckConstraint(
                name="plans_plan_status_known", condition=Q(status__in=PlanStatus.values)
            ),
            models.CheckConstraint(
                name="plans_plan_archived_only_closed",
                condition=Q(archived_at__isnull=True) | Q(status="closed"),
                violation_error_message="Chỉ lưu trữ kế hoạch đã kết thúc.",
            ),
            models.CheckConstraint(
                name="plans_plan_a_unit_carries_out_its_task",
                condition=Q(parent_task__isnull=True) | Q(owner__isnull=False),
                violation_error_message="Kế hoạch triển khai một nhiệm vụ phải là của một đơn vị.",
            ),
            models.UniqueConstraint(
                fields=["parent_task", "owner"],
                condition=~Q(status="closed"),
                name="plans_plan_one_in_use_per_task_and_owner",
                violation_error_message="Đơn vị đã có kế hoạch chưa kết thúc cho nhiệm vụ này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} số {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.status == PlanStatus.DRAFT

    @property
    def is_running(self) -> bool:
        return self.status == PlanStatus.ACTIVE

    @property
    def is_closed(self) -> bool:
        return self.status == PlanStatus.CLOSED

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def status_words(self) -> str:
        """The status, or that the plan is archived."""
        return ARCHIVED if self.is_archived else str(PlanStatus(self.status).label)

    def natural_key(self) -> tuple[str, date]:
        return (self.number, self.issued_on)


class PlanEventKind(models.TextChoices):
    CONFIRMATION_ASKED = "confirmation_asked", "Bắt đầu cần thủ trưởng xác nhận"
    CONFIRMATION_WAIVED = "confirmation_waived", "Thôi cần thủ trưởng xác nhận"
    CONTRIBUTIONS_ASKED = "contributions_asked", "Đơn vị phối hợp phải gửi nội dung mỗi kỳ"
    CONTRIBUTIONS_WAIVED = "contributions_waived", "Thôi yêu cầu chung nội dung phối hợp"
    ADDED = "added", "Lập kế hoạch"
    CHANGED = "changed", "Sửa kế hoạch"
    ACTIVATED = "activated", "Đưa vào thực hiện"
    CLOSED = "closed", "Kết thúc kế hoạch"
    REOPENED = "reopened", "Mở lại kế hoạch"
    ARCHIVED = "archived", "Lưu trữ kế hoạch"
    UNARCHIVED = "unarchived", "Đưa ra khỏi lưu trữ"
    GROUP_ADDED = "group_added", "Thêm nhóm nhiệm vụ"
    GROUP_CHANGED = "group_changed", "Sửa nhóm nhiệm vụ"
    GROUP_REMOVED = "group_removed", "Xóa nhóm nhiệm vụ"
    TASK_REMOVED = "task_removed", "Xóa nhiệm vụ"
    PLACED = "placed", "Gắn với nhiệm vụ cấp trên"
    EXPORTED = "exported", "Xuất toàn bộ kế hoạch"
    EXPORT_FAILED = "export_failed", "Xuất kế hoạch không thành công"
    IMPORTED = "imported", "Nhập từ bản xuất"


class PlanEvent(Event):
    """History of a plan: its own facts, its groups, and the settings by which it is followed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=20, choices=PlanEventKind)

    class Meta:
        verbose_name = "diễn biến kế hoạch"
        verbose_name_plural = "diễn biến kế hoạch"
        constraints = [
            models.CheckConstraint(
                name="plans_planevent_kind_known", condition=Q(kind__in=PlanEventKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
