"""The skeletons by which the office wants the reviews of a plan, with their history."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan, Task, TaskGroup
from reporting.models.review import ReviewKind
from reporting.models.review_block import OWN
from units.models import Event

# The level of annexes; those of headings are 0 for a part, 1 for "I.", 2 for "1.", 3 for "a)"
ANNEX_LEVEL = 4


class ReviewSkeleton(models.Model):
    """What the office decided on reviews of one kind; without sections the default holds."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="review_skeletons")
    kind = models.CharField("loại báo cáo", max_length=10, choices=ReviewKind)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "đề cương báo cáo"
        verbose_name_plural = "đề cương báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="reporting_reviewskeleton_once"),
            models.CheckConstraint(
                name="reporting_reviewskeleton_kind_known", condition=Q(kind__in=ReviewKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SkeletonSection(models.Model):
    """A heading or an annex. What the machine writes there follows from its `key`.

    With `has_own_tasks` the section tells of `groups`, those of today with all their tasks, and of
    `tasks`; without, the rule of the product says of which.
    """

    skeleton = models.ForeignKey(ReviewSkeleton, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField("mục", max_length=40)
    position = models.PositiveIntegerField("thứ tự")
    level = models.PositiveSmallIntegerField("cấp đề mục")
    title = models.CharField("tên mục", max_length=300)
    is_on = models.BooleanField("có trong báo cáo", default=True)
    has_own_tasks = models.BooleanField("chọn riêng nhiệm vụ", default=False)
    groups = models.ManyToManyField(TaskGroup, blank=True, related_name="+")
    tasks = models.ManyToManyField(Task, blank=True, related_name="+")

    class Meta:
        verbose_name = "mục của đề cương báo cáo"
        verbose_name_plural = "mục của đề cương báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["skeleton", "key"], name="reporting_skeletonsection_once"
            ),
            models.CheckConstraint(
                name="reporting_skeletonsection_level_known",
                condition=Q(level__lte=ANNEX_LEVEL),
            ),
            models.CheckConstraint(
                name="reporting_skeletonsection_has_title", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)


class SkeletonEventKind(models.TextChoices):
    ON = "on", "Đưa vào báo cáo"
    OFF = "off", "Bỏ khỏi báo cáo"
    MOVED = "moved", "Đổi thứ tự"
    RETITLED = "retitled", "Đổi tên mục"
    TASKS = "tasks", "Chọn nhiệm vụ nêu ở mục"
    ADDED = "added", "Thêm mục"
    REMOVED = "removed", "Xóa mục"
    RESET = "reset", "Trở về mẫu mặc định"


class SkeletonEvent(Event):
    """A change of a skeleton; the note says in words which section it was."""

    skeleton = models.ForeignKey(ReviewSkeleton, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=10, choices=SkeletonEventKind)

    class Meta:
        verbose_name = "diễn biến đề cương báo cáo"
        verbose_name_plural = "diễn biến đề cương báo cáo"
        constraints = [
            models.CheckConstraint(
                name="reporting_skeletonevent_kind_known",
                condition=Q(kind__in=SkeletonEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
