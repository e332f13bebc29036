"""History of a task: its own facts, how it is led, what co-ordinating units are asked for."""

from django.db import models
from django.db.models import Q

from plans.models.task import Task
from units.models import Event


class TaskEventKind(models.TextChoices):
    LEAD_SHARED = "lead_shared", "Nhiều đơn vị chủ trì, mỗi đơn vị một phần"
    LEAD_SINGLE = "lead_single", "Trở lại một đơn vị chủ trì"
    CONTRIBUTIONS_ASKED = "contributions_asked", "Đơn vị phối hợp phải gửi nội dung"
    CONTRIBUTIONS_WAIVED = "contributions_waived", "Thôi yêu cầu nội dung phối hợp"
    TAKES_INTERIM = "takes_interim", "Nhận báo cáo sơ kết làm minh chứng"
    TAKES_FINAL = "takes_final", "Nhận báo cáo tổng kết làm minh chứng"
    TAKES_NO_REVIEW = "takes_no_review", "Thôi nhận báo cáo làm minh chứng"
    CONTRIBUTIONS_AS_PLAN = "contributions_plan", "Nội dung phối hợp theo quy định của kế hoạch"
    ADDED = "added", "Thêm nhiệm vụ"
    CHANGED = "changed", "Sửa nhiệm vụ"
    MOVED = "moved", "Chuyển nhóm"
    NAME_GIVEN = "name_given", "Giao cho đơn vị phần của tên chưa có trong danh mục"
    NAME_LEFT = "name_left", "Để nguyên tên chưa có trong danh mục"
    NAME_OPENED = "name_opened", "Xét lại tên chưa có trong danh mục"


class TaskEvent(Event):
    """A change of a task, or of a setting of it, by the office."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=20, choices=TaskEventKind)

    class Meta:
        verbose_name = "diễn biến nhiệm vụ"
        verbose_name_plural = "diễn biến nhiệm vụ"
        constraints = [
            models.CheckConstraint(
                name="plans_taskevent_kind_known", condition=Q(kind__in=TaskEventKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
