"""Task groups, tasks, and the commitments (phương châm) under them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from plans.models.document import LegalDocument
from plans.models.plan import Plan
from tracker.lib.text import search_forms
from units.models import Unit

if TYPE_CHECKING:
    from units.models import User


class GroupKind(models.TextChoices):
    TASKS = "tasks", "Nhiệm vụ, giải pháp"
    ORGANIZATION = "organization", "Tổ chức thực hiện"


class TaskKind(models.TextChoices):
    ONE_OFF = "one_off", "Một lần"
    RECURRING = "recurring", "Định kỳ"
    CONTINUOUS = "continuous", "Thường xuyên"


class ContributionRule(models.TextChoices):
    """What a task asks of its co-ordinating units in each period."""

    AS_PLAN = "as_plan", "Theo quy định chung của kế hoạch"
    REQUIRED = "required", "Phải gửi nội dung"
    OPTIONAL = "optional", "Gửi nội dung nếu có"


# Work that comes back in each period and is not completed once and for all
PERIODIC = frozenset({TaskKind.RECURRING, TaskKind.CONTINUOUS})


class TaskGroupQuerySet(models.QuerySet["TaskGroup"]):
    def followed_by(self, user: "User") -> Self:
        """Groups followed (theo dõi) by a unit in which `user` is an observer."""
        units = Unit.objects.with_permission(user, "follow_groups")
        return self.filter(watches__unit__in=units.values("pk"))


class TaskGroup(models.Model):
    """II.1-II.5, and section III as a group of kind "organization"."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="groups")
    code = models.CharField("mã", max_length=10)
    position = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại", max_length=12, choices=GroupKind, default=GroupKind.TASKS)
    heading = models.TextField("tên nguyên văn")
    label = models.CharField("tên ngắn", max_length=80)

    objects = TaskGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plans_taskgroup_code_once"),
            models.UniqueConstraint(
                fields=["plan", "position"], name="plans_taskgroup_position_once"
            ),
            models.CheckConstraint(
                name="plans_taskgroup_kind_known", condition=Q(kind__in=GroupKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, object, str]:
        return (*self.plan.natural_key(), self.code)


class TaskQuerySet(models.QuerySet["Task"]):
    def search(self, query: str) -> Self:
        """Tasks whose code, title or text contains `query`, ignoring accents."""
        found = Q()
        for form in search_forms(query):
            found |= Q(folded__contains=form)
        return self.filter(found)

    def in_plan_order(self) -> Self:
        return self.order_by("group__position", "position", "pk")


class FiledReview(models.TextChoices):
    """The reviews that a task takes as evidence once they are issued."""

    INTERIM = "interim", "Báo cáo sơ kết"
    FINAL = "final", "Báo cáo tổng kết"


class Task(models.Model):
    """One duty of the plan. `text` is the printed wording, verbatim.

    Units that are assigned to lead it begin with its deadline and its deliverable.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    group = models.ForeignKey(TaskGroup, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField("mã", max_length=12)
    position = models.PositiveIntegerField("thứ tự")
    title = models.CharField("tên ngắn", max_length=200)
    text = models.TextField("nguyên văn")
    kind = models.CharField("loại", max_length=12, choices=TaskKind)
    is_fan_out = models.BooleanField("mỗi đơn vị chủ trì phần của mình", default=False)
    contribution_rule = models.CharField(
        "nội dung của đơn vị phối hợp",
        max_length=10,
        choices=ContributionRule,
        default=ContributionRule.AS_PLAN,
    )
    filed_review = models.CharField(
        "nhận làm minh chứng", max_length=10, choices=FiledReview, blank=True
    )
    stated_bodies = models.TextField("cơ quan nêu trong kế hoạch", blank=True)
    proposed_lead = models.TextField("gợi ý chủ trì", blank=True)
    proposed_coordinators = models.TextField("gợi ý phối hợp", blank=True)
    timing_words = models.CharField("thời gian theo kế hoạch", max_length=200, blank=True)
    deadline = models.DateField("thời hạn", null=True, blank=True)
    # Empty: the plan itself sets the deadline
    deadline_document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản đặt thời hạn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="task_deadlines",
    )
    deliverable = models.CharField("sản phẩm", max_length=300, blank=True)
    suggested_evidence = models.TextField("minh chứng gợi ý", blank=True)
    suggested_figures = models.TextField("số liệu gợi ý", blank=True)
    privacy_note = models.TextField("lưu ý bảo mật, riêng tư", blank=True)
    documents = models.ManyToManyField(
        LegalDocument, verbose_name="văn bản viện dẫn", blank=True, related_name="tasks"
    )
    folded = models.TextField(editable=False, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plans_task_code_once"),
            models.UniqueConstraint(fields=["group", "position"], name="plans_task_position_once"),
            models.CheckConstraint(
                name="plans_task_kind_known", condition=Q(kind__in=TaskKind.values)
            ),
            models.CheckConstraint(
                name="plans_task_contribution_rule_known",
                condition=Q(contribution_rule__in=ContributionRule.values),
            ),
            models.CheckConstraint(
                name="plans_task_filed_review_known",
                condition=Q(filed_review="") | Q(filed_review__in=FiledReview.values),
            ),
            models.CheckConstraint(
                name="plans_task_deadline_has_its_words",
                condition=Q(deadline__isnull=True) | ~Q(timing_words=""),
                violation_error_message="Thời hạn phải kèm lời văn của văn bản.",
            ),
            models.UniqueConstraint(
                fields=["plan", "filed_review"],
                condition=~Q(filed_review=""),
                name="plans_task_one_takes_a_review",
                violation_error_message="Đã có nhiệm vụ khác nhận báo cáo này làm minh chứng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}"

    def natural_key(self) -> tuple[str, object, str]:
        return (*self.plan.natural_key(), self.code)


class Commitment(models.Model):
    """A motto with countable components, e.g. "4 tăng, 2 giảm, 2 không"."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="commitments")
    name = models.CharField("phương châm", max_length=80)
    footnote = models.TextField("chú thích nguyên văn", blank=True)

    class Meta:
        verbose_name = "phương châm"
        verbose_name_plural = "phương châm"
        constraints = [
            models.UniqueConstraint(fields=["task", "name"], name="plans_commitment_once_per_task")
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, object, str, str]:
        return (*self.task.natural_key(), self.name)


class CommitmentItem(models.Model):
    """One component of a commitment: a line of its checklist."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField("thứ tự")
    verb = models.CharField("nhóm", max_length=20)
    text = models.CharField("nội dung", max_length=200)

    class Meta:
        verbose_name = "thành tố của phương châm"
        verbose_name_plural = "thành tố của phương châm"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "position"], name="plans_commitmentitem_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.text}".strip()
